"""Do each day what is due each day: end what may no longer be kept, finish what a stop interrupted.

The job queues itself for the next night, once. It starts with the node.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.node import clock
from jisr.node.actions import join_copies, journeys_keep, same_party, watch
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.purge import purge
from jisr.node.actions.purge_uploads import purge_uploads
from jisr.node.actions.re_examine import re_examine
from jisr.node.actions.remind import remind
from jisr.node.actions.remind_watchers import remind_watchers
from jisr.node.actions.withdraw import expire
from jisr.node.store import queue, write
from jisr.sharing import Reader, Role

_HOUR = time(hour=2)
_MANY = 100_000  # kept answers asked again in one night
_RULE = Reader(name="node:daily", member="", roles=frozenset({Role.ADMINISTRATOR}))
_SAME = Reader(name="node:daily", member="", roles=frozenset({Role.ANALYST}))


@task()
def run() -> None:
    """The day's work, and tomorrow's appointment."""
    purge(reader=_RULE)
    journeys_keep.mask(reader=_RULE)
    purge_uploads(reader=_RULE)
    expire(reader=_RULE)
    catch_up()
    join_copies.prune()
    watch.look_at_all_again()
    same_party.propose(reader=_SAME)
    re_examine(most=_MANY)
    remind()
    remind_watchers()
    plan()


def plan() -> bool:
    """Queue the next run, unless one waits already; whether it was queued."""
    with write():
        queue("daily")
        waiting = DBTaskResult.objects.filter(task_path=run.module_path, status=TaskResultStatus.READY)
        if waiting.exists():
            return False
        run.using(run_after=_next_night()).enqueue()
    return True


def _next_night() -> datetime:
    now = clock.now()
    tonight = datetime.combine(now.date(), _HOUR, UTC)
    return tonight if tonight > now else tonight + timedelta(days=1)
