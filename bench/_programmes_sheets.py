"""Sheets of who does what where: repeats and cells as plain counting has them, 100,000 rows."""

from __future__ import annotations

import csv
import json
from collections import defaultdict

from bench import SHARED, Board, median_of
from jisr.desks import programmes

FILE = SHARED / "programmes" / "presence" / "eth_4w_2025_08.csv"
MANY = 100_000


def main() -> None:
    """All of them."""
    board = Board()
    if not FILE.exists():
        print(json.dumps({"skipped": f"{FILE} is not there"}))
        return
    with FILE.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    found = programmes.presence(rows, source=FILE.name)
    clusters, tasks = defaultdict(set), defaultdict(set)
    for row in {tuple(row) for row in rows[1:] if any(row)}:
        told = dict(zip(rows[0], row, strict=True))
        clusters[told["WoredaPcod"], told["Cluster"]].add(told["Donor Name"])
        pair = told["Donor Name"], told["Implementing Partner Name"]
        tasks[told["WoredaPcod"], told["Cluster"], told["Activity"]].add(pair)
    plain = (
        len(rows) - 1 - len({tuple(row) for row in rows[1:]}),
        len(clusters),
        sum(len(some - {""}) > 1 for some in clusters.values()),
        len(tasks),
        sum(len(some) > 1 for some in tasks.values()),
    )
    crowded = sum(len(one.donors) > 1 for one in found.clusters)
    ours = (found.repeats, len(found.clusters), crowded, len(found.tasks), len(found.shared()))
    names = ("repeats collapsed", "place x cluster", "with several donors", "tasks", "tasks with several pairs")
    for name, counted, wanted in zip(names, ours, plain, strict=True):
        board.say(f"4W: {name}, off plain counting ({wanted}) by", abs(counted - wanted), "rows or cells", bar=0)
    many = [rows[0], *([*row[:-1], str(number)] for number, row in enumerate((rows[1:] * 17)[:MANY]))]
    took = median_of(3, lambda: programmes.presence(many, source="many"))
    board.say("4W: 100,000 different rows taken apart", took, "s", bar=2)
    board.end()


if __name__ == "__main__":
    main()
