"""What a comparison of two names says: a score, the names side by side, and the steps that led to the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from jisr.names._align import Alignment, Pair
from jisr.names._values import Word

Stages = list[tuple[str, float]]  # (code, the score after this step)


class Verdict(StrEnum):
    """What became of one part of a name."""

    SAME = "same"
    SPELLING = "spelling"
    SIMILAR = "similar"
    INITIAL = "initial"
    DIFFERENT = "different"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of the two names side by side. "" on one side: that name does not have it (`MISSING`)."""

    left: str
    right: str
    verdict: Verdict
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One step of the score, as data: `code` has its sentence in `tables/sentences_names.csv`.

    The weights of a match's clues sum to its score.
    """

    code: str
    weight: float
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`score`: 0 .. 1. `enough`: whether the names alone are reason to look; False for one common word alone."""

    score: float
    parts: tuple[Part, ...]
    reasons: tuple[Clue, ...]
    enough: bool = True


SEEN: Final = 0.005  # of a score, told with two digits
SPELLING: Final = 0.85  # from here two words are spellings of one name


def clues_of(stages: Stages, parts: Sequence[Part]) -> tuple[Clue, ...]:
    """Each step with what it added to the score or took from it; steps that changed nothing are not told."""
    steps = [stages[0], *((code, after - before) for (_code, before), (code, after) in pairwise(stages))]
    told = (Clue(code=code, weight=weight, facts=_facts(code, parts)) for code, weight in steps if weight)
    return tuple(clue for clue in told if abs(clue.weight) >= SEEN or _is_about(clue.code, parts))


def _is_about(code: str, parts: Sequence[Part]) -> bool:
    """Whether a part is just what that step is about."""
    return code not in _TOLD or any(part.verdict in _TOLD[code] for part in parts)


def _facts(code: str, parts: Sequence[Part]) -> tuple[tuple[str, str], ...]:
    """The words that a step is about; where no part is just that, all that are not the same."""
    told = [part for part in parts if part.verdict in _TOLD.get(code, ())]
    told = told or [part for part in parts if part.verdict is not Verdict.SAME]
    words = "; ".join(" / ".join(dict.fromkeys(filter(None, (part.left, part.right)))) for part in told)
    return (("words", words),) if code in _TOLD else ()


_TOLD: Final = {
    "words-agree": (Verdict.SAME, Verdict.SPELLING, Verdict.SIMILAR, Verdict.INITIAL),
    "spelling-differs": (Verdict.SPELLING, Verdict.SIMILAR),
    "words-differ": (Verdict.DIFFERENT, Verdict.SIMILAR, Verdict.INITIAL),
    "words-missing": (Verdict.MISSING,),
}


def parts_of(left: Sequence[Word], right: Sequence[Word], found: Alignment) -> tuple[Part, ...]:
    """The two names side by side, in the order of the left one."""
    return tuple(part for _place, part in sorted(_placed(left, right, found), key=lambda placed: placed[0]))


def _placed(left: Sequence[Word], right: Sequence[Word], found: Alignment) -> Iterator[tuple[float, Part]]:
    for pair in found.pairs:
        mine = " ".join(left[i].raw for i in pair.left)
        theirs = " ".join(right[j].raw for j in pair.right)
        yield pair.left[0], Part(left=mine, right=theirs, verdict=_verdict(left, right, pair), score=pair.alike)
    clash = min(len(found.left), len(found.right))
    for i, j in zip(found.left, found.right, strict=False):
        yield i, Part(left=left[i].raw, right=right[j].raw, verdict=Verdict.DIFFERENT, score=0.0)
    for i in found.left[clash:]:
        yield i, Part(left=left[i].raw, right="", verdict=Verdict.MISSING, score=0.0)
    for j in found.right[clash:]:
        yield j - 0.5, Part(left="", right=right[j].raw, verdict=Verdict.MISSING, score=0.0)


def _verdict(left: Sequence[Word], right: Sequence[Word], pair: Pair) -> Verdict:
    if left[pair.left[0]].initial or right[pair.right[0]].initial:
        return Verdict.INITIAL
    if pair.alike == 1:
        return Verdict.SAME
    return Verdict.SPELLING if pair.alike >= SPELLING else Verdict.SIMILAR
