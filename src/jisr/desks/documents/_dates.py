"""Dates in Arabic and English: patterns over the folded text, and the day, month, year or interval they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from jisr.desks.documents._calendar import day_of, from_hijri, months, nearest, quarter, shift_month, week_of
from jisr.desks.documents._found import Piece
from jisr.desks.documents._page import Page
from jisr.desks.documents._values import Kind

_ORDINALS: Final = ("اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
_TEENS: Final = ("حادي", *_ORDINALS[1:9])
_DAYS: Final = {
    "الاثنين": 0,
    "الثلاثاء": 1,
    "الثلاثا": 1,
    "الاربعاء": 2,
    "الاربعا": 2,
    "الخميس": 3,
    "الجمعه": 4,
    "السبت": 5,
    "الاحد": 6,
}
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR: Final = {
    "اليوم": 0,
    "امس": -1,
    "البارحه": -1,
    "امس الاول": -2,
    "اول امس": -2,
    "غدا": 1,
    "الغد": 1,
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "tonight": 0,
}
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
_NEXT: Final = frozenset({"المقبل", "المقبله", "القادم", "القادمه", "next", "coming"})
_LAST: Final = frozenset({"الماضي", "الماضيه", "الفايت", "المنصرم", "last", "past"})
_THIS: Final = frozenset({"الجاري", "الحالي", "الحاليه", "this"})

_B: Final = r"(?<![^\W\d_])(?:[وف]?[بل]?)"  # attached words stay outside the span
_L: Final = r"(?<![^\W_])"
_E: Final = r"(?![^\W_])"
_YEAR: Final = r"((?:19|20)\d\d)(?!\d)(?:\s?م(?![^\W_]))?"
_REL: Final = r"(المقبل|المقبله|القادم|القادمه|الماضي|الماضيه|الفايت|المنصرم|الجاري|الحالي|الحاليه)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    find: re.Pattern[str]
    mean: Callable[[re.Match[str], date | None], str | None]


def dates(page: Page, published: date | None) -> Iterator[Piece]:
    """Dates of a page. Without `published`, the first full date of the page is the base of the others."""
    base = published or _first_day(page)
    taken: list[tuple[int, int]] = []
    for pattern in _patterns():
        for found in pattern.find.finditer(page.folded):
            start, end = found.span("d")
            if all(end <= other[0] or start >= other[1] for other in taken):
                value = pattern.mean(found, base)
                if value is not None:
                    taken.append((start, end))
                    yield Piece(start=start, end=end, type=Kind.DATE, value=value, code="date")


def _first_day(page: Page) -> date | None:
    for found in _patterns()[0].find.finditer(page.folded):
        value = _day_month_year(found, None)
        if value is not None:
            return date.fromisoformat(value)
    return None


def _names(names: Mapping[str, int]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=len, reverse=True))


@cache
def _ordinals() -> Mapping[str, int]:
    """الأول .. الحادي والثلاثون, folded -> 1 .. 31."""
    found = {f"ال{word}": number for number, word in enumerate(_ORDINALS, 1)}
    found |= {f"ال{word} عشر": number for number, word in enumerate(_TEENS, 11)}
    for tens, base in (("العشرين", 20), ("العشرون", 20), ("الثلاثين", 30), ("الثلاثون", 30)):
        found[tens] = base
        found |= {f"ال{word} و{tens}": base + number for number, word in enumerate(_TEENS, 1) if base + number <= 31}  # noqa: PLR2004
    return found


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """In order: what an earlier one took, a later one leaves."""
    month, hijri, ordinal = _names(months("g")), _names(months("h")), _names(_ordinals())
    day = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
    named = rf"(?P<month>{month})(?:\s?[/(]\s?(?:{month})\)?)?"
    part = r"(?:(?:مطلع|اوايل|اواخر|منتصف|بدايه|نهايه|early|late|mid|the\send\sof)[\s-])?"
    week, near, english = _names(_DAYS), _names(_NEAR), "|".join(_WEEKDAYS)
    table: tuple[tuple[str, Callable[[re.Match[str], date | None], str | None]], ...] = (
        (
            rf"(?P<d>{day}\.?\s(?:من\s|of\s|شهر\s)*{named}{_E}[,،]?\s(?:عام\s|سنه\s)?(?P<year>(?:19|20)\d\d)(?!\d)(?:\s?م{_E})?)",
            _day_month_year,
        ),
        (rf"{_L}(?P<d>{named}\.?\s{day},?\s(?P<year>(?:19|20)\d\d)(?!\d))", _day_month_year),
        (r"(?<!\d)(?P<d>(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<day>\d\d))(?!\d)", _numbers),
        (
            r"(?<!\d)(?P<d>(?P<day>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<year>(?:19|20)\d\d))(?!\d)(?:\s?م(?![^\W_]))?",
            _numbers,
        ),
        (rf"(?P<d>{day}\s(?:من\s)?(?P<month>{hijri})\s(?P<year>1[345]\d\d)(?!\d)(?:\s?ه{_E})?)", _hijri),
        (
            rf"(?P<d>(?<!\d)(?P<day>\d{{1,2}})\s?(?:و|-|–|الي|to|and)\s?(?P<day2>\d{{1,2}})\s(?:من\s)?{named}{_E}(?:\s(?P<year>(?:19|20)\d\d)(?!\d))?)",
            _interval,
        ),
        (
            rf"{_B}(?P<d>(?P<ordinal>{ordinal})\s(?:من\s)?(?:شهر\s)?{named}{_E}(?:\s(?P<year>(?:19|20)\d\d)(?!\d))?)",
            _day_month_year,
        ),
        (rf"(?P<d>{day}\s(?:من\s|of\s)?{named}{_E}(?:\s{_REL}{_E})?)", _day_month),
        (rf"{_L}(?P<d>{named}\.?\s{day})(?!\s?(?:%|مليون|الف))", _day_month),
        (rf"{_B}(?P<d>{part}{named}(?:\sمن)?,?\s(?:عام\s|سنه\s)?{_YEAR})", _month_year),
        (rf"{_B}(?P<d>{part}(?:شهر\s)?{named}\s{_REL}){_E}", _month_relative),
        (rf"{_L}(?P<d>(?P<rel>next|last|this)\s{named}){_E}", _month_relative),
        (
            rf"{_B}(?P<d>(?P<q>الربع|النصف)\s(?P<n>الاول|الثاني|الثالث|الرابع)\sمن\s(?:عام\s|العام\s|سنه\s)?(?:{_YEAR}|{_REL}))",
            _part,
        ),
        (rf"{_L}(?P<d>q(?P<n>[1-4])\s(?P<year>(?:19|20)\d\d))(?!\d)", _quarter),
        (
            rf"{_L}(?P<d>(?:the\s)?(?P<n>first|second|third|fourth|last)\squarter\sof\s(?P<year>(?:19|20)\d\d))(?!\d)",
            _quarter,
        ),
        (
            rf"{_B}(?P<d>(?:(?:ربيع|صيف|خريف|شتاء|شتا|مطلع|اوايل|اواخر|منتصف|بدايه)\s)(?:عام\s|العام\s|سنه\s)?{_YEAR})",
            _year,
        ),
        (rf"{_L}(?P<d>(?:(?:spring|summer|autumn|fall|winter|early|late|mid)[\s-])(?:of\s)?(?:in\s)?{_YEAR})", _year),
        (rf"{_B}(?P<d>(?:نهايه|اخر)\s(?:عام|العام|سنه|السنه)(?:\s(?:{_YEAR}|{_REL}))?){_E}", _year_end),
        (rf"{_L}(?P<d>(?:the\s)?(?:year[\s-]end|end\sof\s(?:the\syear|{_YEAR}))){_E}", _year_end),
        (
            rf"{_B}(?P<d>(?:(?:يوم|مساء|صباح|ليل|ليله|فجر|ظهر|عصر|اليوم|امس|مسا)\s)*(?P<week>{week})(?:\s{_REL})?){_E}",
            _weekday,
        ),
        (
            rf"{_L}(?P<d>(?:(?P<rel>next|last|this)\s)?(?P<week>{english})(?:\s(?:morning|evening|night|afternoon))?){_E}",
            _weekday,
        ),
        (rf"{_B}(?P<d>(?:الشهر|الاسبوع|العام|السنه)\s{_REL}){_E}", _relative),
        (rf"{_L}(?P<d>(?P<rel>next|last|this)\s(?P<unit>month|week|year)){_E}", _relative),
        (rf"{_B}(?P<d>(?:عام|العام|سنه)\s(?P<year>(?:19|20)\d\d)(?!\d)(?:\s?م{_E})?)", _year),
        (
            rf"{_B}(?P<d>(?:مساء\s|صباح\s|ليل\s|فجر\s)?(?P<near>{near}))(?!\s(?:التالي|الاول|نفسه|ذاته|الذي|العالمي|الدولي|الوطني)){_E}",
            _near,
        ),
        (rf"(?:مواليد|منذ|in|since|during|of|by|until|born)\s(?P<d>{_YEAR}){_E}", _year),
    )
    return tuple(_Pattern(find=re.compile(pattern), mean=mean) for pattern, mean in table)


def _group(found: re.Match[str], name: str) -> str:
    return (found.groupdict().get(name) or "") if name in found.re.groupindex else ""


def _year_of(found: re.Match[str]) -> int | None:
    text = _group(found, "year") or next(
        (part for part in found.groups() if part and re.fullmatch(r"(?:19|20)\d\d", part)), ""
    )
    return int(text) if text else None


def _direction(found: re.Match[str], *, unsaid: int = -1) -> int:
    """1 next, 0 this, -1 last, for the word of the pattern that says so."""
    words = {part for part in found.groups() if part}
    return 1 if words & _NEXT else 0 if words & _THIS else -1 if words & _LAST else unsaid


def _month_of(found: re.Match[str]) -> int:
    return months("g")[re.sub(r"\s", " ", found.group("month"))]


def _day_number(found: re.Match[str]) -> int:
    if _group(found, "ordinal"):
        return _ordinals()[re.sub(r"\s", " ", found.group("ordinal"))]
    return int(found.group("day"))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_month_year(found: re.Match[str], base: date | None) -> str | None:
    year = _year_of(found)
    return _iso(day_of(year, _month_of(found), _day_number(found))) if year else _day_month(found, base)


def _day_month(found: re.Match[str], base: date | None) -> str | None:
    month, day = _month_of(found), _day_number(found)
    if base is not None:
        return _iso(nearest(month, day, base))
    return f"--{month:02}-{day:02}" if day_of(2000, month, day) else None


def _numbers(found: re.Match[str], _base: date | None) -> str | None:
    return _iso(day_of(int(found.group("year")), int(found.group("m")), int(found.group("day"))))


def _hijri(found: re.Match[str], _base: date | None) -> str | None:
    month = months("h")[re.sub(r"\s", " ", found.group("month"))]
    return _iso(from_hijri(int(found.group("year")), month, int(found.group("day"))))


def _interval(found: re.Match[str], base: date | None) -> str | None:
    year, month = _year_of(found), _month_of(found)
    first, last = int(found.group("day")), int(found.group("day2"))
    if year is None and base is None:
        return None
    days = [day_of(year, month, day) if year else nearest(month, day, base or date.min) for day in (first, last)]
    if days[0] is None or days[1] is None or days[0] > days[1]:
        return None
    return f"{days[0].isoformat()}/{days[1].isoformat()}"


def _month_year(found: re.Match[str], _base: date | None) -> str | None:
    return f"{_year_of(found)}-{_month_of(found):02}"


def _month_relative(found: re.Match[str], base: date | None) -> str | None:
    if base is None:
        return ""
    month, way = _month_of(found), _direction(found)
    year = base.year + (way > 0 and month <= base.month) - (way < 0 and month >= base.month)
    return f"{year}-{month:02}"


def _part(found: re.Match[str], base: date | None) -> str | None:
    year = _year_of(found) or (base.year + _direction(found) if base else None)
    if year is None:
        return ""
    number = _QUARTERS[found.group("n")]
    if found.group("q") == "الربع":
        return quarter(year, number)
    return f"{year}-01-01/{year}-06-30" if number == 1 else f"{year}-07-01/{year}-12-31"


def _quarter(found: re.Match[str], _base: date | None) -> str | None:
    text = found.group("n")
    return quarter(int(found.group("year")), int(text) if text.isdigit() else _QUARTERS[text])


def _year(found: re.Match[str], _base: date | None) -> str | None:
    return str(_year_of(found))


def _year_end(found: re.Match[str], base: date | None) -> str | None:
    year = _year_of(found)
    if year is None and base is not None:
        year = base.year + _direction(found, unsaid=0)
    return f"{year}-12-31" if year else ""


def _weekday(found: re.Match[str], base: date | None) -> str | None:
    if base is None:
        return ""
    word = re.sub(r"\s", " ", found.group("week"))
    wanted = _DAYS[word] if word in _DAYS else _WEEKDAYS.index(word)
    words = {part for part in found.groups() if part}
    if words & _NEXT:
        return (base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)).isoformat()
    return (base - timedelta(days=(base.weekday() - wanted) % 7)).isoformat()


def _relative(found: re.Match[str], base: date | None) -> str | None:
    if base is None:
        return ""
    text, way = found.group("d"), _direction(found)
    if "شهر" in text or "month" in text:
        year, month = shift_month(base.year, base.month, way)
        return f"{year}-{month:02}"
    if "اسبوع" in text or "week" in text:
        return week_of(base, way)
    return str(base.year + way)


def _near(found: re.Match[str], base: date | None) -> str | None:
    return (base + timedelta(days=_NEAR[re.sub(r"\s", " ", found.group("near"))])).isoformat() if base else ""
