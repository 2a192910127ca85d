"""What a second process does beside: the same as if this one had done it, and nothing hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from jisr.node.actions import after_ingest
from jisr.node.beside import beside
from jisr.node.models import RecordKey
from tests.exchange.coalition import Node, found, person, template


@pytest.fixture
def node(tmp_path: Path, transactional_db: None) -> Node:
    if connection.vendor != "sqlite":
        pytest.skip("a node of its own in every folder needs SQLite")
    return found(("north",), empty=template(tmp_path / "empty"), folder=tmp_path)["north"]


def keys(node: Node) -> set[tuple[str, str]]:
    with node.inside():
        return set(RecordKey.objects.values_list("key", "record__thing"))


def test_keys_made_beside_are_the_same(node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [person(f"p{number}", f"Salim Yasin Qandil {number}") for number in range(50)]
    node.load(*people)
    alone = keys(node)
    assert alone
    other = found(("coast",), empty=tmp_path / "empty", folder=tmp_path)["coast"]
    monkeypatch.setattr(after_ingest, "_MANY", 10)
    other.load(*people)
    assert keys(other) == alone


def test_a_failure_beside_costs_nothing(node: Node, capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise ArithmeticError

    done = []
    with node.inside(), beside(fails):
        done.append(1)
    assert done == [1]
    assert "Traceback" not in capfd.readouterr().err
