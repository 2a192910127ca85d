"""A party: how it stands, what each source says, and when that changed; and the record behind each word."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from jisr.errors import NotFound
from jisr.node.queries.batches import record as record_query
from jisr.node.queries.partners import partners
from jisr.node.queries.party import find
from jisr.node.queries.party import party as party_query
from jisr.node.queries.timeline import press
from jisr.node.queries.watch import starred
from jisr.node.values import RecordPage
from jisr.sharing import Reader, Role
from jisr.workspace.side_by_side import side_by_side
from jisr.workspace.timeline import timeline
from jisr.workspace.views.page import clocks_of, highest, reader_of, show

_RECENT = "recent_parties"
_KEPT = 8
_SHOWN = 5


@require_GET
def parties(request: HttpRequest) -> HttpResponse:
    """Find a party by its id or name, or go on where one was."""
    asked = request.GET.get("q", "").strip()
    if asked:
        try:
            thing = find(asked, reader=reader_of(request), clocks=clocks_of(request))
        except NotFound:
            return redirect(f"{reverse('check')}?{urlencode({'name': asked})}")
        return redirect("party", thing=thing)
    return show(request, "parties.html", {"recent": request.session.get(_RECENT, []), "asked": asked}, desk="parties")


@require_GET
def party(request: HttpRequest, thing: str) -> HttpResponse:
    """Everything about one party, as of two clocks."""
    page = party_query(thing, reader=reader_of(request), clocks=clocks_of(request))
    _remember(request, page.id, page.caption, page.schema)
    said = press(page.id, reader=reader_of(request), clocks=page.clocks, limit=_SHOWN + 1).lines
    values = {
        "page": page,
        "said": said[:_SHOWN],
        "more_said": len(said) > _SHOWN,
        "table": side_by_side(page),
        "timeline": timeline(page),
        "clocks": page.clocks,
        "marking": highest((page.marking, *(line.report.marking for line in said))),
        "starred": starred(page.id, reader=reader_of(request)),
    }
    return show(request, "party.html", values, desk="parties")


@require_GET
def record(request: HttpRequest, number: int) -> HttpResponse:
    """One record version with its cause opened."""
    reader = reader_of(request)
    page = record_query(number, reader=reader)
    values = {"page": page, "marking": page.source.marking, "from_partner": _from_partner(page, reader)}
    return show(request, "record.html", values, desk="parties")


def _from_partner(page: RecordPage, reader: Reader) -> bool:
    """Whether its source is a partner that can be told something about it now."""
    if page.source.known_to or not reader.has(Role.ANALYST, Role.SUPERVISOR, Role.EXCHANGE):
        return False
    return any(one.name == page.source.source and one.state == "joined" for one in partners(reader=reader))


def _remember(request: HttpRequest, thing: str, caption: str, schema: str) -> None:
    """The last parties looked at, for `continue where I was`; kept in the session alone."""
    before = cast("list[list[str]]", request.session.get(_RECENT, []))
    request.session[_RECENT] = [[thing, caption, schema], *(one for one in before if one[0] != thing)][:_KEPT]
