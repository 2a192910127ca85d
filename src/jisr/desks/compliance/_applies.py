"""Does an act speak of this party and this activity, and does one act end or relieve another?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from jisr.desks.compliance._instrument import Instrument, Scope
from jisr.desks.compliance._lexis import of_a_party, wider
from jisr.desks.compliance._question import Query, folded

_SECTOR = "sector-"  # a branch of trade, not a party: only what is tied to a restriction speaks of its branches


class Reach(IntEnum):
    """How far an act reaches a question: NO, PARTLY (a person must look), FULLY."""

    NO = 0
    PARTLY = 1
    FULLY = 2


def names_party(act: Instrument, query: Query) -> bool:
    """Whether the act names the party itself: by its ids, or by its full name in the act's subject."""
    who = query.counterparty
    if act.refs & who.things or any(scope.who & who.things for scope in act.covers):
        return True
    if act.refs or not who.things:
        return not act.refs and not who.classes and _in_words(act.subject, who.names)
    return _in_words(act.subject, who.names)


def _in_words(text: str, names: Iterable[str]) -> bool:
    said = folded(text)
    return any(folded(name) in said for name in names if len(name.split()) > 1)


def reaches(act: Instrument, query: Query) -> Reach:
    """How far the act, by whom it names, covers this party and activity."""
    named = Reach.FULLY if act.refs & query.counterparty.things or names_party(act, query) else Reach.NO
    if named and not any(scope.who & query.counterparty.things for scope in act.covers):
        return named
    return max((_scope_reach(scope, query) for scope in act.covers if scope.who), default=Reach.NO)


def _scope_reach(scope: Scope, query: Query) -> Reach:
    if scope.who and not scope.who & query.counterparty.all:
        return Reach.NO
    found = _activity_reach(scope.activities, query.activity)
    return min(found, Reach.PARTLY) if not scope.sure else found


def _activity_reach(activities: frozenset[str], asked: str) -> Reach:
    if not activities or activities & set(wider(asked)):
        return Reach.FULLY
    return Reach.PARTLY if any(asked in wider(each) for each in activities) else Reach.NO


def left_out(act: Instrument, query: Query) -> bool:
    """Whether the act itself says that this is not meant."""
    who = query.counterparty
    return any(
        bool(scope.who & who.all)
        or bool(scope.origins & who.origins)
        or bool(scope.activities & set(wider(query.activity)))
        for scope in act.excludes
    )


def linked(act: Instrument, other: Instrument) -> bool:
    """Whether an act says which other it speaks of: by its id, or by the programme of both."""
    return other.id in act.amends or bool(act.programmes & other.programmes)


def relieves(act: Instrument, other: Instrument, query: Query) -> Reach:
    """How far a licence, waiver or suspension lifts what `other` forbids. What it leaves out it does not lift."""
    tied = linked(act, other)
    if not tied and _apart(act, other):
        return Reach.NO
    found = Reach.FULLY if act.refs & query.counterparty.things else Reach.NO
    for scope in act.covers:
        if tied or _means(scope, act, query):
            found = max(found, _scope_reach(scope, query))
    if not act.covers and not act.refs and tied:
        found = Reach.PARTLY if act.decides == "licence" else Reach.FULLY
    return found


def _means(scope: Scope, act: Instrument, query: Query) -> bool:
    """Whether a scope reaches beyond its own programme: it must name the party, or be of no programme at all."""
    if act.programmes:
        return bool(scope.who & query.counterparty.things)
    return any(not each.startswith(_SECTOR) for each in scope.who)


def ends(act: Instrument, other: Instrument, query: Query) -> Reach:
    """How far an act takes away what `other` forbids. It must say which: by id, or by party and measure."""
    limited = act.named
    reach = reaches(act, query)
    if act.amends:
        if other.id not in act.amends:
            return Reach.NO
        return Reach.FULLY if reach or not limited else Reach.NO
    if act.programmes & other.programmes and (reach or not limited):
        return Reach.FULLY
    if _apart(act, other):
        return Reach.NO
    return reach if act.measures & other.measures else Reach.NO


def _apart(act: Instrument, other: Instrument) -> bool:
    """Whether the two name their programmes, and none is of both."""
    return bool(act.programmes and other.programmes) and not act.programmes & other.programmes


def party_measures(act: Instrument) -> frozenset[str]:
    """Those of its measures that list a party."""
    return frozenset(measure for measure in act.measures if of_a_party(measure))
