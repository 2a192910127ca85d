"""Look at the watched folders and feeds in the background, each when it is due; the job queues itself again."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.exchange.feeds import read_feed
from jisr.node import clock
from jisr.node.actions.read_folder import read_folder
from jisr.node.queries.news import due, next_due
from jisr.node.store import queue, write
from jisr.node.values import NewsLook, NewsSourceRow
from jisr.sharing import Reader, Role

_RULE = Reader(name="node:news", member="", roles=frozenset({Role.EXCHANGE}))
_SOONEST = timedelta(minutes=1)


@task()
def run() -> None:
    """Every source that is due, one after the other; then the next appointment."""
    for source in due():
        look_at(source, reader=_RULE)
    plan()


def look_at(source: NewsSourceRow, *, reader: Reader) -> NewsLook:
    """One look at one source, whatever its kind; what went wrong stands on it."""
    return read_feed(source, reader=reader) if source.kind == "feed" else read_folder(source, reader=reader)


def plan() -> bool:
    """Queue the next look, unless nothing is watched or one waits for as early; whether it was queued."""
    with write():
        queue("news")
        when = next_due()
        if when is None:
            return False
        when = max(when, clock.now() + _SOONEST)
        waiting = DBTaskResult.objects.filter(task_path=run.module_path, status=TaskResultStatus.READY)
        if waiting.filter(run_after__lte=when).exists():
            return False
        run.using(run_after=when).enqueue()
    return True
