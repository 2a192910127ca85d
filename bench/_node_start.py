"""How soon does the terminal answer?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench import Board, median_of
from bench._store import DATA, STATUS, fresh, needs_shared, read

JISR = Path(sys.executable).parent / "jisr"


def run(*words: str) -> None:
    """One command line, to its end."""
    subprocess.run([JISR, *words], check=True, capture_output=True)


def main() -> None:
    """The list of commands; one check on a warm store."""
    board = Board()
    run("--help")
    board.say("jisr --help, median of 9", median_of(9, lambda: run("--help")) * 1000, "ms", bar=150)
    needs_shared()
    fresh()
    read(STATUS / "un" / "un_20260227.xml")
    read(("sdn.csv", (STATUS / "ofac_sdn_history" / "base.csv").read_bytes()))
    asked = ("check", "--json", "--data", str(DATA), "أحمد حسين الشرع")
    run(*asked)
    board.say("jisr check --json on a warm store, median of 5", median_of(5, lambda: run(*asked)), "s", bar=1.0)
    board.end()


main()
