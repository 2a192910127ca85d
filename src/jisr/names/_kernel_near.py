"""Which words are like a word? Compiled: the comparison of `_token`, which stops at those less alike than `LIKE`."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import ARABIC, Columns
from jisr.names._compiled import compiled, entry, inlined
from jisr.names._kernel import (
    _SLACK,
    _SOUNDS,
    FIRST,
    MOST_ALIKE,
    OTHER_NAME,
    SAME_NAME,
    SOUNDS_ALONE,
    WORST,
    Scratch,
    gate_cost,
    letters_alike,
    most_odds,
    odds_needed,
    same_name,
)
from jisr.names._rules import Rules, frozen, rules

LIKE: Final = 0.6  # a word less alike does not bring a name
UNIT: Final = 10_000  # of costs in whole numbers: a table has no more than four decimals


class Wanted(NamedTuple):
    """Words whose likes are wanted: word `word[k]`, the row `row[word[k]]` of the first columns.

    They are among the rows `found[begin[k]:end[k]]` of the second ones. A word's runs stand side by side.
    """

    word: NDArray[np.int64]
    row: NDArray[np.int64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    found: NDArray[np.uint32]


class Room(NamedTuple):
    """Room to work in. `costs`: of sounds, in whole numbers; `way`: a row of sums; `mark`: of words, all below 0."""

    scratch: Scratch
    costs: NDArray[np.int32]
    way: NDArray[np.int32]
    mark: NDArray[np.int64]


def room_for(scratch: Scratch, words: int) -> Room:
    """Room for as many words."""
    way = np.zeros(len(scratch.codes), dtype=np.int32)
    return Room(scratch=scratch, costs=_costs(), way=way, mark=np.full(words, -1, dtype=np.int64))


@cache
def _costs() -> NDArray[np.int32]:
    return frozen(np.rint(rules().costs * UNIT).astype(np.int32))


@compiled
def cost_of(
    costs: NDArray[np.int32],
    row: NDArray[np.int32],
    left: NDArray[np.uint16],
    right: NDArray[np.uint16],
    limits: tuple[int, int, int],
) -> int:
    """The cheapest way from one row of sounds to the other; above `most`: dearer. `limits`: most, column, first."""
    most, gap, first = limits
    row[0] = 0
    for place in range(right.size):
        row[place + 1] = row[place] + costs[right[place] if right[place] < _SOUNDS else np.uint16(0), gap]
        row[1] += first if place == 0 else np.int32(0)
    for number in range(left.size):
        own = costs[left[number] if left[number] < _SOUNDS else np.uint16(0)]
        drop = own[gap] + (first if number == 0 else np.int32(0))
        diagonal = row[0]
        last = diagonal + drop
        least = last
        row[0] = last
        for place in range(right.size):
            code = right[place] if right[place] < _SOUNDS else np.uint16(0)
            swap = own[code] if left[number] != right[place] else np.int32(0)
            best = min(diagonal + swap, row[place + 1] + drop)
            diagonal = row[place + 1]
            last = min(best, last + costs[code, gap] + (first if place == 0 else np.int32(0)))
            row[place + 1] = last
            least = min(least, last)
        if least > most:
            return int(most + 1)
    return int(row[right.size])


@compiled
def written_alike(rules: Rules, mine: Columns, theirs: Columns, rows: tuple[int, int], room: Scratch) -> float:
    """How alike the letters of an Arabic and a Latin word are; below `LIKE` perhaps 0."""
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    left = mine.codes[a.letters : a.letters + a.letter_size]
    right = theirs.codes[b.letters : b.letters + b.letter_size]
    arabic, latin = (left, right) if a.bits & ARABIC else (right, left)
    reach = theirs.reach[rows[1]] if a.bits & ARABIC else mine.reach[rows[0]]
    needed = odds_needed(rules, LIKE)
    most = max(a.weight, b.weight) * (1.0 - rules.scale[WORST] / rules.scale[MOST_ALIKE])
    if most_odds(arabic, reach) < needed or gate_cost(rules, a.counts, b.counts) > most:
        return 0.0
    return letters_alike(rules, (arabic, latin), (reach, needed), room)


@inlined
def heard_alike(rules: Rules, mine: Columns, theirs: Columns, rows: tuple[int, int], room: Room) -> float:
    """How alike two words of other letters sound, less a little across scripts; below `LIKE` perhaps 0."""
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    across = np.int64((a.bits ^ b.bits) & ARABIC)
    less = rules.scale[SOUNDS_ALONE] if across else 0.0
    weight = max(a.weight, b.weight)
    most = np.int32(weight * UNIT * max(0.0, 1.0 - (LIKE + less) / rules.scale[MOST_ALIKE]) + _SLACK)
    left, right = mine.codes[a.sounds : a.sounds + a.size], theirs.codes[b.sounds : b.sounds + b.size]
    limits = (int(most), _SOUNDS + int(across), int(rules.scale[FIRST] * UNIT + 0.5))
    cost = cost_of(room.costs, room.way, left, right, limits)
    return (1.0 - cost / (UNIT * weight)) * rules.scale[MOST_ALIKE] - less if cost <= most else 0.0


@inlined
def near_alike(rules: Rules, mine: Columns, theirs: Columns, rows: tuple[int, int], room: Room) -> float:
    """What `token_alike` says from `LIKE` on, else less."""
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    across = np.int64((a.bits ^ b.bits) & ARABIC)
    listed = a.lexemes != 0 and b.lexemes != 0
    value = 0.0
    if a.core == b.core:
        value = 1.0
    elif listed and (across or not a.bits & ARABIC) and same_name(int(a.lexemes), int(b.lexemes)):
        value = rules.scale[SAME_NAME]
    elif not (listed and rules.scale[OTHER_NAME] < LIKE):
        value = heard_alike(rules, mine, theirs, rows, room)
        if across:
            value = max(value, written_alike(rules, mine, theirs, rows, room.scratch))
        if listed:
            value = min(value, rules.scale[OTHER_NAME])
    return value


@compiled
def near_ones(
    rules: Rules,
    sides: tuple[Columns, Columns],
    task: tuple[Wanted, Room],
    state: tuple[int, int],
    found: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
) -> int:
    """What one run of words adds to `found`; `state`: the run, how many were found before."""
    run, many = state
    wanted, room = task
    word = wanted.word[run]
    for place in range(wanted.begin[run], wanted.end[run]):
        row = np.int64(wanted.found[place])
        if room.mark[row] == word:
            continue
        room.mark[row] = word
        value = near_alike(rules, sides[0], sides[1], (int(wanted.row[word]), int(row)), room)
        if value >= LIKE:
            found[0][many], found[1][many], found[2][many] = word, row, value
            many += 1
    return many


@entry
def near_words(
    rules: Rules,
    sides: tuple[Columns, Columns],
    wanted: Wanted,
    room: Room,
    found: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
) -> int:
    """Writes (which word, the row of one like it, how alike) of those that are `LIKE` or more; how many."""
    many = 0
    for run in range(len(wanted.begin)):
        many = near_ones(rules, sides, (wanted, room), (run, many), found)
    return many
