"""Whole nodes for a figure: one that shares many records, and empty ones that take them."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench import ROOT

sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="jisr-bench-exchange-", dir=os.environ.get("JISR_BENCH_DIR")))
os.environ.update(JISR_DATA=str(FOLDER), DJANGO_SETTINGS_MODULE="jisr.site.settings")

import django  # noqa: E402  # the folder first

django.setup()

from jisr.node.actions.share import share  # noqa: E402
from tests.exchange.coalition import Node, found, person, template  # noqa: E402

__all__ = ["FOLDER", "Node", "away", "made"]


def made(records: int) -> dict[str, Node]:
    """North shares so many records with coast and river."""
    empty = template(FOLDER / "empty")
    nodes = found(("north", "coast", "river"), empty=empty, folder=FOLDER)
    north = nodes["north"]
    north.load(*(person(f"p{number}", f"Salim Yasin Qandil {number}", country=["jo"]) for number in range(records)))
    with north.inside():
        done = share([f"acts:p{number}" for number in range(records)], ["coast", "river"], reader=north.reader)
    assert done.entries == records, done.entries
    return nodes


def away() -> None:
    """Remove the nodes."""
    shutil.rmtree(FOLDER, ignore_errors=True)
