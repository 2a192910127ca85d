"""Whole nodes: histories at random over SQLite, and how many rounds a withdrawal needs to every reachable holder."""

from __future__ import annotations

import os
import subprocess
import sys

from bench import ROOT, Board
from bench._exchange_nodes import away, made
from bench._exchange_sizes import size
from jisr.node.actions.withdraw import withdraw
from jisr.node.queries.exchange import receipts
from tests.exchange.coalition import meet

HISTORIES, STEPS = str(size("histories", 20)), str(size("steps", 40))
RECORDS = 200


def main() -> None:
    """Histories that ended wrong; withdrawn records still held, or not signed for, after one round with each holder."""
    board = Board()
    wanted = {"JISR_NODE_HISTORIES": HISTORIES, "JISR_NODE_STEPS": STEPS}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/exchange/test_node_histories.py"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **wanted}, stdout=sys.stderr, check=False)
    board.say(f"{HISTORIES} histories of 3 whole nodes x {STEPS} steps: failures", done.returncode, "runs", bar=0)
    nodes = made(RECORDS)
    north, holders = nodes["north"], [nodes["coast"], nodes["river"]]
    for node in holders:
        meet(node, north)
    held = sum(len(node.captions()) for node in holders)
    with north.inside():
        for number in range(RECORDS):
            withdraw(f"acts:p{number}", "an error", reader=north.reader)
    for node in holders:
        meet(node, north)
    board.say(
        f"{held} copies of withdrawn records at 2 holders, one round with each: still held",
        sum(len(node.captions()) for node in holders),
        "copies",
        bar=0,
    )
    with north.inside():
        board.say("withdrawals not signed for after that round", len(receipts(reader=north.reader)), "receipts", bar=0)
    away()
    board.end()


if __name__ == "__main__":
    main()
