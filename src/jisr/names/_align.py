"""Which word of one name stands for which word of the other?  One to one, the best first; split words are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from jisr.names._organization import APART
from jisr.names._sound import begins
from jisr.names._token import WORST, similarity
from jisr.names._values import Word


@dataclass(frozen=True, slots=True)
class Pair:
    """The words at `left` for the words at `right` (two neighbours where one name writes apart); alike 0 .. 1."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    alike: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs in the order of the left name, and the places on either side that found none."""

    pairs: tuple[Pair, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def align(left: Sequence[Word], right: Sequence[Word]) -> Alignment:
    """The greedy one-to-one alignment of two names' words; pairs less alike than `WORST` are none."""
    found = [
        (alike, -abs(i - j), -i - j, i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if (alike := word_similarity(one, other)) >= WORST
    ]
    found.sort(reverse=True)
    mine, theirs = set(range(len(left))), set(range(len(right)))
    pairs: list[Pair] = []
    for alike, _distance, _late, i, j in found:
        if i in mine and j in theirs:
            mine.remove(i)
            theirs.remove(j)
            pairs.append(Pair((i,), (j,), alike))
    if mine or theirs:
        pairs = _with_joined(pairs, (left, mine), (right, theirs))
    pairs.sort(key=lambda pair: pair.left)
    return Alignment(tuple(pairs), tuple(sorted(mine)), tuple(sorted(theirs)))


def word_similarity(left: Word, right: Word) -> float:
    """How alike two words are, their compound, kunya and initial considered."""
    if (left.initial or right.initial) and left.core != right.core:
        same = left.core[:1] == right.core[:1] or begins(left.core) == begins(right.core)
        return INITIAL if same else 0.0
    if left.head != right.head and (left.head in APART or right.head in APART):
        return 0.0
    if left.core[0] == "@" or right.core[0] == "@" or left.head in APART:
        return float(left.core == right.core)
    alike = similarity(left.core, right.core)
    if left.head != right.head:
        alike *= OTHER_HEAD
    return alike * OTHER_KUNYA if left.kunya != right.kunya else alike


INITIAL: Final = 0.8
OTHER_HEAD: Final = 0.7  # Rahman for Abd al-Rahman
OTHER_KUNYA: Final = 0.8  # Bakr for Abu Bakr
JOINED: Final = 0.85  # two words for one must sound quite alike


Side = tuple[Sequence[Word], set[int]]  # a name's words, the places of those that are free


def _with_joined(pairs: list[Pair], left: Side, right: Side) -> list[Pair]:
    """The pairs, doubtful ones given up where a word together with its neighbour makes a better one."""
    sure = [pair for pair in pairs if pair.alike >= JOINED]
    doubtful = [pair for pair in pairs if pair.alike < JOINED]
    for pair in doubtful:
        left[1].update(pair.left)
        right[1].update(pair.right)
    sure.extend(Pair(apart, (one,), alike) for apart, one, alike in _joined(left, right))
    sure.extend(Pair((one,), apart, alike) for apart, one, alike in _joined(right, left))
    for pair in doubtful:
        if left[1].issuperset(pair.left) and right[1].issuperset(pair.right):
            left[1].difference_update(pair.left)
            right[1].difference_update(pair.right)
            sure.append(pair)
    return sure


def _joined(apart: Side, whole: Side) -> list[tuple[tuple[int, int], int, float]]:
    """Free neighbours of one name that together make a free word of the other; takes them out of both."""
    (words, free), (others, open_) = apart, whole
    found: list[tuple[tuple[int, int], int, float]] = []
    for i, j in product(sorted(free), sorted(open_)):
        both = {i, i + 1}
        if j in open_ and both <= free and (alike := _joined_similarity(words[i], words[i + 1], others[j])) >= JOINED:
            free -= both
            open_.remove(j)
            found.append(((i, i + 1), j, alike))
    return found


def _joined_similarity(first: Word, second: Word, whole: Word) -> float:
    if not _may_join(first, second, whole):
        return 0.0
    return similarity(_surface(first) + _surface(second), _surface(whole))


def _may_join(first: Word, second: Word, whole: Word) -> bool:
    """Whether the bones of two words can be those of one: what is cheap to see before they are compared."""
    begins, ends = first.bones, second.bones
    return whole.bones.startswith(begins) and whole.bones.endswith(ends[-1:]) and len(whole.bones) > len(begins)


def _surface(word: Word) -> str:
    """The word with the head of its compound, near enough to how it sounds."""
    if word.head == "abd":
        return "abd" + word.core
    return word.core + {"din": "udin", "allah": "ulah"}.get(word.head, "")
