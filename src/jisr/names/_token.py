"""How alike are two single names, whatever script they are in?

An alignment of their sounds with costs from `tables/sound_costs.csv`, and `tables/name_spellings.csv`, which knows the
commonest names by heart: two spellings of one name are alike, spellings of two different common names are not.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from jisr import tables
from jisr.names._lexicon import lexemes
from jisr.names._sound import sound

SAME_NAME: Final = 0.97  # two spellings that the table gives to one name
OTHER_NAME: Final = 0.55  # at most, where the table gives them to two
_CONSONANTS: Final = "bptTjJChxdDPFrzZsSfvqkgGlmn"


@lru_cache(maxsize=262144)
def similarity(left: str, right: str) -> float:
    """0 .. 1 for two folded names without article; 1: the same letters. Symmetric."""
    if left == right:
        return 1.0
    if left > right:
        return similarity(right, left)
    mine, theirs = lexemes(left), lexemes(right)
    if mine & theirs and not (is_arabic(left) and is_arabic(right)):
        return SAME_NAME  # in Arabic script Hamid and Hameed are two words
    value = _sounds_alike(left, right)
    return min(value, OTHER_NAME) if mine and theirs else value


def _sounds_alike(left: str, right: str) -> float:
    heard, other = _sounds(left), _sounds(right)
    if _mask(heard) & _mask(other) == 0:
        return 0.0
    across = is_arabic(left) != is_arabic(right)
    weight = max(_weight(heard), _weight(other))
    return max(0.0, 1.0 - _cost(heard, other, across=across) / weight) * _MOST_ALIKE


_MOST_ALIKE: Final = 0.99  # different letters are never quite the same


@lru_cache(maxsize=131072)
def _sounds(folded: str) -> str:
    heard = sound(folded)
    if len(heard) > _SHORT and heard[-1] in "iyY":
        return heard[:-1] + "I"  # the ending that makes Muhammadi of Muhammad
    return heard[:-1] + "H" if len(heard) > 1 and folded[-1] in "hه" and heard[-1] == "h" else heard


_SHORT: Final = 3


@lru_cache(maxsize=131072)
def is_arabic(folded: str) -> bool:
    """Whether the word is in Arabic script, where short vowels are not written."""
    return any("\u0600" <= letter <= "\u06ff" for letter in folded)


@lru_cache(maxsize=131072)
def _mask(heard: str) -> int:
    """The classes of sound that occur: no class in common, no need to align."""
    return sum(1 << place for place, letters in enumerate(_ALIKE) if not letters.isdisjoint(heard))


_ALIKE: Final = tuple(
    map(frozenset, ("bpfvwWuo", "tTdDPFzZsSCjJgykqGxh", "r", "l", "mn", "aeiouAEYWywHI", "0123456789"))
)


@lru_cache(maxsize=131072)
def _weight(heard: str) -> float:
    weights = _costs()[2]
    return sum(weights.get(letter, 1.0) for letter in heard) or 1.0


Costs = tuple[dict[str, dict[str, float]], tuple[dict[str, float], dict[str, float]], dict[str, float]]


@cache
def _costs() -> Costs:
    """(sound -> other -> cost, (gap in one script, gap across scripts), weight)."""
    swaps: dict[str, dict[str, float]] = {}
    gaps: tuple[dict[str, float], dict[str, float]] = ({}, {})
    weights: dict[str, float] = {}
    for row in tables.rows("sound_costs"):
        one, other = row["sound"], row["other"]
        if other:
            swaps.setdefault(one, {})[other] = swaps.setdefault(other, {})[one] = float(row["cost"])
        else:
            gaps[0][one], gaps[1][one], weights[one] = float(row["cost"]), float(row["across"]), float(row["weight"])
    return swaps, gaps, weights


def _cost(left: str, right: str, *, across: bool) -> float:
    """The cheapest way from one row of sounds to the other (weighted edit distance)."""
    swaps, both, _weights = _costs()
    gap = both[across].get
    row = [0.0]
    for letter in right:
        row.append(row[-1] + gap(letter, 1.0))
    steps = [(letter, gap(letter, 1.0)) for letter in right]
    for letter in left:
        swap, drop = swaps.get(letter, _NOTHING), gap(letter, 1.0)
        diagonal, row[0] = row[0], row[0] + drop
        last = row[0]
        for place, (other, add) in enumerate(steps, 1):
            best = diagonal if letter == other else diagonal + swap.get(other, 1.0)
            diagonal = row[place]
            best = min(best, diagonal + drop, last + add)
            row[place] = last = best
    return row[-1]


_NOTHING: Final[dict[str, float]] = {}
