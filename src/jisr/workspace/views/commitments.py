"""Who promised what, and what became of it: the board as of any day, one promise with its words and history."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jisr.errors import WrongUse
from jisr.node.actions import commitments as acts
from jisr.node.queries import commitments as asked
from jisr.sharing import Role
from jisr.workspace.views.page import clocks_of, highest, number_of, reader_of, show

_SHOWN = 100


@require_http_methods(["GET", "POST"])
def commitments(request: HttpRequest) -> HttpResponse:
    """The board as of a day, what waits for a second person, other facts; a form to enter a promise."""
    reader = reader_of(request)
    if request.method == "POST":
        said = {field: request.POST.get(field, "") for field in acts.FIELDS}
        acts.enter(said, reader=reader)
        messages.success(request, _("Done."))
        return redirect("commitments")
    clocks, offset = clocks_of(request), number_of(request, "from")
    wanted = {name: request.GET.get(name, "") for name in ("q", "state", "promisor")}
    page = asked.board(
        clocks.on,
        reader=reader,
        asked=asked.Asked(
            text=wanted["q"], state=wanted["state"], promisor=wanted["promisor"], offset=offset, limit=_SHOWN
        ),
    )
    facts = asked.facts(reader=reader)
    values = {
        "page": page,
        "clocks": clocks,
        "asked": wanted,
        "facts": facts,
        "waiting": asked.waiting(reader=reader),
        "after": offset + _SHOWN if offset + _SHOWN < page.total else None,
        "marking": highest(one.marking for _en, _ar, every in facts for one in every),
    }
    return show(request, "commitments.html", values, desk="commitments")


@require_GET
def commitment(request: HttpRequest, thing: str) -> HttpResponse:
    """One promise: its exact words, what is due, what became of it and who said so."""
    reader = reader_of(request)
    page = asked.commitment(thing, reader=reader, on=clocks_of(request).on)
    values = {
        "page": page,
        "row": page.row,
        "marking": page.marking,
        "statuses": asked.STATUSES,
        "may_settle": reader.has(Role.SUPERVISOR),
        "me": reader.name,
    }
    return show(request, "commitment.html", values, desk="commitments")


@require_POST
def commitment_act(request: HttpRequest, thing: str) -> HttpResponse:
    """Tell what became of it; approve or refuse what another person told."""
    reader, act, why = reader_of(request), request.POST.get("act", ""), request.POST.get("why", "")
    number = request.POST.get("number", "")
    if act == "tell":
        said = {name: request.POST.get(name, "") for name in ("status", "as_of", "why", "evidence")}
        record = request.POST.get("record", "").strip()
        acts.tell(thing, said, reader=reader, record=int(record) if record.isdecimal() else None)
    elif act in {"approve", "refuse"} and number.isdecimal():
        {"approve": acts.approve, "refuse": acts.refuse}[act](int(number), reader=reader, why=why)
    else:
        message = f"no act {act!r}"
        raise WrongUse(message, act=act)
    messages.success(request, _("Done."))
    return redirect("commitment", thing=thing)
