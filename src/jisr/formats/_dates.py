"""When, as lists and the press write it -> ISO 8601, no more exact than it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from jisr import tables

_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?")
_WIDEST = 15  # years of a range that are written out; of a wider one only the two ends
_ALEF = str.maketrans("أإآ", "ااا")
_ORDINAL_OR_DOT = r"(?:st|nd|rd|th)?\.?"
_MONTHS = 12
_FIRST_YEAR = 1900  # 25/5/1447 is of another calendar
_ARABIC = re.compile("[\u0621-\u064a]")
_SEPARATOR = r"[\s\u00a0]+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date found in a text: ISO 8601, and the characters [start, end) that say it."""

    iso: str
    start: int
    end: int


def iso_day(year: int, month: int = 0, day: int = 0) -> str:
    """ISO 8601 as exact as given; "" for what no calendar has."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


@lru_cache(maxsize=16384)
def read(text: str) -> str:
    """`10 Dec 1948`, `Dec 1948`, `August 1961`, `11 Apr. 1963`, `1948`, ISO (also with a zone) -> ISO; else ""."""
    words = text.split()
    if len(words) == 1:
        found = _ISO.fullmatch(words[0])
        return iso_day(*(int(part) for part in found.group(1).split("-"))) if found else ""
    if not words or not (words[-1].isdecimal() and len(words[-1]) == len("2025")):
        return ""
    day = int(words[0]) if words[0].isdecimal() and len(words[0]) < len("100") else None
    names = words[:-1] if day is None else words[1:-1]
    month = _months().get(_month_key(" ".join(names)), 0)
    return iso_day(int(words[-1]), month, day or 0) if month and day != 0 else ""


@lru_cache(maxsize=4096)
def span(first: str, last: str) -> tuple[str, ...]:
    """The years of a range, each as a value; the two ends alone when it is wider than 15 years. () when it is none."""
    if not (first.isdecimal() and last.isdecimal()) or int(first) > int(last):
        return ()
    years = range(int(first), int(last) + 1)
    return tuple(f"{year:04}" for year in years) if len(years) <= _WIDEST else (first, last)


def find(text: str, start: int = 0) -> Dated | None:
    """The first whole date (day, month, year) from `start` on, in Arabic or English, also in Eastern digits.

    `03/04/2025` is the third of April beside Arabic letters; elsewhere nobody knows which it is, and it is passed over.
    """
    for found in _in_text().finditer(text, start):
        group = found.groupdict()
        if group["iso"]:
            year, *rest = (int(part) for part in re.split(r"[-/]", group["iso"]))
            iso = iso_day(year, *rest) if year >= _FIRST_YEAR else ""
        elif group["number"]:
            iso = _numbers(int(group["first"]), int(group["number"]), int(group["last"]), text)
        else:
            month = _months()[_month_key(group["month"] or group["month2"])]
            iso = iso_day(int(group["year"] or group["year2"]), month, int(group["day"] or group["day2"]))
        if iso:
            return Dated(iso=iso, start=found.start(), end=found.end())
    return None


def _numbers(first: int, second: int, year: int, text: str) -> str:
    if year < _FIRST_YEAR:
        return ""
    if first <= _MONTHS and second <= _MONTHS and first != second and not _ARABIC.search(text):
        return ""
    if second > _MONTHS >= first:
        first, second = second, first
    return iso_day(year, second, first)


def _month_key(name: str) -> str:
    return " ".join(name.casefold().translate(_ALEF).rstrip(".").split())


@cache
def _months() -> Mapping[str, int]:
    gregorian = (row for row in tables.rows("months") if row["calendar"] == "g")
    return MappingProxyType(
        {_month_key(name): int(row["month"]) for row in gregorian for name in f"{row['ar']};{row['en']}".split(";")}
    )


@cache
def _month_pattern() -> str:
    names = sorted(_months(), key=len, reverse=True)
    loose = (re.escape(name).replace("ا", "[اأإآ]").replace(r"\ ", r"\s+") for name in names)
    return "|".join(loose)


@cache
def _in_text() -> re.Pattern[str]:
    """A day and a year need a border, but a letter may touch them: `هيئة التحرير25 نوفمبر 2025آخر تحديث`."""
    months, gap = _month_pattern(), _SEPARATOR
    again = rf"(?:\s*[/(]\s*(?:{months})\s*\)?)?"  # نيسان/أبريل
    return re.compile(
        rf"(?<!\d)(?:(?P<day>\d{{1,2}}){_ORDINAL_OR_DOT}{gap}(?P<month>{months})\.?{again},?{gap}(?P<year>\d{{4}})"
        rf"|(?P<month2>{months})\.?{gap}(?P<day2>\d{{1,2}}){_ORDINAL_OR_DOT},?{gap}(?P<year2>\d{{4}})"
        r"|(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})"
        r"|(?P<first>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<last>\d{4}))(?!\d)",
        re.IGNORECASE,
    )
