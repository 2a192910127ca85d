"""Does an Arabic word look like part of a name?  A small learned table of letter groups; its card is in docs."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from typing import Final

from jisr import tables

BOXES: Final = 8192
_GROUPS: Final = (2, 3, 4)
_SCALE: Final = 32


def boxes_of(word: str) -> tuple[int, ...]:
    """The boxes of the letter groups of a folded word."""
    marked = f"^{word}$"
    groups = {marked[at : at + size] for size in _GROUPS for at in range(len(marked) - size + 1)}
    return tuple(sorted({_box(group) for group in groups}))


@lru_cache(maxsize=1 << 16)
def _box(group: str) -> int:
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:4], "big") % BOXES


@lru_cache(maxsize=1 << 15)
def looks_like_a_name(word: str) -> float:
    """The learned score of a folded Arabic word: above 0 more often part of a name than not."""
    weights = _weights()
    return (sum(weights.get(box, 0) for box in boxes_of(word)) + weights.get(BOXES, 0)) / _SCALE


@cache
def _weights() -> dict[int, int]:
    return {int(row["box"]): int(row["weight"]) for row in tables.rows("name_shape")}
