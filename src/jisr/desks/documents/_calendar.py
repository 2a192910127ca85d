"""Days, months and the Hijri calendar, as numbers."""

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
_HIJRI_EPOCH: Final = date(622, 7, 19).toordinal()  # 1 Muharram 1 of the tabular calendar, Gregorian proleptic
_CYCLE: Final = 10631  # days in 30 Hijri years
_HALF_YEAR: Final = 183
_HIJRI_YEARS: Final = range(1300, 1600)


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


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The day by the tabular Hijri calendar: one day off the announced one at most (Umm al-Qura, sightings)."""
    if year not in _HIJRI_YEARS or not 1 <= month <= _YEAR or not 1 <= day <= 30:  # noqa: PLR2004  # days of a month
        return None
    cycles, rest = divmod(year - 1, 30)
    leaps = sum((11 * passed + 14) % 30 < 11 for passed in range(1, rest + 1))  # noqa: PLR2004  # 11 leap years in 30
    days = cycles * _CYCLE + rest * 354 + leaps + 29 * (month - 1) + month // 2 + day - 1
    return date.fromordinal(_HIJRI_EPOCH + days)


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
