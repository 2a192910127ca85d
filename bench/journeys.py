"""The figures of journeys: `make bench-journeys`, or `python -m bench.journeys world speed …` for some of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench import ROOT

PARTS = tuple(sorted(path.stem.removeprefix("_journeys_") for path in Path(__file__).parent.glob("_journeys_*.py")))


def main(parts: list[str]) -> int:
    """Run the parts in order, each in a process of its own; 1 if a figure missed its bar."""
    missed = False
    for part in parts or PARTS:
        done = subprocess.run([sys.executable, "-m", f"bench._journeys_{part}"], cwd=ROOT, check=False)
        missed = missed or done.returncode != 0
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
