"""Attached words of Arabic, and the forms of a word of nationality; all on folded text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jisr import names

ARTICLE: Final = "ال"
variants: Final = names.unattached


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
