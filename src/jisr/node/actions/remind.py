"""Remind of what runs out: 90, 30, 7 and 1 days before, each once, as a finding that waits on Today."""

from __future__ import annotations

import hashlib

from jisr.node import chain, clock
from jisr.node.found import New, find
from jisr.node.models import Finding
from jisr.node.own_name import node_name
from jisr.node.queries.reliefs import rows_of
from jisr.node.store import write
from jisr.node.values import CalendarRow, Clocks
from jisr.records import TLP, Reason
from jisr.sharing import Reader, Role

KIND = "relief-ends"
DAYS = (1, 7, 30, 90)


def remind() -> int:
    """Raise the reminders that are due today and were not raised yet; how many. What was replaced needs none."""
    now = clock.now()
    node = Reader(
        name="node", member=node_name(), roles=frozenset({Role.ANALYST}), clearance=TLP.AMBER_STRICT
    )  # what is for fewer people is for them to watch
    new = [_new(row, days) for row, days in due(Clocks(on=now.date(), known=now), reader=node)]
    with write():
        known = set(Finding.objects.filter(digest__in=[one.digest for one in new]).values_list("digest", flat=True))
        fresh = [one for one in new if one.digest not in known]
        for one in fresh:
            find(one, by=node.name)
        if fresh:
            chain.note(node, "remind", "", reminders=str(len(fresh)))
    return len(fresh)


def due(clocks: Clocks, *, reader: Reader) -> list[tuple[CalendarRow, int]]:
    """What runs out, with the nearest of the four days that has been reached. What was replaced needs no reminder."""
    return [
        (row, days)
        for row in rows_of(clocks, reader=reader)
        if row.ends and row.left >= 0 and not row.after and (days := _threshold(row.left))
    ]


def _threshold(left: int) -> int:
    """The nearest of the four that has been reached; 0 none yet."""
    return next((days for days in DAYS if left <= days), 0)


def _new(row: CalendarRow, days: int) -> New:
    facts = (("act", row.title), ("date", row.ends), ("days", str(row.left)), ("relying", str(row.number)))
    return New(
        desk="compliance",
        kind=KIND,
        subject=row.id,
        about="",
        title=row.title,
        score=1.0 - days / 100,
        reasons=(Reason(code="relief-ends-in", facts=facts),),
        records=(row.record,),
        digest=hashlib.sha256(f"{KIND} {row.id} {row.ends} {days}".encode()).hexdigest(),
        question={"ends": row.ends, "days": str(days)},
    )
