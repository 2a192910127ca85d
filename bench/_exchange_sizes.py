"""How large shall a figure be taken?  `--entries 5000` after the part's name; without it the part's default."""

from __future__ import annotations

import sys


def size(name: str, default: int) -> int:
    """The number that `--NAME` is given, else the default."""
    option = f"--{name}"
    return int(sys.argv[sys.argv.index(option) + 1]) if option in sys.argv else default
