"""Look at the watched folders and feeds in the background, each when it is due; the job queues itself again."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.exchange.news import look_at
from jisr.node import clock
from jisr.node.queries.news import due_sources, next_due
from jisr.node.store import queue, write
from jisr.sharing import Reader, Role

_RULE = Reader(name="node:news", member="", roles=frozenset({Role.EXCHANGE}))
_SOONEST, _LATEST = timedelta(minutes=1), timedelta(minutes=15)  # a source added at the terminal waits no longer


@task()
def run() -> None:
    """Every source that is due, one after the other; then the next appointment."""
    for source in due_sources():
        look_at(source, reader=_RULE)
    plan()


def plan(*, at_once: bool = False) -> bool:
    """Queue the next look, unless one waits that is as early; whether it was queued."""
    with write():
        queue("news")
        now = clock.now()
        latest = now + _LATEST
        when = now if at_once else max(min(next_due() or latest, latest), now + _SOONEST)
        waiting = DBTaskResult.objects.filter(task_path=run.module_path, status=TaskResultStatus.READY)
        if waiting.filter(run_after__lte=when).exists():
            return False
        run.using(run_after=when).enqueue()
    return True
