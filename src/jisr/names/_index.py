"""Which of many names are like this one?  An index in memory or in a file, for lists of any length.

The words of all names are found by what they have in common with the words asked for; the names that have most of them
are then compared in full. One question is answered in plain Python, many at once by the compiled comparison; the
answers are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from jisr.names import _lookup, _shelf
from jisr.names._calibration import _curve, probability
from jisr.names._columns import Columns
from jisr.names._compare import THRESHOLD, compare
from jisr.names._entries import Entry, Maker, Part
from jisr.names._match import Match
from jisr.names._parse import parse
from jisr.names._rules import frozen
from jisr.names._segment import Posted, Segment
from jisr.names._values import Kind

_SMALL: Final = 4096  # names of parts that are put together when entries are added


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry and how its name (right) matches the name asked for (left)."""

    entry: Entry
    match: Match


class Found(NamedTuple):
    """What many questions found, as columns: of question `query[i]` the entry `id[i]` with the name `text[i]`.

    In the order of the questions, the best first; `score`: as `compare` gives it, within 0.01.
    """

    query: list[int]
    id: list[str]
    text: list[str]
    score: list[float]


@dataclass(frozen=True, slots=True)
class Index:
    """Names by their words. A value: `with_entries` and `without` give another index and leave this one as it is."""

    _parts: tuple[Part, ...]
    said: Mapping[str, object]

    @classmethod
    def build(cls, entries: Iterable[Entry], *, said: Mapping[str, object] | None = None) -> Self:
        """The index of these entries; an entry given twice counts once. `said`: what is to be written beside it."""
        by_kind: dict[Kind, Maker] = {}
        for entry in entries:
            maker = by_kind.get(entry.kind)
            if maker is None:
                maker = by_kind[entry.kind] = Maker(entry.kind)
            maker.add(entry)
        return cls(tuple(by_kind[kind].finished() for kind in sorted(by_kind)), dict(said or {}))

    @classmethod
    def read(cls, data: memoryview | bytes, *, source: str = "index") -> Self:
        """The index whose bytes these are; they are used in place. Raises `Unreadable`."""
        arrays, said = _shelf.read(data, source=source)
        kinds = said.pop("kinds")
        return cls(tuple(_part_of(arrays, number, Kind(kind)) for number, kind in enumerate(kinds)), said)

    def write(self, said: Mapping[str, object] | None = None) -> Iterator[bytes]:
        """The bytes of the index, piece by piece, for a file that `read` understands."""
        arrays = {key: array for number, part in enumerate(self._parts) for key, array in _arrays(part, number)}
        kinds = [part.listed.kind.value for part in self._parts]
        return _shelf.write(arrays, {**(self.said if said is None else said), "kinds": kinds})

    def __len__(self) -> int:
        return sum(len(part.name) for part in self._parts)

    def search(
        self, text: str, *, kind: Kind = Kind.PERSON, limit: int = 10, known: datetime | None = None
    ) -> tuple[Hit, ...]:
        """The best entry of each id whose name is like `text`, best first, at most `limit`; ties by id.

        Only scores from `THRESHOLD` on, and never one common word alone. `known`: as known then (None: now).
        """
        asked = parse(text, kind=kind)
        ranked = self.near(text, kind=kind, known=known)
        hits = (Hit(entry=entry, match=compare(asked, entry.text, kind=kind)) for entry, _score in ranked)
        return tuple(hit for hit, _ in zip((hit for hit in hits if hit.match.enough), range(limit), strict=False))

    def near(
        self, text: str, *, kind: Kind = Kind.PERSON, least: float = THRESHOLD, known: datetime | None = None
    ) -> list[tuple[Entry, float]]:
        """The best entry of each id with its score from `least` on, best first, unexplained."""
        asked = parse(text, kind=kind)
        found = []
        for part in self._of(kind):
            open_, names_open = part.open_at(known)
            rows = _lookup.find_one(asked, part.listed, names_open, _likeness(least))
            found += [(entry, probability(value)) for row, value in rows for entry in _entries(part, row, open_)]
        return _best_of_each(found)

    def search_many(
        self, texts: Sequence[str], *, kind: Kind = Kind.PERSON, limit: int = 10, known: datetime | None = None
    ) -> Found:
        """The names like each of many, compiled: in columns, the best entry of each id first, at most `limit` each.

        The first call on a machine compiles for half a minute; later ones, also of other processes, begin at once.
        """
        found = Found([], [], [], [])
        for number, ranked in enumerate(self.near_many(texts, kind=kind, known=known)):
            found.query.extend([number] * len(ranked[:limit]))
            found.id.extend(entry.id for entry, _score in ranked[:limit])
            found.text.extend(entry.text for entry, _score in ranked[:limit])
            found.score.extend(score for _entry, score in ranked[:limit])
        return found

    def near_many(
        self, texts: Sequence[str], *, kind: Kind = Kind.PERSON, least: float = THRESHOLD, known: datetime | None = None
    ) -> list[list[tuple[Entry, float]]]:
        """For each text what `near` finds, compiled."""
        asked = [parse(text, kind=kind) for text in texts]
        found: list[list[tuple[Entry, float]]] = [[] for _ in texts]
        for part in self._of(kind):
            open_, names_open = part.open_at(known)
            best = _lookup.find_many(asked, part.listed, names_open, _likeness(least))
            for number, row, value in zip(best.query.tolist(), best.row.tolist(), best.score.tolist(), strict=True):
                found[number] += [(entry, probability(value)) for entry in _entries(part, row, open_)]
        return [_best_of_each(each) for each in found]

    def entries(self) -> Iterator[Entry]:
        """Every entry."""
        return (part.entry(number) for part in self._parts for number in range(len(part.name)))

    def with_entries(self, entries: Iterable[Entry]) -> Self:
        """An index that also has these. Large parts stay as they are: the time is that of the new entries."""
        added = dict.fromkeys(entries)
        limit = max(_SMALL, len(added))
        small = [part for part in self._parts if len(part.name) <= limit]
        kept = tuple(part for part in self._parts if len(part.name) > limit)
        again = (part.entry(number) for part in small for number in range(len(part.name)))
        fresh = type(self).build([*again, *added])
        return type(self)((*kept, *fresh._parts), self.said)  # noqa: SLF001  # its own kind

    def without(self, ids: Iterable[str]) -> Self:
        """An index without the entries of these ids."""
        gone = {one.encode() for one in ids}
        return type(self)(tuple(_closed(part, gone) for part in self._parts), self.said)

    def _of(self, kind: Kind) -> list[Part]:
        return [part for part in self._parts if part.listed.kind is kind]


def _likeness(least: float) -> float:
    """What two names must have in common for this probability."""
    knots, chances = _curve()
    return float(np.interp(least, chances, knots)) - 1e-9


def _entries(part: Part, row: int, open_: NDArray[np.bool_]) -> list[Entry]:
    return [part.entry(number) for number in range(part.at[row], part.at[row + 1]) if open_[number]]


def _best_of_each(found: Iterable[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    ranked = sorted(found, key=lambda one: _rank(one[1], one[0]))
    best: dict[str, tuple[Entry, float]] = {}
    for entry, value in ranked:
        best.setdefault(entry.id, (entry, value))
    return list(best.values())


def _rank(value: float, entry: Entry) -> tuple[float, bool, str, str]:
    return (-value, entry.weak, entry.id, entry.text)


def _closed(part: Part, gone: set[bytes]) -> Part:
    ids = bytes(part.ids)
    ends = part.id_at.tolist()
    rows = [row for row, (a, b) in enumerate(pairwise(ends)) if ids[a:b] in gone]
    keep = np.ones(len(part.name), dtype=np.bool_)
    keep[rows] = False
    if keep.all():
        return part
    sizes = np.diff(part.id_at)[keep]
    name = part.name[keep]
    return part._replace(
        name=frozen(name),
        at=frozen(np.searchsorted(name, np.arange(part.listed.size + 1)).astype(np.int64)),
        id_at=_lookup._ends(sizes.tolist()),  # noqa: SLF001  # one room
        ids=frozen(part.ids[np.repeat(keep, np.diff(part.id_at))]),
        weak=frozen(part.weak[keep]),
        known_from=frozen(part.known_from[keep]),
        known_to=frozen(part.known_to[keep]),
        opens={},
    )


_OWN: Final = ("name", "at", "id_at", "ids", "weak", "known_from", "known_to")
_SEGMENT: Final = ("weight", "text_at", "texts", "core_at", "cores")
_POSTED: Final = ("words", "names", "joint", "whole")


def _arrays(part: Part, number: int) -> Iterator[tuple[str, NDArray[Any]]]:
    """Every array of a part by its name in the file."""
    own = part.listed.segment
    yield from ((f"{number}/{field}", getattr(part, field)) for field in _OWN)
    yield from ((f"{number}/segment/{field}", getattr(own, field)) for field in _SEGMENT)
    yield from ((f"{number}/columns/{field}", array) for field, array in own.columns._asdict().items())
    for posted in _POSTED:
        yield from ((f"{number}/{posted}/{field}", array) for field, array in getattr(own, posted)._asdict().items())


def _part_of(arrays: Mapping[str, NDArray[Any]], number: int, kind: Kind) -> Part:
    def group(name: str) -> dict[str, NDArray[Any]]:
        head = f"{number}/{name}/" if name else f"{number}/"
        return {key.removeprefix(head): array for key, array in arrays.items() if key.startswith(head)}

    found: dict[str, Any] = group("segment") | {posted: Posted(**group(posted)) for posted in _POSTED}
    made = Segment(columns=Columns(**group("columns")), **found)
    own = {field: arrays[f"{number}/{field}"] for field in _OWN}
    return Part(listed=_lookup.listed(made, kind), **own, opens={})
