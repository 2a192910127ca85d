"""Is this Latin word how that Arabic one is written?  Learned from names that people wrote in both scripts.

The letters of the Arabic word are laid against those of the Latin one, chunk by chunk; every such pair of chunks has a
weight in `tables/letter_pairs.csv` (how much it speaks for one name, in logarithms of the odds), and the best way
through both words counts. `bench/_train_letters.py` learns the weights.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from typing import Final

from jisr import tables

Weights = dict[str, dict[str, float]]  # Arabic letters -> Latin letters -> weight
Row = tuple[dict[str, float], dict[str, float] | None]  # what one Arabic letter may be, what two from here may
Column = tuple[str, str, str, float | None]  # one, two, three Latin letters from here; weight of leaving the first out

LIKENESS: Final = ((-6.0, 0.5), (-3.0, 0.65), (-1.0, 0.76), (1.0, 0.86), (3.0, 0.93), (6.0, 0.97), (12.0, 0.99))
LETTERS: Final = 40  # letters of a word that are looked at
_BEAM: Final = 12.0  # a way so much worse than the best one so far is given up
_NEVER: Final = -1e9
_EMPTY: Final = 2  # places of a word without letters: where it begins, where it ends
_END: Final = "-"  # no letters are left for a chunk
_AS: Final = str.maketrans({"پ": "ب", "ڤ": "ف", "گ": "غ", "ژ": "ج", "چ": "تش"})  # too rare in Arabic to learn from


def likeness(arabic: str, latin: str) -> float:
    """How alike a word in Arabic script and one in Latin letters are, 0 .. 0.99: `LIKENESS` of their odds."""
    return alike_of(odds(arabic, latin))


def alike_of(value: float) -> float:
    """The likeness that logarithmic odds stand for; 0 below the first of `LIKENESS`."""
    place = bisect_right(LIKENESS, (value, 1.0))
    if place in {0, len(LIKENESS)}:
        return LIKENESS[-1][1] if place else 0.0
    (low, least), (high, most) = LIKENESS[place - 1], LIKENESS[place]
    return least + (most - least) * (value - low) / (high - low)


def odds(arabic: str, latin: str) -> float:
    """The natural logarithm of the odds that both are one name, by the letters alone; very low: no way through."""
    rows, columns = _rows(arabic), _columns(latin)
    if len(rows) == _EMPTY or len(columns) == _EMPTY:
        return _NEVER
    width = len(columns) + 1
    now, after, later = [0.0] + [_NEVER] * (width - 1), [_NEVER] * width, [_NEVER] * width
    for one, two in rows:
        _left_out(now, columns)
        least = max(now) - _BEAM
        for place, value in enumerate(now):
            if value < least:
                continue
            _step(after, one, (place, value), columns)
            if two:
                _step(later, two, (place, value), columns)
        now, after, later = after, later, [_NEVER] * width
    _left_out(now, columns)
    return now[-1] + _bias()


def _left_out(now: list[float], columns: tuple[Column, ...]) -> None:
    """Latin letters that no Arabic one stands for, such as short vowels."""
    for place, (_one, _two, _three, alone) in enumerate(columns):
        if alone is not None and now[place] + alone > now[place + 1]:
            now[place + 1] = now[place] + alone


def _step(after: list[float], chunk: dict[str, float], start: tuple[int, float], columns: tuple[Column, ...]) -> None:
    place, value = start
    nothing = chunk.get("")
    if nothing is not None and value + nothing > after[place]:
        after[place] = value + nothing
    if place == len(columns):
        return
    one, two, three, _alone = columns[place]
    weight = chunk.get(one)
    if weight is not None and value + weight > after[place + 1]:
        after[place + 1] = value + weight
    weight = chunk.get(two)
    if weight is not None and value + weight > after[place + 2]:
        after[place + 2] = value + weight
    weight = chunk.get(three)
    if weight is not None and value + weight > after[place + 3]:
        after[place + 3] = value + weight


@cache
def _weights() -> Weights:
    found: Weights = {}
    for row in tables.rows("letter_pairs"):
        found.setdefault(row["arabic"], {})[row["latin"]] = float(row["weight"])
    return found


@cache
def _bias() -> float:
    return _weights()[""][""]


@lru_cache(maxsize=65536)
def _rows(arabic: str) -> tuple[Row, ...]:
    weights = _weights()
    known = "".join(letter for letter in arabic.translate(_AS) if letter in weights)
    letters = f"^{known[:LETTERS]}$"
    return tuple((weights[letter], weights.get(letters[i : i + 2])) for i, letter in enumerate(letters))


@lru_cache(maxsize=65536)
def _columns(latin: str) -> tuple[Column, ...]:
    alone = _weights()[""]
    letters = f"^{''.join(letter for letter in latin if letter in alone)[:LETTERS]}$"
    ends = letters + _END * 2
    return tuple((letter, ends[i : i + 2], ends[i : i + 3], alone.get(letter)) for i, letter in enumerate(letters))
