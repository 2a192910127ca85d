"""Which of many names are like this one?  An index of blocking keys in memory, for lists that are handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from jisr.names._compare import THRESHOLD, compare, score
from jisr.names._keys import keys
from jisr.names._match import Match
from jisr.names._parse import parse
from jisr.names._values import Kind, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name of a list. Several entries may carry one `id`; `weak`: its source calls it a low-quality alias."""

    id: str
    text: str
    kind: Kind
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry and how its name (right) matches the name asked for (left)."""

    entry: Entry
    match: Match


@dataclass(frozen=True, slots=True)
class Index:
    """Names by blocking key. A value: `with_entries` and `without` give another index and leave this one as it is."""

    _names: Mapping[Entry, Name]
    _posted: Mapping[tuple[Kind, str], tuple[Entry, ...]]

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Self:
        """The index of these entries; an entry given twice counts once."""
        names = {entry: parse(entry.text, kind=entry.kind) for entry in entries}
        posted: dict[tuple[Kind, str], list[Entry]] = {}
        for entry, name in names.items():
            for key in keys(name):
                posted.setdefault((entry.kind, key), []).append(entry)
        return cls(MappingProxyType(names), MappingProxyType({key: tuple(found) for key, found in posted.items()}))

    def __len__(self) -> int:
        return len(self._names)

    def search(self, text: str, *, kind: Kind = Kind.PERSON, limit: int = 10) -> tuple[Hit, ...]:
        """The best entry of each id whose name is like `text`, best first, at most `limit`; ties by id.

        Only scores from `THRESHOLD` on, and never one common word alone. As exact as comparing with every entry that
        shares a key.
        """
        asked = parse(text, kind=kind)
        best: dict[str, tuple[float, Entry]] = {}
        for entry in {entry for key in keys(asked) for entry in self._posted.get((kind, key), ())}:
            value = score(asked, self._names[entry])
            if value >= THRESHOLD and (entry.id not in best or _rank(value, entry) < _rank(*best[entry.id])):
                best[entry.id] = value, entry
        ranked = sorted(best.values(), key=lambda found: _rank(*found))
        hits = (Hit(entry=entry, match=compare(asked, self._names[entry])) for _value, entry in ranked)
        return tuple(hit for hit, _ in zip((hit for hit in hits if hit.match.enough), range(limit), strict=False))

    def with_entries(self, entries: Iterable[Entry]) -> Self:
        """An index that also has these."""
        return type(self).build((*self._names, *entries))

    def without(self, ids: Iterable[str]) -> Self:
        """An index without the entries of these ids."""
        gone = frozenset(ids)
        return type(self).build(entry for entry in self._names if entry.id not in gone)


def _rank(value: float, entry: Entry) -> tuple[float, bool, str, str]:
    return (-value, entry.weak, entry.id, entry.text)
