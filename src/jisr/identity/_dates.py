"""What do two birth dates say about each other?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from jisr.records import hijri_month, hijri_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A birth date as exactly as it is known. `first`, `last`: the Gregorian years it may be in; month, day 0: unknown.

    `loose`: the year itself is approximate (a Hijri year, a range), so one year more or less says nothing.
    """

    first: int
    last: int
    month: int = 0
    day: int = 0
    loose: bool = False

    @property
    def full(self) -> bool:
        """Known to the day. The first of January is what clerks write who know the year only."""
        return bool(self.day) and (self.month, self.day) != (1, 1)


def birth(text: str) -> Birth | None:
    """From YYYY, YYYY-MM, YYYY-MM-DD (anything after is ignored) or a range YYYY/YYYY, YYYY-YYYY; None: no year.

    circa, c., about, ~ and حوالي before it, and ~ or ? after it say that the year is a guess.
    """
    about = _ABOUT.fullmatch(text.strip())
    if about:
        guess = birth(about["before"] or about["after"])
        return guess and replace(guess, month=0, day=0, loose=True)
    span = _RANGE.fullmatch(text.strip())
    if span:
        first, last = sorted((int(span[1]), int(span[2])))
        return Birth(first=first, last=last, loose=True)
    found = _DATE.match(text.strip())
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    if year in _HIJRI and (lunar := hijri_year(year)):
        known = hijri_month(year, month) or lunar  # no day: the calendars of two clerks are a day apart
        return Birth(first=known[0].year, last=known[1].year, loose=True)
    return Birth(first=year, last=year, month=month, day=day)


def births(texts: Iterable[str]) -> tuple[Birth, ...]:
    """The dates that can be read; a Hijri year both ways: of the moon, and of the sun as in Iran and Afghanistan."""
    texts = tuple(texts)
    return tuple(found for reading in (birth, _of_the_sun) for text in texts if (found := reading(text)))


def _of_the_sun(text: str) -> Birth | None:
    found = _DATE.match(text.strip())
    if found is None or int(found[1]) not in _SUN:
        return None
    begins = int(found[1]) + _SUN_EPOCH
    return Birth(first=begins, last=begins + 1, loose=True)


def years_apart(one: Birth, other: Birth) -> int:
    """How many years lie between the two at least."""
    return max(0, one.first - other.last, other.first - one.last)


_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ABOUT: Final = re.compile(
    r"(?:circa|approx(?:\.|imately)?|about|around|ca?\.|~|حوالي|نحو|تقريبا)\s*(?P<before>\d{4}.*)|(?P<after>\d{4})\s*[~?؟]",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"(\d{4})\s*[-/–]\s*(\d{4})")
_HIJRI: Final = range(1250, 1500)
_SUN: Final = range(1280, 1420)
_SUN_EPOCH: Final = 621
