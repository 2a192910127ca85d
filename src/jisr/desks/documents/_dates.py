"""Dates of a page: where they stand, and the day, month, year or interval (ISO 8601) they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from jisr.desks.documents._calendar import day_of, months, nearest, quarter, shift_month, week_of
from jisr.desks.documents._date_patterns import (
    LAST,
    NEAR,
    NEXT,
    THIS,
    WEEKDAYS,
    full_dates,
    ordinals,
    time_words,
    vague_dates,
)
from jisr.desks.documents._found import Piece
from jisr.desks.documents._page import Page
from jisr.desks.documents._values import Kind
from jisr.records import from_hijri, hijri_month

_QUARTERS: Final = {
    "الاول": 1,
    "الثاني": 2,
    "الثالث": 3,
    "الرابع": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
}
_MONTH: Final = frozenset({"الشهر", "month"})
_WEEK: Final = frozenset({"الاسبوع", "week"})
_LEAP_YEAR: Final = 2000
_UNSURE: Final = ""  # a date all the same: which one, nobody said

Groups = Mapping[str, str | None]
Meaning = Callable[[Groups, date | None], str | None]


def dates(page: Page, published: date | None) -> Iterator[Piece]:
    """Dates of a page. Without `published`, the first full date of the page is the base of the others."""
    usable = published is not None and date.min.year < published.year < date.max.year
    taken: list[tuple[int, int]] = []
    near = tuple(_near_dates(page))
    base = published if usable else _first_day(page, near)
    for pattern, mean, needs in _patterns():
        for found in (
            one for begin, stop, held in near if held & needs for one in pattern.finditer(page.folded, begin, stop)
        ):
            start, end = found.span("d")
            value = mean(_groups(found), base)
            if value is not None and all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end))
                yield Piece(start=start, end=end, type=Kind.DATE, value=value, code="date")


def _near_dates(page: Page) -> Iterator[tuple[int, int, int]]:
    """The parts of the page that hold a number or a word of time, and of which kinds: only there a date can stand."""
    begin = stop = -1
    held = 0
    for word in page.words:
        kinds = _DIGIT if word.fold[0].isdigit() else _times_of(word.fold)
        if not kinds:
            continue
        if stop >= word.at - _AROUND:
            stop, held = word.at + len(word.fold) + _AROUND, held | kinds
            continue
        if stop >= 0:
            yield begin, stop, held
        begin, stop, held = max(0, word.at - _AROUND), word.at + len(word.fold) + _AROUND, kinds
    if stop >= 0:
        yield begin, stop, held


_AROUND: Final = 24  # characters: the longest way from a word of time to the next, or to the end of its date
_DIGIT, _MONTHS, _LUNAR, _WEEKDAY, _OTHER = 1, 2, 4, 8, 16  # kinds of words of time
_NEEDS: Final = {
    "interval": _MONTHS,
    "day": _MONTHS,
    "month": _MONTHS,
    "month-from-here": _MONTHS,
    "month-nearest": _MONTHS,
    "hijri": _LUNAR,
    "hijri-interval": _LUNAR,
    "hijri-month": _LUNAR,
    "numbers": _DIGIT,
    "quarter": _DIGIT | _OTHER,
    "year": _DIGIT,
    "weekday": _WEEKDAY,
}


@lru_cache(maxsize=1 << 15)
def _times_of(word: str) -> int:
    """Which kinds of words of time the word may be part of, attached letters taken off."""
    return sum(kind for kind, words in _time_kinds() if any(word[skip:] in words for skip in range(3)))


@cache
def _time_kinds() -> tuple[tuple[int, frozenset[str]], ...]:
    named = {
        _MONTHS: frozenset(part for name in months("g") for part in name.split(" ")),
        _LUNAR: frozenset(part for name in months("h") for part in name.split(" ")),
        _WEEKDAY: frozenset(part for name in WEEKDAYS for part in name.split(" ")),
    }
    return (*named.items(), (_OTHER, time_words().difference(*named.values())))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Meaning, int], ...]:
    """In order: what an earlier one took, a later one leaves; with the kinds of words of time one of which it needs."""
    return tuple(
        (re.compile(pattern), _MEANINGS[what], _NEEDS.get(what, _OTHER))
        for pattern, what in (*full_dates(), *vague_dates())
    )


def _first_day(page: Page, near: Sequence[tuple[int, int, int]]) -> date | None:
    days = [
        (found.start(), found)
        for pattern, mean, needs in _patterns()
        if mean is _day
        for begin, stop, held in near
        if held & needs
        for found in pattern.finditer(page.folded, begin, stop)
    ]
    for _, found in sorted(days, key=lambda item: item[0]):
        groups = _groups(found)
        value = _day(groups, None) if groups.get("year") else None
        if value is not None:
            return date.fromisoformat(value)
    return None


def _groups(found: re.Match[str]) -> Groups:
    """The groups by name, runs of space as one."""
    return {name: _SPACE.sub(" ", text) if text else None for name, text in found.groupdict().items()}


_SPACE: Final = re.compile(r"\s")


def _of(groups: Groups, name: str) -> str:
    return groups.get(name) or ""


def _year_of(groups: Groups) -> int | None:
    return int(_of(groups, "year")) if groups.get("year") else None


def _way(groups: Groups, *, unsaid: int = -1) -> int:
    """1 next, 0 this, -1 last, as the date says."""
    word = _of(groups, "way") or _of(groups, "rel")
    return 1 if word in NEXT else 0 if word in THIS else -1 if word in LAST else unsaid


def _month_of(groups: Groups) -> int:
    return months("g")[_of(groups, "month")]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(groups: Groups, base: date | None) -> str | None:
    month, year = _month_of(groups), _year_of(groups)
    day = ordinals()[_of(groups, "ordinal")] if groups.get("ordinal") else int(_of(groups, "day"))
    if year is not None:
        return _iso(day_of(year, month, day))
    if base is not None:
        return _iso(nearest(month, day, base))
    return f"--{month:02}-{day:02}" if day_of(_LEAP_YEAR, month, day) else None


def _numbers(groups: Groups, _base: date | None) -> str | None:
    return _iso(day_of(int(_of(groups, "year")), int(_of(groups, "m")), int(_of(groups, "day"))))


def _hijri(groups: Groups, _base: date | None) -> str | None:
    return _iso(from_hijri(int(_of(groups, "year")), months("h")[_of(groups, "month")], int(_of(groups, "day"))))


def _hijri_interval(groups: Groups, _base: date | None) -> str | None:
    year, month = int(_of(groups, "year")), months("h")[_of(groups, "month")]
    first, last = (from_hijri(year, month, int(_of(groups, name))) for name in ("day", "day2"))
    return f"{first.isoformat()}/{last.isoformat()}" if first and last and first <= last else None


def _hijri_month(groups: Groups, _base: date | None) -> str | None:
    found = hijri_month(int(_of(groups, "year")), months("h")[_of(groups, "month")])
    return f"{found[0].isoformat()}/{found[1].isoformat()}" if found else None


def _interval(groups: Groups, base: date | None) -> str | None:
    year, month = _year_of(groups), _month_of(groups)
    if year is None and base is not None:
        first_day = nearest(month, 1, base)
        year = first_day.year if first_day else None
    first, last = (day_of(year or 0, month, int(_of(groups, name))) for name in ("day", "day2"))
    return f"{first.isoformat()}/{last.isoformat()}" if first and last and first <= last else None


def _month(groups: Groups, _base: date | None) -> str | None:
    return f"{_of(groups, 'year')}-{_month_of(groups):02}"


def _month_from_here(groups: Groups, base: date | None) -> str | None:
    if base is None:
        return _UNSURE
    month, way = _month_of(groups), _way(groups)
    year = base.year + (way > 0 and month <= base.month) - (way < 0 and month >= base.month)
    return f"{year}-{month:02}"


def _month_nearest(groups: Groups, base: date | None) -> str | None:
    middle = nearest(_month_of(groups), 15, base) if base else None
    return f"{middle.year}-{middle.month:02}" if middle else _UNSURE


def _part(groups: Groups, base: date | None) -> str | None:
    year = _year_of(groups) or (base.year + _way(groups) if base else None)
    if year is None:
        return _UNSURE
    number = _QUARTERS[_of(groups, "n")]
    if _of(groups, "q") == "الربع":
        return quarter(year, number)
    return f"{year}-01-01/{year}-06-30" if number == 1 else f"{year}-07-01/{year}-12-31"


def _quarter(groups: Groups, _base: date | None) -> str | None:
    number = _of(groups, "n")
    return quarter(int(_of(groups, "year")), _QUARTERS.get(number) or int(number))


def _year(groups: Groups, _base: date | None) -> str | None:
    return _of(groups, "year")


def _year_end(groups: Groups, base: date | None) -> str | None:
    year = _year_of(groups) or (base.year + _way(groups, unsaid=0) if base else None)
    return f"{year}-12-31" if year else _UNSURE


def _weekday(groups: Groups, base: date | None) -> str | None:
    if base is None:
        return _UNSURE
    wanted = WEEKDAYS[_of(groups, "week")]
    if _way(groups) > 0:
        return (base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)).isoformat()
    return (base - timedelta(days=(base.weekday() - wanted) % 7)).isoformat()


def _from_here(groups: Groups, base: date | None) -> str | None:
    if base is None:
        return _UNSURE
    unit, way = _of(groups, "unit"), _way(groups)
    if unit in _MONTH:
        return "{:04}-{:02}".format(*shift_month(base.year, base.month, way))
    return week_of(base, way) if unit in _WEEK else str(base.year + way)


def _near(groups: Groups, base: date | None) -> str | None:
    return (base + timedelta(days=NEAR[_of(groups, "near")])).isoformat() if base else _UNSURE


_MEANINGS: Final[Mapping[str, Meaning]] = {
    "interval": _interval,
    "day": _day,
    "numbers": _numbers,
    "hijri": _hijri,
    "hijri-interval": _hijri_interval,
    "hijri-month": _hijri_month,
    "month": _month,
    "month-from-here": _month_from_here,
    "month-nearest": _month_nearest,
    "part": _part,
    "quarter": _quarter,
    "year": _year,
    "year-end": _year_end,
    "weekday": _weekday,
    "from-here": _from_here,
    "near": _near,
}
