"""What is left of each restriction on a day, in one reading of the acts?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from jisr.desks.compliance._applies import Reach, ends, left_out, linked, party_measures, reaches, relieves
from jisr.desks.compliance._instrument import UNCERTAIN, Instrument
from jisr.desks.compliance._lexis import followed, outcome_of
from jisr.desks.compliance._moments import Reading, begun, known, over
from jisr.desks.compliance._question import Query
from jisr.records import When

SEVERITY = {
    "prohibited": 6,
    "sanctionable": 5,
    "review": 4,
    "permitted_with_conditions": 3,
    "permitted_under_licence": 2,
    "permitted": 1,
}
RELIEFS = {"licence": "permitted_under_licence", "conditions": "permitted_with_conditions"}
_WORD = r"(?<![\w-]){}(?![\w-])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One restriction and what is left of it. `state`: bound, ended, not-yet, lapsed, relieved, unknown, otherwise.

    `act`: None where it is only known from what ended or eased it. `law`: the legal source of the rule that was used.
    `by`: the acts that ended or relieved it; `beside`: acts that do not help, or not yet.
    """

    state: str
    status: str
    act: Instrument | None
    measure: str
    law: str
    by: tuple[Instrument, ...] = ()
    beside: tuple[Instrument, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A question with the acts of its law, and how they meet: worked out once, read in every reading."""

    query: Query
    law: str
    acts: tuple[Instrument, ...]
    states: Mapping[str, str] = field(default_factory=dict)  # of listings on lists: id -> listed, delisted, unclear …
    measures: frozenset[str] = frozenset()
    _met: dict[tuple[str, str, str], Reach] = field(default_factory=dict)

    def reach(self, act: Instrument) -> Reach:
        """How far an act reaches the party and activity."""
        return self._once("reach", act, act, lambda: reaches(act, self.query))

    def lifts(self, act: Instrument, other: Instrument) -> Reach:
        """How far an act relieves another."""
        return self._once("lifts", act, other, lambda: relieves(act, other, self.query))

    def finishes(self, act: Instrument, other: Instrument) -> Reach:
        """How far an act ends another."""
        return self._once("ends", act, other, lambda: ends(act, other, self.query))

    def spares(self, act: Instrument) -> bool:
        """Whether the act leaves this question out."""
        return bool(self._once("spares", act, act, lambda: Reach(int(left_out(act, self.query)))))

    def _once(self, name: str, act: Instrument, other: Instrument, work: Callable[[], Reach]) -> Reach:
        key = (name, act.id, other.id)
        if key not in self._met:
            self._met[key] = work()
        return self._met[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """A sheet on one day, in one reading: `acts` are those that count in it."""

    sheet: Sheet
    acts: tuple[Instrument, ...]
    on: When
    reading: Reading

    def begun(self, act: Instrument) -> bool:
        return begun(act, self.on, self.reading)

    def stands(self, relief: Instrument, among: Iterable[Instrument]) -> bool:
        """Whether a relief is in force for all of the day, means this question, and was not replaced by a later one."""
        return (
            not self.sheet.spares(relief)
            and self.begun(relief)
            and not over(relief, self.on, self.reading, whole=True)
            and not any(other.decides in RELIEFS and relief.id in other.amends and self.begun(other) for other in among)
        )


def relevant(acts: Iterable[Instrument], query: Query) -> tuple[Instrument, ...]:
    """The acts that reach the question, and those that speak of one that does; the oldest first."""
    every = tuple(acts)
    near = [act for act in every if reaches(act, query)]
    ids = {act.id for act in near}
    more = [
        act
        for act in every
        if act.id not in ids and any(linked(act, one) or linked(one, act) or _mentions(one, act) for one in near)
    ]
    found = {act.id: act for act in (*near, *more)}
    return tuple(sorted(found.values(), key=_age))


def _age(act: Instrument) -> tuple[str, str]:
    return str(act.effective or act.announced or ""), act.id


def _mentions(act: Instrument, other: Instrument) -> bool:
    """Whether the note on one act names the other by its key."""
    key = other.id.partition(":")[2]
    return bool(act.note and key in act.note and re.search(_WORD.format(re.escape(key)), act.note))


def weigh(sheet: Sheet, on: When, at: datetime, reading: Reading) -> tuple[Found, ...]:
    """Every restriction that touches the question, with what is left of it on `on`, as known `at`."""
    day = _Day(sheet=sheet, acts=tuple(_counting(sheet, at, reading)), on=on, reading=reading)
    explicit = [found for act in day.acts if act.decides == "restricts" for found in _restriction(day, act)]
    implied = _implied(day, [one.act for one in explicit if one.act])
    return tuple(_renewed([*explicit, *implied]))


def _counting(sheet: Sheet, at: datetime, reading: Reading) -> Iterator[Instrument]:
    then = [act for act in sheet.acts if known(act, at, reading)]
    for act in then:
        if act.confidence not in UNCERTAIN or _confirmed(act, then) or reading.yes("to-verify", act, act.confidence):
            yield act


def _confirmed(act: Instrument, others: Iterable[Instrument]) -> bool:
    """Whether a certain act that ends, eases or speaks of this restriction vouches for it."""
    if act.decides != "restricts":
        return False
    return any(
        other.id != act.id and other.confidence not in UNCERTAIN and (linked(other, act) or _mentions(act, other))
        for other in others
    )


def _restriction(day: _Day, act: Instrument) -> Iterator[Found]:
    if day.sheet.reach(act) is Reach.NO:
        return
    hit = _strongest(day.sheet, act.measures)
    if hit is None:
        if not party_measures(act) or day.sheet.measures:
            return
        hit = ("review", min(party_measures(act)), "")
    status, measure, law = hit
    base = Found(state="bound", status=status, act=act, measure=measure, law=law)
    beside = tuple(_ending(day, act))
    listed = day.sheet.states.get(act.id)
    if listed == "unclear":
        yield replace(base, state="unknown", status="review", beside=beside)
    elif listed not in {None, "listed"}:
        yield replace(base, state="ended" if listed == "delisted" else "not-yet", status="permitted", beside=beside)
    elif listed is None and not day.begun(act):
        yield replace(base, state="not-yet", status="permitted", beside=beside)
    else:
        yield _left(day, replace(base, beside=beside), act)


def _left(day: _Day, base: Found, act: Instrument) -> Found:
    """What is left of a restriction that has begun; `base.beside`: the acts that may end it."""
    for end in base.beside:
        sure = day.sheet.finishes(end, act) is Reach.FULLY or day.reading.yes("covers-in-part", end)
        if sure and day.begun(end) and not day.sheet.spares(end):
            return replace(base, state="ended", status="permitted", by=(end,))
    follows = followed(act.title, act.jurisdiction)[0]
    gone = day.sheet.states.get(f"follows:{follows}") == "ended"
    if follows and gone and day.reading.yes("follows", act, follows):
        return replace(base, state="ended", status="permitted")
    if over(act, day.on, day.reading, whole=False):
        return replace(base, state="lapsed", status="review")
    return _relieved(day, base, act)


def _ending(day: _Day, act: Instrument) -> Iterator[Instrument]:
    for other in day.acts:
        if other.decides in {"ends", "announces"} and day.sheet.finishes(other, act):
            yield other


def _relieved(day: _Day, base: Found, act: Instrument) -> Found:
    helping: list[Instrument] = []
    others: list[Instrument] = []
    for relief in day.acts:
        if relief.decides not in RELIEFS:
            continue
        reach = day.sheet.lifts(relief, act)
        if not reach and not linked(relief, act):
            continue
        whole = reach is Reach.FULLY
        helps = reach and day.stands(relief, day.acts) and (whole or day.reading.yes("covers-in-part", relief))
        (helping if helps else others).append(relief)
    mentioned = [one for one in day.acts if _mentions(act, one)]
    rest = tuple(dict.fromkeys((*base.beside, *others, *mentioned)))
    if not helping:
        return replace(base, beside=rest)
    best = min(helping, key=lambda one: SEVERITY[RELIEFS[one.decides]])
    return replace(base, state="relieved", status=RELIEFS[best.decides], by=tuple(helping), beside=rest)


def _implied(day: _Day, restrictions: list[Instrument]) -> Iterator[Found]:
    """Restrictions that no act here lays down, known from what ends or eases them: since when is not known."""
    groups: dict[tuple[str, str], list[Instrument]] = {}
    for act in day.acts:
        hit = _loose(day.sheet, act, restrictions)
        if hit is not None:
            groups.setdefault(hit, []).append(act)
    for (measure, law), group in groups.items():
        base = Found(state="unknown", status="review", act=None, measure=measure, law=law, beside=tuple(group))
        yield _of_group(day, base, group)


def _loose(sheet: Sheet, act: Instrument, restrictions: list[Instrument]) -> tuple[str, str] | None:
    """The measure, and its law, that the act ends or eases, where no restriction on record is the one it means."""
    if act.decides not in {"ends", "announces", *RELIEFS} or not sheet.reach(act):
        return None
    if any(linked(act, one) or sheet.finishes(act, one) or sheet.lifts(act, one) for one in restrictions):
        return None
    hit = _strongest(sheet, act.measures)
    return hit[1:] if hit else None


def _of_group(day: _Day, base: Found, group: list[Instrument]) -> Found:
    taken_off = [act for act in group if act.decides not in RELIEFS and day.begun(act)]
    if any(day.sheet.spares(act) for act in taken_off):
        return replace(base, state="bound", status="prohibited")
    for act in taken_off:
        if _covers(day, act):
            return replace(base, state="ended", status="permitted", by=(act,))
    for act in group:
        if act.decides in RELIEFS and day.stands(act, group) and _covers(day, act):
            return replace(base, state="relieved", status=RELIEFS[act.decides], by=(act,))
    return base


def _covers(day: _Day, act: Instrument) -> bool:
    return day.sheet.reach(act) is Reach.FULLY or day.reading.yes("covers-in-part", act)


def _renewed(found: list[Found]) -> Iterator[Found]:
    """A restriction that lapsed is said, not counted, where a later one took its place in time."""
    for one in found:
        if one.state == "lapsed" and any(_takes_over(other, one) for other in found):
            yield replace(one, status="permitted", state="renewed")
        else:
            yield one


def _takes_over(later: Found, lapsed: Found) -> bool:
    new, old = later.act, lapsed.act
    if new is None or old is None or later.state in {"not-yet", "lapsed"} or not new.measures & old.measures:
        return False
    if new.effective is None or old.effective is None or old.ends is None:
        return False
    return old.effective.first < new.effective.first <= old.ends.after


def _strongest(sheet: Sheet, measures: Iterable[str]) -> tuple[str, str, str] | None:
    """The severest outcome among measures: (outcome, measure, legal source)."""
    counted = (measure for measure in sorted(measures) if not sheet.measures or measure in sheet.measures)
    found = [(measure, *outcome_of(measure, sheet.query.activity, sheet.law)) for measure in counted]
    hits = [(outcome, measure, law) for measure, outcome, law in found if outcome]
    return max(hits, key=lambda hit: SEVERITY[hit[0]], default=None)
