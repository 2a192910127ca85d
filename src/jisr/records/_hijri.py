"""Days of the Hijri calendar as Gregorian days: the Umm al-Qura calendar, the tabular one outside its printed years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr import tables

HIJRI_YEARS: Final = range(1250, 1600)
"""Years that a text can mean."""
_MONTHS: Final = 12
_LONG: Final = 31
_DAYS: Final = {"8": 28, "9": 29, "0": 30, "1": 31}
_EPOCH: Final = date(622, 7, 19).toordinal()  # 1 Muharram 1 of the tabular calendar, Gregorian proleptic
_CYCLE: Final = 10631  # days in 30 years
_LEAPS: Final = 11  # of 30 years


def hijri_month(year: int, month: int) -> tuple[date, date] | None:
    """The first and the last day of a month; None: no such month.

    1343 .. 1500: Umm al-Qura (`tables/umm_al_qura.csv`). Else the tabular calendar, one day off at most.
    """
    if year not in HIJRI_YEARS or not 1 <= month <= _MONTHS:
        return None
    printed = _printed().get(year)
    if printed is not None:
        begins, days = printed
        first = begins + timedelta(days=sum(days[: month - 1]))
        return first, first + timedelta(days=days[month - 1] - 1)
    first = date.fromordinal(_tabular(year, month))
    after = _tabular(year, month + 1) if month < _MONTHS else _tabular(year + 1, 1)
    return first, date.fromordinal(after - 1)


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian day; None: the calendar has no such day."""
    found = hijri_month(year, month)
    if found is None or not 1 <= day <= _LONG:
        return None
    first, last = found
    wanted = first + timedelta(days=day - 1)
    return wanted if wanted <= last else None


def hijri_year(year: int) -> tuple[date, date] | None:
    """The first and the last day of a year; None: not one that a text can mean."""
    begins, ends = hijri_month(year, 1), hijri_month(year, _MONTHS)
    return (begins[0], ends[1]) if begins and ends else None


def _tabular(year: int, month: int) -> int:
    cycles, rest = divmod(year - 1, 30)
    leaps = sum((11 * passed + 14) % 30 < _LEAPS for passed in range(1, rest + 1))
    return _EPOCH + cycles * _CYCLE + rest * 354 + leaps + 29 * (month - 1) + month // 2


@cache
def _printed() -> Mapping[int, tuple[date, tuple[int, ...]]]:
    return MappingProxyType(
        {
            int(row["year"]): (date.fromisoformat(row["begins"]), tuple(_DAYS[digit] for digit in row["days"]))
            for row in tables.rows("umm_al_qura")
        }
    )
