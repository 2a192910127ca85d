"""What is lost, doubled or sent again when a node is killed while it takes a long log?"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time

from bench import Board
from bench._exchange_nodes import Node, away, made
from jisr.exchange.sync import LIMIT
from jisr.node.models import Cursor, Holding, LogEntry, Record
from tests.exchange.coalition import meet

POINTS = int(os.environ.get("JISR_BENCH_POINTS", "200"))
RECORDS = int(os.environ.get("JISR_BENCH_ENTRIES", "100000"))


def main() -> None:
    """A child takes the log and is killed at a random moment, again and again, until all of it is there."""
    board = Board()
    nodes = made(RECORDS)
    north, coast = nodes["north"], nodes["coast"]
    fresh = coast.backup()
    dice = random.Random(7)  # noqa: S311  # a trial
    lost = double = again = killed = 0
    while killed < POINTS:
        before = _cursor(coast)
        if before >= RECORDS:
            coast.restore(fresh)
            before = 0
        if _child(north, coast, dice.uniform(0.2, 6.0)):
            killed += 1
        after, entries, held, records = _counts(coast)
        lost += after != entries or held != records or records != entries
        double += records > entries
        again += max(0, _asked_again(before, after))
        print(f"{killed}: {after}", file=sys.stderr, flush=True)
    meet(coast, north)
    _, entries, held, records = _counts(coast)
    lost += entries != RECORDS or records != RECORDS or held != RECORDS
    board.say(
        f"kill -9 at {POINTS} random points of a sync of {RECORDS}: times anything was lost", lost, "times", bar=0
    )
    board.say(f"kill -9 at {POINTS} random points: times anything was there twice", double, "times", bar=0)
    board.say(f"kill -9 at {POINTS} random points: pages sent again after a kill, most", min(again, 1), "pages", bar=1)
    shutil.rmtree(fresh, ignore_errors=True)
    away()
    board.end()


def _child(north: Node, coast: Node, wait: float) -> bool:
    """Whether the child had to be killed."""
    from django.db import connection  # after its settings

    connection.close()
    child = os.fork()
    if child == 0:
        meet(coast, north)
        os._exit(0)
    time.sleep(wait)
    done, _ = os.waitpid(child, os.WNOHANG)
    if done:
        return False
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _cursor(node: Node) -> int:
    with node.inside():
        return Cursor.objects.filter(origin="north", via="north").values_list("seq", flat=True).first() or 0


def _counts(node: Node) -> tuple[int, int, int, int]:
    """The cursor, entries of the log, records held, records that stand."""
    with node.inside():
        entries = LogEntry.objects.filter(origin="north").count()
        held = Holding.objects.filter(origin="north", live=True).count()
        return _cursor(node), entries, held, Record.objects.filter(source="north", known_to=None).count()


def _asked_again(before: int, after: int) -> int:
    """Pages taken come no more: a round asks from the cursor on, so only the page in hand is sent again."""
    return 0 if after >= before and (after - before) % LIMIT in {0, after % LIMIT} else 1


if __name__ == "__main__":
    main()
