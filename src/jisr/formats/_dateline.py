"""When was this published, and in which words does the text say so?

A date in a sentence is the date of what the sentence tells. Only a line that is a date and little else, or a date that
opens a report ("DAMASCUS, Nov 25, 2025 -"), says when the text came out; and only a whole day does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jisr.formats import _dates

_HEAD = 1200  # characters in which a text says when it was published
_HEAD_LINES = 12
_FOOT_LINES = 4
_MOST_WORDS = 9  # beside the date, in a line that is a byline
_MOST_PLACE = 6  # words before the date that opens a report
_OPENS = re.compile(r"[\s\u200e\u200f]*[)\]]?\s*(?:\([^)\n]{1,40}\)\s*)?[-–—:]")
_UPDATED = re.compile(r"(?:last\s+)?(?:updated?|modified)\b|[اآ]خر\s+تحديث|تاريخ\s+التحديث|حُ?دِّ?ث", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"publish|posted|\bissued\b|\bdate\b|\bdated\b|نُ?شر|تاريخ\s+ال(?:نشر|إصدار|اصدار)|صدر|حُ?رر|التاريخ", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!؟?،]\s+\S+(?:\s+\S+){3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A day (ISO 8601) and the characters [start, end) that say it. `updated`: only of its last change."""

    iso: str
    start: int
    end: int
    updated: bool = False


def find(text: str) -> tuple[Published | None, Published | None]:
    """(the day it was published, the day it was last changed), each where the text says so."""
    published: Published | None = None
    updated: Published | None = None
    for line, offset, is_title in _lines(text):
        for found in _in_line(line, offset, is_title=is_title):
            if found.updated:
                updated = updated or found
            else:
                published = published or found
    return published, updated


def _lines(text: str) -> Iterator[tuple[str, int, bool]]:
    """The lines of the head, then of the foot: (line, where it begins, whether it is the title)."""
    every: list[tuple[str, int, bool]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            every.append((line, at, not every))
        at += len(line) + 1
    head = [one for one in every[:_HEAD_LINES] if one[1] < _HEAD]
    yield from head
    yield from (one for one in every[-_FOOT_LINES:] if one not in head)


def _in_line(line: str, offset: int, *, is_title: bool) -> Iterator[Published]:
    at = 0
    while found := _dates.find(line, at):
        before, after = line[at : found.start], line[found.end :]
        updated = _UPDATED.search(before) is not None and not _PUBLISHED.search(before)
        if _says_when(line, before, after, is_title=is_title):
            yield Published(iso=found.iso, start=offset + found.start, end=offset + found.end, updated=updated)
        at = found.end


def _says_when(line: str, before: str, after: str, *, is_title: bool) -> bool:
    first, rest = len(_WORD.findall(before)), len(_WORD.findall(after))
    if first <= _MOST_PLACE and _OPENS.match(after) and not is_title and _is_place(before):
        return True
    if is_title and first + rest:
        return False
    return first + rest <= _MOST_WORDS and not _SENTENCE.search(line) and not _tells(line, before)


def _is_place(before: str) -> bool:
    """Nothing, or a place and perhaps an agency before the date: no full stop, no preposition."""
    return not re.search(r"[.!؟?]\s|\b(?:on|in|since|until|في|منذ|حتى|يوم)\b", before.casefold())


def _tells(line: str, before: str) -> bool:
    """Whether a short line is a sentence about the date: it ends as one, or the date follows a word like "since"."""
    if _PUBLISHED.search(before) or _UPDATED.search(line):
        return False
    if re.search(r"\b(?:since|until|before|after|by|from|to|منذ|حتى|قبل|بعد|من|الى|إلى)\s*$", before.casefold()):
        return True
    return line.rstrip()[-1:] in ".!؟?" and len(line.split()) > _MOST_PLACE
