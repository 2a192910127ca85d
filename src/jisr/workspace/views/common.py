"""The common work: openings, members, assistance, policies, integrations; what two members did with one another."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import NotFound, WrongUse
from jisr.node.actions import commitments as steps
from jisr.node.actions import common as acts
from jisr.node.queries import common as asked
from jisr.node.queries import trust as counted
from jisr.sharing import Role
from jisr.workspace.views.page import clocks_of, highest, read_day, reader_of, show

PAGES = {
    "openings": "opening",
    "members": "membership",
    "assistance": "assistance",
    "policies": "policy",
    "integrations": "integration",
}
_BACK = {kind: page for page, kind in PAGES.items()}
_TOLD = ("status", "as_of", "why", "evidence", "step", "amount", "currency")
_YEAR = timedelta(days=365)


@require_http_methods(["GET", "POST"])
def pieces(request: HttpRequest, page: str) -> HttpResponse:
    """The pieces of one kind as of a day; a form to enter one."""
    reader, kind = reader_of(request), PAGES.get(page, "")
    if not kind:
        message = f"no page {page!r}"
        raise NotFound(message, page=page)
    if request.method == "POST":
        acts.enter(kind, request.POST.dict(), reader=reader, thing=request.POST.get("thing", ""))
        messages.success(request, _("Done."))
        return redirect("common", page=page)
    clocks, wanted = clocks_of(request), {name: request.GET.get(name, "") for name in ("q", "status")}
    found = asked.pieces(kind, wanted["q"], reader=reader, status=wanted["status"], on=clocks.on)
    values = {
        "page": found,
        "name": page,
        "clocks": clocks,
        "asked": wanted,
        "reliefs": asked.relief_names(reader=reader) if kind == "opening" else (),
        "marking": highest(row.marking for row in found.rows),
    }
    return show(request, "common.html", values, desk=page)


@require_GET
def piece(request: HttpRequest, thing: str) -> HttpResponse:
    """One piece: its words, what was told of it, what it rests on and what hangs on it."""
    reader, clocks = reader_of(request), clocks_of(request)
    page = asked.piece(thing, reader=reader, on=clocks.on)
    values = {
        "page": page,
        "row": page.row,
        "name": _BACK[page.row.kind],
        "clocks": clocks,
        "marking": page.marking,
        "reliefs": asked.relief_names(reader=reader) if page.row.kind == "opening" else (),
        "may_settle": reader.has(Role.SUPERVISOR),
        "me": reader.name,
    }
    return show(request, "common_item.html", values, desk=_BACK[page.row.kind])


@require_POST
def piece_act(request: HttpRequest, thing: str) -> HttpResponse:
    """Tell what became of it; approve or refuse what another person told."""
    reader, act, number = reader_of(request), request.POST.get("act", ""), request.POST.get("number", "")
    if act == "tell":
        record = request.POST.get("record", "").strip()
        said = {name: request.POST.get(name, "") for name in _TOLD}
        steps.tell(thing, said, reader=reader, record=int(record) if record.isdecimal() else None)
    elif act in {"approve", "refuse"} and number.isdecimal():
        {"approve": steps.approve, "refuse": steps.refuse}[act](
            int(number), reader=reader, why=request.POST.get("why", "")
        )
    else:
        message = f"no act {act!r}"
        raise WrongUse(message, act=act)
    messages.success(request, _("Done."))
    return redirect("common-item", thing=thing)


@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    """Counts and medians of what two members did with one another; each opens its list."""
    reader, today = reader_of(request), clocks_of(request).on
    begins = _day(request, "begins") or today - _YEAR
    ends = _day(request, "ends") or today + timedelta(days=1)
    pair = (request.GET.get("one", ""), request.GET.get("other", ""))
    page = counted.panel(pair, (begins, ends), reader=reader)
    return show(request, "trust.html", {"page": page}, desk="trust")


def _day(request: HttpRequest, name: str) -> date | None:
    found = read_day(request.GET.get(name, ""), field=name)
    return found.date() if found else None
