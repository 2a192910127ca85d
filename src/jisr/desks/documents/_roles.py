"""Who did it to whom, where and with what?  Word order and prepositions, per type of event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from jisr import tables
from jisr.desks.documents._factual import clause_start
from jisr.desks.documents._line import Deed, Line, Thing
from jisr.desks.documents._values import Kind

PARTY: Final = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.COUNTRY, Kind.PLACE, Kind.NATIONALITY})
WHERE: Final = frozenset({Kind.PLACE, Kind.COUNTRY, Kind.FACILITY})
_ACTS: Final = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.COUNTRY, Kind.PLACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Which prepositions lead to which part, of one type of event; "0": no preposition. Kinds by their letters."""

    actor: frozenset[str]
    target: frozenset[str]
    target_kinds: frozenset[str]
    place: frozenset[str]
    obj: frozenset[str]
    lists: bool


@dataclass(slots=True, kw_only=True)
class Parts:
    """The parts found."""

    actor: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    obj: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def take(self, part: str, things: Iterable[Thing]) -> None:
        """These are that part; none is two parts."""
        row: list[str] = getattr(self, part)
        for thing in things:
            if thing.first not in self.used and thing.id not in row:
                row.append(thing.id)
            self.used.add(thing.first)


@cache
def frames() -> dict[str, Frame]:
    """Type -> frame, of `tables/event_frames.csv`."""
    return {
        row["type"]: Frame(
            actor=frozenset(row["actor"].split(";")) - {""},
            target=frozenset(row["target"].split(";")) - {""},
            target_kinds=frozenset(row["target_kinds"].split(";")) - {""},
            place=frozenset(row["place"].split(";")) - {""},
            obj=frozenset(row["obj"].split(";")) - {""},
            lists=row["type"] in {"LIST", "DELIST"},
        )
        for row in tables.rows("event_frames")
    }


def parts_of(deed: Deed) -> Parts:
    """The parts that the sentence itself gives."""
    parts = Parts()
    frame = frames()[deed.type]
    after = [t for t in deed.line.things if deed.last < t.first < deed.stop]
    begin = deed.line.first if deed.line.title else _after_that(deed.line, deed.first)
    before = [t for t in deed.line.things if begin <= t.first < min(deed.first, deed.begin)]
    _objects(parts, frame, after, before)
    if deed.passive:
        parts.take("actor", [t for t in after if t.prep == "by" and t.kind in _ACTS])
        if "target" in _roles(deed.type):
            direct = [
                t for t in (*(before if deed.line.english else ()), *after) if _fits_target(t, frame) and _free(t)
            ]
            parts.take("target", _group(direct))
    else:
        parts.take("actor", _actor(deed, before, after))
    where = [t for t in after if t.kind in WHERE and _prep(t) in frame.place and _is_where(t)]
    parts.take("place", _group([t for t in where if t.prep or t.joined or t.first - deed.last <= _BESIDE]))
    parts.take("target", _targets(deed, frame, after, parts))
    if not parts.place:
        parts.take("place", [t for t in before if t.kind in WHERE and t.prep in {"في", "in", "at", "قرب", "near"}])
    return parts


@cache
def _roles(type_: str) -> frozenset[str]:
    row = next(row for row in tables.rows("event_frames") if row["type"] == type_)
    return frozenset(part for part in ("actor", "target", "place", "obj") if row[part])


def _after_that(line: Line, trigger: int) -> int:
    """Where the clause of the deed begins: what stands before أن, that is who reports it."""
    begin = clause_start(line, trigger)
    thats = [
        at
        for at in range(begin, trigger)
        if line.fold(at) in {"ان", "انه", "انها", "انهم", "that", "بان", "بانه", "بانها"}
    ]
    return thats[-1] if thats else begin


def _objects(parts: Parts, frame: Frame, after: Sequence[Thing], before: Sequence[Thing]) -> None:
    for thing in (*after, *before):
        of_list = (
            thing.id.startswith("list:") if frame.lists else thing.kind is Kind.LAW and not thing.id.startswith("list:")
        )
        if ("MONEY" in frame.obj and thing.kind is Kind.MONEY) or (
            "LAW" in frame.obj and thing.kind is Kind.LAW and of_list and not (parts.obj and thing in before)
        ):
            parts.take("obj", [thing])
        elif "MISSION" in frame.obj and "embassy" in thing.id:
            parts.take("obj", [thing])
            parts.actor.append(thing.id.removeprefix("org:")[:2])


def _prep(thing: Thing) -> str:
    return thing.prep or "0"


def _free(thing: Thing) -> bool:
    return not thing.prep


def _is_where(thing: Thing) -> bool:
    return thing.kind is not Kind.COUNTRY or thing.prep in {"في", "in", "from", "من", "ب"} or not thing.prep


def _fits_target(thing: Thing, frame: Frame) -> bool:
    return thing.kind.value in frame.target_kinds


def _group(things: Sequence[Thing]) -> list[Thing]:
    """The first thing and those tied to it."""
    out: list[Thing] = []
    for thing in things:
        if out and not thing.joined:
            break
        out.append(thing)
    return out


def _actor(deed: Deed, before: Sequence[Thing], after: Sequence[Thing]) -> list[Thing]:
    """The subject. English and headlines: before the verb. Arabic: after it; after أن and with a noun: either side."""
    left = [t for t in before if _is_subject(t) and t.kind in PARTY]
    right = [t for t in after if _is_subject(t) and t.kind in PARTY]
    if deed.part == "noun":
        return _actor_of_noun(deed, left, right)
    if deed.line.english:
        return _nearest(left)
    if right and _follows(deed, right[0]) and not (left and _leads(deed, left)):
        return _group(right)
    # ونددت: a new verb without a subject goes on with the last one; التي استهدفت says of what it was
    alone = deed.line.fold(deed.first).startswith("و") and not _leads(deed, left[-1:])
    if alone or deed.line.fold(deed.first - 1) in {"التي", "الذي", "الذين"}:
        return []
    if left:
        return _nearest(left)
    said_to_be = [t for t in before if t.prep == "من" and deed.line.fold(t.first - 2) in {"انهم", "انه", "انها"}]
    return said_to_be[-1:]


def _is_subject(thing: Thing) -> bool:
    return not thing.prep and (thing.kind is not Kind.NATIONALITY or thing.noun)


def _leads(deed: Deed, left: Sequence[Thing]) -> bool:
    """Subject first: a headline, or what stands between أن / إن and the verb."""
    line = deed.line
    if line.title:
        return True
    first = left[-1].first if left else line.first
    return any(line.fold(at) in {"ان", "انه", "انها", "كانت", "كان", "وكانت", "وكان"} for at in range(first - 4, first))


def _follows(deed: Deed, thing: Thing) -> bool:
    """Close enough after the verb to be its subject: only common words, titles between."""
    gap = range(deed.last + 1, thing.first)
    line = deed.line
    return len(gap) <= _REACH and not any(line.breaks(at) for at in gap if at > deed.last + 1)


_REACH: Final = 5
_BESIDE: Final = 3


def _nearest(left: Sequence[Thing]) -> list[Thing]:
    """The last free group before the verb."""
    out: list[Thing] = []
    for thing in reversed(left):
        out.insert(0, thing)
        if not thing.joined:
            break
    return out


def _actor_of_noun(deed: Deed, left: Sequence[Thing], right: Sequence[Thing]) -> list[Thing]:
    """انضمام سوريا إلى …, meeting between A and B; else who announced or decided it."""
    line = deed.line
    between = [t for t in line.things if t.first > deed.last and t.prep in {"بين", "between"} and t.kind in PARTY]
    between = [t for t in between if t.kind is not Kind.NATIONALITY or t.noun]
    if between and deed.type in {"CONSULT", "AGREE", "COOPERATE"}:
        return _group(between)
    own = right and right[0].first == deed.last + 1
    if own and deed.type in _GENITIVE and not (left and deed.type == "APPOINT"):
        return _group(right)
    if right and right[0].noun and deed.type == "AID":
        return [right[0]]
    by = [t for t in line.things if t.first < deed.first and t.prep in {"ب", "by"} and t.kind in _ACTS]
    if by and deed.first - by[-1].last <= _REACH and not (left and left[-1].first > by[-1].first):
        return by[-1:]
    return _nearest(left) or _decision(line, deed) or [t for t in right[:1] if t.noun]


def _decision(line: Line, deed: Deed) -> list[Thing]:
    """القرارات الأميركية: whose decision it is."""
    nations = [t for t in line.things if t.first < deed.first and t.kind is Kind.NATIONALITY]
    return [t for t in nations if "قرار" in line.fold(t.first - 1)][-1:]


_GENITIVE: Final = frozenset(
    {"ACCEDE", "RETREAT", "VISIT", "SUPPORT", "REJECT", "CONSULT", "DEMAND", "THREATEN", "ACCUSE"}
)


def _targets(deed: Deed, frame: Frame, after: Sequence[Thing], parts: Parts) -> list[Thing]:
    if not frame.target or parts.target:
        return []
    if deed.passive and "0" not in frame.target:
        return [t for t in after if _prep(t) in frame.target and _fits_target(t, frame)]
    fitting = [t for t in after if t.first not in parts.used and _prep(t) in frame.target and _fits_target(t, frame)]
    return _group(fitting)
