"""Attached words of Arabic, and the forms of a word of nationality; all on folded text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_ONE: Final = frozenset("وفبلك")
_CONJUNCTION: Final = frozenset("وف")
_PREPOSITION: Final = frozenset("بلك")
_LEAST: Final = 2  # letters that must remain
ARTICLE: Final = "ال"


@lru_cache(maxsize=1 << 16)
def variants(word: str) -> tuple[tuple[int, str], ...]:
    """(letters taken off, rest): the word as it is, then without attached conjunction, preposition.

    Of l + al, written "لل", the first lam is taken off and the article put back: للتحالف -> (1, التحالف).
    """
    return tuple(dict.fromkeys(_variants(word)))


def _variants(word: str) -> Iterator[tuple[int, str]]:
    yield 0, word
    if not word or word[0] not in _ONE:
        return
    yield from _without_lam(word, 0)
    if len(word) > _LEAST:
        yield 1, word[1:]
    if word[0] in _CONJUNCTION and len(word) > _LEAST + 1 and word[1] in _PREPOSITION:
        yield from _without_lam(word, 1)
        yield 2, word[2:]


def _without_lam(word: str, at: int) -> Iterator[tuple[int, str]]:
    if word.startswith("لل", at) and len(word) > at + _LEAST + 1:
        yield at + 1, ARTICLE + word[at + 2 :]
        yield at + 1, "ا" + word[at:]


def is_definite(word: str) -> bool:
    """Whether the word carries the article (a conjunction, preposition before it or not)."""
    return any(form.startswith(ARTICLE) and len(form) > len(ARTICLE) + 1 for _, form in variants(word))


def without_article(word: str) -> str:
    """السوري -> سوري."""
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1 else word


_ACCUSATIVE: Final = "ا"
_ENDINGS: Final = ("", "ه", "ون", "ين", "ان", "ات", "تان", "تين", _ACCUSATIVE)


def nationality_forms(word: str) -> Iterator[str]:
    """Every form of a masculine singular in -ي, folded: feminine, dual, plural, accusative, each with the article."""
    parts = word.split(" ")
    for ending in _ENDINGS:
        yield " ".join(part + ending for part in parts)
        if ending != _ACCUSATIVE:
            yield " ".join(ARTICLE + part + ending for part in parts)
