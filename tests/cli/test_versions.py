"""A folder of an earlier version opens with all it held; one of a newer version is left as it is."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.cli.conftest import un_list

DJANGO = [sys.executable, "-m", "django"]
JISR = [sys.executable, "-m", "jisr"]
VERSIONS = sorted(name for room, name in MigrationLoader(None).disk_migrations if room == "node")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in the folder, in a process of its own."""
    env = {**os.environ, "JISR_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "jisr.site.settings"}
    env.pop("DATABASE_URL", None)
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603  # ourselves


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-2]])
def test_a_folder_of_an_earlier_version_opens(version: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    made = run(tmp_path, *DJANGO, "migrate", "node", version, "--verbosity", "0")
    assert made.returncode == 0, made.stderr
    with sqlite3.connect(tmp_path / "data" / "node.sqlite3") as store:
        store.execute("INSERT INTO node_setting (key, value) VALUES ('node-name', 'north')")
    assert run(tmp_path, *DJANGO, "migrate", "--verbosity", "0").returncode == 0
    (tmp_path / "un.xml").write_text(un_list("2025-04-19"), encoding="utf-8")
    read = run(tmp_path, *JISR, "read", "un.xml", "--received", "2025-04-19", "--json")
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout.splitlines()[0])["state"] == "loaded"
    with sqlite3.connect(tmp_path / "data" / "node.sqlite3") as store:
        assert store.execute("SELECT value FROM node_setting WHERE key = 'node-name'").fetchone() == ("north",)
        assert {name for (name,) in store.execute("SELECT name FROM django_migrations WHERE app = 'node'")} >= set(
            VERSIONS
        )


def test_a_folder_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert run(tmp_path, *DJANGO, "migrate", "--verbosity", "0").returncode == 0
    with sqlite3.connect(tmp_path / "data" / "node.sqlite3") as store:
        store.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('node', '9999_later', '2030-01-01')")
    refused = run(tmp_path, *JISR, "up", "--data", "data")
    assert refused.returncode == 2
    assert "9999_later" in refused.stderr


if connection.vendor != "sqlite":  # folders that are nodes are SQLite's
    pytestmark = pytest.mark.skip(reason="a folder that is a node needs SQLite")
