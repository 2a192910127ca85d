"""A power cut: what is on the disk when somebody has a page tells that it left."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from jisr.ledger import read_page
from jisr.node.actions import serve
from tests.exchange.coalition import Node, many


def test_what_left_is_on_the_disk_before_anybody_has_it(
    three: dict[str, Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = three["north"]
    many(north, 5)
    disk, sync = tmp_path / "disk", os.fsync

    def synced(file: int) -> None:
        """A disk that keeps what was synced, and nothing later."""
        sync(file)
        log = Path(f"/proc/self/fd/{file}").readlink()
        disk.mkdir(exist_ok=True)
        for name in (log.name, log.name.removesuffix("-wal")):
            shutil.copyfile(log.with_name(name), disk / name)

    monkeypatch.setattr(os, "fsync", synced)
    with north.inside():
        page = read_page(serve.page("coast", "north", after=0))
    sent = [link.seq for link in page.links if link.entry]
    with sqlite3.connect(disk / "node.sqlite3") as kept:  # after the cut
        told = [seq for (seq,) in kept.execute("SELECT seq FROM node_egress WHERE peer = 'coast' ORDER BY number")]
        left = kept.execute("SELECT COUNT(*) FROM node_sent WHERE member = 'coast' AND delivered").fetchone()[0]
    assert sent
    assert told == sent
    assert left == len(sent)
