"""What does a sheet of who does what where tell: what stands twice, who shares a task, where is nobody?"""

from __future__ import annotations

from jisr.desks import programmes
from jisr.node import chain, sheets
from jisr.node.values import SheetCell, SheetPage
from jisr.sharing import Reader, Role, require

_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)


def sheet(name: str, data: bytes, *, reader: Reader) -> SheetPage:
    """Take a CSV or XLSX file apart; it is not kept, that it was looked at is. Raises `Unreadable`, `TooLarge`."""
    require(reader, *_READS)
    found = programmes.presence(sheets.read(name, data), source=name)
    chain.note(reader, "read-sheet", name, rows=str(found.rows))
    return SheetPage(
        name=name,
        fields=found.fields,
        rows=found.rows,
        repeats=found.repeats,
        blank=found.blank,
        places=len(found.clusters),
        crowded=sum(len(one.donors) > 1 for one in found.clusters),
        tasks=len(found.tasks),
        shared=tuple(
            SheetCell(
                place=one.place,
                name=one.name,
                cluster=one.cluster,
                activity=one.activity,
                pairs=one.pairs,
                lines=one.lines,
            )
            for one in found.shared()
        ),
        gaps=found.empty,
        apart=found.apart,
    )
