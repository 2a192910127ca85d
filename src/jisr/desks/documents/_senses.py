"""What kind of word this is: title, verb of saying, head of a body's name (three tables)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from jisr import tables
from jisr.desks.documents._arabic import variants, without_article
from jisr.names import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A word that opens (Arabic) or closes (English) the name of a body; `rule`, `code` as in the table."""

    rule: str
    code: str


_NONE: Final[frozenset[str]] = frozenset()


@lru_cache(maxsize=1 << 16)
def senses(word: str) -> frozenset[str]:
    """The kinds of the folded word, with or without article and attached words."""
    found: set[str] = set()
    for _, form in variants(word):
        found |= _kinds().get(form, frozenset())
        found |= _kinds().get(without_article(form), frozenset()) - {"stop", "speech", "place"}
    return frozenset(found)


def has(word: str, *kinds: str) -> bool:
    """Whether the folded word is of one of these kinds."""
    return not senses(word).isdisjoint(kinds)


def exactly(word: str, kind: str) -> bool:
    """Whether the folded word, as it stands, is of the kind."""
    return kind in _kinds().get(word, _NONE)


@lru_cache(maxsize=1 << 14)
def head_of(word: str) -> tuple[int, str, Head] | None:
    """(attached letters, the form without them, head) where the word opens a name."""
    for letters, form in variants(word):
        head = _heads().get(without_article(form))
        if head is not None:
            return letters, form, head
    return None


def english_head(phrase: str) -> Head | None:
    """The head of that name in English, folded."""
    return _heads().get(phrase)


def longest_head(word: str) -> int:
    """The most words of a head that begins with this folded word; 0: none does."""
    return _head_lengths().get(word, 0)


@cache
def _head_lengths() -> Mapping[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for phrase in _heads():
        first = phrase.partition(" ")[0]
        found[first] = max(found[first], phrase.count(" ") + 1)
    return dict(found)


@cache
def portfolios() -> Mapping[str, str]:
    """What a ministry is of, folded -> code of its id."""
    return {fold(row["word"]): row["code"] for row in tables.rows("organisation_heads") if row["rule"] == "portfolio"}


@cache
def _heads() -> Mapping[str, Head]:
    rows = (row for row in tables.rows("organisation_heads") if row["rule"] != "portfolio")
    return {fold(row["word"]): Head(rule=row["rule"], code=row["code"]) for row in rows}


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables.rows("titles"):
        for word in row["words"].split(";"):
            kinds[fold(word)].add(row["kind"])
    for row in tables.rows("given_names"):
        for name in row["names"].split(";"):
            kinds[fold(name)].add(row["kind"])
    for row in tables.rows("organisation_heads"):
        kinds[fold(row["word"])].add("head")
    return {word: frozenset(found) for word, found in kinds.items()}
