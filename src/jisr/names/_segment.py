"""Names of one kind, as an index keeps them: columns, and for every word what it may be found by.

A segment is never changed. What is found by a key is a row of `found[at[i]:at[i + 1]]` where `key[i]` is the key.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import (
    BASE,
    FLAGS,
    HEADS,
    INITIAL,
    MEANING,
    ROW,
    Builder,
    Columns,
    Known,
    digest,
    runs,
    surface_of,
)
from jisr.names._lexicon import RAREST, bones_of, lexemes, rarity_of
from jisr.names._organization import APART
from jisr.names._person import COMMON_LOSS
from jisr.names._rules import frozen
from jisr.names._sound import _CLASSES, _DOUBLED, _FINAL_H, skeleton, sound
from jisr.names._values import Kind, Word

SHORT: Final = 2  # consonants of a word that others may write as one with its neighbour
JOINT: Final = 0.75  # what a word counts that others write as two
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

    `words`: rows of words by their keys (`word_keys`); `names`: rows of names by the row of a word; `joint`: rows of
    names by the bones of two neighbours written as one (`joint_key`); `whole`: rows of names by digests of the whole
    name; `weight`: what the words of each name weigh; `text_at`, `texts`: the names as written, UTF-8; `core_at`,
    `cores`: the letters of each word.
    """

    columns: Columns
    words: Posted
    names: Posted
    joint: Posted
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


class Maker:
    """A segment in the making: names of one kind, each given once."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._builder = Builder()
        self._texts = bytearray()
        self._ends = array("q", [0])

    def add(self, text: str) -> None:
        """One more name."""
        self._builder.add_text(text, self.kind)
        self._texts += text.encode()
        self._ends.append(len(self._texts))

    def finished(self) -> Segment:
        """The segment of all that were added, in their order."""
        columns = self._builder.finished()
        rows = list(self._builder.rows)
        keys = [(key, row) for row, (core, head, _, bones) in enumerate(rows) for key in word_keys(core, head, bones)]
        pairs = np.array(keys, dtype=np.uint64).reshape(-1, 2)
        core_at, cores = _blob([core.encode() for core, _head, _tells, _bones in rows])
        sizes = np.diff(columns.start)
        owner = np.repeat(np.arange(columns.size, dtype=np.uint64), sizes)
        own = columns.word & np.uint32(ROW)
        weights = (1.0 - COMMON_LOSS * (RAREST - columns.tokens["tells"]))[own]
        return Segment(
            columns=columns,
            words=_posted(pairs[:, 0], pairs[:, 1]),
            names=_by_word(own, owner),
            joint=_joint(columns, rows, owner),
            whole=_posted(*_whole_posted(columns)),
            weight=frozen(np.bincount(owner.astype(np.int64), weights, columns.size).astype(np.float32)),
            text_at=frozen(np.frombuffer(self._ends.tobytes(), dtype=np.int64)),
            texts=frozen(np.frombuffer(bytes(self._texts), dtype=np.uint8)),
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


def joint_key(core: str, head: str) -> int:
    """What a word is looked up by among neighbours that others write as one: its bones, one after the other."""
    return digest(skeleton(surface_of(core, head)))


def _joint(columns: Columns, rows: Sequence[Known], owner: NDArray[np.uint64]) -> Posted:
    """The names by what two short neighbours sound like as one word: digests side by side, no letter is touched."""
    parts = np.array([_bones_in(core, head) for core, head, _tells, _bones in rows], dtype=np.uint64).reshape(-1, 7)
    first, second = columns.word[:-1], columns.word[1:]
    left, right = first & np.uint32(ROW), second & np.uint32(ROW)
    short = np.minimum(columns.tokens["bone_size"][left], columns.tokens["bone_size"][right]) <= SHORT
    apart = (columns.tokens["head"] >= len(HEADS) - len(APART)) | (columns.tokens["bits"] & MEANING > 0)
    plain = ~(apart[left] | apart[right]) & (((first | second) >> np.uint32(FLAGS)) & np.uint32(INITIAL) == 0)
    chosen = np.flatnonzero((owner[:-1] == owner[1:]) & short & plain)
    one, other = parts[left[chosen]], parts[right[chosen]]
    once = one[:, 1] == other[:, 2]  # a sound that ends the one and begins the other is heard once
    keys = one[:, 0] * np.where(once, other[:, 6], other[:, 4]) + np.where(once, other[:, 5], other[:, 3])
    return _posted(keys, owner[chosen])


def _bones_in(core: str, head: str) -> tuple[int, ...]:
    """Of the bones before another word: digest, last one; behind one: first one, digest, power; less the first."""
    heard = sound(surface_of(core, head))
    before = _DOUBLED.sub(r"\1", heard.translate(_CLASSES))
    behind = _DOUBLED.sub(r"\1", _FINAL_H.sub("", heard).translate(_CLASSES))
    ends = (ord(before[-1]) if before else 0, ord(behind[0]) if behind else 1)
    shifts = [pow(BASE, len(bones), 1 << 64) for bones in (behind, behind[1:])]
    return (digest(before), *ends, digest(behind), shifts[0], digest(behind[1:]), shifts[1])


def _whole_posted(columns: Columns) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    keys, found = [], []
    for field in ("together", "short", "acronym", "other"):
        rows = np.flatnonzero(columns.whole[field])
        keys.append(columns.whole[field][rows] | np.uint64(WHOLE))
        found.append(rows.astype(np.uint64))
    return np.concatenate(keys), np.concatenate(found)


def _posted(keys: NDArray[np.uint64], found: NDArray[np.uint64]) -> Posted:
    """What is found by each key, once each."""
    order = np.lexsort((found, keys)) if len(found) and np.diff(found.astype(np.int64)).min(initial=0) < 0 else None
    order = np.argsort(keys, kind="stable") if order is None else order
    keys, found = keys[order], found[order]
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (found[1:] != found[:-1])
    keys, found = keys[fresh], found[fresh]
    return _ranked(keys, found)


def _by_word(words: NDArray[np.uint32], owner: NDArray[np.uint64]) -> Posted:
    """The names of each word: both numbers are small enough to be sorted as one."""
    both = words.astype(np.uint64)
    both <<= np.uint64(32)
    both |= owner
    both.sort()
    fresh = np.ones(len(both), dtype=np.bool_)
    fresh[1:] = both[1:] != both[:-1]
    both = both[fresh]
    return _ranked(both >> np.uint64(32), both & np.uint64(0xFFFFFFFF))


def _ranked(keys: NDArray[np.uint64], found: NDArray[np.uint64]) -> Posted:
    key, at = np.unique(keys, return_index=True)
    return Posted(
        key=frozen(key),
        at=frozen(np.append(at, len(keys)).astype(np.int64)),
        found=frozen(found.astype(np.uint32)),
    )


def _blob(pieces: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    at = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in pieces], out=at[1:])
    return frozen(at), frozen(np.frombuffer(b"".join(pieces), dtype=np.uint8))
