"""Names of one kind, as an index keeps them: columns, and for every word what it may be found by.

A segment is never changed. What is found by a key is a row of `found[at[i]:at[i + 1]]` where `key[i]` is the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import HEADS, ROW, Builder, Columns, digest, runs, surface_of
from jisr.names._lexicon import RAREST, bones_of, lexemes, rarity_of
from jisr.names._person import COMMON_LOSS
from jisr.names._rules import frozen
from jisr.names._values import Name, Word

SHORT: Final = 2  # consonants of a word that others may write as one with its neighbour
WHOLE: Final = 1 << 63  # set in the key of a whole name


class Posted(NamedTuple):
    """What is found by each key; `key` is sorted."""

    key: NDArray[np.uint64]
    at: NDArray[np.int64]
    found: NDArray[np.uint32]

    def of(self, key: int) -> NDArray[np.uint32]:
        """What is found by one key."""
        place = int(np.searchsorted(self.key, np.uint64(key)))
        if place == len(self.key) or int(self.key[place]) != key:
            return self.found[:0]
        return self.found[self.at[place] : self.at[place + 1]]

    def runs(self, keys: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Where what is found by the keys of each of many stands: (whose, begin, end)."""
        every = np.array([key for own in keys for key in own], dtype=np.uint64)
        owner = np.repeat(np.arange(len(keys)), [len(own) for own in keys])
        if not len(self.key):
            return owner[:0], owner[:0], owner[:0]
        place = np.minimum(np.searchsorted(self.key, every), len(self.key) - 1)
        hit = self.key[place] == every
        return owner[hit], self.at[place[hit]], self.at[place[hit] + 1]

    def of_many(self, keys: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """What is found by the keys of each of many, once each: (whose, what), sorted."""
        owner, begin, end = self.runs(keys)
        pairs = np.repeat(owner, end - begin) << 32 | self.found[runs(begin, end - begin)]
        pairs.sort()
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
        return pairs >> 32, pairs & 0xFFFFFFFF


class Segment(NamedTuple):
    """Names as columns, and what they are found by.

    `words`: rows of words by their keys (`word_keys`); `names`: rows of names by the row of a word; `whole`: rows of
    names by digests of the whole name (`whole_keys`); `weight`: what the words of each name weigh; `text_at`, `texts`:
    the names as written, UTF-8; `core_at`, `cores`: the letters of each word.
    """

    columns: Columns
    words: Posted
    names: Posted
    whole: Posted
    weight: NDArray[np.float32]
    text_at: NDArray[np.int64]
    texts: NDArray[np.uint8]
    core_at: NDArray[np.int64]
    cores: NDArray[np.uint8]

    def text(self, row: int) -> str:
        """A name as it was written."""
        return bytes(self.texts[self.text_at[row] : self.text_at[row + 1]]).decode()

    def core(self, row: int) -> str:
        """The letters of a word."""
        return bytes(self.cores[self.core_at[row] : self.core_at[row + 1]]).decode()


def segment(names: Iterable[Name]) -> Segment:
    """The segment of names of one kind, each once, in their order."""
    builder = Builder()
    posted: list[tuple[int, int]] = []
    texts: list[bytes] = []
    for row, name in enumerate(names):
        builder.add(name)
        texts.append(name.text.encode())
        posted.extend((builder.row(known(word)), row) for word in joined(name.words))
    columns = builder.finished()
    rows = list(builder.rows)
    keys = [(key, row) for row, (core, head, _tells, bones) in enumerate(rows) for key in word_keys(core, head, bones)]
    owner = np.repeat(np.arange(columns.size), np.diff(columns.start))
    own = np.stack([columns.word.astype(np.int64) & ROW, owner], axis=1)
    extra = np.array(posted, dtype=np.int64).reshape(-1, 2)
    text_at, written = _blob(texts)
    core_at, cores = _blob([core.encode() for core, _head, _tells, _bones in rows])
    weights = 1.0 - COMMON_LOSS * (RAREST - columns.tokens["tells"][own[:, 0]])
    return Segment(
        columns=columns,
        words=_posted(np.array(keys, dtype=np.uint64).reshape(-1, 2)),
        names=_posted(np.concatenate([own, extra]).astype(np.uint64)),
        whole=_posted(_whole_posted(columns)),
        weight=frozen(np.bincount(owner, weights, columns.size).astype(np.float32)),
        text_at=text_at,
        texts=written,
        core_at=core_at,
        cores=cores,
    )


def known(word: Word) -> tuple[str, str, float, str]:
    """What the columns keep of a word."""
    return word.core, word.head, word.tells, word.bones


def joined(words: Sequence[Word]) -> list[Word]:
    """The words that short neighbours make when they are written together."""
    found = []
    for first, second in pairwise(words):
        plain = not (first.initial or second.initial) and first.head not in HEADS[5:] and second.head not in HEADS[5:]
        if plain and "@" not in first.core + second.core and min(len(first.bones), len(second.bones)) <= SHORT:
            core = surface_of(first.core, first.head) + surface_of(second.core, second.head)
            bones = bones_of(core, "")
            found.append(replace(first, core=core, head="", bones=bones, tells=rarity_of(bones)))
    return found


@lru_cache(maxsize=1 << 17)
def word_keys(core: str, head: str, bones: str) -> tuple[int, ...]:
    """Digests under which a word is kept and looked up: words that are alike share one.

    Its bones, whole and without each one of them; those of its core; the common names it spells.
    """
    if core.startswith("@") or head in HEADS[5:]:
        return (digest(f"{head}={core}"),)
    plain = bones.removeprefix(head) if head else bones
    without = {plain[:place] + plain[place + 1 :] for place in range(len(plain))} if len(plain) > 1 else set()
    spelled = {f"*{name}" for name in lexemes(core)}
    return tuple(digest(key) for key in sorted({plain, *without, *spelled}))


def _whole_posted(columns: Columns) -> NDArray[np.uint64]:
    parts = []
    for field in ("together", "short", "acronym", "other"):
        values = columns.whole[field]
        rows = np.flatnonzero(values).astype(np.uint64)
        parts.append(np.stack([values[rows.astype(np.int64)] | np.uint64(WHOLE), rows], axis=1))
    return np.concatenate(parts)


def _posted(pairs: NDArray[np.uint64]) -> Posted:
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs = pairs[order]
    fresh = np.ones(len(pairs), dtype=np.bool_)
    fresh[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    pairs = pairs[fresh]
    key, at = np.unique(pairs[:, 0], return_index=True)
    return Posted(
        key=frozen(key),
        at=frozen(np.append(at, len(pairs)).astype(np.int64)),
        found=frozen(pairs[:, 1].astype(np.uint32)),
    )


def _blob(pieces: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    at = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in pieces], out=at[1:])
    return frozen(at), frozen(np.frombuffer(b"".join(pieces), dtype=np.uint8))
