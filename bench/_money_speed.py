"""How fast payments are searched, beside snapml: one thread each, index building included, counts checked.

snapml's meaning depends on its batch: the counts are compared at one whole batch, the time is that of its fastest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np

from bench import ROOT
from jisr.desks import money

PEER = ROOT / ".peers" / "money" / "bin" / "python"
MANY, ACCOUNTS, DAY = 1_000_000, 83_333, 86_400
WINDOW = 3 * DAY
BATCH = 1000  # at which snapml finds cycles fastest
SCRIPT = """
import json, sys, time
import numpy as np
from snapml import GraphFeaturePreprocessor
rows = np.load(sys.argv[1])
batch, window = int(sys.argv[2]), int(sys.argv[3])
off = {f"{name}": False for name in ("vertex_stats", "fan", "degree", "scatter-gather", "lc-cycle")}
maker = GraphFeaturePreprocessor()
maker.set_params({"num_threads": 1, "time_window": window, **off, "temp-cycle": True, "temp-cycle_tw": window,
                  "temp-cycle_bins": [2, 3, 4, 5, 6, 7, 8]})
start, credited = time.perf_counter(), 0
for at in range(0, len(rows), batch):
    made = maker.transform(np.ascontiguousarray(rows[at:at + batch]))
    credited += int((made[:, rows.shape[1]:].sum(axis=1) > 0).sum())
print(json.dumps({"s": time.perf_counter() - start, "credited": credited}))
"""


def stream(many: int = MANY, accounts: int = ACCOUNTS, seed: int = 7) -> tuple[np.ndarray, ...]:
    """Made-up payments of 90 days in order of time; some accounts pay and are paid far more often than others."""
    dice = np.random.default_rng(seed)
    weight = np.cumsum(dice.lognormal(0, 0.8, accounts))
    source = np.searchsorted(weight, dice.random(many) * weight[-1])
    target = np.searchsorted(weight, dice.random(many) * weight[-1])
    at = np.sort(dice.integers(0, 90 * DAY, many))
    amount = np.rint(dice.lognormal(6.5, 1.2, many) * 100).astype(np.int64) + 1
    return source.astype(np.int64), target.astype(np.int64), at, amount


def figure(name: str, value: float, unit: str, bar: str, *, passed: bool) -> bool:
    """Print one line; whether the bar was kept."""
    print(json.dumps({"name": name, "value": value, "unit": unit, "bar": bar, "passed": passed}), flush=True)
    return passed


def fastest(work: Callable[[], object], repeats: int = 3) -> tuple[float, object]:
    """The shortest of some runs, and what the last of them gave."""
    took, given = [], None
    for _ in range(repeats):
        start = perf_counter()
        given = work()
        took.append(perf_counter() - start)
    return min(took), given


def cycles(columns: tuple[np.ndarray, ...]) -> tuple[int, int]:
    """(cycles, payments in one of them), whatever the amounts."""
    rule = {"window": WINDOW / 3600, "least": 2, "most": 64, "from_share": 0, "to_share": 1e18, "same_hours": -1}
    found = money.find(money.payments(*columns), "cycle", changed=rule)
    return int(found.count[0]), np.unique(found.hop[: found.count[1]]).size


def peer(columns: tuple[np.ndarray, ...], batch: int) -> dict[str, float]:
    """What snapml says: seconds, payments with a cycle."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.npy"
        source, target, at, amount = columns
        np.save(file, np.column_stack([np.arange(source.size), source, target, at, amount]).astype(np.float64))
        done = subprocess.run(
            [PEER, "-c", SCRIPT, file, str(batch), str(WINDOW)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def beside_snapml(columns: tuple[np.ndarray, ...]) -> bool:
    """Temporal cycles of three days, ours and snapml's."""
    name = "temporal cycles in 1,000,000 payments, times snapml at its fastest batch"
    took, ours = fastest(lambda: cycles(columns))
    if not PEER.is_file():
        print(
            json.dumps({"name": name, "skipped": "no .peers/money: make .peers/money/ready", "ours_s": round(took, 3)})
        )
        return True
    small = tuple(column[:200_000] for column in columns)
    whole = peer(small, small[0].size)["credited"]
    mine = cycles(small)[1]
    theirs = peer(columns, BATCH)
    same = abs(whole - mine) <= 0.001 * max(mine, 1)
    kept = figure(
        "payments in a cycle, of 200,000: ours - snapml's in one batch",
        mine - whole,
        "payments",
        f"within 0.1 % of {mine}",
        passed=same,
    )
    ratio = round(theirs["s"] / took, 1)
    print(json.dumps({"ours_s": round(took, 3), "snapml_s": round(theirs["s"], 2), "cycles": ours}))
    return figure(name, ratio, "times", ">= 12", passed=ratio >= 12) and kept


def tracing(columns: tuple[np.ndarray, ...]) -> bool:
    """First in, first out by origin, fifty listed accounts."""
    paid = money.payments(*columns)
    listed = list(range(0, ACCOUNTS, ACCOUNTS // 50))[:50]
    took, made = fastest(lambda: money.parts(paid, listed))
    conserved = bool(np.all(made.sums[0] == made.sums[1:].sum(axis=0)))
    speed = round(MANY / took)
    kept = figure("first in, first out by origin", speed, "payments/s", ">= 2,000,000", passed=speed >= 2_000_000)
    return figure("money conserved, to the minor unit", int(conserved), "", "1", passed=conserved) and kept


def main() -> int:
    """Print the figures; 1 if one misses its bar."""
    columns = stream()
    small = tuple(column[:1000] for column in columns)
    cycles(small)
    money.parts(money.payments(*small), [0])
    kept = [beside_snapml(columns), tracing(columns)]
    for shape in money.SHAPES:
        took, _ = fastest(lambda shape=shape: money.find(money.payments(*columns), shape), 1)
        print(json.dumps({"shape": shape, "payments": MANY, "s": round(took, 2)}), flush=True)
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
