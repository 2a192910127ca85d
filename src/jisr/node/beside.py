"""What may another process do meanwhile?  Only what this one would do itself later, where it was not done.

So nothing hangs on the other one: a failure there costs time and nothing else.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections

_PAUSE = 0.05  # seconds


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Have `work` done in a process of its own during the block, where this one has a single thread and no open write.

    Elsewhere nothing is done: a fork of a process with threads may wait for a lock for ever.
    """
    if not _may_fork():
        yield
        return
    connections.close_all()  # a connection belongs to one process
    child = os.fork()
    if child == 0:
        _do(work)
    try:
        yield
    finally:
        os.waitpid(child, 0)


@contextmanager
def meanwhile(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Have `work` done again and again in a process of its own, until the block says that nothing more comes.

    It says so by calling what it is given, and at its end; then `work` is done once more. Elsewhere nothing is done, as
    with `beside`.
    """
    if not _may_fork():
        yield lambda: None
        return
    connections.close_all()
    ended, end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        _do(lambda: _until(ended, work))
    os.close(ended)
    with os.fdopen(end, "wb") as line:
        try:
            yield line.close
        finally:
            line.close()
            os.waitpid(child, 0)


def _until(ended: int, work: Callable[[], object]) -> None:
    """Do it until the other end of a line is closed, and once more."""
    while not select.select([ended], [], [], _PAUSE)[0]:
        work()
    work()


def _may_fork() -> bool:
    cores = os.cpu_count() or 1
    return cores > 1 and hasattr(os, "fork") and threading.active_count() == 1 and not connection.in_atomic_block


def _do(work: Callable[[], object]) -> None:
    """Do it and end: nothing of this process may go on where the fork was. What fails the other one meets again."""
    failed = 1
    try:
        work()
        failed = 0
    finally:
        os._exit(failed)
