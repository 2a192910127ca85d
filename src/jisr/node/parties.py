"""Which things are one party?  The judgements known at an instant, joined; a person's word beats a source's."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from jisr.node.convert import rank
from jisr.node.models import Judgement


class Parties:
    """The parties as known at `known` (None: now). Loads the judgements once; made for one question."""

    def __init__(self, known: datetime | None = None) -> None:
        rows = Judgement.objects.order_by("pk")
        if known is not None:
            rows = rows.filter(Q(retracted_at=None) | Q(retracted_at__gt=known), at__lte=known)
        else:
            rows = rows.filter(retracted_at=None)
        said: dict[frozenset[str], tuple[bool, str]] = {}
        for left, right, verdict, by in rows.values_list("left", "right", "verdict", "by"):
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
                for other in self._joined.get(queue.pop(), ()):
                    if other not in found:
                        found.add(other)
                        queue.append(other)
            ordered = tuple(sorted(found, key=lambda one: (rank(one.partition(":")[0]), one)))
            self._members.update(dict.fromkeys(ordered, ordered))
        return self._members[thing]

    def party_of(self, thing: str) -> str:
        """The id of the party: its best-known thing."""
        return self.members(thing)[0]
