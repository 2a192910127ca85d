"""What does the node do in the background?  Each job can stop at any moment and go on where it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import orjson

from jisr.errors import JisrError
from jisr.node import clock
from jisr.node.convert import dumps
from jisr.node.models import Job
from jisr.node.store import write
from jisr.node.values import JobRow

Step = Callable[[Job], int]
"""Does the next piece of a job and returns how many units it did."""


def work(job_id: int, step: Step) -> None:
    """Do a job to its end: step after step, its progress written after each; a failure says why on the job."""
    job = Job.objects.get(pk=job_id)
    if job.state in {"done", "failed"}:
        return
    try:
        _beat(job, state="running")
        while job.done < job.total:
            job.done += step(job)
            _beat(job, state="running")
        _beat(job, state="done")
    except JisrError as error:
        job.message = str(error)
        _beat(job, state="failed")
    except Exception as error:
        job.message = f"a fault of ours: {type(error).__name__}"
        _beat(job, state="failed")
        raise


def create(kind: str, *, by: str, total: int, args: Mapping[str, str]) -> Job:
    """Write a job down, to be queued by the one who knows how to do it. Inside a write."""
    return Job.objects.create(kind=kind, by=by, total=total, args=dumps(dict(args)), created_at=clock.now())


def _beat(job: Job, *, state: str) -> None:
    job.state, job.beat_at = state, clock.now()
    if state in {"done", "failed"}:
        job.finished_at = job.beat_at
    with write():
        job.save(update_fields=("state", "beat_at", "finished_at", "done", "message"))


def row_of(job: Job) -> JobRow:
    """The value of a job's row."""
    return JobRow(
        id=job.pk,
        kind=job.kind,
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        by=job.by,
        created_at=job.created_at,
        finished_at=job.finished_at,
        args=orjson.loads(job.args),
    )
