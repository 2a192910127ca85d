"""Every figure there is, and bench/RESULTS.md written from them: `make bench`."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import ROOT

HERE = Path(__file__).resolve().parent
HEAD = """# Figures

Written by `make bench` on {when}: Python {python}, {cores} cores, load {load:.1f} before the first. `make bench-NAME`
takes one part anew. Bars are what a change must keep; a line without a tick misses its bar.
"""


def main() -> int:
    """Run each `bench/NAME.py`, show what it says, write the table; 1 if a figure missed its bar."""
    pages, missed = [_head()], False
    for name in sorted(file.stem for file in HERE.glob("[a-z]*.py")):
        figures = list(_figures(name))
        missed = missed or any(not figure.get("passed", True) for figure in figures)
        pages.append(f"\n## {name}\n\n| figure | value | bar | |\n|---|---|---|---|\n" + "".join(map(_row, figures)))
    (HERE / "RESULTS.md").write_text("".join(pages), encoding="utf-8")
    return int(missed)


def _head() -> str:
    when = subprocess.run(["date", "-u", "+%Y-%m-%d"], capture_output=True, text=True, check=True).stdout.strip()
    return HEAD.format(when=when, python=platform.python_version(), cores=os.cpu_count(), load=os.getloadavg()[0])


def _figures(name: str) -> Iterator[dict[str, object]]:
    said = subprocess.Popen([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert said.stdout is not None
    for line in said.stdout:
        print(line, end="", flush=True)
        if line.startswith('{"name"'):
            yield json.loads(line)
    said.wait()


def _row(figure: dict[str, object]) -> str:
    if "skipped" in figure:
        return f"| {figure['name']} | not taken: {figure['skipped']} | | |\n"
    tick = "✓" if figure["passed"] else "missed"
    return f"| {figure['name']} | {figure['value']} {figure['unit']} | {figure['bar']} | {tick} |\n"


if __name__ == "__main__":
    sys.exit(main())
