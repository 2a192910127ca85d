"""Which things are one party?  The judgements known at an instant, joined; a person's word beats a source's.

For a reader, a judgement that speaks of a thing hidden from them does not count: a party's id must not tell of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from jisr.node.convert import rank
from jisr.node.models import Judgement, Marking, Record
from jisr.node.state import State

_CHUNK = 500
_CACHED = 8


class Parties:
    """The parties as known at `known` (None: now), to a reader of `markings` (None: to the node itself).

    Loads the judgements once; made for one question.
    """

    def __init__(self, known: datetime | None = None, *, markings: Iterable[int] | None) -> None:
        rows = list(judgements(known).values_list("left", "right", "verdict", "by"))
        hidden = set() if markings is None else _hidden({thing for row in rows for thing in row[:2]}, set(markings))
        said: dict[frozenset[str], tuple[bool, str]] = {}
        for left, right, verdict, by in rows:
            if left in hidden or right in hidden:
                continue
            pair, personal = frozenset((left, right)), not by.startswith("source:")
            if pair not in said or personal or not said[pair][0]:
                said[pair] = (personal, verdict)
        self._groups = _Groups(pair for pair, (_, verdict) in said.items() if verdict == "different" and len(pair) > 1)
        for wanted in (True, False):  # what persons said first: it beats a source's word, along any path
            for pair, (personal, verdict) in said.items():
                if personal is wanted and verdict == "same" and len(pair) > 1:
                    self._groups.join(*sorted(pair))

    def members(self, thing: str) -> tuple[str, ...]:
        """Every thing of the party of `thing`, the one that names the party first."""
        return self._groups.of(thing)

    def party_of(self, thing: str) -> str:
        """The id of the party: its best-known thing."""
        return self.members(thing)[0]


class _Groups:
    """Things joined pair by pair, never two that are kept apart."""

    def __init__(self, apart: Iterable[frozenset[str]]) -> None:
        self._group: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)
        self._ordered: dict[str, tuple[str, ...]] = {}

    def join(self, left: str, right: str) -> None:
        """Make one group of two, unless it would hold a pair that is kept apart."""
        one, other = self._group.get(left, {left}), self._group.get(right, {right})
        if one is other or any(not self._apart[thing].isdisjoint(other) for thing in one & self._apart.keys()):
            return
        small, large = sorted((one, other), key=len)
        large |= small
        self._group.update(dict.fromkeys((*small, left, right), large))

    def of(self, thing: str) -> tuple[str, ...]:
        """The group of a thing, the best-known first."""
        if thing not in self._ordered:
            group = self._group.get(thing, {thing})
            ordered = tuple(sorted(group, key=lambda one: (rank(one.partition(":")[0]), one)))
            self._ordered.update(dict.fromkeys(group, ordered))
        return self._ordered[thing]


@lru_cache(maxsize=_CACHED)
def _as_of(_state: State, moment: int, markings: tuple[int, ...]) -> Parties:
    """The parties between two changes of the judgements, to a reader of everything the node holds."""
    return Parties(_changes(_state)[moment - 1] if moment else datetime.min.replace(tzinfo=UTC), markings=markings)


@lru_cache(maxsize=_CACHED)
def _changes(_state: State) -> tuple[datetime, ...]:
    """Each instant at which a judgement came or was taken back."""
    rows = Judgement.objects.values_list("at", "retracted_at")
    return tuple(sorted({instant for row in rows for instant in row if instant}))


def parties_then(known: datetime, *, markings: Iterable[int], seen: State) -> Parties:
    """As `Parties`, kept for the next question of the same state; where something is hidden, made anew each time."""
    wanted = tuple(sorted(markings))
    if len(wanted) < seen.markings[1]:
        return Parties(known, markings=wanted)
    return _as_of(seen, bisect_right(_changes(seen), known), wanted)


def judgements(known: datetime | None = None) -> QuerySet[Judgement]:
    """The judgements that stood at `known` (None: now), the oldest first."""
    rows = Judgement.objects.order_by("pk")
    if known is None:
        return rows.filter(retracted_at=None)
    return rows.filter(Q(retracted_at=None) | Q(retracted_at__gt=known), at__lte=known)


def _hidden(things: set[str], markings: set[int]) -> set[str]:
    """Of these things those that have records, but none that a reader of `markings` may see."""
    others = set(Marking.objects.values_list("pk", flat=True)) - markings
    if not others:
        return set()
    told = _things(things, others)
    return told - _things(told, markings)


def _things(things: set[str], markings: set[int]) -> set[str]:
    wanted = sorted(things)
    rows = Record.objects.filter(marking__in=markings)
    return {
        thing
        for start in range(0, len(wanted), _CHUNK)
        for thing in rows.filter(thing__in=wanted[start : start + _CHUNK]).values_list("thing", flat=True)
    }
