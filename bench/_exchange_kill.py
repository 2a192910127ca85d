"""What is lost, doubled or sent again when a node is killed while it takes a long log?

Pages are counted where they leave: each is a stretch of the sender's record of what left, of the numbers it carried.
The bar is for 200 points, a quarter of an hour: `python -m bench.exchange kill --points 200`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time

from bench import Board
from bench._exchange_nodes import Node, away, made
from bench._exchange_sizes import size
from jisr.node.models import Cursor, Egress, Holding, LogEntry, Record
from tests.exchange.coalition import meet

POINTS = size("points", 40)
RECORDS = size("entries", 100_000)
LONGEST = size("longest", 3000) / 1000  # milliseconds a child may run before it is killed


def main() -> None:
    """A child takes the log and is killed at a random moment, again and again, until all of it is there."""
    board = Board()
    nodes = made(RECORDS)
    north, coast = nodes["north"], nodes["coast"]
    fresh = coast.backup()
    dice = random.Random(7)  # noqa: S311  # a trial
    lost = double = most = killed = moved = 0
    while killed < POINTS:
        before = _cursor(coast)
        if before >= RECORDS:
            coast.restore(fresh)
            before = 0
        left = _left(north)
        if _child(north, coast, dice.uniform(0.2, LONGEST)):
            killed += 1
        after, entries, held, records = _counts(coast)
        lost += after != entries or held != records or records != entries
        double += records > entries
        moved += after > before
        most = max(most, _again(north, left, before=before, after=after))
        print(f"{killed}: {before} to {after}", file=sys.stderr, flush=True)
    meet(coast, north)
    _, entries, held, records = _counts(coast)
    lost += entries != RECORDS or records != RECORDS or held != RECORDS
    told = f"kill -9 at {POINTS} random points of a sync of {RECORDS}"
    board.say(f"{told}: times anything was lost", lost, "times", bar=0)
    board.say(f"{told}: times anything was there twice", double, "times", bar=0)
    board.say(f"{told}: pages sent again after a kill, most", most, "pages", bar=1)
    board.say(f"{told}: runs that came further", moved, "runs", bar=1, least=True)
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


def _left(north: Node) -> int:
    """The number of the last line of what left."""
    with north.inside():
        return Egress.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _again(north: Node, left: int, *, before: int, after: int) -> int:
    """Pages of this run that the next must send again, or that were sent though they were there.

    A page is a stretch of rising numbers for coast; the one in hand at the kill is beyond the cursor.
    """
    with north.inside():
        lines = Egress.objects.filter(number__gt=left, peer="coast", origin="north").order_by("number")
        sent = list(lines.values_list("seq", flat=True))
    again = len([seq for seq in sent if seq <= before])
    beyond = sorted({seq for seq in sent if seq > after})
    twice = len(sent) - len(set(sent))
    return -(-(again + twice + len(beyond)) // 1000)


def _cursor(node: Node) -> int:
    with node.inside():
        return Cursor.objects.filter(origin="north", via="north").values_list("seq", flat=True).first() or 0


def _counts(node: Node) -> tuple[int, int, int, int]:
    """The cursor, entries of the log, records held, records that stand."""
    with node.inside():
        entries = LogEntry.objects.filter(origin="north").count()
        held = Holding.objects.filter(origin="north", live=True).count()
        return _cursor(node), entries, held, Record.objects.filter(source="north", known_to=None).count()


if __name__ == "__main__":
    main()
