"""What can surely not be the same, whatever else agrees?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from jisr.identity._dates import births, years_apart
from jisr.identity._profile import Profile, kind_of

GENERATION: Final = 15  # years between birth years that no clerk's error explains


def surely_different(query: Profile, candidate: Profile) -> str:
    """The code of the first rule that tells the two apart for good; "": none does."""
    return next((code for code, rule in RULES if rule(query, candidate)), "")


def _other_kind(query: Profile, candidate: Profile) -> bool:
    mine, theirs = kind_of(query.schema), kind_of(candidate.schema)
    return mine is not None and theirs is not None and mine is not theirs


def _other_ship(query: Profile, candidate: Profile) -> bool:
    mine, theirs = _imo(query.documents), _imo(candidate.documents)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _other_generation(query: Profile, candidate: Profile) -> bool:
    mine, theirs = births(query.birth_dates), births(candidate.birth_dates)
    return bool(mine and theirs) and all(years_apart(one, other) > GENERATION for one in mine for other in theirs)


def _imo(documents: Iterable[str]) -> frozenset[str]:
    """IMO ship numbers: seven digits (IMO resolution A.1117(30))."""
    return frozenset(found[1] for text in documents if (found := _IMO.fullmatch(text.strip())))


_IMO: Final = re.compile(r"(?:IMO\s*)?(\d{7})", re.IGNORECASE)
RULES: Final[tuple[tuple[str, Callable[[Profile, Profile], bool]], ...]] = (
    ("other-kind", _other_kind),
    ("other-ship", _other_ship),
    ("other-generation", _other_generation),
)
