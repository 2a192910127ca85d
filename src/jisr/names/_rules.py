"""What the compiled comparison goes by, as numbers: costs of sounds and weights of words, read from where they stand.

Nothing is decided here: each number is a cell of a table or a constant of the comparison that is explained.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from jisr.names import _align, _body, _letters, _person, _token
from jisr.names._lexicon import RAREST
from jisr.names._values import Kind

NEVER: Final = -1e9  # the weight of chunks that never stand for one another
OTHER: Final = 0  # the code of every letter that the table of costs does not list


class Rules(NamedTuple):
    """`costs[a]`: what one sound costs for each other; then the columns of `COLUMNS`. `scale`: every other number.

    In `scale` stand, by the places of `SCALE`: what changes the likeness of two words, the weights of words in a
    person's name, in an organisation's, in a ship's; the gate
    across scripts, the bias and the knots of letters. `letters[a, l]`: the weight of a chunk of
    Arabic letters for one of Latin ones; `arabic[one, other]`: the row of two letters, `latin[one, two, three]`: the
    column of up to three; the last row and column: no chunk.
    """

    costs: NDArray[np.float64]
    scale: NDArray[np.float64]
    letters: NDArray[np.float64]
    arabic: NDArray[np.int16]
    latin: NDArray[np.int16]


PERSON: Final = (
    *("SPELLED", "DIFFERS", "MISSES", "LITTLE", "ENOUGH", "OTHER_GIVEN", "REVERSED", "DISORDER", "ROTATED"),
    *("ONE_WORD", "COMMON_LOSS", "INITIAL_WEIGHT", "INITIAL_CLASH", "WRITTEN_TOGETHER", "FAMILY_MOVED"),
)
HABITS: Final = ("differs", "misses", "little", "other_number", "no_number", "much")
BODY: Final = (
    *HABITS,
    *(
        "SPELLED",
        "COMMON_LOSS",
        "ENOUGH",
        "OTHER_FORM",
        "WRITTEN_TOGETHER",
        "ACRONYM",
        "PLACE_MISSING",
        "PLACE_DIFFERS",
    ),
)
WORD: Final = (
    *("FIRST", "WORST", "SAME_NAME", "OTHER_NAME", "MOST_ALIKE", "INITIAL", "OTHER_HEAD", "OTHER_KUNYA", "JOINED"),
    *("RAREST", "SOUNDS_ALONE"),
)
COLUMNS: Final = ("gap in one script", "gap across scripts", "weight")  # after the costs of a sound
KINDS: Final = (Kind.PERSON, Kind.ORGANIZATION, Kind.VESSEL)
FAMILIES: Final = ("r", "l", "mn", "bp")  # consonants that habits of writing keep apart: see `_token`
MOST_COUNTED: Final = 15  # of one family in one word: four bits


@cache
def rules() -> Rules:
    """The numbers of this version; made once."""
    codes = sound_codes()
    swaps, gaps, weights = _token._costs()  # noqa: SLF001  # one room
    size = len(codes) + 1
    costs = np.ones((size, size + len(COLUMNS)))
    np.fill_diagonal(costs[1:, 1:size], 0.0)
    for one, others in swaps.items():
        for other, cost in others.items():
            costs[codes[one], codes[other]] = cost
    for one, code in codes.items():
        costs[code, size:] = gaps[0].get(one, 1.0), gaps[1].get(one, 1.0), weights.get(one, 1.0)
    scale = np.concatenate([_of_words(), _of_persons(), *_of_bodies(), _gate(), _knots()])
    letters, arabic, latin = _chunks()
    return Rules(
        costs=frozen(costs), scale=frozen(scale), letters=frozen(letters), arabic=frozen(arabic), latin=frozen(latin)
    )


@cache
def sound_codes() -> dict[str, int]:
    """The letters of sounds by their numbers, from 1."""
    swaps, gaps, _weights = _token._costs()  # noqa: SLF001  # one room
    known = sorted({*swaps, *gaps[0], *"".join(FAMILIES)})
    return {letter: number for number, letter in enumerate(known, 1)}


@cache
def letter_codes() -> tuple[dict[str, int], dict[str, int]]:
    """The Arabic and the Latin letters that chunks are made of, by their numbers from 1; ^ and $ among them."""
    weights = _letters._weights()  # noqa: SLF001  # one room
    arabic = {letter: code for code, letter in enumerate(sorted({*filter(_single, weights), *"^$"}), 1)}
    latin = {letter: code for code, letter in enumerate(sorted({*filter(_single, weights[""]), *"^$"}), 1)}
    return arabic, latin


def _single(chunk: str) -> bool:
    return len(chunk) == 1


def _chunks() -> tuple[NDArray[np.float64], NDArray[np.int16], NDArray[np.int16]]:
    """The weights of chunks, and where the chunks stand: row 0, column 0 are nothing, the last ones no chunk."""
    weights = _letters._weights()  # noqa: SLF001  # one room
    rows = ["", *sorted(filter(None, weights))]
    columns = ["", *sorted({latin for found in weights.values() for latin in found if latin})]
    letters = np.full((len(rows) + 1, len(columns) + 1), NEVER)
    place = {chunk: number for number, chunk in enumerate(columns)}
    for row, chunk in enumerate(rows):
        for latin_chunk, weight in weights[chunk].items():
            letters[row, place[latin_chunk]] = weight
    arabic_codes, latin_codes = letter_codes()
    arabic = np.full((len(arabic_codes) + 1,) * 2, len(rows), dtype=np.int16)
    for row, chunk in enumerate(rows[1:], 1):
        arabic[tuple([*(arabic_codes[letter] for letter in chunk), 0][:2])] = row
    latin = np.full((len(latin_codes) + 1,) * 3, len(columns), dtype=np.int16)
    for column, chunk in enumerate(columns[1:], 1):
        latin[tuple([*(latin_codes[letter] for letter in chunk), 0, 0][:3])] = column
    return letters, arabic, latin


def _gate() -> NDArray[np.float64]:
    return np.array([cost for _letters_of, cost in _token._FAMILIES], dtype=np.float64)  # noqa: SLF001  # one room


def _knots() -> NDArray[np.float64]:
    return np.array([_letters._bias(), *(number for knot in _letters.LIKENESS for number in knot)])  # noqa: SLF001


def _of_words() -> NDArray[np.float64]:
    token = (_token.FIRST, _token.WORST, _token.SAME_NAME, _token.OTHER_NAME, _token._MOST_ALIKE)  # noqa: SLF001
    align = (_align.INITIAL, _align.OTHER_HEAD, _align.OTHER_KUNYA, _align.JOINED)
    return np.array([*token, *align, RAREST, _token.SOUNDS_ALONE], dtype=np.float64)


def _of_persons() -> NDArray[np.float64]:
    return np.array([getattr(_person, name) for name in PERSON], dtype=np.float64)


def _of_bodies() -> list[NDArray[np.float64]]:
    common = [getattr(_body, name) for name in BODY[len(HABITS) :]]
    return [
        np.array([*(getattr(_body.HABITS[kind], name) for name in HABITS), *common], dtype=np.float64)
        for kind in KINDS[1:]
    ]


T = TypeVar("T", bound=np.generic)


def frozen(array: NDArray[T]) -> NDArray[T]:
    """The array, contiguous and not to be written to: arrays of a file and of memory are one type to the compiler."""
    made = np.ascontiguousarray(array)
    made.flags.writeable = False
    return made
