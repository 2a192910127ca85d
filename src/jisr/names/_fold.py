"""The search form of a text: what is left when habits of writing are taken away.

NFKD, case, marks (harakat, accents), tatweel, bidi controls and zero-width joiners, hamza and Persian forms of a
letter, digits of every script, apostrophes (also ayn and hamza signs of romanisations), punctuation and runs of space.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from jisr import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """`text`: the folded text; `offsets[i]`: index in the raw text of what became `text[i]`; one more than `text`.

    The last offset is the length of the raw text, so `raw[offsets[a]:offsets[b]]` always contains `text[a:b]`.
    """

    text: str
    offsets: tuple[int, ...]


class _Letters(dict[int, str]):
    """Code point -> its folded letters; filled as letters are met."""

    def __missing__(self, point: int) -> str:
        before, after = chr(point), _step(chr(point))
        while after != before:
            before, after = after, "".join(map(_step, after))
        self[point] = after
        return after


def fold(text: str) -> str:
    """The search form of `text`: lower case, no marks, ASCII digits, single spaces. Folding twice changes nothing."""
    return " ".join(text.translate(_LETTERS).split())


def fold_map(text: str) -> Folded:
    """`fold(text)` with the place in `text` of every folded character."""
    letters: list[str] = []
    offsets: list[int] = []
    for index, raw in enumerate(text):
        for letter in _LETTERS[ord(raw)]:
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            offsets.append(index)
    if letters and letters[-1] == " ":
        letters.pop()
        offsets.pop()
    return Folded(text="".join(letters), offsets=(*offsets, len(text)))


def pieces(text: str) -> list[tuple[str, str, int, int]]:
    """The folded words of `text`: (as written, folded, start, end); the same words as `fold(text).split()`."""
    found: list[tuple[str, str, int, int]] = []
    for piece in _PIECE.finditer(text.translate(_SEPARATORS)):
        start, end = piece.span()
        raw = text[start:end]
        found.extend((raw, folded, start, end) for folded in _words(raw))
    return found


@lru_cache(maxsize=65536)
def _words(raw: str) -> tuple[str, ...]:
    return tuple(fold(raw).split())


class _Borders(dict[int, str]):
    """Code point -> itself, or a space if it is one after folding: splits a text without moving its places."""

    def __missing__(self, point: int) -> str:
        self[point] = " " if _LETTERS[point] == " " else chr(point)
        return self[point]


def _step(letter: str) -> str:
    """One step of folding one letter; repeated until nothing changes."""
    if letter in _table():
        return _table()[letter]
    plain = unicodedata.normalize("NFKD", letter).casefold()
    return plain if len(plain) > 1 else _by_category(plain)


def _by_category(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if category in _DROPPED:
        return ""
    return letter if category[0] in "LN" or category == "Mc" else " "


@cache
def _table() -> dict[str, str]:
    """Letters with a folded form of their own: `tables/letters.csv`, by code point."""
    return {chr(int(row["point"], 16)): row["folded"] for row in tables.rows("letters")}


_DROPPED: Final = frozenset({"Mn", "Me", "Cf"})
_LETTERS: Final = _Letters()
_SEPARATORS: Final = _Borders()
_PIECE: Final = re.compile(r"[^ ]+")
