"""What is known of a word by heart: which common names it spells, what its compound's bones are, how common it is."""

from __future__ import annotations

from functools import cache, lru_cache
from math import log10
from typing import Final

from jisr import tables
from jisr.names._sound import skeleton

RAREST: Final = 4.0  # one name in ten thousand: what is said of a word that the table does not list


@lru_cache(maxsize=131072)
def bones_of(core: str, head: str) -> str:
    """The skeleton of a word with the head of its compound: what the spellings of one name have in common."""
    return f"{head}{skeleton(core)}" if head else skeleton(core)


@lru_cache(maxsize=131072)
def rarity_of(bones: str) -> float:
    """How rare a word of these bones is, in tens: 3 means one name in a thousand (`tables/name_frequency.csv`)."""
    return _rarities().get(bones, RAREST)


@cache
def _rarities() -> dict[str, float]:
    return {row["bones"]: min(RAREST, 6 - log10(int(row["per_million"]))) for row in tables.rows("name_frequency")}


@lru_cache(maxsize=131072)
def lexemes(folded: str) -> frozenset[str]:
    """The common names this is a spelling of; empty: not in the table."""
    return _spellings().get(folded, frozenset())


@cache
def _spellings() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for row in tables.rows("name_spellings"):
        for spelling in row["spellings"].split():
            names.setdefault(spelling, set()).add(row["name"])
    return {spelling: frozenset(found) for spelling, found in names.items()}
