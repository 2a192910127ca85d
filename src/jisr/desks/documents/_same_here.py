"""Which events of one article are one happening? The headline, the lead and the body tell it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr import tables
from jisr.desks.documents._same_event import key_of
from jisr.desks.documents._told import Told
from jisr.names import fold

Parts = frozenset[tuple[str, str]]
_PARTS: Final = ("actor", "target", "place", "obj")


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """One event as it stands in a sentence. `parts`: (actor, target, place or obj, key of who or what stands there)."""

    type: str
    state: str
    sentence: int
    date: str
    parts: Parts


def here(told: Told, full: Mapping[str, str]) -> Here:
    """What of an event says whether it is told again. `full`: short form -> the full name in the text."""
    parts = frozenset((part, _key(full.get(one, one))) for part in _PARTS for one in getattr(told, part))
    return Here(type=told.type, state=told.factuality.value, sentence=told.sentence, date=told.date, parts=parts)


def _key(said: str) -> str:
    """An id as it counts, or words folded."""
    return key_of(said) if said.isascii() and (":" in said or said.islower()) else fold(said)


def same_here(events: Sequence[Here]) -> tuple[int, ...]:
    """For each event, the position of the first that tells the same happening: its own where it is new.

    The same type and factuality, in another sentence, days that agree, and nobody in a part that the other fills with
    somebody else. At least one participant is shared; the headline, which says little, needs none.
    """
    first: list[int] = []
    groups: dict[int, Here] = {}
    for at, event in enumerate(events):
        home = next((number for number, group in groups.items() if _same(group, event, events[number])), at)
        first.append(home)
        groups[home] = _joined(groups[home], event) if home in groups else event
    return tuple(first)


def _same(group: Here, event: Here, opening: Here) -> bool:
    if (group.type, group.state) != (event.type, event.state) or group.sentence == event.sentence:
        return False
    if not _dates_agree(group.date, event.date):
        return False
    headline = opening.sentence == 0
    ours, theirs = (_wide(one.parts) if headline else one.parts for one in (group, event))
    if any(_conflict(ours, theirs, part) for part in _PARTS):
        return False
    shared = {key for _, key in ours} & {key for _, key in theirs}
    return bool(shared) or (headline and not (opening.parts and event.parts))


def _conflict(ours: Parts, theirs: Parts, part: str) -> bool:
    """Whether both fill the part, and with nobody in common; who acts in one may be met in the other."""
    our, their = ({key for name, key in one if name == part} for one in (ours, theirs))
    return bool(our and their) and our.isdisjoint(their) and our.isdisjoint(key for _, key in theirs)


def _wide(parts: Parts) -> Parts:
    """A headline says Turkey where the body says its ministry: with the country of each body."""
    return parts | {(part, country) for part, key in parts if (country := _country(key))}


def _country(key: str) -> str:
    found = _OF_COUNTRY.fullmatch(key)
    return (found[1] or found[2]) if found else _bodies().get(key, "")


_OF_COUNTRY: Final = re.compile(r"org:(?:[a-z]+-([a-z]{2})|([a-z]{2})-[a-z-]+)")


@cache
def _bodies() -> Mapping[str, str]:
    return MappingProxyType({row["id"]: row["iso2"] for row in tables.rows("organisations") if row["iso2"]})


def _dates_agree(one: str, other: str) -> bool:
    """Equal, one within the other (2025-11 and 2025-11-10), or one untold."""
    return one.startswith(other) or other.startswith(one)


def _joined(group: Here, event: Here) -> Here:
    """The group with what the event adds; its sentence is the last, so that one sentence tells two things as two."""
    date = max(group.date, event.date, key=len)
    return replace(group, date=date, parts=group.parts | event.parts, sentence=event.sentence)
