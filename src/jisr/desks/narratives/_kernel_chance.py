"""What chance alone would do, compiled: rows exchanged within blocks, who met whom, how improbable that is."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from jisr.desks.narratives._compiled import compiled
from jisr.desks.narratives._kernel import Floats, Ints, Longs

_PAIR: Final = 2


@compiled
def exchanged(values: Longs, starts: Longs, seed: int) -> Longs:
    """The values, each block of them in an order of chance (Fisher-Yates over SplitMix64)."""
    made = values.copy()
    state = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x1234567)
    for block in range(starts.size - 1):
        begin = starts[block]
        for place in range(starts[block + 1] - 1, begin, -1):
            state += np.uint64(0x9E3779B97F4A7C15)
            word = state
            word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            word ^= word >> np.uint64(31)
            other = begin + np.int64(word % np.uint64(place - begin + 1))
            made[place], made[other] = made[other], made[place]
    return made


@compiled
def meetings(starts: Longs, account: Ints, accounts: int) -> tuple[Longs, Ints]:
    """Each two accounts of a block as a key (low * accounts + high), and the block, in order of the blocks."""
    size = 0
    for block in range(starts.size - 1):
        number = starts[block + 1] - starts[block]
        size += number * (number - 1) // 2
    keys, blocks = np.empty(size, np.int64), np.empty(size, np.int32)
    place = 0
    for block in range(starts.size - 1):
        for left in range(starts[block], starts[block + 1]):
            for right in range(left + 1, starts[block + 1]):
                low, high = min(account[left], account[right]), max(account[left], account[right])
                keys[place] = np.int64(low) * accounts + high
                blocks[place] = block
                place += 1
    return keys, blocks


@compiled
def strangeness(ends: Longs, rarity: Floats, often: Floats) -> Floats:
    """-ln of how probable it is that the two of a run meet so often on things so rare, the best over their things.

    A run ends before `ends`; `rarity`: of each of its things, rarest first, the sum over all things as rare or rarer
    of (accounts / all) squared; `often`: of each run the product of what its two accounts share.
    """
    made = np.zeros(ends.size)
    begin = 0
    for run in range(ends.size):
        best = 0.0
        for row in range(begin, ends[run]):
            best = max(best, minus_log_poisson(row - begin + 1, rarity[row] * often[run]))
        made[run] = best
        begin = ends[run]
    return made


@compiled
def minus_log_poisson(number: int, mean: float) -> float:
    """-ln P(a Poisson number of that mean is `number` or more), by its first terms."""
    if number <= mean or mean <= 0.0:
        return 0.0
    return mean + math.lgamma(number + 1.0) - number * math.log(mean) + math.log(max(1.0 - mean / (number + 1.0), 1e-9))


@compiled
def near_shares(starts: Longs, at: Longs, window: int) -> Floats:
    """Of each block the share of its pairs of rows at most `window` seconds apart; `at` in order within a block."""
    made = np.ones(starts.size - 1)
    for block in range(starts.size - 1):
        begin, end = starts[block], starts[block + 1]
        number = end - begin
        if number < _PAIR:
            continue
        right, near = begin, 0
        for left in range(begin, end):
            while right < end and at[right] - at[left] <= window:
                right += 1
            near += right - left - 1
        made[block] = near / (number * (number - 1) / 2)
    return made


@compiled
def gaps(first: Longs, second: Longs, ends: tuple[Longs, Longs], at: Longs) -> Longs:
    """The seconds between two accounts on one object: the least over the rows first[i]:ends[0][i], second[i]:…"""
    made = np.empty(first.size, np.int64)
    for one in range(first.size):
        best = np.int64(1) << 62
        for left in range(first[one], ends[0][one]):
            for right in range(second[one], ends[1][one]):
                best = min(best, abs(at[left] - at[right]))
        made[one] = best
    return made


@compiled
def closeness(ends: Longs, gap: Longs, windows: Longs, share: Floats) -> tuple[Floats, Ints, Ints]:
    """Of each pair -ln P(so many of its meetings within a window), the best window, and how many were within it.

    `share[w, i]`: how probable meeting i is within window w under exchanged times; independent meetings.
    """
    size = ends.size
    best, chosen, number = np.zeros(size), np.zeros(size, np.int32), np.zeros(size, np.int32)
    longest = 0
    begin = 0
    for run in range(size):
        longest = max(longest, ends[run] - begin)
        begin = ends[run]
    tail = np.empty(longest + 2)
    begin = 0
    for run in range(size):
        for which in range(windows.size):
            near = 0
            for row in range(begin, ends[run]):
                near += gap[row] <= windows[which]
            if near < _PAIR:
                continue
            found = _minus_log_tail(share[which, begin : ends[run]], near, tail)
            if found > best[run]:
                best[run], chosen[run], number[run] = found, which, near
        begin = ends[run]
    return best, chosen, number


@compiled
def _minus_log_tail(share: Floats, near: int, tail: Floats) -> float:
    """-ln P(at least `near` of these independent events), exactly; `tail`: room, at least one longer than `share`."""
    tail[: near + 1] = 0.0
    tail[0] = 1.0
    over = 0.0
    for one in share:
        over += tail[near - 1] * one
        for place in range(near - 1, 0, -1):
            tail[place] = tail[place] * (1.0 - one) + tail[place - 1] * one
        tail[0] *= 1.0 - one
    return -math.log(max(over, 1e-300))
