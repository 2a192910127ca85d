"""What was reported, with whom it may mean; and what a person says of how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.node.actions import review as reviewing
from jisr.node.queries import documents as read
from jisr.node.queries import reading as kept
from jisr.node.values import DocumentPage, ToldRow
from jisr.sharing import Reader, Role
from jisr.workspace import people_named, reader
from jisr.workspace.views.page import highest, is_part, part, reader_of, show

_KINDS = ("name", "event", "claim", "proposal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of the side panel."""

    name: str
    title: str
    count: int
    told: tuple[ToldRow, ...] = ()
    again: Mapping[int, tuple[ToldRow, ...]] = field(default_factory=dict)
    hint: str = ""
    none: str = ""


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The documents, newest first."""
    rows = read.documents(reader=reader_of(request))
    marking = highest(row.source.marking for row in rows)
    return show(request, "documents.html", {"rows": rows, "marking": marking}, desk="documents")


@require_GET
def document(request: HttpRequest, thing: str) -> HttpResponse:
    """One document: what it names and tells, and what the node knows of each."""
    who = reader_of(request)
    page = read.document(thing, reader=who)
    groups = people_named.groups(page)
    values = {
        "page": page,
        "paragraphs": reader.paragraphs(page),
        "groups": groups,
        "tabs": _tabs(page, sum(len(group.entities) for group in groups)),
        "kinds": _KINDS,
        "modalities": _modalities(page),
        "may_review": _may_review(who),
        "marking": page.source.marking,
    }
    return show(request, "document.html", values, desk="documents")


@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Right, wrong, or taken back: the row as it is now."""
    who = reader_of(request)
    undo = request.POST.get("undo", "")
    if undo.isdecimal():
        reviewing.undo(int(undo), reader=who)
    else:
        reviewing.review(number, reader=who, verdict=request.POST.get("verdict", ""))
    thing, row = kept.told(number, reader=who)
    if not is_part(request):
        return redirect("document", thing=thing)
    values = {"one": row, "may_review": True, "modalities": _modalities(read.document(thing, reader=who))}
    return part(request, "told.html", values, said=_("Noted"))


@require_POST
def missing(request: HttpRequest) -> HttpResponse:
    """What was not read, by its words."""
    said = request.POST
    start = said.get("start", "")
    wanted = reviewing.Missed(
        thing=said.get("thing", ""),
        kind=said.get("kind", ""),
        words=said.get("words", ""),
        start=int(start) if start.isdecimal() else -1,
        said=said.get("said", ""),
    )
    reviewing.missing(wanted, reader=reader_of(request))
    return redirect("document", thing=wanted.thing)


@require_POST
def review_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was said to be missing."""
    reviewing.undo(number, reader=reader_of(request))
    return redirect("document", thing=request.POST.get("thing", ""))


def _modalities(page: DocumentPage) -> dict[int, str]:
    """How each sentence speaks, by where it begins."""
    return {start: how for start, _, how in page.sentences}


def _may_review(who: Reader) -> bool:
    return who.has(Role.ANALYST, Role.SUPERVISOR)


def _tabs(page: DocumentPage, names: int) -> tuple[Tab, ...]:
    events, claims, proposals = (tuple(_of(page.reading.told, kind)) for kind in ("event", "claim", "proposal"))
    firsts = tuple(one for one in events if one.first == one.id)
    again = {one.id: tuple(each for each in events if each.first == one.id and each is not one) for one in firsts}
    changes = _("Reported, never taken as true: a person enters the act.") if proposals else ""
    return (
        Tab(name="names", title=_("Names"), count=names),
        Tab(
            name="events", title=_("Events"), count=len(firsts), told=firsts, again=again, none=_("No event was read.")
        ),
        Tab(name="claims", title=_("Statements"), count=len(claims), told=claims, none=_("Nobody is cited.")),
        Tab(
            name="proposals",
            title=_("Changes of status"),
            count=len(proposals),
            told=proposals,
            hint=changes,
            none=_("No change of status was read."),
        ),
    )


def _of(told: Iterable[ToldRow], kind: str) -> Iterable[ToldRow]:
    return (one for one in told if one.kind == kind)
