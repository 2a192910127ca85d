"""How dates are written in Arabic and English: patterns over folded text. Group `d` is the date itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr.desks.documents._calendar import months

WEEKDAYS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **dict(zip(("الاثنين", "الثلاثا", "الاربعا", "الخميس", "الجمعه", "السبت", "الاحد"), range(7), strict=True)),
        **dict(
            zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), range(7), strict=True)
        ),
    }
)
NEAR: Final[Mapping[str, int]] = MappingProxyType(
    {
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
)
NEXT: Final = frozenset({"المقبل", "المقبله", "القادم", "القادمه", "next", "coming"})
LAST: Final = frozenset({"الماضي", "الماضيه", "الفايت", "المنصرم", "last", "past"})
THIS: Final = frozenset({"الجاري", "الحالي", "الحاليه", "هذا", "هذه", "this"})
_UNITS: Final = ("اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
_TEENS: Final = ("حادي", *_UNITS[1:9])
_LAST_DAY: Final = 31

_ATTACHED: Final = r"(?<![^\W\d_])(?:[وف]?[بل]?)"
_OPEN: Final = r"(?<![^\W_])"
_END: Final = r"(?![^\W_])"
_YEAR: Final = rf"(?P<year>(?:19|20)\d\d)(?!\d)(?:\s?م{_END})?"
_YEAR_WORD: Final = r"(?:عام\s|العام\s|سنه\s)?"
_WAY: Final = rf"(?P<way>{'|'.join(sorted(NEXT | LAST | THIS, key=len, reverse=True))})"
_PART: Final = r"(?:(?:مطلع|اوايل|اواخر|منتصف|بدايه|نهايه|early|late|mid|the\send\sof)[\s-])?"
_SEASON: Final = (
    r"(?:(?:ربيع|صيف|خريف|شتا|مطلع|اوايل|اواخر|منتصف|بدايه|spring|summer|autumn|fall|winter|early|late|mid)[\s-])"
)
_HOUR: Final = r"(?:(?:يوم|مسا|صباح|ليل|ليله|فجر|ظهر|عصر|اليوم|امس)\s){0,3}"
_LUNAR_YEAR: Final = r"(?P<year>1[345]\d\d)(?!\d)(?:\s?ه(?![^\W\d_]))?"
_DAY: Final = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=len, reverse=True))


@cache
def ordinals() -> Mapping[str, int]:
    """الأول .. الحادي والثلاثون, folded -> 1 .. 31."""
    found = {f"ال{word}": number for number, word in enumerate(_UNITS, 1)}
    found |= {f"ال{word} عشر": number for number, word in enumerate(_TEENS, 11)}
    for tens, base in (("العشرين", 20), ("العشرون", 20), ("الثلاثين", 30), ("الثلاثون", 30)):
        found[tens] = base
        upto = enumerate(_TEENS[: _LAST_DAY - base], 1)
        found |= {f"ال{word} و{tens}": base + number for number, word in upto}
    return MappingProxyType(found)


@cache
def time_words() -> frozenset[str]:
    """The first and last words of everything a date is written with, folded."""
    names = (*months("g"), *months("h"), *ordinals(), *WEEKDAYS, *NEAR, *NEXT, *LAST, *THIS)
    units = (
        "عام",
        "العام",
        "سنه",
        "السنه",
        "شهر",
        "الشهر",
        "الاسبوع",
        "الربع",
        "النصف",
        "نهايه",
        "اخر",
        "year",
        "month",
        "week",
    )
    return frozenset(part for name in (*names, *units, "quarter", "end") for part in name.split(" ")) | {
        "q1",
        "q2",
        "q3",
        "q4",
    }


def full_dates() -> tuple[tuple[str, str], ...]:
    """(pattern, what it is) of dates with a day, most exact first."""
    month, hijri, ordinal = any_of(months("g")), any_of(months("h")), any_of(ordinals())
    named = rf"(?P<month>{month})(?:\s?[/(]\s?(?:{month})\)?)?"
    before = rf"(?:(?:{_HOUR}(?:{any_of(WEEKDAYS)}))[,،]?\s)?"
    digits = r"(?<!\d)(?P<day>\d{1,2})"
    return (
        (
            rf"(?P<d>{digits}\s?(?:و|-|–|الي|to|and)\s?(?P<day2>\d{{1,2}})\s(?:من\s)?{named}{_END}(?:\s{_YEAR})?)",
            "interval",
        ),
        (rf"(?P<d>{before}{_DAY}\.?\s(?:من\s|of\s|شهر\s){{0,2}}{named}{_END}[,،]?\s{_YEAR_WORD}{_YEAR})", "day"),
        (rf"{_OPEN}(?P<d>{before}{named}\.?\s{_DAY},?\s{_YEAR})", "day"),
        (r"(?<!\d)(?P<d>(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<day>\d\d))(?!\d)", "numbers"),
        (rf"(?P<d>{digits}[/.-](?P<m>\d{{1,2}})[/.-]{_YEAR})", "numbers"),
        (
            rf"(?P<d>{digits}\s?(?:و|-|–|الي|to|and)\s?(?P<day2>\d{{1,2}})\s(?:من\s)?(?P<month>{hijri})\s{_LUNAR_YEAR})",
            "hijri-interval",
        ),
        (rf"(?P<d>{_DAY}\s(?:من\s)?(?P<month>{hijri})\s{_LUNAR_YEAR})", "hijri"),
        (rf"{_ATTACHED}(?<!\d\s)(?P<d>(?:شهر\s)?(?P<month>{hijri})\s{_LUNAR_YEAR})", "hijri-month"),
        (rf"{_ATTACHED}(?P<d>(?P<ordinal>{ordinal})\s(?:من\s)?(?:شهر\s)?{named}{_END}(?:\s{_YEAR})?)", "day"),
        (rf"(?P<d>{before}{_DAY}\s(?:من\s|of\s)?{named}{_END}(?:\s{_WAY}{_END})?)", "day"),
        (rf"{_OPEN}(?P<d>{before}{named}\.?\s{_DAY})(?!\s?(?:%|مليون|الف))", "day"),
    )


def vague_dates() -> tuple[tuple[str, str], ...]:
    """(pattern, what it is) of months, years, parts of them, and days told from the day of the document."""
    month = rf"(?P<month>{any_of(months('g'))})"
    half = r"(?P<q>الربع|النصف)\s(?P<n>الاول|الثاني|الثالث|الرابع)\sمن\s"
    return (
        (rf"{_ATTACHED}(?P<d>{_PART}{month}(?:\sمن)?,?\s{_YEAR_WORD}{_YEAR})", "month"),
        (rf"{_ATTACHED}(?P<d>{_PART}(?:شهر\s)?{month}\s{_WAY}){_END}", "month-from-here"),
        (rf"{_OPEN}(?P<d>(?P<way>next|last|this)\s{month}){_END}", "month-from-here"),
        (rf"{_ATTACHED}(?P<d>{half}{_YEAR_WORD}(?:{_YEAR}|{_WAY}))", "part"),
        (rf"{_OPEN}(?P<d>q(?P<n>[1-4])\s{_YEAR})", "quarter"),
        (rf"{_OPEN}(?P<d>(?:the\s)?(?P<n>first|second|third|fourth|last)\squarter\sof\s{_YEAR})", "quarter"),
        (rf"{_ATTACHED}(?P<d>{_SEASON}(?:of\s|in\s)?{_YEAR_WORD}{_YEAR})", "year"),
        (rf"{_ATTACHED}(?P<d>(?:نهايه|اخر)\s(?:عام|العام|سنه|السنه)(?:\s(?:{_YEAR}|{_WAY}))?){_END}", "year-end"),
        (rf"{_ATTACHED}(?P<d>(?:نهايه|اخر)\s{_YEAR}){_END}", "year-end"),
        (rf"{_OPEN}(?P<d>(?:the\s)?(?:year[\s-]end|end\sof\s(?:the\syear|{_YEAR}))){_END}", "year-end"),
        (
            rf"{_ATTACHED}(?P<d>{_HOUR}(?:(?P<rel>next|last|this)\s)?(?P<week>{any_of(WEEKDAYS)})(?:\s{_WAY})?){_END}",
            "weekday",
        ),
        (rf"{_ATTACHED}(?P<d>(?P<unit>الشهر|الاسبوع|العام|السنه)\s{_WAY}){_END}", "from-here"),
        (rf"{_OPEN}(?P<d>(?P<way>next|last|this)\s(?P<unit>month|week|year)){_END}", "from-here"),
        (rf"{_ATTACHED}(?P<d>(?:عام|العام|سنه)\s{_YEAR})", "year"),
        (
            rf"{_ATTACHED}(?P<d>{_HOUR}(?P<near>{any_of(NEAR)}))(?!\s(?:التالي|نفسه|ذاته|الذي|العالمي|الدولي|الوطني)){_END}",
            "near",
        ),
        (rf"{_ATTACHED}(?P<d>(?P<way>هذا|هذه)\s(?P<unit>الشهر|الاسبوع|العام|السنه)){_END}", "from-here"),
        (rf"{_OPEN}(?:في|خلال|منذ|حتي|شهر|in|since|during|until)\s(?P<d>{_PART}{month}){_END}", "month-nearest"),
        (rf"(?:مواليد|منذ|في|خلال|حتي|بحلول|in|since|during|of|by|until|born)\s(?P<d>{_YEAR}){_END}", "year"),
    )
