"""Are these two the names of one organisation, or of one ship?

Their order says little. Numbers say much: Brigade 44 is not Brigade 47. A legal form says something where both have
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.names._align import Alignment, align
from jisr.names._lexicon import RAREST
from jisr.names._match import Stages
from jisr.names._organization import LEGAL, NUMBER, acronyms
from jisr.names._person import quality
from jisr.names._values import Kind, Name, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How strictly names of a kind are compared; see `_person` for the first three.

    `much`: how much less another number says where much else agrees.
    """

    differs: float
    misses: float
    little: float
    other_number: float
    no_number: float
    much: float = 0.0


HABITS: Final = {
    Kind.ORGANIZATION: Habits(differs=1.6, misses=0.35, little=0.7, other_number=0.55, no_number=0.69, much=0.2),
    Kind.VESSEL: Habits(differs=2.0, misses=0.5, little=0.5, other_number=0.5, no_number=0.69),
}
SPELLED: Final = 0.05  # another spelling of a word: enough to rank the same spelling first
ENOUGH: Final = 6.0
OTHER_FORM: Final = 0.69  # a company of another form is another company, until a person has looked
WRITTEN_TOGETHER: Final = 0.97
ACRONYM: Final = 0.75
ACRONYM_LETTERS: Final = range(3, 7)
COMMON: Final = 3.0
PLACE_MISSING: Final = 3.5  # the bank of one country only is not the whole bank ...
PLACE_DIFFERS: Final = 1.3  # ... and that of another country another
ANY_COMPANY: Final = "co"  # a legal form that says nothing: company, corporation
COMMON_LOSS: Final = 0.2


def judge(left: Name, right: Name) -> tuple[Alignment, Stages]:
    """The alignment of the words and the steps to the score; legal forms and numbers are weighed after the words."""
    mine, theirs = left.words, right.words
    found = align(mine, theirs)
    habits = HABITS[left.kind]
    agreed = spelled = differing = told = 0.0
    for pair in found.pairs:
        one, other = mine[pair.left[0]], theirs[pair.right[0]]
        if not (one.head or other.head):
            good, weight = quality(pair.alike), _weight(one, other)
            agreed += weight * good
            differing += weight * (1 - good)
            spelled += weight * (1 - pair.alike)
            told += min(one.tells, other.tells) * good
    lefts, rights = (
        [mine[i] for i in found.left if not mine[i].head],
        [theirs[j] for j in found.right if not theirs[j].head],
    )
    clash = min(len(lefts), len(rights))
    differing += sum(_differs(one, other) for one, other in zip(lefts, rights, strict=False))
    missing = sum(_missing(one) for one in (*lefts[clash:], *rights[clash:]))
    if not agreed:
        return found, _otherwise(left, right, [("words-agree", 0.0)])
    misses = habits.misses + habits.little * max(0.0, 1 - told / ENOUGH)
    stages = [
        ("words-agree", 1.0),
        ("spelling-differs", agreed / (agreed + SPELLED * spelled)),
        ("words-differ", agreed / (agreed + SPELLED * spelled + habits.differs * differing)),
        ("words-missing", agreed / (agreed + SPELLED * spelled + habits.differs * differing + misses * missing)),
    ]
    for code, factor in (*_numbers(mine, theirs, habits, told), *_forms(mine, theirs)):
        stages.append((code, stages[-1][1] * factor))
    return found, _otherwise(left, right, stages)


def lone(left: Name, right: Name) -> bool:
    """Whether one of the names is a single word that means something to many: Bank, Front, Company."""
    return any(len(name.words) <= 1 and all(word.tells < COMMON for word in name.words) for name in (left, right))


def _otherwise(left: Name, right: Name, stages: Stages) -> Stages:
    """Written together or apart, or by first letters: another way to the same name."""
    score = stages[-1][1]
    if score < WRITTEN_TOGETHER and left.words and left.together == right.together:
        return [*stages, ("written-together", WRITTEN_TOGETHER)]
    if score < ACRONYM and (_is_acronym(left, right) or _is_acronym(right, left)):
        return [*stages, ("acronym", ACRONYM)]
    return stages


def _is_acronym(short: Name, long: Name) -> bool:
    if len(short.tokens) != 1 or len(short.folded) not in ACRONYM_LETTERS or not short.folded.isascii():
        return False
    return len(long.tokens) > 1 and short.folded in acronyms(long)


def _weight(one: Word, other: Word) -> float:
    return 1.0 - COMMON_LOSS * (RAREST - min(one.tells, other.tells))


def _differs(one: Word, other: Word) -> float:
    return _weight(one, other) * (PLACE_DIFFERS if one.place and other.place else 1.0)


def _missing(one: Word) -> float:
    return _weight(one, one) * (PLACE_MISSING if one.place else 1.0)


def _numbers(mine: Sequence[Word], theirs: Sequence[Word], habits: Habits, told: float) -> list[tuple[str, float]]:
    one, other = _cores(mine, NUMBER), _cores(theirs, NUMBER)
    if one == other:
        return []
    other_number = habits.other_number + habits.much * min(1.0, told / ENOUGH)
    return [("numbers-differ", other_number if one and other else habits.no_number)]


def _forms(mine: Sequence[Word], theirs: Sequence[Word]) -> list[tuple[str, float]]:
    one, other = _cores(mine, LEGAL) - {ANY_COMPANY}, _cores(theirs, LEGAL) - {ANY_COMPANY}
    return [("legal-form-differs", OTHER_FORM)] if one and other and one.isdisjoint(other) else []


def _cores(words: Sequence[Word], head: str) -> frozenset[str]:
    return frozenset(word.core for word in words if word.head == head)
