"""The figures of status: `make bench-status`, or `python -m bench.status history sources …` for some of them.

Each part runs in a process and a folder of its own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench import ROOT

PARTS = tuple(sorted(path.stem.removeprefix("_status_") for path in Path(__file__).parent.glob("_status_*.py")))


def main(parts: list[str]) -> int:
    """Run the parts in order; 1 if a figure missed its bar."""
    missed = False
    for part in parts or PARTS:
        done = subprocess.run([sys.executable, "-m", f"bench._status_{part}"], cwd=ROOT, check=False)
        missed = missed or done.returncode != 0
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
