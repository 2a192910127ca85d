"""The figures of the exchange: `make bench-exchange`, or `python -m bench.exchange release kill …` for some of them.

Each part runs in a process and a folder of its own, also alone: `python -m bench._exchange_kill --points 200`. Sizes:
`--entries` (airgap, kill), `--points` (kill), `--schedules` (simulation), `--examples --steps` (machine), `--histories`
(histories), `--many` (taxii), `--coalitions --rounds` (withdrawal), `--stored` (medallion).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench import ROOT

PARTS = ("release", "stix", "taxii", "airgap", "kill", "simulation", "machine", "histories", "withdrawal", "medallion")


def main(words: list[str]) -> int:
    """Run the parts in order, each with the sizes that follow them; 1 if a figure missed its bar."""
    missed = False
    first = next((place for place, word in enumerate(words) if word.startswith("--")), len(words))
    parts, sizes = words[:first], words[first:]
    for part in parts or [part for part in PARTS if (Path(__file__).parent / f"_exchange_{part}.py").exists()]:
        done = subprocess.run([sys.executable, "-m", f"bench._exchange_{part}", *sizes], cwd=ROOT, check=False)
        missed = missed or done.returncode != 0
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
