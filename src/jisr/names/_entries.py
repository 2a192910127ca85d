"""The entries of an index: names of a list with their ids and the time in which each was known."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names import _lookup
from jisr.names._columns import runs
from jisr.names._rules import frozen
from jisr.names._segment import Maker as Segments
from jisr.names._values import Kind

ALWAYS: Final = np.iinfo(np.int64)
_MOMENTS: Final = 4  # moments of which it is remembered who was known then

Open = tuple[NDArray[np.bool_], NDArray[np.uint8]]  # which entries may be found, which names


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


class Part(NamedTuple):
    """Entries of one kind: entry e is a name `name[e]` of the segment; `at`: where the entries of each name begin.

    `opens`: which may be found at the moments that were asked for last.
    """

    listed: _lookup.Listed
    name: NDArray[np.int64]
    at: NDArray[np.int64]
    id_at: NDArray[np.int64]
    ids: NDArray[np.uint8]
    weak: NDArray[np.uint8]
    known_from: NDArray[np.int64]
    known_to: NDArray[np.int64]
    opens: dict[int, Open]

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

    def open_at(self, known: datetime | None) -> Open:
        """Which may be found: as known then, or those that are known still."""
        then = _number(known, ALWAYS.max - 1)
        found = self.opens.get(then)
        if found is None:
            open_: NDArray[np.bool_] = (self.known_from <= then) & (then < self.known_to)
            names_open = np.zeros(self.listed.size, dtype=np.uint8)
            names_open[self.name[open_]] = 1
            if len(self.opens) >= _MOMENTS:
                self.opens.clear()
            found = self.opens[then] = (open_, names_open)
        return found


class Maker:
    """A part in the making. Entries are not kept as they come: a million of them would fill a gigabyte."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._rows: dict[str, int] = {}
        self._segment = Segments(kind)
        self._name = array("q")
        self._ids = bytearray()
        self._ends = array("q", [0])
        self._weak = bytearray()
        self._from = array("q")
        self._to = array("q")

    def add(self, entry: Entry) -> None:
        """One more entry."""
        row = self._rows.get(entry.text)
        if row is None:
            row = self._rows[entry.text] = len(self._rows)
            self._segment.add(entry.text)
        self._name.append(row)
        self._ids += entry.id.encode()
        self._ends.append(len(self._ids))
        self._weak.append(entry.weak)
        self._from.append(_number(entry.known_from, ALWAYS.min))
        self._to.append(_number(entry.known_to, ALWAYS.max))

    def finished(self) -> Part:
        """The part of all that were added, once each, in the order of their names."""
        many = len(self._rows)
        self._rows.clear()
        name = np.frombuffer(self._name.tobytes(), dtype=np.int64)
        order = np.argsort(name, kind="stable")
        order = order[self._first(name[order], order)]
        starts, ids = np.frombuffer(self._ends.tobytes(), dtype=np.int64), np.frombuffer(self._ids, dtype=np.uint8)
        sizes = np.diff(starts)[order]
        name = name[order]
        return Part(
            listed=_lookup.listed(self._segment.finished(), self._kind),
            name=frozen(name),
            at=frozen(np.searchsorted(name, np.arange(many + 1)).astype(np.int64)),
            id_at=frozen(np.append(0, np.cumsum(sizes)).astype(np.int64)),
            ids=frozen(ids[runs(starts[:-1][order], sizes)]),
            weak=frozen(np.frombuffer(self._weak, dtype=np.uint8)[order]),
            known_from=frozen(np.frombuffer(self._from.tobytes(), dtype=np.int64)[order]),
            known_to=frozen(np.frombuffer(self._to.tobytes(), dtype=np.int64)[order]),
            opens={},
        )

    def _first(self, name: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which entries, in this order, were not given before; only those of one name can be one."""
        keep = np.ones(len(order), dtype=np.bool_)
        seen: set[tuple[int, bytes, int, int, int]] = set()
        twice = np.flatnonzero(np.append(name[1:] == name[:-1], False) | np.append(False, name[1:] == name[:-1]))
        for place in twice.tolist():
            at = int(order[place])
            own = bytes(self._ids[self._ends[at] : self._ends[at + 1]])
            told = (int(name[place]), own, self._weak[at], self._from[at], self._to[at])
            keep[place] = told not in seen
            seen.add(told)
        return keep


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
