"""Who our partners are, how one joins, and what we agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import WrongUse
from jisr.node.actions import partners as acting
from jisr.node.queries import flow
from jisr.node.queries import partners as asked
from jisr.node.queries.recovery import log_state
from jisr.node.values import Terms
from jisr.records import TLP
from jisr.sharing import Reader, Role
from jisr.workspace.views.page import reader_of, show

_LARGEST = 16 * 1024  # bytes of an invitation


@require_http_methods(["GET", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """Every partner; a form to take an invitation in."""
    reader = reader_of(request)
    if request.method == "POST":
        return _invite(request, reader)
    values = {
        "rows": asked.partners(reader=reader),
        "own": asked.own(reader=reader),
        "groups": asked.groups(reader=reader),
        "log": log_state(reader=reader),
        "may_recover": reader.has(Role.SUPERVISOR),
        "may_act": _may(reader),
        "tab": "partners",
    }
    return show(request, "partners.html", values, desk="partners")


@require_GET
def partner(request: HttpRequest, name: str) -> HttpResponse:
    """One partner: its words, its agreements, what is open between us."""
    reader = reader_of(request)
    page = asked.partner(name, reader=reader)
    own = asked.own(reader=reader)
    arabic = (get_language() or "en").startswith("ar")
    values = {
        "page": page,
        "row": page.row,
        "words": page.words_ar if arabic else page.words_en,
        "own_words": own.words_ar if arabic else own.words_en,
        "may_act": _may(reader),
        "may_second": reader.has(Role.SUPERVISOR)
        and page.row.proposed is not None
        and _other(page.row.proposed.signed_by, reader),
        "labels": [label.value for label in TLP],
        "owes": sum(name in one.missing for one in flow.receipts(reader=reader).rows),
        "may_close": reader.has(Role.SUPERVISOR) and page.row.state == "left" and page.open_key,
        "tab": "partners",
    }
    return show(request, "partner.html", values, desk="partners")


@require_GET
def invitation(request: HttpRequest) -> HttpResponse:
    """Our own invitation, as a file to hand over."""
    address = f"{request.scheme}://{request.get_host()}"
    data = acting.invitation(address, reader=reader_of(request))
    name = asked.own(reader=reader_of(request)).name
    headers = {"Content-Disposition": f'attachment; filename="{name}.invitation.json"'}
    return HttpResponse(data, content_type="application/json", headers=headers)


@require_POST
def confirm(request: HttpRequest, name: str) -> HttpResponse:
    """The words were heard and fit: we are joined."""
    acting.confirm(name, request.POST.get("words", ""), reader=reader_of(request))
    messages.success(request, _("Joined. Now agree on what may go."))
    return redirect("partner", name=name)


@require_POST
def agree(request: HttpRequest, name: str) -> HttpResponse:
    """Sign what may go to a partner."""
    terms = Terms(
        ceiling=request.POST.get("ceiling", ""),
        kinds=_words(request.POST.get("kinds", "")),
        purposes=_words(request.POST.get("purposes", "")),
        until=_day(request.POST.get("until", "")),
        acts=request.POST.get("acts") == "yes",
    )
    state = acting.agree(name, terms, reader=reader_of(request))
    said = (
        _("In force: it narrows what went before.") if state == "in-force" else _("Signed. A second person must sign.")
    )
    messages.success(request, said)
    return redirect("partner", name=name)


@require_POST
def second(request: HttpRequest, name: str) -> HttpResponse:
    """The second signature."""
    version = request.POST.get("version", "")
    acting.second(name, int(version) if version.isdecimal() else 0, reader=reader_of(request))
    messages.success(request, _("The agreement is in force."))
    return redirect("partner", name=name)


@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Suspend, let back in, or let leave."""
    acts: dict[str, Callable[..., None]] = {
        "suspend": acting.suspend,
        "resume": acting.resume,
        "leave": acting.leave,
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise WrongUse("one of suspend, resume, leave", field="act")
    act(name, request.POST.get("why", ""), reader=reader_of(request))
    messages.success(request, _("Done; it is in the audit."))
    return redirect("partner", name=name)


def _invite(request: HttpRequest, reader: Reader) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > _LARGEST:
        raise WrongUse("choose the invitation file of the other member", field="file")
    name = acting.invite(file.read(), reader=reader)
    messages.success(request, _("Read. Now compare the words by a way you trust."))
    return redirect("partner", name=name)


def _may(reader: Reader) -> bool:
    return reader.has(Role.EXCHANGE, Role.SUPERVISOR)


def _other(name: str, reader: Reader) -> bool:
    return name != reader.name


def _words(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.replace("،", ",").split(",") if one.strip())


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    day = parse_date(text)
    if day is None:
        raise WrongUse(f"{text!r} is no day: write it as 2025-11-06", field="until")
    return day
