"""One word against many, in plain NumPy: what `similarity` says of each pair, many times as fast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jisr.names._letters import likeness
from jisr.names._lexicon import lexemes
from jisr.names._token import (
    _MOST_ALIKE,
    FIRST,
    OTHER_NAME,
    SAME_NAME,
    SOUNDS_ALONE,
    WORST,
    _costs,
    _sounds,
    _surely_other,
    _weight,
    is_arabic,
)


def similarities(core: str, others: Sequence[str]) -> NDArray[np.float64]:
    """`similarity` of a word with each of the others (different sums of decimals apart); words with `@` only alike."""
    mine, arabic, heard = lexemes(core), is_arabic(core), _sounds(core)
    found = np.zeros(len(others))
    places: tuple[list[int], list[int]] = ([], [])  # of the same script, of the other
    for place, other in enumerate(others):
        if core == other or "@" in core[:1] + other[:1]:
            found[place] = core == other
        elif mine & lexemes(other) and not (arabic and is_arabic(other)):
            found[place] = SAME_NAME
        elif not _surely_other(heard, _sounds(other)):
            places[is_arabic(other) != arabic].append(place)
    for across, chosen in enumerate(places):
        if chosen:
            found[chosen] = _by_sound(core, [others[place] for place in chosen], across=bool(across))
    return found


def _by_sound(core: str, others: Sequence[str], *, across: bool) -> NDArray[np.float64]:
    """See `_token.similarity`: of words that share no common name."""
    heard, sounds = _sounds(core), [_sounds(other) for other in others]
    weights = np.maximum(_weight(heard), [_weight(other) for other in sounds])
    costs = _cheapest(heard, sounds, across=across)
    found = np.where(costs <= weights * (1.0 - WORST / _MOST_ALIKE), (1.0 - costs / weights) * _MOST_ALIKE, 0.0)
    if across:
        pairs = ((core, other) if is_arabic(core) else (other, core) for other in others)
        found = np.maximum([likeness(*pair) for pair in pairs], found - SOUNDS_ALONE)
        found = np.where(found >= WORST, found, 0.0)
    known = bool(lexemes(core))
    return np.minimum(found, [OTHER_NAME if known and lexemes(other) else 1.0 for other in others])


def _cheapest(heard: str, others: Sequence[str], *, across: bool) -> NDArray[np.float64]:
    """The cheapest way from one row of sounds to each of the others; see `_token._cost`."""
    swaps, both, _weights = _costs()
    gaps = both[across]
    letters = sorted({letter for other in others for letter in other})
    code = {letter: number for number, letter in enumerate(letters, 1)}
    size = np.array([len(other) for other in others])
    codes = np.zeros((len(others), max(int(size.max()), 1)), dtype=np.int64)
    for row, other in enumerate(others):
        codes[row, : len(other)] = [code[letter] for letter in other]
    adds = np.array([0.0, *(gaps.get(letter, 1.0) for letter in letters)])[codes]
    adds[:, 0] += FIRST
    ways = np.concatenate([np.zeros((len(others), 1)), np.cumsum(adds, axis=1)], axis=1)
    added = ways.copy()
    for number, letter in enumerate(heard):
        swap = swaps.get(letter, {})
        dear = np.array([0.0, *(0.0 if other == letter else swap.get(other, 1.0) for other in letters)])[codes]
        after = ways + (gaps.get(letter, 1.0) + FIRST * (number == 0))
        after[:, 1:] = np.minimum(after[:, 1:], ways[:, :-1] + dear)
        ways = np.minimum.accumulate(after - added, axis=1) + added
    found: NDArray[np.float64] = ways[np.arange(len(others)), size]
    return found
