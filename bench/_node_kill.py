"""What is lost when the power goes during ingest?"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

from bench import Board, timed
from bench._store import DATA, STATUS, fresh, needs_shared, read

POINTS = int(os.environ.get("JISR_BENCH_POINTS", "50"))
KEPT = DATA.parent / f"{DATA.name}-kept"


def main() -> None:
    """A child reads the later UN list onto the earlier one and is killed; what is there is counted, and read again."""
    needs_shared()
    board = Board()
    fresh()
    read(STATUS / "un" / "un_20250419.xml")
    with timed() as took:
        _in_child(lambda: read(STATUS / "un" / "un_20260227.xml"), after=None)
    whole = _counts()
    lost = half = 0
    random.seed(8)
    for _ in range(POINTS):
        _restart()
        before = _counts()
        _in_child(lambda: read(STATUS / "un" / "un_20260227.xml"), after=random.uniform(0.0, took()))  # noqa: S311
        found = _counts()
        half += found not in (before, whole)
        _in_child(lambda: read(STATUS / "un" / "un_20260227.xml"), after=None)
        lost += _counts() != whole
    board.say(f"kill -9 at {POINTS} random points: half batches", half, "batches", bar=0)
    board.say(f"kill -9 at {POINTS} random points: records missing after the next start", lost, "times", bar=0)
    shutil.rmtree(KEPT, ignore_errors=True)
    board.end()


def _restart() -> None:
    """The folder as it was before, in a process that never opened it."""
    if not KEPT.exists():
        fresh()
        _in_child(lambda: read(STATUS / "un" / "un_20250419.xml"), after=None)
        shutil.copytree(DATA, KEPT)
    shutil.rmtree(DATA)
    shutil.copytree(KEPT, DATA)


def _in_child(work: object, *, after: float | None) -> None:
    from django.db import connection  # after its settings

    connection.close()
    child = os.fork()
    if child == 0:
        work()  # type: ignore[operator]
        connection.close()
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _counts() -> tuple[object, ...]:
    """Batches and records, current and closed, as the store has them on disk."""
    with sqlite3.connect(Path(DATA) / "node.sqlite3") as store:
        one = store.execute("select count(*) from node_batch where state='loaded'").fetchone()
        two = store.execute("select count(*), sum(known_to is null) from node_record").fetchone()
    store.close()
    return (*one, *two)


main()
