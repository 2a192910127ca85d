"""The judgement over aligned words, compiled: the same as `_person.judge` and `_body.judge`, over columns."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from jisr.names import _body
from jisr.names._columns import FATHER, FLAGS, INITIAL, PLACE, ROW, Columns, digest
from jisr.names._compiled import compiled, entry
from jisr.names._kernel import LEGAL as LEGAL_HEAD
from jisr.names._kernel import RAREST, Scratch, Side
from jisr.names._kernel_align import align
from jisr.names._rules import BODY, PERSON, WORD, Rules

SPELLED, DIFFERS, MISSES, LITTLE, ENOUGH, OTHER_GIVEN, REVERSED, DISORDER, ROTATED, ONE_WORD, COMMON_LOSS, LETTER = (
    range(12)
)
CLASH, PERSON_TOGETHER, FAMILY_MOVED = 12, 13, 14
BODY_DIFFERS, BODY_MISSES, BODY_LITTLE, OTHER_NUMBER, NO_NUMBER, MUCH, BODY_SPELLED, BODY_LOSS, BODY_ENOUGH = range(9)
OTHER_FORM, TOGETHER, ACRONYM, PLACE_MISSING, PLACE_DIFFERS = range(9, 14)
ANY_COMPANY: Final = np.uint64(digest(_body.ANY_COMPANY))
NUMBER_HEAD: Final = 6
DIFFER: Final = 2
_PERSON: Final = len(WORD)  # where in the scale the weights of persons' names begin
_BODY: Final = len(WORD) + len(PERSON)
_SIZE: Final = len(BODY)


@compiled
def quality(alike: float) -> float:
    """Of two words' likeness, how much speaks for the same name."""
    return min(1.0, max(0.0, (alike - 0.5) / 0.4))


@compiled
def person(rules: Rules, mine: Side, theirs: Side, room: Scratch, pairs: int) -> float:
    """Two persons' names: what agrees against what differs and what is missing, then the order."""
    scale = rules.scale[_PERSON:]
    agreed = spelled = differing = told = 0.0
    for pair in range(pairs):
        one, other = mine.at + room.pairs[pair, 0], theirs.at + room.pairs[pair, 1]
        value = room.value[pair]
        weight, good = weight_of(rules, mine, theirs, (one, other)), quality(value)
        agreed += weight * good
        differing += weight * (1 - good)
        spelled += weight * (1 - value)
        told += tells_of(rules, mine, theirs, (one, other)) * good
    if agreed == 0.0:
        return 0.0
    clash, lefts, rights = unpaired(rules, mine, theirs, room)
    differing += clash
    misses = scale[MISSES] + scale[LITTLE] * max(0.0, 1 - told / scale[ENOUGH])
    score = agreed / (agreed + scale[SPELLED] * spelled + scale[DIFFERS] * differing + misses * (lefts + rights))
    score *= order(rules, mine, theirs, room, pairs)
    if pairs == 1 and (free_words(room.free[0], mine.size) or free_words(room.free[1], theirs.size)):
        score = min(score, scale[ONE_WORD])
    same = mine.whole[mine.row].together == theirs.whole[theirs.row].together
    return scale[PERSON_TOGETHER] if same and score < scale[PERSON_TOGETHER] else score


@compiled
def weight_of(rules: Rules, mine: Side, theirs: Side, places: tuple[int, int]) -> float:
    """What a pair of words counts."""
    if ((mine.word[places[0]] | theirs.word[places[1]]) >> FLAGS) & INITIAL:
        return rules.scale[_PERSON + LETTER]
    tells = min(mine.tokens[mine.word[places[0]] & ROW].tells, theirs.tokens[theirs.word[places[1]] & ROW].tells)
    return 1.0 - rules.scale[_PERSON + COMMON_LOSS] * (rules.scale[RAREST] - tells)


@compiled
def clash_of(rules: Rules, mine: Side, theirs: Side, places: tuple[int, int]) -> float:
    """What two words side by side count that are not alike."""
    if ((mine.word[places[0]] | theirs.word[places[1]]) >> FLAGS) & INITIAL:
        return rules.scale[_PERSON + CLASH]
    return weight_of(rules, mine, theirs, places)


@compiled
def tells_of(rules: Rules, mine: Side, theirs: Side, places: tuple[int, int]) -> float:
    """How rare a pair of words is."""
    if ((mine.word[places[0]] | theirs.word[places[1]]) >> FLAGS) & INITIAL:
        return rules.scale[_PERSON + LETTER]
    return min(mine.tokens[mine.word[places[0]] & ROW].tells, theirs.tokens[theirs.word[places[1]] & ROW].tells)


@compiled
def unpaired(rules: Rules, mine: Side, theirs: Side, room: Scratch) -> tuple[float, float, float]:
    """What the words without a pair count: side by side, of the left name alone, of the right one alone."""
    clash = lefts = rights = 0.0
    i = j = 0
    while True:
        while i < mine.size and not room.free[0, i]:
            i += 1
        while j < theirs.size and not room.free[1, j]:
            j += 1
        if i < mine.size and j < theirs.size:
            clash += clash_of(rules, mine, theirs, (mine.at + i, theirs.at + j))
        elif i < mine.size:
            lefts += weight_of(rules, mine, mine, (mine.at + i, mine.at + i))
        elif j < theirs.size:
            rights += weight_of(rules, theirs, theirs, (theirs.at + j, theirs.at + j))
        else:
            return clash, lefts, rights
        i, j = i + 1, j + 1


@compiled
def free_words(free: NDArray[np.bool_], size: int) -> int:
    """How many words found no pair."""
    return int(free[:size].sum())


@compiled
def order(rules: Rules, mine: Side, theirs: Side, room: Scratch, pairs: int) -> float:
    """The factor of the order of the words, and of the first one."""
    scale = rules.scale[_PERSON:]
    factor = 1.0
    inverted = descents = 0
    fathers_differ = families_differ = False
    for pair in range(pairs):
        for later in range(pair + 1, pairs):
            if room.pairs[pair, 1] > room.pairs[later, 1]:
                inverted += 1
                fathers_differ = fathers_differ or father_differs(mine, theirs, room, pair)
                fathers_differ = fathers_differ or father_differs(mine, theirs, room, later)
                families_differ = families_differ or family_moved(mine, theirs, room, pair)
                families_differ = families_differ or family_moved(mine, theirs, room, later)
        if pair and room.pairs[pair - 1, 1] > room.pairs[pair, 1]:
            descents += 1
    lefts, rights = free_words(room.free[0], mine.size), free_words(room.free[1], theirs.size)
    if inverted and (fathers_differ or families_differ):
        factor = scale[REVERSED]
    elif inverted:
        rotated = descents == 1 and room.pairs[pairs - 1, 1] < room.pairs[0, 1] and not (lefts or rights)
        factor = scale[ROTATED] if rotated else scale[DISORDER]
    elif family_lost(mine, theirs, room, pairs):
        factor = scale[FAMILY_MOVED]
    first, other = room.free[0, 0], room.free[1, 0]
    if (first and other) or ((first or other) and not inverted):
        factor *= scale[OTHER_GIVEN]
    return factor


@compiled
def family_moved(mine: Side, theirs: Side, room: Scratch, pair: int) -> bool:
    """Whether both names tell the family's part, and one word of a pair is of it and the other is not."""
    one, other = int(mine.whole[mine.row].family), int(theirs.whole[theirs.row].family)
    if one == 0 or other == 0:
        return False
    return bool((room.pairs[pair, 0] >= mine.size - one) != (room.pairs[pair, 1] >= theirs.size - other))


@compiled
def family_lost(mine: Side, theirs: Side, room: Scratch, pairs: int) -> bool:
    """Whether a word of a told family stands for a given name, and none for another of the family."""
    one, other = int(mine.whole[mine.row].family), int(theirs.whole[theirs.row].family)
    if one == 0 or other == 0:
        return False
    moved = False
    for pair in range(pairs):
        first, second = room.pairs[pair, 0] >= mine.size - one, room.pairs[pair, 1] >= theirs.size - other
        if first and second:
            return False
        moved = moved or first != second
    return bool(moved)


@compiled
def father_differs(mine: Side, theirs: Side, room: Scratch, pair: int) -> bool:
    """Whether only one word of a pair stands after bin."""
    one, other = mine.word[mine.at + room.pairs[pair, 0]], theirs.word[theirs.at + room.pairs[pair, 1]]
    return ((one ^ other) >> FLAGS) & FATHER != 0


@compiled
def body(rules: Rules, sides: tuple[Side, Side], room: Scratch, pairs: int, kind: int) -> float:
    """Two organisations' or ships' names: the words, then numbers and legal forms, then other ways to one name."""
    mine, theirs = sides
    scale = rules.scale[_BODY + _SIZE * (kind - 1) : _BODY + _SIZE * kind]
    agreed = spelled = differing = told = 0.0
    for pair in range(pairs):
        i, j = mine.word[mine.at + room.pairs[pair, 0]] & ROW, theirs.word[theirs.at + room.pairs[pair, 1]] & ROW
        if mine.tokens[i].head == 0 and theirs.tokens[j].head == 0:
            value = room.value[pair]
            tells = min(mine.tokens[i].tells, theirs.tokens[j].tells)
            weight, good = 1.0 - scale[BODY_LOSS] * (rules.scale[RAREST] - tells), quality(value)
            agreed += weight * good
            differing += weight * (1 - good)
            spelled += weight * (1 - value)
            told += tells * good
    score = 0.0
    if agreed:
        clash, missing = plain_unpaired(scale, rules.scale[RAREST], mine, theirs, room)
        differing += clash
        misses = scale[BODY_MISSES] + scale[BODY_LITTLE] * max(0.0, 1 - told / scale[BODY_ENOUGH])
        score = agreed / (agreed + scale[BODY_SPELLED] * spelled + scale[BODY_DIFFERS] * differing + misses * missing)
        numbers, others = count_heads(mine, theirs, NUMBER_HEAD)
        if numbers == DIFFER:
            other_number = scale[OTHER_NUMBER] + scale[MUCH] * min(1.0, told / scale[BODY_ENOUGH])
            score *= other_number if others else scale[NO_NUMBER]
        if differ_wholly(mine, theirs):
            score *= scale[OTHER_FORM]
    return otherwise(scale, mine, theirs, score)


@compiled
def plain_unpaired(
    scale: NDArray[np.float64], rarest: float, mine: Side, theirs: Side, room: Scratch
) -> tuple[float, float]:
    """What the plain words without a pair count: side by side, and left over."""
    clash = missing = 0.0
    i = j = 0
    while True:
        while i < mine.size and not (room.free[0, i] and mine.tokens[mine.word[mine.at + i] & ROW].head == 0):
            i += 1
        while j < theirs.size and not (room.free[1, j] and theirs.tokens[theirs.word[theirs.at + j] & ROW].head == 0):
            j += 1
        one = mine.tokens[mine.word[mine.at + i] & ROW].tells if i < mine.size else rarest + 1
        other = theirs.tokens[theirs.word[theirs.at + j] & ROW].tells if j < theirs.size else rarest + 1
        weight = 1.0 - scale[BODY_LOSS] * (rarest - min(one, other))
        place = i < mine.size and (mine.word[mine.at + i] >> FLAGS) & PLACE
        other_place = j < theirs.size and (theirs.word[theirs.at + j] >> FLAGS) & PLACE
        if i < mine.size and j < theirs.size:
            clash += weight * (scale[PLACE_DIFFERS] if place and other_place else 1.0)
        elif i < mine.size or j < theirs.size:
            missing += weight * (scale[PLACE_MISSING] if place or other_place else 1.0)
        else:
            return clash, missing
        i, j = i + 1, j + 1


@compiled
def count_heads(mine: Side, theirs: Side, head: int) -> tuple[int, int]:
    """(0 neither name has words of this head, or both the same; 2 they differ; whether both have some)."""
    lefts = rights = 0
    for i in range(mine.size):
        lefts += mine.tokens[mine.word[mine.at + i] & ROW].head == head
    for j in range(theirs.size):
        rights += theirs.tokens[theirs.word[theirs.at + j] & ROW].head == head
    if lefts == 0 and rights == 0:
        return 0, 0
    if within(mine, theirs, head) == lefts and within(theirs, mine, head) == rights:
        return 0, int(lefts > 0 and rights > 0)
    return 2, int(lefts > 0 and rights > 0)


@compiled
def within(mine: Side, theirs: Side, head: int) -> int:
    """How many words of this head the other name has too."""
    found = 0
    for i in range(mine.size):
        one = mine.tokens[mine.word[mine.at + i] & ROW]
        if one.head == head:
            found += has_word(theirs, one.core, head)
    return found


@compiled
def has_word(name: Side, core: int, head: int) -> int:
    """1 if the name has this word."""
    for j in range(name.size):
        one = name.tokens[name.word[name.at + j] & ROW]
        if one.head == head and one.core == core:
            return 1
    return 0


@compiled
def differ_wholly(mine: Side, theirs: Side) -> bool:
    """Whether both have a legal form that says something, and none in common."""
    lefts = rights = common = 0
    for i in range(mine.size):
        one = mine.tokens[mine.word[mine.at + i] & ROW]
        if one.head == LEGAL_HEAD and one.core != ANY_COMPANY:
            lefts += 1
            common += has_word(theirs, one.core, LEGAL_HEAD)
    for j in range(theirs.size):
        one = theirs.tokens[theirs.word[theirs.at + j] & ROW]
        rights += one.head == LEGAL_HEAD and one.core != ANY_COMPANY
    return lefts > 0 and rights > 0 and common == 0


@compiled
def otherwise(scale: NDArray[np.float64], mine: Side, theirs: Side, score: float) -> float:
    """Written together or apart, or by first letters: another way to the same name."""
    if score < scale[TOGETHER] and mine.whole[mine.row].together == theirs.whole[theirs.row].together:
        return scale[TOGETHER]
    if score < scale[ACRONYM] and (abbreviates(mine, theirs) or abbreviates(theirs, mine)):
        return scale[ACRONYM]
    return score


@compiled
def abbreviates(short: Side, long: Side) -> bool:
    """Whether one name is the first letters of the other."""
    found, of_long = short.whole[short.row].short, long.whole[long.row]
    return found != 0 and (found == of_long.acronym or found == of_long.other)  # noqa: PLR1714  # compiled


@compiled
def side(columns: Columns, row: int) -> Side:
    """One name of a batch, to be compared."""
    at = columns.start[row]
    return Side(
        columns.tokens, columns.codes, columns.reach, columns.word, columns.whole, row, at, columns.start[row + 1] - at
    )


@entry
def person_scores(
    rules: Rules,
    sides: tuple[Columns, Columns],
    rows: NDArray[np.int64],
    room: Scratch,
    found: tuple[NDArray[np.float64], NDArray[np.int64]],
) -> None:
    """The likeness of pairs of persons' names (row of the first columns, row of the second), into the first of `found`.

    The second of it are the numbers of the pairs that are wanted.
    """
    for number in found[1]:
        mine, theirs = side(sides[0], rows[number, 0]), side(sides[1], rows[number, 1])
        found[0][number] = 0.0
        if mine.size and theirs.size:
            found[0][number] = person(rules, mine, theirs, room, align(rules, mine, theirs, room))


@entry
def body_scores(
    rules: Rules,
    sides: tuple[Columns, Columns],
    rows: NDArray[np.int64],
    room: Scratch,
    found: tuple[NDArray[np.float64], NDArray[np.int64], int],
) -> None:
    """The same of organisations' or ships' names; the third of `found` is their kind's place in `KINDS`.

    Apart from persons: who never asks for a body does not wait until this is compiled.
    """
    for number in found[1]:
        mine, theirs = side(sides[0], rows[number, 0]), side(sides[1], rows[number, 1])
        found[0][number] = 0.0
        if mine.size and theirs.size:
            found[0][number] = body(rules, (mine, theirs), room, align(rules, mine, theirs, room), found[2])
