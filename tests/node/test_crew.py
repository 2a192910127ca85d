"""Several processes on one node, and one that is killed: nobody is shut out, nothing is lost, nothing is half."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.node.world import CROWD, EVERYONE, SALIM, un, without

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 8
POINTS = int(os.environ.get("JISR_KILL_POINTS", "5"))


class Crew:
    """Processes of one node."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        settings = connection.settings_dict
        postgresql = connection.vendor == "postgresql"
        address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings) if postgresql else ""
        self._env = {
            **os.environ,
            "JISR_DATA": str(folder),
            "DATABASE_URL": address,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }

    def start(self, *words: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.node.crew", *map(str, words)]
        return subprocess.Popen(  # noqa: S603  # ourselves
            command, cwd=ROOT, env=self._env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *words: object) -> dict[str, Any]:
        return told(self.start(*words))


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The line of a process that must have gone well."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


@pytest.fixture
def crew(transactional_db: None, folder: Path) -> Crew:
    return Crew(folder)


def assert_sound(report: dict[str, Any]) -> None:
    assert report["broken_at"] is None
    assert report["overlapping"] == []
    assert report["backwards"] == []
    assert report["half_batches"] == []


def test_four_write_and_four_read(crew: Crew) -> None:
    finding = crew.run("make")["finding"]
    writers = [crew.start("write", number, ROUNDS, finding) for number in range(4)]
    readers = [crew.start("read", number, ROUNDS) for number in range(4, 8)]
    written: Counter[str] = Counter()
    for writer in writers:
        written += Counter(told(writer))
    seen: Counter[str] = Counter()
    for reader in readers:
        seen += Counter(told(reader))
    assert seen == {"found": 4 * ROUNDS}
    assert set(written) <= {"own", "race", "unsure", "confirmed", "undo", "kept", "judged", "conflict"}
    crew.run("go-on")
    report = crew.run("report")
    assert_sound(report)
    assert report["sources"]["un"] == 2 * len(EVERYONE)
    assert [report["sources"][f"own-worker{number}"] for number in range(4)] == [ROUNDS] * 4
    assert written["own"] == written["race"] == written["kept"] == written["judged"] == 4 * ROUNDS
    assert report["verdicts"].get("unsure", 0) == written["unsure"]
    assert report["verdicts"].get("confirmed", 0) == written["confirmed"]
    assert report["undone"] == written["undo"]
    assert report["standing"] == report["states"].get("confirmed", 0) <= 1
    assert report["judged"] == 4 * ROUNDS
    assert report["unindexed"] == 0
    # one line an act: checks and keeps of writers, checks and party pages of readers, and what was counted above
    acts = written.total() - written["conflict"] + written["judged"] + written["kept"]
    assert report["entries"] == 3 + acts + 2 * seen["found"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_any_moment(crew: Crew) -> None:
    finding = crew.run("make")["finding"]
    later = crew.folder / "later.xml"
    later.write_bytes(un(without(SALIM.ref), "2026-02-27")[1])
    start = time.monotonic()
    nothing = crew.run("report")
    whole = time.monotonic() - start  # as long as a process takes to start and to look
    dice = random.Random(11)  # noqa: S311  # no secret
    done = False
    for _ in range(POINTS):
        child = crew.start("take", later)
        time.sleep(dice.uniform(0.3, 1.1) * whole)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        report = crew.run("report")
        assert_sound(report)
        loaded = report["batches"]["loaded"]
        assert loaded in {1, 2}
        assert not (done and loaded == 1)
        done = loaded == 2
        if not done:
            assert {**report, "unindexed": 0} == {**nothing, "unindexed": 0}
        else:
            assert report["current"] == 2 * len(CROWD)
            assert report["states"] == {"open": 1}
    again = crew.run("take", later)
    assert again == {"state": "loaded", "again": done}
    crew.run("go-on")
    report = crew.run("report")
    assert_sound(report)
    assert report["batches"] == {"loaded": 2}
    assert report["current"] == 2 * len(CROWD)
    assert report["unindexed"] == 0
    assert finding
    left = [path.name for path in (crew.folder / "deliveries").rglob("*") if path.is_file() and path.suffix != ".part"]
    assert len(left) == 2


def test_the_folder_is_the_node(crew: Crew, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Copied, it is the same node."""
    if connection.vendor != "sqlite":
        pytest.skip("there the records are in the database")
    crew.run("make")
    other = tmp_path_factory.mktemp("copies") / "node"
    shutil.copytree(crew.folder, other)
    assert Crew(other).run("report") == crew.run("report")
