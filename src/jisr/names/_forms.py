"""Which words may a written word of a text be, without what grammar put on it?

Arabic writes and, for, with, like onto the next word; Slavic languages decline names (`tables/inflections.csv`); an
apostrophe cuts off an English or Turkish ending.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from jisr import tables
from jisr.names._fold import fold

_ONE: Final = frozenset("وفبلك")
_CONJUNCTION: Final = frozenset("وف")
_PREPOSITION: Final = frozenset("بلك")
_LEAST: Final = 2  # letters that must remain
_STEM: Final = 3  # letters of a declined name before its ending
_ARTICLE: Final = "ال"
_APOSTROPHE: Final = re.compile(r"(.{2,})['’‘ʼ](?:s|[a-zçğışöü]{1,5})")


class Form(NamedTuple):
    """A word as it may have been meant: `cut` letters at its beginning and what follows `end` are grammar."""

    cut: int
    end: int
    text: str


@lru_cache(maxsize=1 << 16)
def forms(raw: str) -> tuple[Form, ...]:
    """The word as it is first, then without what may be attached to it; `text` of the others is folded."""
    size = len(raw)
    found = [Form(0, size, raw)]
    folded = fold(raw)
    found += [Form(cut, size, rest) for cut, rest in unattached(folded) if cut and len(raw) >= len(folded)]
    found += [Form(0, size, stem) for stem in _undeclined(folded)]
    apart = _APOSTROPHE.fullmatch(raw)
    if apart:
        found.append(Form(0, len(apart[1]), apart[1]))
    return tuple({form.text: form for form in reversed(found)}.values())[::-1]


@lru_cache(maxsize=1 << 16)
def unattached(word: str) -> tuple[tuple[int, str], ...]:
    """(letters taken off, rest) of a folded word: as it is, then without Arabic conjunction and preposition.

    Of l + al, written "لل", the first lam is taken off and the article put back: للتحالف -> (1, التحالف).
    """
    return tuple(dict.fromkeys(_unattached(word)))


def _unattached(word: str) -> Iterator[tuple[int, str]]:
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
        yield at + 1, _ARTICLE + word[at + 2 :]
        yield at + 1, "ا" + word[at:]


def _undeclined(word: str) -> Iterator[str]:
    """The nominatives that a Cyrillic word may be a case of."""
    if "\u0400" <= word[:1] <= "\u04ff":
        for ending, others in _endings().items():
            if word.endswith(ending) and len(word) - len(ending) >= _STEM:
                yield from (word.removesuffix(ending) + other for other in others)


@cache
def _endings() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in tables.rows("inflections"):
        found[fold(row["ending"])].append(fold(row["nominative"]))
    return {ending: tuple(dict.fromkeys(others)) for ending, others in found.items()}
