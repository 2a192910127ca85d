"""Which things are one party?  The judgements known at an instant, joined; a person's word beats a source's.

For a reader, a judgement that speaks of a thing hidden from them does not count: a party's id must not tell of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from jisr.node.convert import rank
from jisr.node.models import Judgement, Marking, Record

_CHUNK = 500


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
        self._joined: dict[str, set[str]] = defaultdict(set)
        for pair, (_, verdict) in said.items():
            if verdict == "same" and len(pair) > 1:
                left, right = pair
                self._joined[left].add(right)
                self._joined[right].add(left)
        self._members: dict[str, tuple[str, ...]] = {}

    def members(self, thing: str) -> tuple[str, ...]:
        """Every thing of the party of `thing`, the one that names the party first."""
        if thing not in self._members:
            found, queue = {thing}, [thing]
            while queue:
                new = self._joined.get(queue.pop(), set()) - found
                found |= new
                queue += new
            ordered = tuple(sorted(found, key=lambda one: (rank(one.partition(":")[0]), one)))
            self._members.update(dict.fromkeys(ordered, ordered))
        return self._members[thing]

    def party_of(self, thing: str) -> str:
        """The id of the party: its best-known thing."""
        return self.members(thing)[0]


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
