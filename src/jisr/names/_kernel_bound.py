"""What two persons' names can come to at best, compiled: most pairs are told apart by this, without an alignment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import ARABIC, FLAGS, INITIAL, KUNYA, ROW, Columns
from jisr.names._compiled import compiled, entry, inlined
from jisr.names._kernel import (
    _BEGIN,
    _END,
    _SLACK,
    _SOUNDS,
    KNOTS,
    MOST_ALIKE,
    OTHER_HEAD,
    OTHER_KUNYA,
    OTHER_NAME,
    RAREST,
    SAME_NAME,
    SOUNDS_ALONE,
    WORST,
    likeness,
    same_name,
)
from jisr.names._rules import PERSON, WORD, Rules

DIFFERS = len(WORD) + PERSON.index("DIFFERS")
COMMON_LOSS = len(WORD) + PERSON.index("COMMON_LOSS")
LETTER = len(WORD) + PERSON.index("INITIAL_WEIGHT")
CLASH = len(WORD) + PERSON.index("INITIAL_CLASH")
_LETTERS = 2 * _SOUNDS  # where in the reach of a word the Arabic letters begin


@inlined
def heard_at_most(
    scale: NDArray[np.float64], mine: Columns, theirs: Columns, rows: tuple[int, int], across: int
) -> float:
    """How alike two words that are not the same can sound at best; 0 below WORST."""
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    weight = max(a.weight, b.weight)
    most = weight * (1.0 - scale[WORST] / scale[MOST_ALIKE]) + _SLACK
    limit = np.int64(most * 100.0)
    first = across * _SOUNDS
    cost = other = np.int64(0)
    for place in range(a.sounds, a.sounds + a.size):
        sound = np.int64(mine.codes[place])
        cost += theirs.reach[rows[1], first + (sound if sound < _SOUNDS else 0)]
    if cost <= limit:
        for place in range(b.sounds, b.sounds + b.size):
            sound = np.int64(theirs.codes[place])
            other += mine.reach[rows[0], first + (sound if sound < _SOUNDS else 0)]
    cost = max(cost, other)
    return (1.0 - 0.01 * cost / weight) * scale[MOST_ALIKE] if cost <= limit else 0.0


@inlined
def written_at_most(rules: Rules, mine: Columns, theirs: Columns, rows: tuple[int, int]) -> float:
    """How alike the letters of two words can be at best, one of them in Arabic script."""
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    found = np.int64(0)
    if a.bits & ARABIC:
        found += theirs.reach[rows[1], _LETTERS + _BEGIN] + np.int64(theirs.reach[rows[1], _LETTERS + _END])
        for place in range(a.letters, a.letters + a.letter_size):
            found += theirs.reach[rows[1], _LETTERS + np.int64(mine.codes[place])]
    else:
        found += mine.reach[rows[0], _LETTERS + _BEGIN] + np.int64(mine.reach[rows[0], _LETTERS + _END])
        for place in range(b.letters, b.letters + b.letter_size):
            found += mine.reach[rows[0], _LETTERS + np.int64(theirs.codes[place])]
    return likeness(rules, 0.01 * found + rules.scale[KNOTS] + _SLACK)


@inlined
def cores_at_most(rules: Rules, mine: Columns, theirs: Columns, rows: tuple[int, int]) -> float:
    """The most that `token_alike` of two words that are not the same can be; 0: they are not alike."""
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    across = np.int64((a.bits ^ b.bits) & ARABIC)
    listed = a.lexemes != 0 and b.lexemes != 0
    if listed and (across or not a.bits & ARABIC) and same_name(np.int64(a.lexemes), np.int64(b.lexemes)):
        value = rules.scale[SAME_NAME]
    else:
        value = heard_at_most(rules.scale, mine, theirs, rows, across)
        if across:
            value = max(value - rules.scale[SOUNDS_ALONE], written_at_most(rules, mine, theirs, rows))
        if listed:
            value = min(value, rules.scale[OTHER_NAME])
    return value


@inlined
def most_alike(rules: Rules, mine: Columns, theirs: Columns, one: int, two: int) -> float:
    """The most that `word_alike` of two words of persons' names can be; 0: they are not alike."""
    rows = (np.int64(one) & ROW, np.int64(two) & ROW)
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    if a.core == b.core or ((one | two) >> FLAGS) & INITIAL:
        value = 1.0
    else:
        value = cores_at_most(rules, mine, theirs, rows)
        if a.head != b.head:
            value *= rules.scale[OTHER_HEAD]
        if ((one ^ two) >> FLAGS) & KUNYA:
            value *= rules.scale[OTHER_KUNYA]
        value = value + _SLACK if value + _SLACK >= rules.scale[WORST] else 0.0
    return value


@inlined
def gain(differs: float, least: float, alike: float, low: float, high: float) -> float:
    """What a word brings towards a score of `least` (below 0 in all: it is not reached), weighing `low` to `high`."""
    good = min(1.0, max(0.0, (alike - 0.5) / 0.4))
    found = (1.0 - least) * good - least * differs * (1.0 - good)
    return found * high if found > 0.0 else found * low


@compiled
def commonest(rules: Rules, name: Columns, row: int) -> tuple[float, int]:
    """(how rare the commonest word of a name is, whether it has an initial)."""
    tells = rules.scale[RAREST]
    initials = 0
    for place in range(name.start[row], name.start[row + 1]):
        word = np.int64(name.word[place])
        tells = min(tells, name.tokens[word & ROW].tells)
        initials |= (word >> FLAGS) & INITIAL
    return tells, initials


@compiled
def apart(rules: Rules, mine: Columns, theirs: Columns, rows: tuple[int, int], least: float) -> bool:
    """Whether a name cannot score `least` with another one that is as long or longer, unless words are joined."""
    tells, initials = commonest(rules, theirs, rows[1])
    loss, rarest, differs = rules.scale[COMMON_LOSS], rules.scale[RAREST], rules.scale[DIFFERS]
    total = 0.0
    begin, end = mine.start[rows[0]], mine.start[rows[0] + 1]
    for place in range(begin, end):
        high = 1.0 - loss * (rarest - mine.tokens[np.int64(mine.word[place]) & ROW].tells)
        total += (1.0 - least) * max(high, rules.scale[CLASH])
    for number in range(end - begin):
        one = np.int64(mine.word[end - 1 - number])
        own = mine.tokens[one & ROW].tells
        high, low = 1.0 - loss * (rarest - own), 1.0 - loss * (rarest - min(own, tells))
        if initials or (one >> FLAGS) & INITIAL:
            low = min(low, rules.scale[LETTER])
        high = max(high, rules.scale[CLASH])
        best = 0.0
        for other in range(theirs.start[rows[1]], theirs.start[rows[1] + 1]):
            value = most_alike(rules, mine, theirs, one, np.int64(theirs.word[other]))
            best = max(best, value)
            if best >= 0.9:  # noqa: PLR2004  # see `quality`
                break
        total += gain(differs, least, best, low, high) - (1.0 - least) * high
        if total < 0.0:
            return True
    return False


@compiled
def may_join(mine: Columns, theirs: Columns, first: int, other: int) -> bool:
    """Whether the bones of the word at `first` and the next one can be those of the one at `other`."""
    a = mine.tokens[np.int64(mine.word[first]) & ROW]
    c = theirs.tokens[np.int64(theirs.word[other]) & ROW]
    if c.bone_size <= a.bone_size or (a.bone_size and a.begins != c.begins):
        return False
    b = mine.tokens[np.int64(mine.word[first + 1]) & ROW]
    if b.bone_size and b.ends != c.ends:
        return False
    place = 1
    while place < a.bone_size and mine.codes[a.bones + place] == theirs.codes[c.bones + place]:
        place += 1
    return place >= a.bone_size


@compiled
def any_joins(mine: Columns, theirs: Columns, rows: tuple[int, int]) -> bool:
    """Whether two words of a name may be written as one of the other."""
    for first in range(mine.start[rows[0]], mine.start[rows[0] + 1] - 1):
        for other in range(theirs.start[rows[1]], theirs.start[rows[1] + 1]):
            if may_join(mine, theirs, first, other):
                return True
    return False


@entry
def likely(
    rules: Rules, sides: tuple[Columns, Columns], pairs: NDArray[np.int64], least: float, found: NDArray[np.int64]
) -> int:
    """How many pairs of persons' names may have a likeness of `least` or more; their numbers, first in `found`."""
    mine, theirs = sides
    many = 0
    for number in range(len(pairs)):
        i, j = pairs[number, 0], pairs[number, 1]
        size, other = mine.start[i + 1] - mine.start[i], theirs.start[j + 1] - theirs.start[j]
        flipped = size > other
        far = apart(rules, theirs, mine, (j, i), least) if flipped else apart(rules, mine, theirs, (i, j), least)
        if far and (any_joins(mine, theirs, (i, j)) or any_joins(theirs, mine, (j, i))):
            far = False
        if far and mine.whole[i].together == theirs.whole[j].together:
            far = False
        if not far:
            found[many] = number
            many += 1
    return many
