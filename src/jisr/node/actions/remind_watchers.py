"""Remind those who watch a party of what speaks of it and runs out: 90, 30, 7 and 1 days before, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from jisr.node import clock
from jisr.node.actions.remind import due
from jisr.node.actions.watch import live
from jisr.node.models import Portfolio, WatchHit
from jisr.node.queries.reliefs import speaking_of
from jisr.node.store import queue, write
from jisr.node.values import CalendarRow, Clocks
from jisr.node.watch_difference import tell
from jisr.node.watching import Watcher, owner
from jisr.records import Reason


def remind_watchers() -> int:
    """Tell each portfolio's owner what runs out for a party that stands there; how many were told anew."""
    return sum(_remind(portfolio) for portfolio in live())


def _remind(portfolio: Portfolio) -> int:
    now = clock.now()
    reader, watcher = owner(portfolio), Watcher(portfolio)
    rows = {row.id: (row, days) for row, days in due(Clocks(on=now.date(), known=now), reader=reader)}
    if not rows:
        return 0
    told = 0
    for party, hits in _by_party(watcher, portfolio).items():
        for act in speaking_of(party, among=rows, markings=watcher.markings):
            with write():
                queue("watch")
                told += sum(tell(watcher, hit, _reason(*rows[act]), record=rows[act][0].record) for hit in hits)
    return told


def _by_party(watcher: Watcher, portfolio: Portfolio) -> Mapping[str, Iterable[WatchHit]]:
    """For each party its best hit of each row."""
    hits = WatchHit.objects.filter(row__portfolio=portfolio, row__ended_at=None, ended_at=None).order_by("-score", "pk")
    found: dict[str, dict[int, WatchHit]] = defaultdict(dict)
    for hit in hits:
        found[watcher.parties.party_of(hit.thing)].setdefault(hit.row_id, hit)
    return {party: tuple(each.values()) for party, each in found.items()}


def _reason(row: CalendarRow, days: int) -> Reason:
    """The days are those of the reminder, so that each of the four is told once."""
    facts = (("act", row.title), ("date", row.ends), ("days", str(days)))
    return Reason(code="watch-ending", facts=facts)
