"""What did a list say on a day, as known at an instant?

What it said on a day is what its newest edition said that was made by the end of the day; as known at an instant, the
newest of those received by then. Editions are immutable and runs are kept over all of them (node.weave), so an answer
is two searches in sorted rows, whatever came late.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from jisr.node.models import Batch, Record

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One loaded delivery of a list: the batch, when it was made (its place), when it was received."""

    batch: int
    made: datetime
    received: datetime


class History:
    """Every edition of one list, for readers of `markings`. Loaded once, for many questions."""

    def __init__(self, source: str, *, markings: Iterable[int]) -> None:
        allowed = list(markings)
        rows = Batch.objects.filter(source=source, state="loaded", place__isnull=False, marking__in=allowed)
        self.editions = tuple(
            Edition(batch=pk, made=place or received, received=received)
            for pk, place, received in rows.order_by("place").values_list("pk", "place", "received")
        )
        self._made = [each.made for each in self.editions]
        self._in_order = all(a.received <= b.received for a, b in zip(self.editions, self.editions[1:], strict=False))
        self._received = [each.received for each in self.editions]
        self._runs: dict[str, tuple[list[datetime], list[tuple[int, datetime | None]]]] = {}
        found = Record.objects.filter(source=source, seen_from__isnull=False, marking__in=allowed)
        columns = ("thing", "pk", "seen_from", "known_from", "seen_to")
        for thing, pk, first, known_from, until in found.order_by("seen_from", "pk").values_list(*columns):
            starts, runs = self._runs.setdefault(thing, ([], []))
            starts.append(first or known_from)
            runs.append((pk, until))

    def edition(self, on: date, known: datetime) -> Edition | None:
        """The edition that speaks for a day, as known at an instant; None before the first."""
        after = datetime.combine(on, time(), UTC) + _DAY
        made = bisect_right(self._made, after - datetime.resolution)
        if self._in_order:
            number = min(made, bisect_right(self._received, known))
            return self.editions[number - 1] if number else None
        return next((each for each in reversed(self.editions[:made]) if each.received <= known), None)

    def said(self, thing: str, on: date, known: datetime) -> int | None:
        """The id of the record that the list said of a thing on a day; None: it was not on it, as known then."""
        edition = self.edition(on, known)
        return None if edition is None else self.at(thing, edition.made)

    def at(self, thing: str, made: datetime) -> int | None:
        """The id of the record that the edition made then says of a thing."""
        starts, runs = self._runs.get(thing, _NONE)
        number = bisect_right(starts, made)
        if not number:
            return None
        record, until = runs[number - 1]
        return record if until is None or until > made else None

    def on_list(self, on: date, known: datetime) -> frozenset[str]:
        """The things on the list on a day, as known then."""
        edition = self.edition(on, known)
        if edition is None:
            return frozenset()
        return frozenset(thing for thing in self._runs if self.at(thing, edition.made) is not None)

    def things(self) -> Iterator[str]:
        """Everything that was ever on the list."""
        return iter(self._runs)


_NONE: tuple[list[datetime], list[tuple[int, datetime | None]]] = ([], [])
