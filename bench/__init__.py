"""How is a figure measured and shown?

`python -m bench.node` prints one JSON line a figure: name, value, unit, the bar it must keep, whether it did. The exit
code is 1 if one did not. Nothing here is timed in the tests.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@dataclass
class Board:
    """Figures as they come in; each is printed at once."""

    failed: list[str] = field(default_factory=list)

    def say(self, name: str, value: float, unit: str, *, bar: float, least: bool = False) -> None:
        """One figure. It passes at or under its bar; with `least` at or over it."""
        passed = value >= bar if least else value <= bar
        if not passed:
            self.failed.append(name)
        told = {"name": name, "value": round(value, 3), "unit": unit, "bar": bar, "passed": passed}
        print(json.dumps(told, ensure_ascii=False), flush=True)

    def skip(self, name: str, why: str) -> None:
        """A figure that cannot be taken here, and why."""
        print(json.dumps({"name": name, "skipped": why}, ensure_ascii=False), flush=True)

    def end(self) -> None:
        """Leave with the exit code."""
        sys.exit(1 if self.failed else 0)


@contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Seconds since the block began, or how long it took once it is left."""
    start = time.perf_counter()
    took: list[float] = []
    yield lambda: took[0] if took else time.perf_counter() - start
    took.append(time.perf_counter() - start)


def median_of(runs: int, work: Callable[[], object]) -> float:
    """The median seconds of `runs` runs."""
    found = []
    for _ in range(runs):
        with timed() as took:
            work()
        found.append(took())
    return statistics.median(found)


def p95(values: Sequence[float]) -> float:
    """The value that 95 % stay at or under."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
