"""Stories: posts about the same thing, in Arabic and English, each story named by its own most typical post."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np

from jisr import names, tables
from jisr.desks.narratives import _kernel_stories as kernel
from jisr.desks.narratives._kernel import Floats, Ints
from jisr.tables.cldr import territories

__all__ = ["Story", "stories"]

_ADDRESS: Final = re.compile(r"https?\S+|(?<!\w)@\S+")
_PROPER: Final = re.compile(r"\b[A-Z][\w'’-]{3,}")
_ARTICLES: Final = ("وال", "بال", "لل", "ال")
_ARABIC: Final = "\u0600"  # letters from here on are of no Latin script
_KEEP: Final = 10  # neighbours of a text
_LEAST: Final = 0.12  # cosine of neighbours
_LEAST_WHOLE: Final = 0.15  # the same of texts that are together already
_ROUNDS: Final = 20
_COMMON: Final = 0.1  # a word in a larger share of the texts tells none of them
_FEW: Final = 30  # texts that may share a word in any case
_LONG: Final = 3  # letters of a stem, and of a key of sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`texts`: places of the texts in it; `typical`: of the one nearest to all others; `words`: what tells it."""

    texts: tuple[int, ...]
    typical: int
    words: tuple[str, ...]


def stories(texts: Sequence[str], least: int = 2) -> tuple[Story, ...]:
    """Texts of one story by rare words, names that sound alike in both scripts, places and words of both languages.

    The largest first, none with fewer than `least` texts. Near-copies should come as one text. Time grows with texts
    times those that share a rare word with each.
    """
    folded = [list(dict.fromkeys(_telling(text))) for text in texts]
    count = Counter(word for words in folded for word in words)
    most = max(_FEW, int(len(texts) * _COMMON))
    known = {word: number for number, word in enumerate(w for w, n in count.items() if 1 < n <= max(most, least))}
    rows = [[known[word] for word in words if word in known] for words in folded]
    weight = np.array([np.log(1 + len(texts) / count[word]) for word in known], np.float64)
    label, strength = _together(rows, weight, _LEAST)
    parts = list(_groups(label))
    inside = [sorted({one for place in part for one in rows[place]}) for part in parts]
    whole, _ = _together(inside, weight, _LEAST_WHOLE)  # once more, of what is together: the other language's half
    for part, one in zip(parts, whole.tolist(), strict=True):
        label[list(part)] = one
    found = []
    for places in _groups(label):
        if len(places) >= least:
            typical = max(places, key=lambda place: (strength[place], -place))
            words = Counter(word for place in places for word in folded[place] if word in known and ":" not in word)
            found.append(Story(texts=places, typical=typical, words=_words(words, count)))
    return tuple(sorted(found, key=lambda one: (-len(one.texts), one.typical)))


def _together(rows: list[list[int]], weight: Floats, least: float) -> tuple[Ints, Floats]:
    """(a label a row, how near it is to its neighbours)."""
    flat = np.array([one for row in rows for one in row], np.int32)
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    near, cosine = kernel.nearest(flat, starts, weight, _KEEP, least)
    return kernel.together(near, cosine, _ROUNDS), cosine.sum(axis=1)


def _groups(label: Ints) -> Iterator[tuple[int, ...]]:
    made: dict[int, list[int]] = {}
    for place, one in enumerate(label.tolist()):
        made.setdefault(one, []).append(place)
    yield from map(tuple, made.values())


def _words(inside: Counter[str], everywhere: Counter[str]) -> tuple[str, ...]:
    order = sorted(inside, key=lambda word: (-(inside[word] ** 2) / everywhere[word], word))
    return tuple(order[:5])


def _telling(text: str) -> Iterator[str]:
    """What a text is told by: stems of its words, its names by sound, its places by code."""
    plain = _ADDRESS.sub(" ", text).replace("_", " ")
    stems = [stem(word) for word in names.fold(plain).split()]
    yield from (one for one in stems if len(one) >= _LONG)
    places = _bilingual()
    pairs = (" ".join(two) for two in pairwise(stems))
    yield from (f"both:{places[one]}" for one in (*stems, *pairs) if one in places)
    for word in _PROPER.findall(plain):
        yield from _sounds(word)
    yield from (key for word in plain.split() if word[0] > _ARABIC for key in _sounds(word))


@cache
def _sounds(word: str) -> tuple[str, ...]:
    return tuple(f"sound:{key}" for key in sorted(names.keys(word)) if key[0] != "=" and len(key) >= _LONG)


def stem(word: str) -> str:
    """A folded word without the Arabic article and what is written onto it, or the English plural."""
    for head in _ARTICLES:
        if word.startswith(head) and len(word) - len(head) >= _LONG:
            return word[len(head) :]
    return word[:-1] if word.isascii() and word.endswith("s") and len(word) > _LONG + 1 else word


@cache
def _bilingual() -> Mapping[str, str]:
    """The stems of a place, a country or a word of public talk, in Arabic and English -> its code."""
    made: dict[str, str] = {}
    for row in tables.rows("places"):
        for name in (*row["ar"].split(";"), *row["en"].split(";")):
            made.setdefault(" ".join(map(stem, names.fold(name).split())), row["id"])
    for number, row in enumerate(tables.rows("story_words")):
        for name in (*row["ar"].split(";"), *row["en"].split(";")):
            made.setdefault(" ".join(map(stem, names.fold(name).split())), str(number))
    for language in ("ar", "en"):
        for code, name in territories(language).items():
            made.setdefault(" ".join(map(stem, names.fold(name).split())), code)
    made.pop("", None)
    return made
