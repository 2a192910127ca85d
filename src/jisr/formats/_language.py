"""Which language is a text in?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from jisr import tables

_SAMPLE = 20_000  # characters looked at
_LEAST = 0.02  # share of the words that must be everyday words of a language
_ARABIC_BLOCK = ("\u0600", "\u06ff")


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return MappingProxyType({row["code"]: frozenset(row["words"].split()) for row in tables.rows("languages")})


def code(tag: str) -> str:
    """ISO 639-3 of a language tag such as `ar-SY`; "" when it is none of ours."""
    base = tag.lower().partition("-")[0].partition("_")[0]
    return next((row["code"] for row in tables.rows("languages") if base in {row["iso2"], row["code"]}), "")


def of(text: str) -> str:
    """ISO 639-3 of the language whose everyday words the text uses most; "" when none stands out."""
    words = Counter(text[:_SAMPLE].casefold().split())
    scores = {name: sum(words[word] for word in known) for name, known in _words().items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] and scores[best] >= _LEAST * words.total() else ""


def is_arabic(text: str) -> bool:
    """Whether most letters outside ASCII are Arabic, and there are some."""
    letters = [char for char in text[:_SAMPLE] if not char.isascii() and char.isalpha()]
    first, last = _ARABIC_BLOCK
    return bool(letters) and sum(first <= char <= last for char in letters) > len(letters) / 2
