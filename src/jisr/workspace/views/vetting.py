"""Is a candidate fit for a post, by conduct alone?  The cases, one case, and counts without names."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import WrongUse
from jisr.node.actions import vetting as acts
from jisr.node.queries import vetting as asked
from jisr.sharing import Role
from jisr.workspace.views.page import reader_of, show

_FEW = "<5"
_OURS = frozenset({"csrfmiddlewaretoken"})


@require_http_methods(["GET", "POST"])
def vettings(request: HttpRequest) -> HttpResponse:
    """Every case; a form to open one."""
    reader = reader_of(request)
    if request.method == "POST":
        fields = {name: value for name, value in request.POST.items() if name not in _OURS}
        return redirect("vetting", number=acts.open_case({k: str(v) for k, v in fields.items()}, reader=reader))
    return show(request, "vettings.html", {"rows": asked.cases(reader=reader)}, desk="vettings")


@require_GET
def vetting(request: HttpRequest, number: int) -> HttpResponse:
    """One case: what is found, the criteria with their law, the steps, and what can be done next."""
    reader = reader_of(request)
    page = asked.case(number, reader=reader)
    values = {
        "page": page,
        "row": page.row,
        "marking": page.marking,
        "arabic": (get_language() or "").startswith("ar"),
        "may_settle": reader.has(Role.SUPERVISOR),
        "verdicts": acts.VERDICTS,
        "outcomes": acts.OUTCOMES,
    }
    return show(request, "vetting.html", values, desk="vettings")


@require_POST
def vetting_act(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a criterion, propose, approve, refuse, appeal."""
    reader, act, why = reader_of(request), request.POST.get("act", ""), request.POST.get("why", "")
    if act == "answer":
        text = request.POST.get("record", "").strip()
        record = int(text) if text.isdecimal() else None
        verdict, criterion = request.POST.get("verdict", ""), request.POST.get("criterion", "")
        acts.answer(number, criterion, reader=reader, verdict=verdict, said=(why, record))
    elif act == "propose":
        review, outcome = request.POST.get("review", ""), request.POST.get("outcome", "")
        acts.propose(number, reader=reader, outcome=outcome, why=why, review_on=review)
    elif act in {"approve", "refuse", "appeal"}:
        {"approve": acts.approve, "refuse": acts.refuse, "appeal": acts.appeal}[act](number, reader=reader, why=why)
    else:
        message = f"no act {act!r}"
        raise WrongUse(message, act=act)
    messages.success(request, _("Done."))
    return redirect("vetting", number=number)


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Counts by unit and state as a file: no names, and fewer than five are not told."""
    out = io.StringIO()
    rows = asked.counts(reader=reader_of(request))
    csv.writer(out).writerows(
        [[_("Unit"), _("State"), _("Cases")], *([one.unit, one.state, one.number or _FEW] for one in rows)]
    )
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="jisr-vetting.csv"'
    return response
