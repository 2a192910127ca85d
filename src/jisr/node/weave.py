"""An edition that comes late: how does it take its place among those that are loaded?

A version of a record is a run of editions, [`seen_from`, `seen_to`). What the list said on a day, as known at an
instant, is what its newest edition said that was made by then and known by then (node.history): so the runs are kept
over all editions, whenever they were received. A late edition splits, shortens or lengthens the runs beside its place.

Record time follows where the days of receipt lie in the order of the editions, as an archive's do: then the rows are
the same as if all had come in order. Where an older edition was received after a newer one, nothing was ever current
because of it: what only it says is known for no time (`late`), and can be opened all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Q, QuerySet, When

from jisr.node.models import Batch, Record, RecordKey
from jisr.node.prepared import Prepared
from jisr.node.store import insert, moment
from jisr.records import Record as Said

_CHUNK = 500


class Run(NamedTuple):
    """One version of a thing over a row of editions, as it is kept. `lasts`: the next edition still says it."""

    id: int
    version: str
    lasts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The place of a late edition: between `last` (None: it is the first) and `then`, the next one that is loaded.

    `here`: thing -> what is said at the place so far. `starts`: what begins with the next one.
    """

    place: datetime
    received: datetime
    last: Batch | None
    then: Batch
    here: Mapping[str, Run]
    starts: Mapping[str, Run]

    @property
    def orderly(self) -> bool:
        """Whether it was received in the order of the editions."""
        return (self.last is None or self.last.received <= self.received) and self.received <= self.then.received

    @property
    def next_place(self) -> datetime:
        """Where the next edition stands."""
        return self.then.place or self.then.received


@dataclass(slots=True, kw_only=True)
class Moves:
    """What is to be done: ids of rows by what becomes of them, and the records that need a row."""

    ended: dict[str, list[int]] = field(default_factory=lambda: {"changed": [], "removed": []})
    split: dict[str, list[int]] = field(default_factory=lambda: {"changed": [], "removed": []})
    begun: list[int] = field(default_factory=list)
    new: list[tuple[Said, str, str]] = field(default_factory=list)  # record, version, why it ends


def place_of(prepared: Prepared, source: str) -> datetime:
    """Where the delivery stands among the editions of its source; the next free microsecond where that is taken."""
    place = prepared.made
    taken = set(_loaded(source).filter(place__gte=place).values_list("place", flat=True))
    while place in taken:
        place += datetime.resolution
    return place


def following(source: str, place: datetime) -> Batch | None:
    """The first loaded snapshot after a place."""
    return _loaded(source).filter(snapshot=True, place__gt=place).order_by("place").first()


def between(prepared: Prepared, source: str, place: datetime, then: Batch) -> Between:
    """What stands around the place of a late edition."""
    rows = Record.objects.filter(source=source, seen_from__isnull=False)
    lasts = Q(seen_to=None) | Q(seen_to__gt=then.place or then.received)
    return Between(
        place=place,
        received=prepared.received,
        last=_loaded(source).filter(place__lt=place).order_by("-place").first(),
        then=then,
        here=_runs(rows.filter(Q(seen_to=None) | Q(seen_to__gt=place), seen_from__lte=place), lasts),
        starts=_runs(rows.filter(seen_from=then.place), lasts),
    )


def _loaded(source: str) -> QuerySet[Batch]:
    return Batch.objects.filter(source=source, state="loaded", place__isnull=False)


def _runs(rows: QuerySet[Record], lasts: Q) -> dict[str, Run]:
    """By thing. The store tells what lasts: to read two days of every entry took longer than to compare them."""
    told = Case(When(lasts, then=1), default=0)
    found = rows.annotate(lasts=told).values_list("thing", "pk", "version", "lasts")
    return {thing: Run(pk, version, bool(later)) for thing, pk, version, later in found}


def moves(prepared: Prepared, at: Between) -> Moves:
    """What a late edition changes in the runs beside its place."""
    found = Moves()
    gone = prepared.gone(at.here)
    for thing, run in at.here.items():
        said = prepared.records.get(thing)
        if (said is None and thing not in gone) or (said is not None and said[1] == run.version):
            continue
        why = "removed" if said is None else "changed"
        (found.split if run.lasts else found.ended)[why].append(run.id)
    for thing, (record, version) in prepared.records.items():
        kept, starts = at.here.get(thing), at.starts.get(thing)
        if kept is not None and kept.version == version:
            continue
        if starts is not None and starts.version == version:
            found.begun.append(starts.id)
        else:
            follows = starts is not None or (kept is not None and kept.lasts)
            found.new.append((record, version, "changed" if follows else "removed"))
    return found


def move(found: Moves, at: Between, batch: Batch) -> None:
    """Shorten, split and lengthen the runs. Inside a write; what is new the caller writes."""
    orderly = at.orderly
    for why, ids in found.split.items():
        _split(ids, why, at, batch)
    for why, ids in found.ended.items():
        known = {"known_to": at.received, "closed_by": batch, "closed_why": why} if orderly else {}
        _update(ids, seen_to=at.place, **known)
    _update(found.begun, seen_from=at.place, **({"known_from": at.received} if orderly else {}))


def _split(ids: list[int], why: str, at: Between, batch: Batch) -> None:
    """An earlier part as a row of its own; the later part stays the row that others rely on."""
    skipped = {"id", "seen_to", "known_to", "closed_by", "closed_why"}
    fields = [one for one in Record._meta.concrete_fields if one.name not in skipped]  # noqa: SLF001  # documented API
    names = [one.name for one in fields]
    rows = []
    for chunk in _chunks(ids):
        for row in Record.objects.filter(pk__in=chunk):
            known_to = at.received if at.orderly else row.known_from
            ends = (moment(at.place), moment(known_to), batch.pk, why if at.orderly else "late")
            told = [getattr(row, one.attname) for one in fields]
            rows.append((*(moment(value) if isinstance(value, datetime) else value for value in told), *ends))
    before = Record.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    insert(Record, (*names, "seen_to", "known_to", "closed_by", "closed_why"), rows)
    if at.orderly:
        _name_again(before, ids)
    _update(ids, seen_from=at.next_place, **({"known_from": at.then.received} if at.orderly else {}))


def _name_again(before: int, ids: list[int]) -> None:
    """The parts split off are found by the same keys; the index of names sees them with the batch that closed them."""
    parts = dict(Record.objects.filter(pk__gt=before).values_list("thing", "pk"))
    rows = [
        (key, parts[thing])
        for chunk in _chunks(ids)
        for key, thing in RecordKey.objects.filter(record__in=chunk).values_list("key", "record__thing")
        if thing in parts
    ]
    insert(RecordKey, ("key", "record"), rows)


def _update(ids: Iterable[int], **values: object) -> None:
    for chunk in _chunks(ids):
        Record.objects.filter(pk__in=chunk).update(**values)


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    everything = list(ids)
    return (everything[start : start + _CHUNK] for start in range(0, len(everything), _CHUNK))
