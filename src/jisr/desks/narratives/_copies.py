"""Near-copies: posts that say the same in nearly the same words, whatever the spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from jisr import names
from jisr.desks.narratives import _kernel_copies as kernel
from jisr.desks.narratives._kernel import Ints, Longs
from jisr.desks.narratives._kernel_copies import Codes, Letters

__all__ = ["Likeness", "copies", "words_of"]

_CHUNK: Final = 50_000  # posts folded at once
_BITS: Final = 20  # of the table that counts words
_BMP: Final = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What counts as a near-copy: `least`: weighted Jaccard of words; `words`: a post with fewer is everybody's."""

    least: float = 0.5
    words: int = 4
    bands: int = 16
    rows: int = 3


def copies(texts: Sequence[str], like: Likeness | None = None) -> Ints:
    """Of each text the lowest place of a near-copy of it, joined over steps; its own where there is none, -1: short.

    Letters are folded as in names (hamza, ta marbuta, harakat, tatweel, case, digits); addresses, @names and drawn-out
    letters do not count; rare words count more than common ones, ln(posts / posts with it). Time near linear in texts.
    """
    like = like or Likeness()
    hashes, starts = words_of(texts)
    hashes, starts, whole = kernel.ordered(hashes, starts)
    size = np.diff(starts)
    _, first, group = np.unique(whole, return_index=True, return_inverse=True)
    found = _joined(hashes, starts, first, like)
    made = first[found][group].astype(np.int32)
    made[size < like.words] = -1
    return made


def words_of(texts: Sequence[str]) -> tuple[Codes, Longs]:
    """(a hash a folded word, where each text begins; one more than texts)."""
    letters = _letters()
    parts: list[Codes] = []
    starts = [np.zeros(1, np.int64)]
    before = 0
    for begin in range(0, len(texts), _CHUNK):
        chunk = texts[begin : begin + _CHUNK]
        whole = "\0".join([text.replace("\0", " ") for text in chunk]) + "\0"
        codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
        hashes, places = kernel.words(codes, letters, len(chunk))
        parts.append(hashes)
        starts.append(places[1:] + before)
        before += hashes.size
    return (np.concatenate(parts) if parts else np.empty(0, np.uint32)), np.concatenate(starts)


def _joined(hashes: Codes, starts: Longs, first: Longs, like: Likeness) -> Ints:
    """Of each different text (its first place in `first`) the number of the lowest one that it is joined with."""
    sizes = np.diff(starts)[first]
    ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    rows = np.repeat(starts[first] - ends[:-1], sizes) + np.arange(ends[-1])
    hashes = hashes[rows]
    count = kernel.counted(hashes, _BITS)
    weight = np.log1p(first.size / np.maximum(count, 1)).astype(np.float32)
    weight[count <= 1] *= -1  # a word of one text joins nothing, but tells it apart
    keys = kernel.signatures(hashes, ends, weight, like.bands, like.rows)
    root = np.arange(first.size, dtype=np.int32)
    keys[sizes < like.words] = 0
    for band in range(like.bands):
        column = np.ascontiguousarray(keys[:, band])
        kernel.join(column, np.argsort(column, kind="stable"), root, (hashes, ends, weight), like.least)
    while not np.array_equal(root, root[root]):
        root = root[root]
    return root


@cache
def _letters() -> Letters:
    """Of each code point of the first plane its one or two folded letters; 0: none; BREAK: a word ends."""
    made = np.full(_BMP, kernel.BREAK, np.uint64)
    for code in range(1, _BMP):
        if 0xD800 <= code < 0xE000 or 0x3400 <= code < 0xD7A4 or 0xE000 <= code < 0xF900:  # noqa: PLR2004  # as they are
            made[code] = code
            continue
        folded = names.fold(f"a{chr(code)}a")
        if " " not in folded:
            one = folded[1:-1][:2]
            made[code] = sum(ord(letter) << (32 * place) for place, letter in enumerate(one))
    made[0] = 0
    return made
