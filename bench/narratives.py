"""The figures of narratives: `make bench-narratives`, or `python -m bench.narratives chance …` for some of them."""

from __future__ import annotations

import subprocess
import sys

from bench import ROOT

PARTS = ("reference", "chance", "speed", "copies", "toolkit")


def main(parts: list[str]) -> int:
    """Run the parts in order, each in a process of its own; 1 if a figure missed its bar."""
    missed = False
    for part in parts or PARTS:
        done = subprocess.run([sys.executable, "-m", f"bench._narratives_{part}"], cwd=ROOT, check=False)
        missed = missed or done.returncode != 0
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
