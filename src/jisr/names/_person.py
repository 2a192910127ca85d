"""Are these two the names of one person?

What agrees is weighed against what differs; a differing word weighs more than several equal ones, a missing one
little. The order matters where it names a father: X son of Y is never Y son of X.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from jisr.names._align import Alignment, Pair, align
from jisr.names._lexicon import RAREST
from jisr.names._match import Stages
from jisr.names._values import Name, Word

SPELLED: Final = 0.1  # another spelling of a word: enough to rank the same spelling first
DIFFERS: Final = 2.3  # a differing word against an equal one
MISSES: Final = 0.25  # a missing word against an equal one ...
LITTLE: Final = 0.8  # ... and so much more where what agrees is common to many people
ENOUGH: Final = 6.0  # what must agree, in tens: two words that one in a thousand has
OTHER_GIVEN: Final = 0.9
REVERSED: Final = 0.5
DISORDER: Final = 0.85
ROTATED: Final = 0.97
FAMILY_MOVED: Final = 0.8
ONE_WORD: Final = 0.62  # at most, where one word alone agrees and there are more
COMMON: Final = 3.4  # a lone word less rare than this is never enough
COMMON_LOSS: Final = 0.15  # how much less a word counts for each ten times that it is more common
INITIAL_WEIGHT: Final = 0.3
INITIAL_CLASH: Final = 0.6  # an initial against another, or against a name that begins otherwise
WRITTEN_TOGETHER: Final = 0.97


def judge(left: Name, right: Name) -> tuple[Alignment, Stages]:
    """The alignment of two persons' names and the steps to their score; the last step's value is the score."""
    mine, theirs = left.words, right.words
    found = align(mine, theirs)
    agreed = spelled = differing = told = 0.0
    for pair in found.pairs:
        one, other = mine[pair.left[0]], theirs[pair.right[0]]
        weight, good = _weight(one, other), quality(pair.alike)
        agreed += weight * good
        differing += weight * (1 - good)
        spelled += weight * (1 - pair.alike)
        told += _tells(one, other) * good
    if not agreed:
        return found, [("words-agree", 0.0)]
    clash = min(len(found.left), len(found.right))
    differing += sum(_clash(mine[i], theirs[j]) for i, j in zip(found.left, found.right, strict=False))
    missing = sum(_weight(mine[i], mine[i]) for i in found.left[clash:])
    missing += sum(_weight(theirs[j], theirs[j]) for j in found.right[clash:])
    misses = MISSES + LITTLE * max(0.0, 1 - told / ENOUGH)
    stages = [
        ("words-agree", 1.0),
        ("spelling-differs", agreed / (agreed + SPELLED * spelled)),
        ("words-differ", agreed / (agreed + SPELLED * spelled + DIFFERS * differing)),
        ("words-missing", agreed / (agreed + SPELLED * spelled + DIFFERS * differing + misses * missing)),
    ]
    for code, factor in _order(left, right, found):
        stages.append((code, stages[-1][1] * factor))
    if len(found.pairs) == 1 and (found.left or found.right):
        stages.append(("one-word-alone", min(stages[-1][1], ONE_WORD)))
    if stages[-1][1] < WRITTEN_TOGETHER and left.together == right.together:
        stages.append(("written-together", WRITTEN_TOGETHER))
    return found, stages


def lone(left: Name, right: Name) -> bool:
    """Whether one of the names is a single word that many people bear, or none: that alone never accuses anybody."""
    return any(len(name.words) <= 1 and all(word.tells < COMMON for word in name.words) for name in (left, right))


def quality(alike: float) -> float:
    """Of two words' likeness, how much speaks for the same name: nothing up to a half, all from 0.9."""
    return min(1.0, max(0.0, (alike - 0.5) / 0.4))


def _weight(one: Word, other: Word) -> float:
    if one.initial or other.initial:
        return INITIAL_WEIGHT
    return 1.0 - COMMON_LOSS * (RAREST - min(one.tells, other.tells))


def _clash(one: Word, other: Word) -> float:
    return INITIAL_CLASH if one.initial or other.initial else _weight(one, other)


def _tells(one: Word, other: Word) -> float:
    return INITIAL_WEIGHT if one.initial or other.initial else min(one.tells, other.tells)


def _order(left: Name, right: Name, found: Alignment) -> Iterator[tuple[str, float]]:
    """What the order of the words says against the match: (code, factor)."""
    mine, theirs = left.words, right.words
    inverted = [pair for both in combinations(found.pairs, 2) if both[0].right > both[1].right for pair in both]
    if inverted:
        if any(mine[pair.left[0]].father != theirs[pair.right[0]].father for pair in inverted):
            yield "nasab-reversed", REVERSED
        elif _family_moved(left, right, inverted):
            yield "family-name-reversed", REVERSED
        elif _rotated(found.pairs) and not (found.left or found.right):
            yield "order-rotated", ROTATED
        else:
            yield "order-differs", DISORDER
    elif _family_lost(left, right, found.pairs):
        yield "family-name-moved", FAMILY_MOVED
    first, other_first = 0 in found.left, 0 in found.right
    if first and other_first:
        yield "given-differs", OTHER_GIVEN
    elif (first or other_first) and not inverted:
        yield "given-missing", OTHER_GIVEN


def _family_moved(left: Name, right: Name, pairs: Sequence[Pair]) -> bool:
    """Whether both names tell the family's part, and a word of it stands for a given name."""
    if not (left.family and right.family):
        return False
    mine, theirs = len(left.words) - left.family, len(right.words) - right.family
    return any((pair.left[0] >= mine) != (pair.right[0] >= theirs) for pair in pairs)


def _family_lost(left: Name, right: Name, pairs: Sequence[Pair]) -> bool:
    """Whether both names tell the family's part, and a word of it stands for a given name, none for another of it."""
    mine, theirs = len(left.words) - left.family, len(right.words) - right.family
    kept = any(pair.left[0] >= mine and pair.right[0] >= theirs for pair in pairs)
    return not kept and _family_moved(left, right, pairs)


def _rotated(pairs: Sequence[Pair]) -> bool:
    """Whether the one name begins in the middle of the other and goes round: LAST First."""
    places = [pair.right for pair in pairs]
    return places[-1] < places[0] and sum(a > b for a, b in pairwise(places)) == 1
