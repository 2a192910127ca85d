"""How do members meet while the node is up: rounds in the background, and for the demo two more nodes beside it?"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from jisr.cli import _leash
from jisr.cli._whole import environment
from jisr.exchange.rounds import rounds
from jisr.node.actions import demo_members
from jisr.node.own_name import node_name
from jisr.sharing import Reader

__all__ = ["NAMES", "meeting", "others"]

EVERY, DEMO_EVERY = 30.0, 3.0  # seconds between rounds
NAMES = demo_members.NAMES
_STOPS_WITHIN = 15.0


class _Rounds(threading.Thread):
    """Rounds until told to stop. A store that is busy or a fault of a partner costs one round, never the node."""

    def __init__(self, reader: Reader, *, address: str, folder: Path | None) -> None:
        super().__init__(name="rounds", daemon=True)
        self._reader, self._address, self._folder = reader, address, folder
        self.over = threading.Event()

    def run(self) -> None:
        """A round with everybody, again and again."""
        try:
            while not self.over.wait(EVERY if self._folder is None else DEMO_EVERY):
                try:
                    self._once()
                except DatabaseError as error:
                    sys.stderr.write(f"  a round did not go through: {error}\n")
        finally:
            connections.close_all()

    def _once(self) -> None:
        if self._folder is not None:
            self._meet(self._folder)
        rounds(reader=self._reader)
        if self._folder is not None:
            demo_members.go_on(reader=self._reader)

    def _meet(self, folder: Path) -> None:
        demo_members.meet(
            {file.name.partition(".")[0]: file.read_bytes() for file in sorted(folder.glob("*.json"))},
            reader=self._reader,
        )


@contextmanager
def meeting(reader: Reader, *, address: str, folder: Path | None) -> Iterator[None]:
    """Rounds while the block runs. `folder`: of the demo, where each member lays its invitation."""
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = node_name()
        draft = folder / f".{name}"
        draft.write_bytes(demo_members.invitation(address, reader=reader))
        draft.replace(folder / f"{name}.json")
    thread = _Rounds(reader, address=address, folder=folder)
    thread.start()
    try:
        yield
    finally:
        thread.over.set()
        thread.join(1.0)


@contextmanager
def others(folder: Path) -> Iterator[None]:
    """The two other members of the demo, each a node of its own below this one's folder, until the block ends."""
    running = []
    for name in NAMES[1:]:
        data = Path(settings.JISR_DATA) / "members" / name
        words = ("up", "--data", str(data), "--member", name, "--meet", str(folder))
        running.append(_leash.begin("jisr", *words, env=environment(data), quiet=True))
    try:
        yield
    finally:
        for one in running:
            one.terminate()
        for one in running:
            try:
                one.wait(_STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
