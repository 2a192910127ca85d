"""Which events of which articles are one happening? Told again by another outlet it is one event with two sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from jisr import tables

_APART: Final = timedelta(days=1)  # an outlet may give the day of the report for the day of the deed
_GOVERNMENT: Final = "org:gov-"
_ENOUGH: Final = 2  # participants two reports must share, or all that the shorter one names


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One event of one article. `first`, `last`: the days it may be of, None: undated. `keys`: who took part."""

    type: str
    first: date | None
    last: date | None
    keys: frozenset[str]


def same_events(seen: Sequence[Seen]) -> tuple[tuple[int, ...], ...]:
    """Positions in `seen`, those of one happening together, in order of their first.

    The same type, days no further apart than one, and shared participants: two, or all that the report with fewer
    names. What names nobody, or no day, stands alone. A report joins the group whose every member it agrees with, so
    that a chain of reports never grows into two happenings.
    """
    groups: list[list[int]] = []
    by_type: defaultdict[str, list[list[int]]] = defaultdict(list)
    for at, event in enumerate(seen):
        home = next((group for group in by_type[event.type] if all(_agree(event, seen[one]) for one in group)), None)
        if home is None:
            home = []
            groups.append(home)
            by_type[event.type].append(home)
        home.append(at)
    return tuple(tuple(group) for group in groups)


def key_of(thing: str) -> str:
    """What an id counts as here: a government, its capital and its state are one participant."""
    government = thing.removeprefix(_GOVERNMENT)
    return government if government != thing else _capitals().get(thing, thing)


def _agree(one: Seen, other: Seen) -> bool:
    shared = len(one.keys & other.keys)
    needed = min(_ENOUGH, len(one.keys), len(other.keys))
    return bool(shared and shared >= needed and _near(one, other))


def _near(one: Seen, other: Seen) -> bool:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return one.first - _APART <= other.last and other.first - _APART <= one.last


@cache
def _capitals() -> dict[str, str]:
    """The first place of each country in the table is its capital."""
    found: dict[str, str] = {}
    for row in tables.rows("places"):
        if row["iso2"] and row["iso2"] not in found.values():
            found[row["id"]] = row["iso2"]
    return found
