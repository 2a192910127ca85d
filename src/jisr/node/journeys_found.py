"""How are many hits written down at once?  By a handful of statements, whatever their number, each with its own line.

Each rests on the record of its journey, which names the flight and a digest and never the person.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jisr import records
from jisr.errors import WrongUse
from jisr.node import chain, clock
from jisr.node.convert import dumps, place_text, reasons_text
from jisr.node.found import New
from jisr.node.journeys_hits import Wanted
from jisr.node.models import Batch, Dependence, Finding, JourneyHit, JourneyPerson, Marking, Record
from jisr.node.store import insert, moment, queue, some
from jisr.records import Place, caption_of, version_of
from jisr.sharing import Reader

SOURCE: Final = "journeys"
_CHUNK: Final = 400
_TLP: Final = ("clear", "green", "amber", "amber+strict", "red")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trip:
    """A journey as a hit rests on it: `thing` of its record; the marking of its flight."""

    thing: str
    flight: str
    person: str
    departs: str
    marking: int


def write_down(wanted: Sequence[Wanted], *, reader: Reader) -> int:
    """Write what follows, but what a person dismissed of just this traveller; how many are new. Inside a write."""
    for one in wanted:
        if not one.new.reasons:
            message = "a finding needs the records it rests on, and a reason"
            raise WrongUse(message, finding=one.new.title)
    if not wanted:
        return 0
    queue("findings")
    dismissed = _dismissed(wanted)
    kept = [one for one in wanted if not dismissed[_same(one.new)] - {one.new.digest}]
    known = _by_digest(kept)
    fresh = {one.new.digest: one for one in kept if one.new.digest not in known}
    if fresh:
        rests = _rests(list(fresh.values()))
        known |= _findings(fresh, rests, by=reader.name)
        lines = [(str(known[digest]), _facts(one.new)) for digest, one in fresh.items()]
        chain.notes(reader, "journey-hit", lines)
    pairs = {(one.person, known[one.new.digest]): one.new.kind for one in kept}
    insert(
        JourneyHit,
        ("person", "finding", "kind", "ended_at"),
        [(*pair, kind, None) for pair, kind in pairs.items()],
    )
    return len(fresh)


def _facts(new: New) -> Mapping[str, str]:
    return {"kind": new.kind, "subject": new.subject}


def _same(new: New) -> tuple[str, str, str]:
    return new.kind, new.subject, new.about


def _dismissed(wanted: Sequence[Wanted]) -> Mapping[tuple[str, str, str], set[str]]:
    """(kind, subject, about) -> digests of what a person dismissed of these travellers."""
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    columns = ("kind", "subject", "about", "digest")
    among = ("subject", {one.new.subject for one in wanted})
    for kind, subject, about, digest in some(Finding, columns, among, desk="journeys", state="dismissed"):
        found[kind, subject, about].add(digest)
    return found


def _by_digest(wanted: Sequence[Wanted]) -> dict[str, int]:
    rows = some(Finding, ("digest", "pk"), ("digest", {one.new.digest for one in wanted}))
    return {digest: int(number) for digest, number in rows}


def _rests(wanted: Sequence[Wanted]) -> Mapping[str, tuple[tuple[int, ...], int]]:
    """Digest -> the records a finding rests on (journey, entry, what says that it is listed), the narrowest marking."""
    trips = _trips({one.person for one in wanted})
    named = sorted({pk for one in wanted for pk in one.new.records})
    rows: dict[int, tuple[str, int]] = {}
    for start in range(0, len(named), _CHUNK):
        found = Record.objects.filter(pk__in=named[start : start + _CHUNK])
        rows |= {pk: (thing, marking) for pk, thing, marking in found.values_list("pk", "thing", "marking_id")}
    listings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    about = {thing for thing, _ in rows.values()}
    for pk, thing, marking in some(Record, ("pk", "about", "marking"), ("about", about), known_to=None):
        listings[thing].append((pk, marking))
    order = {row.pk: (_TLP.index(row.tlp), bool(row.releasable_to)) for row in Marking.objects.all()}
    found_: dict[str, tuple[tuple[int, ...], int]] = {}
    for one in wanted:
        entries = [(pk, rows[pk][1]) for pk in one.new.records if pk in rows]
        more = [pair for pk in one.new.records if pk in rows for pair in listings[rows[pk][0]]]
        every = dict([trips[one.person], *entries, *more])
        found_[one.new.digest] = (tuple(every), max(every.values(), key=lambda marking: order[marking]))
    return found_


def _findings(
    fresh: Mapping[str, Wanted], rests: Mapping[str, tuple[tuple[int, ...], int]], *, by: str
) -> dict[str, int]:
    """Digest -> id of the new findings."""
    now = moment(clock.now())
    rows = [
        (
            *(one.new.desk, one.new.kind, one.new.subject, one.new.about, one.new.title, one.new.score),
            *(reasons_text(one.new.reasons), one.new.quote, dumps(dict(one.new.question)), "open", digest),
            *(rests[digest][1], now, by),
        )
        for digest, one in fresh.items()
    ]
    insert(Finding, _FINDING, rows)
    numbers = _by_digest(list(fresh.values()))
    pairs = [(numbers[digest], record) for digest in fresh for record in rests[digest][0]]
    insert(Dependence, ("finding", "record"), pairs)
    return numbers


_FINDING: Final = (
    *("desk", "kind", "subject", "about", "title", "score", "reasons", "quote", "question", "state", "digest"),
    *("marking", "created_at", "created_by"),
)


def _trips(people: set[int]) -> Mapping[int, tuple[int, int]]:
    """Person -> (record of the journey, its marking); the records that are not there yet are made."""
    ordered, trips = sorted(people), {}
    named = ("pk", "flight__key", "person", "flight__departs", "flight__marking_id")
    for start in range(0, len(ordered), _CHUNK):
        rows = JourneyPerson.objects.filter(pk__in=ordered[start : start + _CHUNK]).values_list(*named)
        for pk, flight, person, departs, marking in rows:
            thing = f"{SOURCE}:{flight}/{person}"
            trips[pk] = _Trip(thing=thing, flight=flight, person=person, departs=departs, marking=marking)
    known = _records(trips.values())
    missing = {one.thing: one for one in trips.values() if one.thing not in known}
    if missing:
        batches = {marking: _batch(marking) for marking in {one.marking for one in missing.values()}}
        insert(Record, _RECORD, [_row(one, batches[one.marking]) for one in missing.values()])
        known |= _records(missing.values())
    return {pk: known[one.thing] for pk, one in trips.items()}


def _records(trips: Iterable[_Trip]) -> dict[str, tuple[int, int]]:
    things = {one.thing for one in trips}
    rows = some(Record, ("thing", "pk", "marking"), ("thing", things), known_to=None)
    return {thing: (pk, marking) for thing, pk, marking in rows}


_RECORD: Final = (
    *("thing", "source", "schema", "caption", "version", "properties", "about", "valid_from", "valid_to", "announced"),
    *("place", "marking", "batch", "known_from", "known_to", "closed_by", "closed_why", "seen_from", "seen_to"),
)


def _row(trip: _Trip, batch: int) -> tuple[object, ...]:
    said = {"name": (f"{trip.flight}/{trip.person[:8]}",), "startDate": (trip.departs[:10],)}
    made = records.Record(
        source=SOURCE,
        key=f"{trip.flight}/{trip.person}",
        schema="Trip",
        properties=said,
        place=Place(file=trip.flight),
    )
    return (
        *(made.thing, SOURCE, "Trip", caption_of(made), version_of(made), dumps(said), "", "", "", ""),
        *(place_text(made.place), trip.marking, batch, moment(clock.now()), None, None, "", None, None),
    )


def _batch(marking: int) -> int:
    """The delivery under which journeys of a marking are kept: the node's own."""
    row, _ = Batch.objects.get_or_create(
        source=SOURCE,
        format="journeys",
        sha256=hashlib.sha256(f"journeys {marking}".encode()).hexdigest(),
        defaults={
            "title": "journeys",
            "files": "[]",
            "options": dumps({"archive": False}),
            "marking_id": marking,
            "received": clock.now(),
            "loaded_at": clock.now(),
            "by": "node",
            "state": "loaded",
            "read": True,
        },
    )
    return row.pk
