"""What stands in an article and is not of it: bylines, times of change, its title again, ticker words, menus.

Nothing is cut out: the text keeps its characters, and these are told apart by their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from jisr import tables
from jisr.names import fold

_TICKER_BEFORE: Final = re.compile(
    r"^\s*(?:عـ*ا*جـ*ل|خبر\s+عاجل|breaking(?:\s+news)?|urgent)\s*[!:|\-–]+\s*(?=\S)", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[^\W\d_]{3,}[.؟?]\s*$")
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
    said = line.strip()
    for kind, pattern in _whole():
        if pattern.fullmatch(said):
            return kind
    if len(line) > _LONGEST or _is_sentence(said):
        return ""
    return next((kind for kind, pattern in _stamps() if pattern.search(said)), "")


def _is_sentence(line: str) -> bool:
    """«The list was last updated on 3 May.» ends with a stop after a word or has many words: no byline, no stamp."""
    return bool(_SENTENCE.search(line)) or len(line.split()) > _STAMP or bool(_DATED_END.search(line))


_STAMP: Final = 14  # words of a byline with its day
_DATED_END: Final = re.compile(r"\d\.$")


@cache
def _whole() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tables.rows("furniture")
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows if row["where"] == "whole")


@cache
def _stamps() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = [row for row in tables.rows("furniture") if row["where"] != "whole"]
    start = {"begins": "^", "inside": ""}
    return tuple((row["kind"], re.compile(f"{start[row['where']]}(?:{row['pattern']})")) for row in rows)


def _bare(line: str) -> str:
    return " ".join(re.findall(r"\w+", fold(_TICKER_BEFORE.sub("", line))))
