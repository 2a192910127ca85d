"""Can this act be right at all?  What contradicts itself is told, with the reason, before it changes anything."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jisr.desks.compliance._lexis import decides, measures_in
from jisr.desks.compliance._ownership import Stake, circle_from
from jisr.records import Record

_RELIEFS = frozenset({"licence", "conditions"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with the record of a thing. `code`: the sentence; `facts`: what it needs."""

    thing: str
    code: str
    facts: tuple[tuple[str, str], ...] = ()


def faults(records: Iterable[Record], *, known: Container[str]) -> tuple[Fault, ...]:
    """What is wrong with the acts among these records, one fault each. `known`: things that are there already."""
    acts = {record.thing: record for record in records if record.schema == "Instrument"}
    circles = _amending_circles(acts)
    found = (_fault(act, acts, known, circles) for act in acts.values())
    return tuple(fault for fault in found if fault is not None)


def owners_in_a_circle(stakes: Iterable[Stake], among: Iterable[str]) -> tuple[str, ...]:
    """The first circle of owners above any of the things `among`, in the order of owning; () without one."""
    above: dict[str, list[Stake]] = {}
    for stake in stakes:
        above.setdefault(stake.owned, []).append(stake)
    return next((circle for thing in among if (circle := circle_from(thing, above))), ())


def _fault(act: Record, acts: Mapping[str, Record], known: Container[str], circles: Mapping[str, str]) -> Fault | None:
    begins, ends = act.validity.begins, act.validity.ends
    if begins is None and act.announced is None:
        return Fault(thing=act.thing, code="act-no-date")
    if begins is not None and ends is not None and ends.after <= begins.first:
        facts = (("begins", str(begins)), ("ends", str(ends)))
        return Fault(thing=act.thing, code="act-ends-before-it-begins", facts=facts)
    if act.thing in circles:
        return Fault(thing=act.thing, code="act-amends-in-a-circle", facts=(("circle", circles[act.thing]),))
    missing = [other for other in act.properties.get("amends", ()) if other not in acts and other not in known]
    if missing:
        return Fault(thing=act.thing, code="act-amends-nothing", facts=(("other", missing[0]),))
    measure = act.first("measure")
    if decides(act.first("action")) in _RELIEFS and not measures_in(measure):
        return Fault(thing=act.thing, code="act-unknown-measure", facts=(("measure", measure or "-"),))
    return None


def _amending_circles(acts: Mapping[str, Record]) -> Mapping[str, str]:
    """Acts that amend one another in a circle -> the circle."""
    found: dict[str, str] = {}
    for start in acts:
        for path in _paths(start, acts):
            found.setdefault(start, " → ".join(path))
    return found


def _paths(start: str, acts: Mapping[str, Record]) -> Iterator[tuple[str, ...]]:
    """The way back to `start` over what acts amend, if there is one."""
    seen: set[str] = set()
    waiting: list[tuple[str, ...]] = [(start,)]
    while waiting:
        path = waiting.pop()
        for other in acts[path[-1]].properties.get("amends", ()):
            if other == start:
                yield (*path, start)
                return
            if other in acts and other not in seen:
                seen.add(other)
                waiting.append((*path, other))
