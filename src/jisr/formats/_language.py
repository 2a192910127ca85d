"""Which language is a text in?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from jisr import tables

_SAMPLE = 20_000  # characters looked at
_LEAST = 0.02  # share of the words that must be everyday words of a language
_WORD = re.compile(r"\S+")
_EITHER = 0.3  # share of letters of a script that a language is surely not written in without
_IN_ARABIC_LETTERS = frozenset({"ara", "fas"})
_IN_BOTH = frozenset({"kur"})
_ARABIC_BLOCK = ("\u0600", "\u06ff")


@cache
def _words() -> Mapping[str, frozenset[str]]:
    every = [*tables.rows("languages"), *tables.rows("everyday_words")]
    codes = [row["code"] for row in tables.rows("languages")]
    words = {code: " ".join(row["words"] for row in every if row["code"] == code) for code in codes}
    return MappingProxyType({code: frozenset(text.split()) for code, text in words.items()})


def code(tag: str) -> str:
    """ISO 639-3 of a language tag such as `ar-SY`; "" when it is none of ours."""
    base = tag.lower().partition("-")[0].partition("_")[0]
    return next((row["code"] for row in tables.rows("languages") if base in {row["iso2"], row["code"]}), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A language (ISO 639-3), by how many of how many words, and the characters [start, end) of those that show it."""

    code: str
    hits: int
    words: int
    start: int
    end: int


def shown(text: str) -> Shown | None:
    """The language whose everyday words the text uses most; None when none stands out."""
    words = [(found.group().casefold(), found.start(), found.end()) for found in _WORD.finditer(text[:_SAMPLE])]
    times = Counter(word for word, _, _ in words)
    scores = {name: sum(times[word] for word in known) for name, known in _words().items()}
    best = max(scores, key=lambda name: scores[name])
    if not scores[best] or scores[best] < _LEAST * len(words):
        return None
    places = [(start, end) for word, start, end in words if word in _words()[best]]
    return Shown(code=best, hits=scores[best], words=len(words), start=places[0][0], end=places[-1][1])


def of(text: str) -> str:
    """ISO 639-3 of the language whose everyday words the text uses most; "" when none stands out."""
    found = shown(text)
    return found.code if found else ""


def fits(language: str, text: str) -> bool:
    """Whether a text in that language may look like this: an Arabic one holds Arabic letters, another one others."""
    letters = [char for char in text[:_SAMPLE] if char.isalpha()]
    first, last = _ARABIC_BLOCK
    share = sum(first <= char <= last for char in letters) / max(len(letters), 1)
    return share > _EITHER if language in _IN_ARABIC_LETTERS else share < 1 - _EITHER or language in _IN_BOTH


def is_arabic(text: str) -> bool:
    """Whether most letters outside ASCII are Arabic, and there are some."""
    letters = [char for char in text[:_SAMPLE] if not char.isascii() and char.isalpha()]
    first, last = _ARABIC_BLOCK
    return bool(letters) and sum(first <= char <= last for char in letters) > len(letters) / 2
