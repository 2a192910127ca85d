"""The persons the node knows, found by any spelling of a name, in any script: by the name engine alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """`by_key`: blocking key of a name -> the known names that have it."""

    by_key: Mapping[str, tuple[Known, ...]]

    def alike(self, text: str) -> tuple[Likeness, ...]:
        """The known names that agree with `text` word for word, none left over on either side, best first."""
        asked = names.parse(text)
        if len(asked.words) < _LEAST:
            return ()
        seen: dict[int, Likeness] = {}
        for known in (known for key in sorted(names.keys(asked)) for known in self.by_key.get(key, ())):
            if id(known) not in seen:
                name = names.parse(known.name)
                same_length = len(name.words) == len(asked.words)
                score = names.compare(asked, name).score if same_length else 0.0
                seen[id(known)] = Likeness(known=known, score=score, words=len(asked.words))
        return tuple(
            sorted(
                (found for found in seen.values() if found.score >= ALIGNED),
                key=lambda found: (-found.score, found.known.thing, found.known.name),
            )
        )


def index_parties(known: Iterable[Known]) -> Parties:
    """An index of the names of persons."""
    by_key: defaultdict[str, list[Known]] = defaultdict(list)
    for item in known:
        for key in sorted(names.keys(item.name)):
            by_key[key].append(item)
    return Parties(by_key=MappingProxyType({key: tuple(found) for key, found in by_key.items()}))
