"""How long does a list take, from bytes to records that survive a power cut?"""

from __future__ import annotations

import time
from pathlib import Path

from bench import Board, timed
from bench._store import STATUS, fresh, needs_shared, sdn_after, take
from jisr.node.actions.after_ingest import catch_up
from jisr.node.values import BatchRow


def main() -> None:
    """SDN first and later, UN, the same twice; what follows is told beside it."""
    needs_shared()
    board = Board()
    fresh()
    base = (STATUS / "ofac_sdn_history" / "base.csv").read_bytes()
    _one(board, "first SDN snapshot: reader + ingest, durable", ("sdn.csv", base), bar=1.5)
    _one(board, "a later SDN snapshot, few changes", ("sdn.csv", sdn_after(3)), bar=0.3)
    un = STATUS / "un" / "un_20260227.xml"
    _one(board, "UN list, 600 entries", (un.name, un.read_bytes()), bar=0.5)
    again = take(Path(un))
    changes = 0 if again.again else again.added + again.changed + again.removed
    board.say("the same delivery twice: changes", changes, "records", bar=0)
    board.end()


def _one(board: Board, name: str, file: tuple[str, bytes], *, bar: float) -> BatchRow:
    """One delivery: seconds by the clock; seconds of the processor and of what follows on a line of their own."""
    before = time.process_time()
    with timed() as took:
        row = take(file)
    worked = time.process_time() - before
    with timed() as followed:
        catch_up()
    told = f"{row.state} {row.added} {row.changed} {row.removed}, set aside {row.quarantined}; processor {worked:.2f} s"
    print(f"  {told}; names and articles after it {followed():.2f} s")
    board.say(name, took(), "s", bar=bar)
    return row


main()
