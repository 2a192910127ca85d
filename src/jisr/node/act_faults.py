"""Which acts of a delivery cannot be right?  They are set aside with place and reason; a circle of owners holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from jisr import formats, tables
from jisr.desks import compliance
from jisr.node import books
from jisr.node.convert import dumps
from jisr.node.guards import Doubt
from jisr.node.models import Marking
from jisr.node.models import Record as Row
from jisr.node.prepared import Prepared
from jisr.records import Record, version_of

_CHUNK = 400
_EASES = frozenset({"delists", "relieves"})
_LIFTS = frozenset({"ends", "licence", "conditions"})


def faulty(records: Iterable[Record]) -> Mapping[str, compliance.Fault]:
    """What is wrong with the acts among these records: thing -> fault. What they amend may be here already."""
    every = [record for record in records if record.schema == "Instrument"]
    wanted = sorted({other for record in every for other in record.properties.get("amends", ())})
    known: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        rows = Row.objects.filter(thing__in=wanted[start : start + _CHUNK], schema="Instrument")
        known.update(rows.values_list("thing", flat=True))
    return {fault.thing: fault for fault in compliance.faults(every, known=known)}


def screened(prepared: Prepared) -> Prepared:
    """The delivery without what cannot be right: that stands beside it, with place and reason."""
    if "Instrument" not in prepared.schemata:
        return prepared
    wrong = faulty(record for record, _ in prepared.records.values())
    if not wrong:
        return prepared
    kept = {thing: one for thing, one in prepared.records.items() if thing not in wrong}
    pieces = [_piece(prepared.records[thing][0], fault) for thing, fault in wrong.items()]
    return replace(prepared, records=kept, pieces=(*prepared.pieces, *pieces))


def eases(prepared: Prepared, versions: Mapping[str, str]) -> bool:
    """Whether it delists or relieves, tells an act otherwise than before, or leaves one out: a second person's matter.

    `versions`: what stands of its source (thing -> version). What was told like this before is not asked again.
    """
    if "Instrument" in prepared.schemata and easing(prepared.records, versions):
        return True
    rows_of = Row.objects.filter(source=prepared.header.source, schema="Instrument", known_to=None)
    if not rows_of.exists():
        return False
    gone = sorted(prepared.gone(versions))
    return any(rows_of.filter(thing__in=gone[at : at + _CHUNK]).exists() for at in range(0, len(gone), _CHUNK))


def easing(records: Mapping[str, tuple[Record, str]], versions: Mapping[str, str]) -> frozenset[str]:
    """The acts among these records that delist or relieve, or are told otherwise than they stand; see `eases`."""
    acts = {thing: one for thing, one in records.items() if one[0].schema == "Instrument"}
    if not acts:
        return frozenset()
    rows = {row["action"]: row for row in tables.rows("actions")}
    ease = {action for action, row in rows.items() if row["effect"] in _EASES or row["decides"] in _LIFTS}
    new = {thing: record for thing, (record, version) in acts.items() if versions.get(thing) != version}
    return frozenset(
        thing
        for thing, record in new.items()
        if thing in versions or not ease.isdisjoint(record.properties.get("action", ()))
    )


def _piece(record: Record, fault: compliance.Fault) -> formats.Quarantined:
    body = dumps({name: list(values) for name, values in record.properties.items()})
    facts = (("key", record.key), *fault.facts)
    return formats.Quarantined(place=record.place, reason=fault.code, facts=facts, piece=body.encode(), entry=True)


def circle(prepared: Prepared) -> Doubt | None:
    """Why the delivery must wait: companies that own one another, counting what is known already."""
    if "Ownership" not in prepared.schemata:
        return None
    told = [record for record, _ in prepared.records.values() if record.schema == "Ownership"]
    links = books.shelf(Marking.objects.values_list("pk", flat=True)).links
    before = [link.stake for every in links.values() for link in every if link.known_to is None]
    new = [stake for record in told for stake in books.stakes_of(record, version_of(record))]
    found = compliance.owners_in_a_circle([*before, *new], sorted({stake.owned for stake in new}))
    return Doubt(code="ownership-circle", facts={"circle": " → ".join(found)}) if found else None
