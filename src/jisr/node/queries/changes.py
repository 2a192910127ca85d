"""What did the last delivery change: who came, who went and why, what is told otherwise, and who relied on it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import orjson
from django.db.models import QuerySet

from jisr.node import chain, continuity
from jisr.node.models import Batch, Dependence, Record
from jisr.node.queries.batches import row_of
from jisr.node.queries.clocks import clocks
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import ChangeRow, ChangesPage, Difference
from jisr.records import schema
from jisr.sharing import Reader, Role, require

SHOWN = 200
_MOST_BATCHES = 400
_CHUNK = 500
_NOT_TOLD = frozenset({"entity", "topics", "notes", "addressEntity"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which deliveries: one by its number; those of a source, received from a day on; else the newest that changed."""

    batch: int = 0
    source: str = ""
    since: str = ""
    kind: str = ""
    limit: int = SHOWN
    skip: int = 0


@dataclass(slots=True, kw_only=True)
class _Entry:
    """One entry in one delivery: versions that began and that ended with it, by thing."""

    old: dict[str, Record] = field(default_factory=dict)
    new: dict[str, Record] = field(default_factory=dict)


def changes(wish: Wish, *, reader: Reader) -> ChangesPage:
    """The changes of the deliveries wished for. Raises `NotAllowed`, `WrongUse` (a day that is none). Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    markings = visible_markings(reader)
    batches = list(_batches(wish, markings))
    chain.note(reader, "read-changes", wish.source, batches=str(len(batches)))
    found = [row for batch in batches for row in _rows(batch, markings)]
    counts = {kind: sum(row.kind == kind for row in found) for kind in ("added", "changed", "removed")}
    shown = [row for row in found if wish.kind in {"", row.kind}]
    return ChangesPage(
        batches=tuple(row_of(batch) for batch in batches),
        rows=_with_reliance(shown[wish.skip : wish.skip + wish.limit], reader),
        total=len(shown),
        **counts,
    )


def _batches(wish: Wish, markings: list[int]) -> Iterable[Batch]:
    rows = Batch.objects.filter(state="loaded", place__isnull=False, marking__in=markings).order_by("-place", "-pk")
    if wish.source:
        rows = rows.filter(source=wish.source)
    if wish.batch:
        return rows.filter(pk=wish.batch)
    if wish.since:
        return rows.filter(received__date__gte=clocks(on=wish.since).on)[:_MOST_BATCHES]
    return _newest(rows)


def _newest(rows: QuerySet[Batch]) -> Iterable[Batch]:
    changed = rows.filter(added__gt=0) | rows.filter(changed__gt=0) | rows.filter(removed__gt=0)
    return changed.order_by("-received", "-pk")[:1]


def _rows(batch: Batch, markings: list[int]) -> list[ChangeRow]:
    entries: dict[str, _Entry] = defaultdict(_Entry)
    rows = Record.objects.filter(source=batch.source, marking__in=markings).order_by("pk")
    new, old = list(rows.filter(seen_from=batch.place)), list(rows.filter(seen_to=batch.place))
    roots = _roots(row.thing for row in (*new, *old))
    for row in new:
        entries[roots.get(row.thing, row.thing)].new[row.thing] = row
    for row in old:
        entries[roots.get(row.thing, row.thing)].old[row.thing] = row
    whys = _whys(entries, batch, markings)
    return [_row(batch, thing, entry, whys.get(thing, ("", ""))) for thing, entry in sorted(entries.items())]


def _roots(things: Iterable[str]) -> dict[str, str]:
    """For a part of an entry (`ofac:101/id/7`) the entry, if there is one: not every id with a slash is a part."""
    told = {thing: thing.partition("/")[0] for thing in things if "/" in thing}
    wanted = sorted(set(told.values()))
    there = {
        thing
        for start in range(0, len(wanted), _CHUNK)
        for thing in Record.objects.filter(thing__in=wanted[start : start + _CHUNK]).values_list("thing", flat=True)
    }
    return {thing: root for thing, root in told.items() if root in there}


def _kind(thing: str, entry: _Entry) -> str:
    if thing in entry.new and thing not in entry.old:
        return "added"
    return "removed" if thing in entry.old and thing not in entry.new else "changed"


def _row(batch: Batch, thing: str, entry: _Entry, why: tuple[str, str]) -> ChangeRow:
    kind = _kind(thing, entry)
    head = next(iter((entry.new or entry.old).values()))
    head = entry.new.get(thing) or entry.old.get(thing) or head
    return ChangeRow(
        batch=batch.pk,
        source=batch.source,
        day=(batch.edition or batch.received).date().isoformat(),
        thing=thing,
        caption=head.caption,
        kind=kind,
        record=head.pk,
        why=why[0] or ("removed" if kind == "removed" else ""),
        other=why[1],
        differences=_differences(entry) if kind == "changed" else (),
        relied=tuple(row.pk for row in entry.old.values()),  # records here; findings once it is known which are shown
    )


def _differences(entry: _Entry) -> tuple[Difference, ...]:
    found = []
    for thing in sorted({*entry.old, *entry.new}):
        old, new = (_said(rows.get(thing)) for rows in (entry.old, entry.new))
        row = entry.new.get(thing) or entry.old[thing]
        labels = schema(row.schema).properties
        for name in sorted({*old, *new} - _NOT_TOLD):
            gone = tuple(value for value in old.get(name, ()) if value not in new.get(name, ()))
            come = tuple(value for value in new.get(name, ()) if value not in old.get(name, ()))
            if gone or come:
                label = labels[name].label if name in labels else name
                found.append(Difference(name=name, label=label, gone=gone, come=come))
    return tuple(found)


def _said(row: Record | None) -> dict[str, list[str]]:
    if row is None:
        return {}
    said: dict[str, list[str]] = orjson.loads(row.properties)
    dates = {"validFrom": [row.valid_from] if row.valid_from else [], "validTo": [row.valid_to] if row.valid_to else []}
    return said | {name: values for name, values in dates.items() if values}


def _whys(entries: dict[str, _Entry], batch: Batch, markings: list[int]) -> dict[str, tuple[str, str]]:
    """Of what went: merged into another entry that stands, or listed anew; of what came: whether it had gone before."""
    kinds = {thing: _kind(thing, entry) for thing, entry in entries.items()}
    went = [(thing, entries[thing].old[thing].properties) for thing, kind in kinds.items() if kind == "removed"]
    came = [(thing, entries[thing].new[thing].properties) for thing, kind in kinds.items() if kind == "added"]
    changed = [
        (thing, entry.new[thing].properties)
        for thing, entry in entries.items()
        if kinds[thing] == "changed" and thing in entry.new
    ]
    gone = continuity.traces(went)
    found = {thing: ("merged", other) for thing, other in continuity.matches(gone, continuity.traces(changed)).items()}
    arrived = continuity.traces(came)
    found |= {thing: ("relisted", other) for thing, other in continuity.matches(gone, arrived).items()}
    before = continuity.gone_before(batch.source, markings) if came else []
    found |= {thing: ("back", other) for thing, other in continuity.matches(arrived, before).items()}
    return found


def _with_reliance(rows: Sequence[ChangeRow], reader: Reader) -> tuple[ChangeRow, ...]:
    """The findings that relied on what ended, as far as the reader may know of them."""
    wanted = sorted({record for row in rows for record in row.relied})
    by_record: dict[int, list[int]] = defaultdict(list)
    known = visible_findings(reader)
    for start in range(0, len(wanted), _CHUNK):
        some = Dependence.objects.filter(record__in=wanted[start : start + _CHUNK], finding__in=known)
        for record, finding in some.values_list("record_id", "finding_id"):
            by_record[record].append(finding)
    return tuple(
        replace(row, relied=tuple(sorted({finding for record in row.relied for finding in by_record[record]})))
        for row in rows
    )
