"""Go on with what ran when the node stopped."""

from __future__ import annotations

from datetime import timedelta

from jisr.node import clock
from jisr.node.actions import check_file
from jisr.node.models import Job
from jisr.node.store import write

TASKS = {check_file.KIND: check_file.run}
_SILENT = timedelta(seconds=30)


def resume_jobs() -> int:
    """Queue again every job that runs no more; returns how many. Called when the node starts."""
    rows = Job.objects.filter(state="running", beat_at__lt=clock.now() - _SILENT)
    with write():
        stopped = list(rows)
        for job in stopped:
            TASKS[job.kind].enqueue(job_id=job.pk)
    return len(stopped)
