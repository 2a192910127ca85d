"""What one rule proposes: a span of words and what it reads in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from jisr.desks.documents._names import Entry
from jisr.desks.documents._page import Page, Word
from jisr.desks.documents._values import Kind
from jisr.records import Reason

_PLAIN: Final = frozenset({" ", "\u00a0", "  "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The words `first` .. `last`, the first without its `letters` attached folded letters.

    `rank`: 0 a name of the tables or the node, 1 a rule. `entries`: the readings of the tables, likeliest first.
    `countries`: of the adjectives of nationality that the rule saw with it. `span`: characters of the raw text,
    where the words alone do not say (a sign before a sum).
    """

    first: int
    last: int
    letters: int = 0
    type: Kind
    id: str = ""
    rank: int = 1
    entries: tuple[Entry, ...] = ()
    countries: frozenset[str] = frozenset()
    span: tuple[int, int] | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters [start, end) of `Page.folded`, what a pattern says they are, and their value."""

    start: int
    end: int
    type: Kind
    value: str
    code: str


def found_of(page: Page, piece: Piece) -> Found:
    """A piece as a proposal. It holds at least one word."""
    first = bisect_right(page.words, piece.start, key=_at) - 1
    if first < 0 or page.words[first].at + len(page.words[first].fold) <= piece.start:
        first += 1
    return Found(
        first=first,
        last=bisect_right(page.words, piece.end - 1, key=_at) - 1,
        type=piece.type,
        id=piece.value,
        span=page.span_of_folded(piece.start, piece.end),
        reasons=because(piece.code, value=piece.value),
    )


def _at(word: Word) -> int:
    return word.at


def plain(page: Page, index: int) -> bool:
    """Whether only a space stands before word `index`."""
    return index < len(page.words) and page.words[index].gap in _PLAIN


def because(code: str, **facts: str) -> tuple[Reason, ...]:
    """One reason of this desk."""
    return (Reason(code=f"mention-{code}", facts=tuple(facts.items())),)
