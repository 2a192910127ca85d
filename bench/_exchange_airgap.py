"""How long do many entries take out of one node and into another by file, and is the state the same as by line?"""

from __future__ import annotations

import time

from bench import Board, timed
from bench._exchange_nodes import FOLDER, away, made
from bench._exchange_sizes import size
from jisr.exchange.airgap import export, take_file
from jisr.node.queries.exchange import state_hash
from tests.exchange.coalition import meet

ENTRIES = size("entries", 100_000)


def main() -> None:
    """Out and in, then by line to a third node."""
    board = Board()
    with timed() as took:
        nodes = made(ENTRIES)
    print(f"shared after {took():.1f} s", flush=True)
    north, coast, river = nodes.values()
    file = FOLDER / "north-for-coast.jsonl"
    busy = [time.process_time()]
    with timed() as out, north.inside(), file.open("wb") as target:
        target.writelines(export("coast", reader=north.reader, after=0))
    busy.append(time.process_time())
    with timed() as back, coast.inside(), file.open("rb") as source:
        take_file(list(source), reader=coast.reader)
    busy.append(time.process_time())
    print(f"processor: out {busy[1] - busy[0]:.1f} s, in {busy[2] - busy[1]:.1f} s", flush=True)
    board.say(f"air gap: {ENTRIES} entries out", out(), "s", bar=30)
    board.say(f"air gap: {ENTRIES} entries in, names indexed", back(), "s", bar=30)
    board.say(f"air gap: {ENTRIES} entries out and in", out() + back(), "s", bar=30)
    with timed() as line:
        meet(river, north)
    print(f"by line {line():.1f} s", flush=True)
    with coast.inside():
        by_file = state_hash(reader=coast.reader)
    with river.inside():
        board.say(
            "air gap: another state than by line", int(state_hash(reader=river.reader) != by_file), "times", bar=0
        )
    away()
    board.end()


if __name__ == "__main__":
    main()
