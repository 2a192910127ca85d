"""Shares of the same thing close in time, compiled: pairs of rows, runs, sums. Rows stand by object and time."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from jisr.desks.narratives._compiled import compiled

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


@compiled
def count_pairs(starts: Longs, at: Longs, account: Ints, window: int, loops: bool) -> int:  # noqa: FBT001  # compiled
    """How many pairs of rows of one object stand at most `window` seconds apart; `loops`: of one account too."""
    found, block = 0, 0
    for left in range(at.size):
        while starts[block + 1] <= left:
            block += 1
        right = left + 1
        while right < starts[block + 1] and at[right] - at[left] <= window:
            found += loops or account[left] != account[right]
            right += 1
    return found


@compiled
def fill_pairs(starts: Longs, at: Longs, account: Ints, window: int, out: tuple[Ints, Ints]) -> None:
    """The pairs (older row, younger row) into `out`; its size says whether pairs of one account are among them."""
    loops = out[0].size == count_pairs(starts, at, account, window, loops=True)
    place, block = 0, 0
    for left in range(at.size):
        while starts[block + 1] <= left:
            block += 1
        right = left + 1
        while right < starts[block + 1] and at[right] - at[left] <= window:
            if loops or account[left] != account[right]:
                out[0][place], out[1][place] = left, right
                place += 1
            right += 1


@compiled
def sum_runs(ends: Longs, delta: Longs, older: Ints, younger: Ints) -> tuple[Longs, Longs, Longs]:
    """Of each run of pairs (it ends before `ends`): the sum of seconds, distinct older posts, distinct younger ones."""
    size = ends.size
    total, left, right = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    begin = 0
    for run in range(size):
        end = ends[run]
        for row in range(begin, end):
            total[run] += delta[row]
        left[run] = _distinct(older[begin:end])
        right[run] = _distinct(younger[begin:end])
        begin = end
    return total, left, right


@compiled
def _distinct(values: Ints) -> int:
    if values.size == 1:
        return 1
    ordered = np.sort(values)
    found = 1
    for place in range(1, ordered.size):
        if ordered[place] != ordered[place - 1]:
            found += 1
    return found
