"""Days, months, weeks and quarters as numbers."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr import tables
from jisr.names import fold

_YEAR: Final = 12


@cache
def months(calendar: str) -> Mapping[str, int]:
    """Folded month name in Arabic and English -> number 1 .. 12. `calendar`: g Gregorian, h Hijri."""
    return MappingProxyType(
        {
            fold(name): int(row["month"])
            for row in tables.rows("months")
            if row["calendar"] == calendar
            for name in f"{row['ar']};{row['en']}".split(";")
        }
    )


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, if the calendar has it."""
    if not (1 <= year <= date.max.year and 1 <= month <= _YEAR and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def nearest(month: int, day: int, base: date) -> date | None:
    """The day of that month nearest to `base`, for a day written without its year."""
    days = [found for year in (base.year - 1, base.year, base.year + 1) if (found := day_of(year, month, day))]
    return min(days, key=lambda found: abs(found - base), default=None)


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """The month `by` months later."""
    count = year * _YEAR + month - 1 + by
    return count // _YEAR, count % _YEAR + 1


def week_of(base: date, by: int) -> str:
    """The ISO week `by` weeks later, as the interval of its days."""
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=by)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def quarter(year: int, number: int) -> str:
    """The days of a quarter of a year."""
    last = number * 3
    return f"{year:04}-{last - 2:02}-01/{year:04}-{last:02}-{monthrange(year, last)[1]:02}"
