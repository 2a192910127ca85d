"""How far is the background work?"""

from __future__ import annotations

from jisr.errors import NotFound
from jisr.node.jobs import row_of
from jisr.node.models import Job
from jisr.node.values import JobRow
from jisr.sharing import Reader, Role


def job(number: int, *, reader: Reader) -> JobRow:
    """One job: one's own, or anyone's for a supervisor. Raises `NotFound`."""
    row = Job.objects.filter(pk=number).first()
    if row is None or not _may_see(row, reader):
        message = f"no job {number}"
        raise NotFound(message, job=str(number))
    return row_of(row)


def jobs(*, reader: Reader, limit: int = 20) -> tuple[JobRow, ...]:
    """The newest jobs the reader may see."""
    rows = Job.objects.order_by("-pk")
    if not reader.has(Role.SUPERVISOR, Role.AUDITOR):
        rows = rows.filter(by=reader.name)
    return tuple(row_of(row) for row in rows[:limit])


def _may_see(row: Job, reader: Reader) -> bool:
    return row.by == reader.name or reader.has(Role.SUPERVISOR, Role.AUDITOR)
