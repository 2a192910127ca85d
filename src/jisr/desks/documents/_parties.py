"""The persons the node knows, found by any spelling of a name, in any script: by the name engine alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jisr import names
from jisr.desks.documents._values import Known

ALIGNED: Final = 0.9  # least agreement of two names that count as one
_LEAST: Final = 2  # words of a name that may have a candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A known name that agrees with a mention in full. `score`: 0 .. 1; `words`: of the name, compounds as one."""

    known: Known
    score: float
    words: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What is made of a name alone, whoever bears it: kept, it need not be made again.

    `keys`: blocking keys; `bones`: of each word; `phrase`: its folded words, joined by spaces; `case`: as of `Entry`.
    """

    keys: tuple[str, ...]
    bones: tuple[str, ...]
    phrase: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """`by_key`: blocking key of a name -> the known names that have it: how many words, their consonants, whose."""

    by_key: Mapping[str, Sequence[tuple[int, frozenset[str], Known]]]

    def alike(self, text: str) -> tuple[Likeness, ...]:
        """The known names that agree with `text` word for word, none left over on either side, best first.

        Names that agree in full share the consonants of all words but one, and of two words the first consonant of the
        other too: so it is in each of 826 such pairs of a large list, and the others are never compared.
        """
        asked = names.parse(text)
        count = len(asked.words)
        if count < _LEAST:
            return ()
        bones = frozenset(word.bones for word in asked.words)
        near: dict[int, Known] = {}
        for key in names.keys(asked):
            for words, theirs, known in self.by_key.get(key, ()):
                if words == count and _may_agree(bones, theirs):
                    near[id(known)] = known
        found = ((names.score(asked, names.parse(known.name)), known) for known in near.values())
        alike = (Likeness(known=known, score=score, words=count) for score, known in found if score >= ALIGNED)
        return tuple(sorted(alike, key=lambda one: (-one.score, one.known.thing, one.known.name)))


def _may_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    shared, least = len(one & other), min(len(one), len(other))
    if shared >= least:
        return True
    if least > _LEAST:
        return shared >= least - 1
    return shared == 1 and {bones[:1] for bones in one - other} == {bones[:1] for bones in other - one}


def index_parties(known: Iterable[tuple[Known, Shape]]) -> Parties:
    """An index of the names of persons."""
    by_key: defaultdict[str, list[tuple[int, frozenset[str], Known]]] = defaultdict(list)
    for item, shape in known:
        held = (len(shape.bones), frozenset(shape.bones), item)
        for key in shape.keys:
            by_key[key].append(held)
    return Parties(by_key=dict(by_key))
