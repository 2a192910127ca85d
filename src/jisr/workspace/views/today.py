"""What waits for me, and deciding it."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jisr.node import clock
from jisr.node.actions import decide as deciding
from jisr.node.queries import findings as found
from jisr.node.queries.act_draft import act_draft
from jisr.node.queries.due import due
from jisr.node.queries.today import today as today_query
from jisr.node.values import FindingRow
from jisr.sharing import Role
from jisr.workspace import isolate
from jisr.workspace.labels import CONDUCT, state_of
from jisr.workspace.views.cases import money_values
from jisr.workspace.views.page import highest, is_part, part, reader_of, show

_BULK, _LAST_LOOK, _LOOK_BEFORE = "bulk_last", "today_looked", "today_before"
_A_VISIT = timedelta(minutes=30)
_VERDICTS = {"confirmed": "confirmed", "dismissed": "dismissed", "unsure": "unsure"}


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Corrections first, then held deliveries, then open findings by desk; filters stay in the address."""
    reader, asked = reader_of(request), {name: request.GET.get(name, "").strip() for name in ("desk", "q", "since")}
    before = _looked(request)
    since = parse_datetime(before) if asked["since"] and before else None
    page = today_query(reader=reader, desk=asked["desk"], text=asked["q"], since=since)
    rows = [row for _desk, group in page.findings for row in group]
    marking = highest((*(row.marking for row in rows), *(told.source.marking for told in page.corrections)))
    values = {
        "page": page,
        "marking": marking,
        "asked": asked,
        "desks_there": found.desks_open(reader=reader),
        "before": since or (parse_datetime(before) if before else None),
        "due": due(reader=reader),
        "bulk_last": request.session.get(_BULK, []),
    }
    return show(request, "today.html", values, desk="today")


def _looked(request: HttpRequest) -> str:
    """When this person last looked, ISO 8601: the visit before this one, where half an hour lies between; "" never."""
    now = clock.now()
    last = str(request.session.get(_LAST_LOOK, ""))
    moment = parse_datetime(last) if last else None
    if moment is None or now - moment > _A_VISIT:
        request.session[_LOOK_BEFORE] = last
    request.session[_LAST_LOOK] = now.isoformat()
    return str(request.session.get(_LOOK_BEFORE, ""))


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One verdict with one reason on all that were chosen, and taking all of them back."""
    reader = reader_of(request)
    if request.POST.get("undo"):
        back = deciding.undo_all(request.session.pop(_BULK, []), reader=reader)
        messages.success(
            request, ngettext("%(n)s decision taken back.", "%(n)s decisions taken back.", len(back)) % {"n": len(back)}
        )
        return redirect("today")
    numbers = [int(one) for one in request.POST.getlist("number") if one.isdecimal()]
    verdict = request.POST.get("verdict", "")
    done = deciding.decide_all(numbers, reader=reader, verdict=verdict, why=request.POST.get("why", ""))
    request.session[_BULK] = list(done)
    messages.success(
        request, ngettext("%(n)s finding decided.", "%(n)s findings decided.", len(done)) % {"n": len(done)}
    )
    return redirect("today")


@require_GET
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """Why, on what, and what became of it."""
    page = found.finding(number, reader=reader_of(request))
    if page.row.kind == "coordination":
        return redirect("campaign", number=number)
    values = {"page": page, "row": page.row, "marking": page.row.marking, **_draft(request, page.row)}
    values["conduct"] = CONDUCT
    if page.row.desk == "financial":
        values |= money_values(request, page.row.kind)
    values["may_share"] = reader_of(request).has(Role.SUPERVISOR, Role.EXCHANGE)
    return show(request, "finding.html", values, desk="today")


def _draft(request: HttpRequest, row: FindingRow) -> dict[str, object]:
    """The act a confirmed report would be: a link to the form where there is one, and the line of acts-jsonl."""
    who = reader_of(request)
    if row.kind != "status-proposal" or row.state != "confirmed" or not who.has(Role.ANALYST, Role.SUPERVISOR):
        return {}
    draft = act_draft(row.id, reader=who)
    try:
        form = f"{reverse('act')}?{urlencode(draft)}"
    except NoReverseMatch:
        form = ""  # a node without the status desk
    return {"draft": draft, "form": form, "line": json.dumps(draft, ensure_ascii=False)}


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """A person's verdict."""
    verdict = request.POST.get("verdict", "")
    deciding.decide(number, reader=reader_of(request), verdict=verdict, why=request.POST.get("why", ""))
    return _after(request, number, verdict)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own decision back."""
    deciding.undo(number, reader=reader_of(request))
    return _after(request, number, "")


def _after(request: HttpRequest, number: int, verdict: str) -> HttpResponse:
    """The row as it is now, for the list; the page of the finding otherwise."""
    if not is_part(request) or request.POST.get("from") == "page":
        return redirect("finding", number=number)
    row = found.finding(number, reader=reader_of(request)).row
    decided = verdict if verdict in _VERDICTS else ""
    said = _("%(title)s: %(verdict)s") % {
        "title": isolate.isolated(row.title),
        "verdict": state_of(row.kind, _VERDICTS[decided]).word if decided else _("open again"),
    }
    return part(request, "finding_row.html", {"row": row, "decided": decided}, said=said)
