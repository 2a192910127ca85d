"""How does a process end with the one that began it, even where that one is killed?

Its standard input is a pipe nobody writes to, whose other end the parent holds: it closes when the parent is gone.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence

__all__ = ["begin", "main"]


def begin(module: str, *words: str, env: Mapping[str, str], quiet: bool = False) -> subprocess.Popen[bytes]:
    """Run a Python module as `python -m module words` does, told to stop when this one is gone. `quiet`: unheard."""
    line = [sys.executable, "-m", __name__, module, *words]
    heard = subprocess.DEVNULL if quiet else None
    return subprocess.Popen(  # noqa: S603  # our own programs
        line, env=env, stdin=subprocess.PIPE, stdout=heard, stderr=heard, start_new_session=True
    )


def main(words: Sequence[str]) -> None:
    """Be that module, and stop politely at the end of standard input."""
    threading.Thread(target=_stop_at_the_end, name="leash", daemon=True).start()
    sys.argv[:] = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _stop_at_the_end() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1:])
