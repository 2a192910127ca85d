"""Which events are steps between two members, and which members does a participant stand for?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr import tables

_BODY: Final = re.compile(r"org:(?:(?P<owner>[a-z]{2})-[a-z-]+?|[a-z-]+-(?P<tail>[a-z]{2}))")
_MISSION: Final = re.compile(r"org:(?P<owner>[a-z]{2})-(?:embassy|consulate)(?:-(?P<city>[a-z-]+))?")
_ISO: Final = 2


@cache
def steps() -> Mapping[tuple[str, str], str]:
    """(type of event, factuality) -> visit, meeting, agreement, opening, promise: of `tables/steps.csv`."""
    found: dict[tuple[str, str], str] = {}
    for row in tables.rows("steps"):
        for state in row["states"].split(";"):
            found.setdefault((row["type"], state), row["step"])
    return MappingProxyType(found)


def members_of(key: str) -> frozenset[str]:
    """The states (ISO 3166-1 alpha-2) an id of the tables stands for.

    A country, its government, ministry, city or body; a mission both that of its owner and that of its city. Words, and
    persons, stand for none: who somebody speaks for is no guess of ours.
    """
    if len(key) == _ISO and key.isascii() and key.isalpha():
        return frozenset({key})
    mission = _MISSION.fullmatch(key)
    if mission is not None:
        host = _of_table().get(f"loc:{mission['city']}", "")
        return frozenset({mission["owner"], host} - {""})
    if key in _of_table():
        return frozenset({_of_table()[key]})
    body = _BODY.fullmatch(key)
    return frozenset({body["owner"] or body["tail"]}) if body is not None else frozenset()


def bodies_of(country: str) -> frozenset[str]:
    """The places and bodies of the tables that are of the state."""
    return frozenset(thing for thing, state in _of_table().items() if state == country)


@cache
def _of_table() -> Mapping[str, str]:
    rows = (*tables.rows("places"), *tables.rows("organisations"))
    return MappingProxyType({row["id"]: row["iso2"] for row in rows if row["iso2"]})
