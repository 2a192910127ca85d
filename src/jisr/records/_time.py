"""When does it hold, and how exactly do we know?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from jisr.errors import Unreadable

_SHAPE = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_DIGIT = re.compile(r"\d")  # of any script
_LAST_MONTH = 12


class Precision(StrEnum):
    """How exactly a point in time was written."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A point in time as exactly as its source wrote it: `text` is ISO 8601, an instant is in UTC and ends in Z.

    It covers [`first`, `after`): every instant it may mean.
    """

    text: str
    precision: Precision
    first: datetime
    after: datetime

    @classmethod
    def read(cls, text: str) -> Self:
        """From ISO 8601 `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an instant (without a zone: UTC), in any script's digits.

        Raises `Unreadable`.
        """
        found = _SHAPE.fullmatch(_DIGIT.sub(lambda digit: str(int(digit[0])), text.strip()))
        if found is None:
            raise Unreadable(source="date", place=repr(text[:40]), wanted="YYYY, YYYY-MM, YYYY-MM-DD or an instant")
        try:
            return cls._from_parts(*found.groups())
        except (ValueError, OverflowError) as error:
            raise Unreadable(source="date", place=repr(text[:40]), wanted="a day of the calendar") from error

    @classmethod
    def _from_parts(cls, year: str, month: str | None, day: str | None, clock: str | None, zone: str | None) -> Self:
        first = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
        if clock is not None:
            offset = (zone or "Z").replace("Z", "+00:00")
            local = datetime.combine(first.date(), time.fromisoformat(clock))
            at = datetime.fromisoformat(f"{local.isoformat()}{offset}").astimezone(UTC)
            return cls.at(at)
        if day is not None:
            return cls(
                text=f"{year}-{month}-{day}", precision=Precision.DAY, first=first, after=first + timedelta(days=1)
            )
        if month is not None:
            nxt = first.replace(month=first.month % _LAST_MONTH + 1, year=first.year + first.month // _LAST_MONTH)
            return cls(text=f"{year}-{month}", precision=Precision.MONTH, first=first, after=nxt)
        return cls(text=year, precision=Precision.YEAR, first=first, after=first.replace(year=first.year + 1))

    @classmethod
    def at(cls, instant: datetime) -> Self:
        """An instant; must carry a zone."""
        moment = instant.astimezone(UTC)
        text = moment.replace(tzinfo=None).isoformat() + "Z"
        return cls(text=text, precision=Precision.INSTANT, first=moment, after=moment)

    @classmethod
    def on(cls, day: date) -> Self:
        """A whole day, UTC."""
        return cls.read(day.isoformat())

    def __str__(self) -> str:
        """ISO 8601, as exact as it is known."""
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """True in the world from `begins` (None: unknown, or always) until before `ends` (None: open)."""

    begins: When | None = None
    ends: When | None = None

    def holds_on(self, day: date) -> bool | None:
        """Whether it holds on some part of `day` (UTC). None: a bound is too vague to tell."""
        start = datetime.combine(day, time(), UTC)
        after = start + timedelta(days=1)
        begun = True if self.begins is None else _reached(self.begins, start, by=after - _TICK)
        ended = False if self.ends is None else _reached(self.ends, start, by=start)
        if begun is False or ended is True:
            return False
        return None if begun is None or ended is None else True


ALWAYS = Validity()
_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def _reached(bound: When, start: datetime, *, by: datetime) -> bool | None:
    """Whether `bound` lies at or before `by`; a year or a month is some day of it: reached for sure on its last one."""
    if by < bound.first:
        return False
    if bound.precision in {Precision.YEAR, Precision.MONTH} and start < bound.after - _DAY:
        return None
    return True
