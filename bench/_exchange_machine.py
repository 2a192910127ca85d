"""Any order of anything: hypothesis drives members in memory; the real ledger and rule decide."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from bench import ROOT, Board
from bench._exchange_sizes import size

EXAMPLES, STEPS = str(size("examples", 2000)), str(size("steps", 60))


def main() -> None:
    """Run the state machine of the tests at full size; 1 where it found a fault."""
    board, began = Board(), time.monotonic()
    wanted = {"JISR_MACHINE_EXAMPLES": EXAMPLES, "JISR_MACHINE_STEPS": STEPS}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/exchange/test_machine.py"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **wanted}, stdout=sys.stderr, check=False)
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    board.say(f"state machine of 2-6 members, {EXAMPLES} x {STEPS} steps: failures", done.returncode, "runs", bar=0)
    board.end()


if __name__ == "__main__":
    main()
