"""The figures of the name engine: `make bench-names`, or `python -m bench.names accuracy` for some of them.

Each part runs in a process of its own; the last two measure other programs too, after `make .peers/names/ready`.
"""

from __future__ import annotations

import subprocess
import sys

from bench import ROOT

PARTS = ("accuracy", "speed", "peers")


def main(parts: list[str]) -> int:
    """Run the parts in order; 1 if a figure missed its bar."""
    missed = False
    for part in parts or PARTS:
        done = subprocess.run([sys.executable, "-m", f"bench._names_{part}"], cwd=ROOT, check=False)
        missed = missed or done.returncode != 0
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
