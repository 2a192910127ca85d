"""What is due soon, at any desk: reliefs that end, promises to be kept?"""

from __future__ import annotations

from contextlib import suppress

from jisr.errors import NotAllowed
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.commitments import board
from jisr.node.queries.reliefs import rows_of
from jisr.node.values import DueRow
from jisr.sharing import Reader

_SOON = 30  # days
_EACH = 6  # of each kind


def due(*, reader: Reader) -> tuple[DueRow, ...]:
    """Overdue promises first, then what ends or falls due within 30 days, the first to end first."""
    times = read_clocks()
    reliefs = [row for row in rows_of(times, reader=reader) if row.ends and 0 <= row.left <= _SOON]
    rows = [DueRow(kind="relief", key=row.id, title=row.title, day=row.ends, late=False) for row in reliefs[:_EACH]]
    with suppress(NotAllowed):  # whose role opens no promises is told of none
        promises = [row for row in board(reader=reader).rows if row.state in {"overdue", "due"}]
        rows += [
            DueRow(kind="commitment", key=row.thing, title=row.title, day=row.due, late=row.state == "overdue")
            for row in promises[:_EACH]
        ]
    return tuple(sorted(rows, key=lambda row: (not row.late, row.day, row.key)))
