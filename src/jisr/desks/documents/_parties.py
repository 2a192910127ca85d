"""The persons the node knows, found by any spelling of a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jisr.desks.documents._page import read_page
from jisr.desks.documents._values import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """`by_key`: blocking key -> the known names that have it."""

    by_key: Mapping[str, tuple[Known, ...]]

    def alike(self, text: str) -> tuple[tuple[Known, float], ...]:
        """The known names that are the whole name `text`, best first, with how well they agree (0 .. 1)."""
        return tuple((known, 1.0) for known in self.by_key.get(_key(text), ()))


def index_parties(known: Iterable[Known]) -> Parties:
    """An index of the names of persons."""
    by_key: defaultdict[str, list[Known]] = defaultdict(list)
    for item in known:
        by_key[_key(item.name)].append(item)
    return Parties(by_key=MappingProxyType({key: tuple(found) for key, found in by_key.items()}))


def _key(name: str) -> str:
    return " ".join(word.fold for word in read_page(name).words)
