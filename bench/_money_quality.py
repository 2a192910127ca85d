"""What the shapes find on a stream with planted alerts, at the parameters of the tables: recall and precision."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from bench import SHARED
from jisr.desks import money

STREAM = SHARED / "finance" / "stream_hard.csv.gz"
BARS = {
    "cycle": (0.70, 0.60),
    "scatter-gather": (0.80, 0.90),
    "layering": (0.60, 0.30),
    "structuring": (0.95, 0.60),
}
FOUND = 0.8  # of its payments: then an alert is found


class Stream:
    """A stream with its planted alerts: `planted[kind][alert]`: places of its payments in `paid`."""

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        source, target = (np.array([int(row[side]) for row in rows]) for side in ("src", "dst"))
        at = np.array([int(float(row["t"])) for row in rows])
        amount = np.array([round(float(row["amount"]) * 100) for row in rows])
        self.paid = money.payments(source, target, at, amount)
        self.planted: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for place, given in enumerate(self.paid.given.tolist()):
            if rows[given]["alert"] != "-1":
                self.planted[rows[given]["kind"].replace("_", "-")][rows[given]["alert"]].add(place)
        self.bad = {place for alerts in self.planted.values() for rows in alerts.values() for place in rows}

    def measured(self, shape: str, half: int | None = None, **changed: float) -> tuple[float, float, int]:
        """(recall, precision, how many found); `half`: only alerts of an even (0) or odd (1) number."""
        found = money.find(self.paid, shape, changed=changed)
        rows = {int(row) for row in found.hop[: found.count[1]]}
        alerts = [rows_of for name, rows_of in self.planted[shape].items() if half is None or int(name) % 2 == half]
        hit = sum(len(one & rows) >= FOUND * len(one) for one in alerts)
        if half is not None:
            other = {p for kinds in self.planted.values() for n, ps in kinds.items() if int(n) % 2 != half for p in ps}
            rows -= other
        return hit / len(alerts), len(rows & self.bad) / max(len(rows), 1), int(found.count[0])


def main() -> int:
    """Print a line a shape; 1 if one misses its bar."""
    if not STREAM.is_file():
        print(json.dumps({"name": "shapes on the hard stream", "skipped": f"{STREAM} is not there"}))
        return 0
    stream, missed = Stream(STREAM), False
    for shape, bar in BARS.items():
        recall, precision, number = stream.measured(shape)
        passed = recall >= bar[0] and precision >= bar[1]
        missed = missed or not passed
        figure = {
            "name": f"{shape}, hard stream as given: recall at precision",
            "value": f"{recall:.2f} at {precision:.2f} ({number} found)",
            "unit": "",
            "bar": f">= {bar[0]:.2f} at {bar[1]:.2f}",
            "passed": passed,
        }
        print(json.dumps(figure), flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
