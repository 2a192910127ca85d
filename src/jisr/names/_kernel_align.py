"""The alignment of two names' words, compiled: the same as `_align`, over columns."""

from __future__ import annotations

import numpy as np

from jisr.names._columns import ARABIC, ENDS_IN_H, ROW
from jisr.names._compiled import compiled
from jisr.names._kernel import (
    _H_END,
    _H_SOUND,
    _I_END,
    _I_SOUNDS,
    _SOUNDS,
    _WEIGH,
    FIRST,
    JOINED,
    MOST,
    MOST_ALIKE,
    SHORT,
    WORST,
    Scratch,
    Side,
    across_alike,
    gate_cost,
    sounds_cost,
    word_alike,
)
from jisr.names._letters import LETTERS
from jisr.names._rules import NEVER, Rules


@compiled
def align(rules: Rules, mine: Side, theirs: Side, room: Scratch) -> int:
    """The greedy one-to-one alignment, in the scratch; how many pairs. In the order of the left name."""
    some = 0
    for i in range(mine.size):
        room.free[0, i] = 1
        for j in range(theirs.size):
            room.free[1, j] = 1
            value = word_alike(rules, mine, theirs, (i, j), room)
            room.alike[i, j] = value if value >= rules.scale[WORST] else 0.0
            some += value >= rules.scale[WORST]
    pairs = greedy(mine.size, theirs.size, room) if some else 0
    if pairs < mine.size or pairs < theirs.size:
        pairs = with_joined(rules, (mine, theirs), room, pairs)
    in_order(room, pairs)
    return pairs


@compiled
def greedy(lefts: int, rights: int, room: Scratch) -> int:
    """Pairs, the most alike first; of equals the nearest in place, then the earliest, then the later on the left."""
    pairs = 0
    while pairs < MOST:
        i, j = best_pair(lefts, rights, room)
        if i < 0:
            break
        take(room, pairs, (i, j), room.alike[i, j])
        pairs += 1
    return pairs


@compiled
def best_pair(lefts: int, rights: int, room: Scratch) -> tuple[int, int]:
    """The most alike of the words that are free; (-1, -1): none is alike."""
    best, where_i, where_j = 0.0, -1, -1
    for i in range(lefts):
        if not room.free[0, i]:
            continue
        for j in range(rights):
            value = room.alike[i, j]
            if value > 0.0 and value >= best and room.free[1, j] and (value > best or before(i, j, where_i, where_j)):
                best, where_i, where_j = value, i, j
    return where_i, where_j


@compiled
def before(i: int, j: int, k: int, m: int) -> bool:
    """Whether of two pairs equally alike the first comes first."""
    if abs(i - j) != abs(k - m):
        return abs(i - j) < abs(k - m)
    if i + j != k + m:
        return i + j < k + m
    return i > k


@compiled
def take(room: Scratch, pair: int, places: tuple[int, int], value: float) -> None:
    """Write a pair of single words down."""
    room.pairs[pair, 0], room.pairs[pair, 1] = places
    room.pairs[pair, 2] = room.pairs[pair, 3] = 0
    room.value[pair] = value
    room.free[0, places[0]] = room.free[1, places[1]] = 0


@compiled
def with_joined(rules: Rules, sides: tuple[Side, Side], room: Scratch, pairs: int) -> int:
    """Doubtful pairs given up where a word together with its neighbour makes a better one."""
    sure = many = 0
    for pair in range(pairs):
        i, j, value = room.pairs[pair, 0], room.pairs[pair, 1], room.value[pair]
        if value >= rules.scale[JOINED]:
            take(room, sure, (i, j), value)
            sure += 1
        else:
            room.free[0, i] = room.free[1, j] = 1
            room.pairs[MOST + many, 0], room.pairs[MOST + many, 1] = i, j
            many += 1
    sure = joined(rules, sides, room, sure, 0)
    sure = joined(rules, (sides[1], sides[0]), room, sure, 1)
    for number in range(MOST, MOST + many):
        i, j = room.pairs[number, 0], room.pairs[number, 1]
        if room.free[0, i] and room.free[1, j]:
            take(room, sure, (i, j), room.alike[i, j])
            sure += 1
    return sure


@compiled
def joined(rules: Rules, sides: tuple[Side, Side], room: Scratch, pairs: int, flipped: int) -> int:
    """Free neighbours of the first name that together make a free word of the second; `flipped`: that is the left."""
    for i in range(sides[0].size - 1):
        for j in range(sides[1].size):
            free = room.free[flipped, i] and room.free[flipped, i + 1] and room.free[1 - flipped, j]
            if not (free and may_join(sides[0], sides[1], i, j)):
                continue
            value = joined_alike(rules, sides, (i, j), room)
            if value >= rules.scale[JOINED]:
                take(room, pairs, (j, i) if flipped else (i, j), value)
                room.pairs[pairs, 2 + flipped] = 1
                room.free[flipped, i + 1] = 0
                pairs += 1
    return pairs


@compiled
def may_join(apart: Side, whole: Side, i: int, j: int) -> bool:
    """Whether the bones of two words can be those of one."""
    first, second = apart.tokens[apart.word[apart.at + i] & ROW], apart.tokens[apart.word[apart.at + i + 1] & ROW]
    one = whole.tokens[whole.word[whole.at + j] & ROW]
    if one.bone_size <= first.bone_size or (first.bone_size and first.begins != one.begins):
        return False
    if second.bone_size and second.ends != one.ends:
        return False
    for place in range(1, first.bone_size):
        if apart.codes[first.bones + place] != whole.codes[one.bones + place]:
            return False
    return True


@compiled
def joined_alike(rules: Rules, sides: tuple[Side, Side], places: tuple[int, int], room: Scratch) -> float:
    """How alike two words written together are to one word."""
    apart, whole = sides
    at = apart.at + places[0]
    first = apart.tokens[apart.tokens[apart.word[at] & ROW].surface]
    second = apart.tokens[apart.tokens[apart.word[at + 1] & ROW].surface]
    one = whole.tokens[whole.tokens[whole.word[whole.at + places[1]] & ROW].surface]
    if first.core * second.power + second.core == one.core:
        return 1.0
    size = write_sounds(apart, first, second, room)
    weight = 0.0
    for place in range(size):
        code = room.codes[place]
        weight += rules.costs[code, _WEIGH] if code < _SOUNDS else 1.0
    counts = np.int64(first.counts | second.counts)
    weight = max(weight, one.weight)
    most = weight * (1.0 - rules.scale[WORST] / rules.scale[MOST_ALIKE])
    arabic = (first.bits | second.bits) & ARABIC
    across = int(arabic != one.bits & ARABIC)
    if gate_cost(rules, counts, np.int64(one.counts)) > most:
        return 0.0
    right = whole.codes[one.sounds : one.sounds + one.size]
    cost = sounds_cost(rules.costs, room.codes[:size], right, (most, across, rules.scale[FIRST]), room.row)
    value = (1.0 - cost / weight) * rules.scale[MOST_ALIKE] if cost <= most else 0.0
    if not across:
        return value
    letters = whole.codes[one.letters : one.letters + one.letter_size]
    own = room.codes[: write_letters(apart, first, second, room)]
    return across_alike(rules, (own, letters) if arabic else (letters, own), value, (whole.reach[0], NEVER), room)


@compiled
def write_letters(apart: Side, first: np.void, second: np.void, room: Scratch) -> int:
    """The letters of two words side by side, in the scratch; how many."""
    size = 0
    for place in range(first.letter_size):
        room.codes[size] = apart.codes[first.letters + place]
        size += 1
    for place in range(second.letter_size):
        if size < LETTERS:
            room.codes[size] = apart.codes[second.letters + place]
            size += 1
    return size


@compiled
def write_sounds(apart: Side, first: np.void, second: np.void, room: Scratch) -> int:
    """The sounds of two words side by side, in the scratch; how many."""
    size = np.int64(first.size)
    for place in range(size):
        room.codes[place] = apart.codes[first.sounds + place]
    if size:
        room.codes[size - 1] = first.last
    for place in range(second.size):
        code = apart.codes[second.sounds + place] if place < second.size - 1 else second.last
        if size == 0 or room.codes[size - 1] != code:
            room.codes[size] = code
            size += 1
    last = room.codes[size - 1] if size else 0
    if size > SHORT and (last == _I_SOUNDS[0] or last == _I_SOUNDS[1] or last == _I_SOUNDS[2]):
        room.codes[size - 1] = _I_END
    elif size > 1 and last == _H_SOUND and second.bits & ENDS_IN_H:
        room.codes[size - 1] = _H_END
    return size


@compiled
def in_order(room: Scratch, pairs: int) -> None:
    """The pairs in the order of the left name."""
    for pair in range(1, pairs):
        place = pair
        while place and room.pairs[place, 0] < room.pairs[place - 1, 0]:
            for column in range(4):
                kept = room.pairs[place, column]
                room.pairs[place, column] = room.pairs[place - 1, column]
                room.pairs[place - 1, column] = kept
            value = room.value[place]
            room.value[place] = room.value[place - 1]
            room.value[place - 1] = value
            place -= 1
