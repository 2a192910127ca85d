"""Which of many names are like this one?  An index in memory or in a file, for lists of any length.

The words of all names are found by what they have in common with the words asked for; the names that have most of them
are then compared in full. One question is answered in plain Python, many at once by the compiled comparison; the
answers are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from jisr.names import _lookup, _shelf
from jisr.names._calibration import _curve, probability
from jisr.names._columns import Columns
from jisr.names._compare import THRESHOLD, compare
from jisr.names._match import Match
from jisr.names._parse import parse
from jisr.names._rules import frozen
from jisr.names._segment import Posted, Segment, segment
from jisr.names._values import Kind

ALWAYS: Final = np.iinfo(np.int64)
_SMALL: Final = 4096  # names of parts that are put together when entries are added


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name of a list. Several entries may carry one `id`; `weak`: its source calls it a low-quality alias.

    It is found when asked as known in [`known_from`, `known_to`); None: always, still.
    """

    id: str
    text: str
    kind: Kind
    weak: bool = False
    known_from: datetime | None = None
    known_to: datetime | None = None


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


class Part(NamedTuple):
    """Entries of one kind: entry e is a name `name[e]` of the segment; `at`: where the entries of each name begin."""

    listed: _lookup.Listed
    name: NDArray[np.int64]
    at: NDArray[np.int64]
    id_at: NDArray[np.int64]
    ids: NDArray[np.uint8]
    weak: NDArray[np.uint8]
    known_from: NDArray[np.int64]
    known_to: NDArray[np.int64]

    def id(self, entry: int) -> str:
        """The id of an entry."""
        return bytes(self.ids[self.id_at[entry] : self.id_at[entry + 1]]).decode()

    def entry(self, number: int) -> Entry:
        """One entry as it was given."""
        return Entry(
            id=self.id(number),
            text=self.listed.segment.text(int(self.name[number])),
            kind=self.listed.kind,
            weak=bool(self.weak[number]),
            known_from=_moment(int(self.known_from[number])),
            known_to=_moment(int(self.known_to[number])),
        )


@dataclass(frozen=True, slots=True)
class Index:
    """Names by their words. A value: `with_entries` and `without` give another index and leave this one as it is."""

    _parts: tuple[Part, ...]
    said: Mapping[str, object]

    @classmethod
    def build(cls, entries: Iterable[Entry], *, said: Mapping[str, object] | None = None) -> Self:
        """The index of these entries; an entry given twice counts once. `said`: what is to be written beside it."""
        by_kind: dict[Kind, dict[Entry, None]] = {}
        for entry in entries:
            by_kind.setdefault(entry.kind, {})[entry] = None
        return cls(tuple(_part(list(found), kind) for kind, found in sorted(by_kind.items())), dict(said or {}))

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
            open_ = _open(part, known)
            rows = _lookup.find_one(asked, part.listed, _names_open(part, open_), _likeness(least))
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
            open_ = _open(part, known)
            best = _lookup.find_many(asked, part.listed, _names_open(part, open_), _likeness(least))
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


def _part(entries: Sequence[Entry], kind: Kind) -> Part:
    rows: dict[str, int] = {}
    numbers = [rows.setdefault(entry.text, len(rows)) for entry in entries]
    order = sorted(range(len(entries)), key=numbers.__getitem__)
    ordered = [entries[place] for place in order]
    ids = [entry.id.encode() for entry in ordered]
    name = np.array([numbers[place] for place in order], dtype=np.int64)
    return Part(
        listed=_lookup.listed(segment(parse(text, kind=kind) for text in rows), kind),
        name=frozen(name),
        at=frozen(np.searchsorted(name, np.arange(len(rows) + 1)).astype(np.int64)),
        id_at=_lookup._ends([len(one) for one in ids]),  # noqa: SLF001  # one room
        ids=frozen(np.frombuffer(b"".join(ids), dtype=np.uint8)),
        weak=frozen(np.array([entry.weak for entry in ordered], dtype=np.uint8)),
        known_from=frozen(np.array([_number(entry.known_from, ALWAYS.min) for entry in ordered], dtype=np.int64)),
        known_to=frozen(np.array([_number(entry.known_to, ALWAYS.max) for entry in ordered], dtype=np.int64)),
    )


def _number(moment: datetime | None, otherwise: int) -> int:
    if moment is None:
        return otherwise
    apart = moment.astimezone(UTC) - _EPOCH
    return (apart.days * 86400 + apart.seconds) * 1_000_000 + apart.microseconds


def _moment(number: int) -> datetime | None:
    if number in {ALWAYS.min, ALWAYS.max}:
        return None
    return datetime.fromtimestamp(number // 1_000_000, UTC).replace(microsecond=number % 1_000_000)


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _open(part: Part, known: datetime | None) -> NDArray[np.bool_]:
    """Which entries may be found: as known then, or those that are known still."""
    then = _number(known, ALWAYS.max - 1)
    open_: NDArray[np.bool_] = (part.known_from <= then) & (then < part.known_to)
    return open_


def _names_open(part: Part, open_: NDArray[np.bool_]) -> NDArray[np.uint8]:
    found = np.zeros(part.listed.size, dtype=np.uint8)
    found[part.name[open_]] = 1
    return found


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
    )


_OWN: Final = ("name", "at", "id_at", "ids", "weak", "known_from", "known_to")
_SEGMENT: Final = ("weight", "text_at", "texts", "core_at", "cores")
_POSTED: Final = ("words", "names", "whole")


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
    return Part(listed=_lookup.listed(made, kind), **own)
