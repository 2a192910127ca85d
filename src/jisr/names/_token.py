"""How alike are two single names, whatever script they are in?

An alignment of their sounds with costs from `tables/sound_costs.csv`; across scripts also one of their letters, with
weights that are learned (`_letters`). `tables/name_spellings.csv` knows the commonest names by heart: two spellings of
one name are alike, spellings of two different common names are not.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

from jisr import tables
from jisr.names._letters import likeness
from jisr.names._lexicon import lexemes
from jisr.names._sound import sound

FIRST: Final = 0.25  # what the first sound costs more to leave out: Saif is not Youcef
WORST: Final = 0.55  # less alike is not alike at all
SAME_NAME: Final = 0.97  # two spellings that the table gives to one name
OTHER_NAME: Final = 0.55  # at most, where the table gives them to two
SOUNDS_ALONE: Final = 0.05  # what likeness by sound alone is worth less across scripts


@lru_cache(maxsize=262144)
def similarity(left: str, right: str) -> float:
    """`WORST` .. 1 for two folded names without article, else 0; 1: the same letters. Symmetric."""
    if left == right:
        return 1.0
    if left > right:
        return similarity(right, left)
    mine, theirs = lexemes(left), lexemes(right)
    if mine & theirs and not (is_arabic(left) and is_arabic(right)):
        return SAME_NAME  # in Arabic script Hamid and Hameed are two words
    value = _across(left, right) if is_arabic(left) != is_arabic(right) else _sounds_alike(left, right)
    return min(value, OTHER_NAME) if mine and theirs else value


def _across(left: str, right: str) -> float:
    """What the letters say, or the sounds a little less: Arabic names leave short vowels out, foreign ones do not."""
    if _surely_other(_sounds(left), _sounds(right)):
        return 0.0
    written = likeness(left, right) if is_arabic(left) else likeness(right, left)
    value = max(written, _sounds_alike(left, right) - SOUNDS_ALONE)
    return value if value >= WORST else 0.0


def _sounds_alike(left: str, right: str) -> float:
    heard, other = _sounds(left), _sounds(right)
    if _surely_other(heard, other):
        return 0.0
    weight = max(_weight(heard), _weight(other))
    most = weight * (1.0 - WORST / _MOST_ALIKE)
    cost = _cost(heard, other, most, across=is_arabic(left) != is_arabic(right))
    return (1.0 - cost / weight) * _MOST_ALIKE if cost <= most else 0.0


def _surely_other(heard: str, other: str) -> bool:
    """Whether the families of consonants that only one of them has already cost too much."""
    most = max(_weight(heard), _weight(other)) * (1.0 - WORST / _MOST_ALIKE)
    return _least_costs()[_mask(heard)][_mask(other)] > most


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
    """Which of the families of consonants occur that no habit of writing takes for one another."""
    return sum(1 << place for place, (letters, _cost) in enumerate(_FAMILIES) if not letters.isdisjoint(heard))


# A family's letters, and the least that it costs to have none of them: the cheapest swap out of the family.
_FAMILIES: Final = (
    (frozenset("r"), 0.5),
    (frozenset("l"), 0.7),
    (frozenset("mn"), 0.8),
    (frozenset("bp"), 0.5),
)


@cache
def _least_costs() -> tuple[tuple[float, ...], ...]:
    """For two masks the least that an alignment costs: what the one has and the other lacks."""

    def least(has: int, lacks: int) -> float:
        return sum(cost for place, (_letters, cost) in enumerate(_FAMILIES) if (has & ~lacks) >> place & 1)

    masks = range(1 << len(_FAMILIES))
    return tuple(tuple(max(least(one, other), least(other, one)) for other in masks) for one in masks)


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


def _cost(left: str, right: str, most: float, *, across: bool) -> float:
    """The cheapest way from one row of sounds to the other (weighted edit distance); above `most`: dearer."""
    swaps, both, _weights = _costs()
    gap = both[across].get
    steps = [(letter, gap(letter, 1.0) + FIRST * (place == 0)) for place, letter in enumerate(right)]
    row = list(accumulate((add for _letter, add in steps), initial=0.0))
    for number, letter in enumerate(left):
        swap, drop = swaps.get(letter, _NOTHING).get, gap(letter, 1.0) + FIRST * (number == 0)
        diagonal, last = row[0], row[0] + drop
        row[0] = last
        for place, (other, add) in enumerate(steps, 1):
            best = diagonal if letter == other else diagonal + swap(other, 1.0)
            diagonal = row[place]
            best = min(best, diagonal + drop)
            best = min(best, last + add)
            row[place] = last = best
        if min(row) > most:
            return most + 1.0
    return row[-1]


_NOTHING: Final[dict[str, float]] = {}
