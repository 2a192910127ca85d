"""The comparison of two words, compiled: the same as `_token` and `_letters`, over columns."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import ARABIC, FLAGS, INITIAL, KUNYA, MEANING, ROW
from jisr.names._compiled import compiled
from jisr.names._letters import _BEAM, LETTERS, LIKENESS
from jisr.names._rules import BODY, FAMILIES, NEVER, PERSON, WORD, Rules, letter_codes, sound_codes

MOST: Final = 41  # words of a name, and one
LEGAL: Final = 5  # from here heads stand apart: legal forms and numbers
SHORT: Final = 3  # sounds of a word that has no ending told apart
FIRST, WORST, SAME_NAME, OTHER_NAME, MOST_ALIKE, ANY_INITIAL, OTHER_HEAD, OTHER_KUNYA, JOINED, RAREST, SOUNDS_ALONE = (
    range(11)
)
GATE: Final = len(WORD) + len(PERSON) + 2 * len(BODY)  # where in the scale the families' costs begin
_FAMILIES: Final = len(FAMILIES)
KNOTS: Final = GATE + _FAMILIES
_SOUNDS: Final = len(sound_codes()) + 1
_GAP, _WEIGH = _SOUNDS, _SOUNDS + 2
_I_SOUNDS: Final = tuple(sound_codes()[letter] for letter in "iyY")
_I_END, _H_SOUND, _H_END = (sound_codes()[letter] for letter in "IhH")
_BEGIN, _END = letter_codes()[0]["^"], letter_codes()[0]["$"]
_LATIN_BEGIN, _LATIN_END = letter_codes()[1]["^"], letter_codes()[1]["$"]
_LIKENESS: Final = len(LIKENESS)
_LETTER: Final = (1 << 21) - 1
_LOST: Final = -30.0  # a sum from which no word comes back
_SLACK: Final = 1e-9  # two ways to add the same numbers


class Scratch(NamedTuple):
    """Room to work in, made once a batch. `row`: of one word; `codes`: of two words side by side, and their letters.

    `alike[i, j]`: of two words. `pairs[p]`: (left, right, 1 if the left word goes with the next one, 1 if the right one
    does); `value[p]`: how alike. `free[0, i]`, `free[1, j]`: 1 if a word has no pair.
    """

    row: NDArray[np.float64]
    codes: NDArray[np.uint16]
    alike: NDArray[np.float64]
    pairs: NDArray[np.int64]
    value: NDArray[np.float64]
    free: NDArray[np.int64]


class Side(NamedTuple):
    """One of the two names that are compared: the words `word[at:at + size]` and, of no person, `whole[row]`."""

    tokens: NDArray[np.void]
    codes: NDArray[np.uint16]
    reach: NDArray[np.int16]
    word: NDArray[np.uint32]
    whole: NDArray[np.void]
    row: int
    at: int
    size: int


def scratch(longest: int) -> Scratch:
    """Room for words of up to `longest` sounds."""
    return Scratch(
        row=np.zeros(max(2 * longest + 3, 4 * (2 * LETTERS + 3))),
        codes=np.zeros(2 * longest + 3 + 8 * (2 * LETTERS + 3), dtype=np.uint16),
        alike=np.zeros((MOST, MOST)),
        pairs=np.zeros((2 * MOST, 4), dtype=np.int64),
        value=np.zeros(2 * MOST),
        free=np.zeros((3, MOST + 1), dtype=np.int64),
    )


@compiled
def least_cost(codes: NDArray[np.uint16], reach: NDArray[np.int16], across: int) -> float:
    """The least that an alignment with the word of `reach` costs: each sound at its cheapest."""
    found = 0
    for code in codes:
        found += np.int64(reach[across * _SOUNDS + (np.int64(code) if code < _SOUNDS else 0)])
    return found * 0.01


@compiled
def most_odds(arabic: NDArray[np.uint16], reach: NDArray[np.int16]) -> float:
    """The most that an alignment of letters with the Latin word of `reach` comes to, without the bias."""
    found = np.int64(reach[2 * _SOUNDS + _BEGIN]) + np.int64(reach[2 * _SOUNDS + _END])
    for letter in arabic:
        found += reach[2 * _SOUNDS + np.int64(letter)]
    return found * 0.01


@compiled
def gate_cost(rules: Rules, mine: int, theirs: int) -> float:
    """The same from families that are wholly missing, as the comparison across scripts asks it."""
    over = under = 0.0
    for family in range(_FAMILIES):
        here, there = (mine >> (4 * family)) & 15, (theirs >> (4 * family)) & 15
        if here and not there:
            over += rules.scale[GATE + family]
        elif there and not here:
            under += rules.scale[GATE + family]
    return max(over, under)


@compiled
def sounds_cost(
    costs: NDArray[np.float64],
    left: NDArray[np.uint16],
    right: NDArray[np.uint16],
    limits: tuple[float, int, float],
    row: NDArray[np.float64],
) -> float:
    """The cheapest way from one row of sounds to the other; above `most`: dearer. `limits`: most, across, first."""
    most, across, first = limits
    gap = _GAP + across
    row[0] = 0.0
    for place in range(right.size):
        code = right[place] if right[place] < _SOUNDS else 0
        row[place + 1] = row[place] + costs[code, gap] + (first if place == 0 else 0.0)
    for number in range(left.size):
        one = left[number] if left[number] < _SOUNDS else 0
        drop = costs[one, gap] + (first if number == 0 else 0.0)
        diagonal = row[0]
        last = diagonal + drop
        row[0] = last
        least = last
        for place in range(right.size):
            other = right[place] if right[place] < _SOUNDS else 0
            best = diagonal if left[number] == right[place] else diagonal + costs[one, other]
            diagonal = row[place + 1]
            add = costs[other, gap] + (first if place == 0 else 0.0)
            last = min(best, diagonal + drop, last + add)
            row[place + 1] = last
            least = min(least, last)
        if least > most:
            return most + 1.0
    return row[right.size]


@compiled
def same_name(mine: int, theirs: int) -> bool:
    """Whether both spell one of the commonest names."""
    while mine:
        other = theirs
        while other:
            if (mine & 0xFFFF) == (other & 0xFFFF):
                return True
            other >>= 16
        mine >>= 16
    return False


@compiled
def token_alike(rules: Rules, mine: Side, theirs: Side, rows: tuple[int, int], room: Scratch) -> float:
    """How alike two words are by their letters alone: WORST .. 1, else 0."""
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    if a.core == b.core:
        return 1.0
    arabic, other_arabic = a.bits & ARABIC, b.bits & ARABIC
    if (
        a.lexemes
        and b.lexemes
        and not (arabic and other_arabic)
        and same_name(np.int64(a.lexemes), np.int64(b.lexemes))
    ):
        return rules.scale[SAME_NAME]
    weight = max(a.weight, b.weight)
    most = weight * (1.0 - rules.scale[WORST] / rules.scale[MOST_ALIKE])
    across = int(arabic != other_arabic)
    if gate_cost(rules, a.counts, b.counts) > most:
        return 0.0
    value = 0.0
    left, right = mine.codes[a.sounds : a.sounds + a.size], theirs.codes[b.sounds : b.sounds + b.size]
    near = least_cost(left, theirs.reach[rows[1]], across) <= most + _SLACK
    if near and least_cost(right, mine.reach[rows[0]], across) <= most + _SLACK:
        cost = sounds_cost(rules.costs, left, right, (most, across, rules.scale[FIRST]), room.row)
        value = (1.0 - cost / weight) * rules.scale[MOST_ALIKE] if cost <= most else 0.0
    if across:
        left, right = (
            mine.codes[a.letters : a.letters + a.letter_size],
            theirs.codes[b.letters : b.letters + b.letter_size],
        )
        bound = most_odds(left, theirs.reach[rows[1]]) if arabic else most_odds(right, mine.reach[rows[0]])
        needed = odds_needed(rules, rules.scale[WORST])
        if bound < needed:
            value = max(0.0, value - rules.scale[SOUNDS_ALONE])
            value = value if value >= rules.scale[WORST] else 0.0
        else:
            reach = theirs.reach[rows[1]] if arabic else mine.reach[rows[0]]
            value = across_alike(rules, (left, right) if arabic else (right, left), value, (reach, needed), room)
    return min(value, rules.scale[OTHER_NAME]) if a.lexemes and b.lexemes else value


@compiled
def across_alike(
    rules: Rules,
    words: tuple[NDArray[np.uint16], NDArray[np.uint16]],
    heard: float,
    limits: tuple[NDArray[np.int16], float],
    room: Scratch,
) -> float:
    """What the letters say of an Arabic and a Latin word, or their sounds a little less; 0 below WORST."""
    value = max(letters_alike(rules, words, limits, room), heard - rules.scale[SOUNDS_ALONE])
    return value if value >= rules.scale[WORST] else 0.0


@compiled
def odds_needed(rules: Rules, least: float) -> float:
    """The sum of chunks, without the bias, from which on letters are `least` alike; a little less."""
    knots = rules.scale[KNOTS + 1 : KNOTS + 1 + 2 * _LIKENESS]
    place = 1
    while place < _LIKENESS - 1 and knots[2 * place + 1] < least:
        place += 1
    low, under, high, most = knots[2 * place - 2], knots[2 * place - 1], knots[2 * place], knots[2 * place + 1]
    return max(low, low + (high - low) * (least - under) / (most - under)) - rules.scale[KNOTS] - _SLACK


@compiled
def letters_alike(
    rules: Rules,
    words: tuple[NDArray[np.uint16], NDArray[np.uint16]],
    limits: tuple[NDArray[np.int16], float],
    room: Scratch,
) -> float:
    """How alike a word in Arabic script and one in Latin letters are, 0 .. 0.99, by the weights of chunks.

    `limits`: the reach of the Latin word, and the sum below which nobody asks how much: then it is 0.
    """
    arabic, latin = words
    reach, needed = limits
    width = latin.size + 3
    chunks = room.codes[room.codes.size - 4 * (2 * LETTERS + 3) :]
    write_columns(rules, latin, chunks)
    now, after, later = room.row[:width], room.row[width : 2 * width], room.row[2 * width : 3 * width]
    now[:], after[:], later[:] = NEVER, NEVER, NEVER
    now[0] = 0.0
    before = _BEGIN
    rest = most_odds(arabic, reach) if needed > NEVER else -NEVER
    for number in range(arabic.size + 2):
        own = 0.01 * reach[2 * _SOUNDS + before]
        best = largest(now)
        if best < _LOST or max(best, largest(after) - own) + rest < needed:
            return 0.0
        following = _following(arabic, number)
        one = rules.arabic[before, 0]
        two = rules.arabic[before, following] if following else rules.arabic[0, 0]
        step(rules, (one, two), chunks, (now, after, later))
        now, after, later = after, later, now
        later[:] = NEVER
        before = following
        rest -= own
    leave_out(rules, chunks, now)
    return likeness(rules, now[width - 1] + rules.scale[KNOTS])


@compiled
def _following(arabic: NDArray[np.uint16], number: int) -> int:
    if number < arabic.size:
        return int(arabic[number])
    return _END if number == arabic.size else 0


@compiled
def write_columns(rules: Rules, latin: NDArray[np.uint16], chunks: NDArray[np.uint16]) -> None:
    """The columns of one, two and three letters from each place on; a fourth number: 1 where the word goes on."""
    size = latin.size + 2
    for place in range(size):
        one = latin_at(latin, place)
        two = latin_at(latin, place + 1)
        three = latin_at(latin, place + 2)
        none = rules.latin[0, 0, 0]
        chunks[4 * place] = rules.latin[one, 0, 0]
        chunks[4 * place + 1] = rules.latin[one, two, 0] if two else none
        chunks[4 * place + 2] = rules.latin[one, two, three] if three else none
        chunks[4 * place + 3] = 1
    chunks[4 * size + 3] = 0


@compiled
def latin_at(latin: NDArray[np.uint16], place: int) -> int:
    """A letter of the word with its beginning and end; 0 behind it."""
    if place == 0:
        return _LATIN_BEGIN
    if place <= latin.size:
        return int(latin[place - 1])
    return _LATIN_END if place == latin.size + 1 else 0


@compiled
def leave_out(rules: Rules, chunks: NDArray[np.uint16], now: NDArray[np.float64]) -> None:
    """Latin letters that no Arabic one stands for."""
    for place in range(now.size - 1):
        now[place + 1] = max(now[place + 1], now[place] + rules.letters[0, chunks[4 * place]])


@compiled
def step(
    rules: Rules,
    rows: tuple[int, int],
    chunks: NDArray[np.uint16],
    ways: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """One Arabic letter, or two, for nothing or up to three Latin ones."""
    now, after, later = ways
    leave_out(rules, chunks, now)
    least = largest(now) - _BEAM
    one, two = rows
    pair = two != rules.arabic[0, 0]
    last = now.size - 1
    for place in range(now.size):
        value = now[place]
        if value < least:
            continue
        after[place] = max(after[place], value + rules.letters[one, 0])
        if pair:
            later[place] = max(later[place], value + rules.letters[two, 0])
        for size in range(1, min(3, last - place) + 1):
            chunk = chunks[4 * place + size - 1]
            after[place + size] = max(after[place + size], value + rules.letters[one, chunk])
            if pair:
                later[place + size] = max(later[place + size], value + rules.letters[two, chunk])


@compiled
def largest(values: NDArray[np.float64]) -> float:
    """The largest of some numbers."""
    found = values[0]
    for value in values:
        found = max(found, value)
    return found


@compiled
def likeness(rules: Rules, value: float) -> float:
    """The likeness that logarithmic odds stand for."""
    knots = rules.scale[KNOTS + 1 : KNOTS + 1 + 2 * _LIKENESS]
    if value < knots[0]:
        return 0.0
    for place in range(1, _LIKENESS):
        low, least, high, most = knots[2 * place - 2], knots[2 * place - 1], knots[2 * place], knots[2 * place + 1]
        if value < high:
            return least + (most - least) * (value - low) / (high - low)
    return knots[2 * _LIKENESS - 1]


@compiled
def word_alike(rules: Rules, mine: Side, theirs: Side, places: tuple[int, int], room: Scratch) -> float:
    """How alike two words of two names are, their compound, kunya and initial considered."""
    one, two = mine.word[mine.at + places[0]], theirs.word[theirs.at + places[1]]
    rows = (np.int64(one & ROW), np.int64(two & ROW))
    flags, others = one >> FLAGS, two >> FLAGS
    a, b = mine.tokens[rows[0]], theirs.tokens[rows[1]]
    same = a.core == b.core
    if (flags | others) & INITIAL and not same:
        apart = np.int64(a.letter) ^ np.int64(b.letter)
        return rules.scale[ANY_INITIAL] if apart & _LETTER == 0 or apart >> 21 == 0 else 0.0
    if a.head != b.head and (a.head >= LEGAL or b.head >= LEGAL):
        return 0.0
    if (a.bits | b.bits) & MEANING or a.head >= LEGAL:
        return 1.0 if same else 0.0
    value = token_alike(rules, mine, theirs, rows, room)
    if a.head != b.head:
        value *= rules.scale[OTHER_HEAD]
    return value * rules.scale[OTHER_KUNYA] if (flags ^ others) & KUNYA else value
