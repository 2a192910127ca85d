"""What stands in an article and is not of it: bylines, times of change, its title again, ticker words, menus.

Nothing is cut out: the text keeps its characters, and these are told apart by their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jisr.names import fold

_UPDATED: Final = re.compile(
    r"(?:[اآ]خر\s+تحديث|تاريخ\s+(?:التحديث|النشر)|last\s+(?:updated?|modified)|updated\s+(?:on|at)\b)", re.IGNORECASE
)
_BYLINE: Final = re.compile(
    r"^\s*(?:هيئة\s+التحرير|بقلم|كتب(?:ت|ه|ها)?\s*:|إعداد|اعداد|تحرير\s*:|المصدر\s*:|by\s+[A-Z]|(?:written|reported|edited)\s+by|editorial\s+(?:staff|board)|source\s*:|photo\s*:|reporting\s+by)",
    re.IGNORECASE,
)
_TICKER: Final = re.compile(
    r"^\s*(?:عـ*ا*جـ*ل|breaking(?:\s+news)?|urgent|just\s+in|خبر\s+عاجل|live|مباشر)\s*[!:|\-–.…]*\s*$", re.IGNORECASE
)
_TICKER_BEFORE: Final = re.compile(
    r"^\s*(?:عـ*ا*جـ*ل|خبر\s+عاجل|breaking(?:\s+news)?|urgent)\s*[!:|\-–]+\s*(?=\S)", re.IGNORECASE
)
_MENU: Final = re.compile(
    r"^\s*(?:share(?:\s+this)?|read\s+more|related(?:\s+articles?)?|most\s+read|subscribe|follow\s+us|advertisement|all\s+rights\s+reserved.*|©.*|comments?"
    r"|شارك(?:ها|نا)?|اقرأ\s+أيضا.*|اقرأ\s+المزيد|مواضيع\s+ذات\s+صلة|الأكثر\s+قراءة|اشترك|تابعنا.*|إعلان|جميع\s+الحقوق\s+محفوظة.*|التعليقات|طباعة|الرئيسية)\s*[:.]?\s*$",
    re.IGNORECASE,
)
_LONGEST: Final = 120  # characters of a line that is a byline or a time of change
_TITLE_LINES: Final = 12  # lines from the title on in which it may come again


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Characters [start, end) that are not of the article. `kind`: byline, updated, title-again, ticker, menu."""

    kind: str
    start: int
    end: int


def furniture(text: str) -> tuple[Furniture, ...]:
    """What is set apart, in the order of the text."""
    return tuple(_found(text))


def without_furniture(text: str) -> str:
    """The article alone: what is set apart as blanks, so that every character keeps its place."""
    out = text
    for one in furniture(text):
        out = out[: one.start] + " " * (one.end - one.start) + out[one.end :]
    return out


def _found(text: str) -> Iterator[Furniture]:
    title = ""
    lines = at = 0
    for line in text.split("\n"):
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        at += len(line) + 1
        if start >= end:
            continue
        lines += 1
        kind = _kind(line)
        if not kind and title and lines <= _TITLE_LINES and _bare(line) == title:
            kind = "title-again"
        if kind:
            yield Furniture(kind=kind, start=start, end=end)
        elif ticker := _TICKER_BEFORE.match(line):
            yield Furniture(kind="ticker", start=start, end=at - len(line) - 1 + len(ticker.group().rstrip()))
        title = title or _bare(line)


def _kind(line: str) -> str:
    if _TICKER.match(line):
        return "ticker"
    if len(line) <= _LONGEST and _UPDATED.search(line):
        return "updated"
    if len(line) <= _LONGEST and _BYLINE.match(line):
        return "byline"
    return "menu" if _MENU.match(line) else ""


def _bare(line: str) -> str:
    return " ".join(re.findall(r"\w+", fold(_TICKER_BEFORE.sub("", line))))
