"""The figures of a node: `make bench-node`, or `python -m bench.node ingest pages …` for some of them.

Each part runs in a process and a folder of its own.
"""

from __future__ import annotations

import subprocess
import sys

from bench import ROOT

PARTS = ("start", "ingest", "bad", "kill", "pages", "writers", "memory", "clone")


def main(parts: list[str]) -> int:
    """Run the parts in order; 1 if a figure missed its bar."""
    missed = False
    for part in parts or PARTS:
        done = subprocess.run([sys.executable, "-m", f"bench._node_{part}"], cwd=ROOT, check=False)
        missed = missed or done.returncode != 0
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
