"""How much memory does a running node hold, with the UN and OFAC lists loaded?"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from bench import Board
from bench._browser import Browser, link_in
from bench._store import DATA, STATUS, fresh, needs_shared, read

JISR = Path(sys.executable).parent / "jisr"


def main() -> None:
    """Start it, use it, add up what its processes hold (each its share of what they share)."""
    needs_shared()
    board = Board()
    fresh()
    read(STATUS / "un" / "un_20260227.xml")
    read(*sorted((STATUS / "ofac_2019").iterdir()))
    from django.db import connection  # after its settings

    connection.close()
    node = subprocess.Popen(
        [JISR, "up", "--port", "8977"], stderr=subprocess.PIPE, text=True, env=os.environ | {"JISR_DATA": str(DATA)}
    )
    try:
        assert node.stderr is not None
        browser = Browser(link_in(node.stderr))
        for address in ("/", "/check?name=Ahmad+Husayn+al-Shara", "/parties/un:QDe.137"):
            browser.get(address)
        parts = {pid: _share(pid) for pid in [node.pid, *_below(node.pid)]}
        print("  " + ", ".join(f"{_name(pid)} {size:.0f}" for pid, size in parts.items()))
        board.say("memory of the running node, all processes", sum(parts.values()), "MB", bar=400)
    finally:
        node.send_signal(signal.SIGTERM)
        node.wait(30)
    board.end()


def _below(pid: int) -> list[int]:
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            found += [child, *_below(child)]
    return found


def _share(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[-30:].strip()


main()
