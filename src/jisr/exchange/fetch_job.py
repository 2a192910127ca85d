"""Fetch in the background: at a person's wish, and each day the lists named in `JISR_FETCH_DAILY`."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.exchange.fetch import NotFetched, fetch
from jisr.node import chain, clock
from jisr.node.queries.reader import reader_of
from jisr.node.queries.slots import slot as slot_of
from jisr.node.store import queue, write
from jisr.sharing import Reader, Role, require

_HOUR = time(hour=3)
_RULE = Reader(name="node:daily", member="", roles=frozenset({Role.EXCHANGE}))


@task()
def run(name: str, by: str) -> None:
    """One fetch for a member; its failure stands on the slot."""
    try:
        fetch(name, reader=reader_of(by))
    except NotFetched:
        return  # noted on the slot, for the page


def ask(name: str, *, reader: Reader) -> None:
    """Queue a fetch. Raises `NotAllowed`, `NotFound`. Audited."""
    require(reader, Role.SUPERVISOR)
    slot = slot_of(name, reader=reader)
    with write():
        chain.note(reader, "fetch-asked", slot.name)
        run.enqueue(name=slot.name, by=reader.name)


@task()
def daily() -> None:
    """Each list of the setting, one after the other; then tomorrow's appointment."""
    for name in filter(None, settings.JISR_FETCH_DAILY.replace(" ", "").split(",")):
        try:
            fetch(name, reader=_RULE)
        except NotFetched:
            continue  # noted on the slot; the next list may be there
    plan()


def plan() -> bool:
    """Queue the next daily fetch where the setting asks for one, unless one waits; whether it was queued."""
    if not settings.JISR_FETCH_DAILY.strip():
        return False
    with write():
        queue("daily-fetch")
        waiting = DBTaskResult.objects.filter(task_path=daily.module_path, status=TaskResultStatus.READY)
        if waiting.exists():
            return False
        daily.using(run_after=_next()).enqueue()
    return True


def _next() -> datetime:
    now = clock.now()
    tonight = datetime.combine(now.date(), _HOUR, UTC)
    return tonight if tonight > now else tonight + timedelta(days=1)
