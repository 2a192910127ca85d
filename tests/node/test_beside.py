"""What a second process does beside: the same as if this one had done it, and nothing hangs on it."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from django.db import connection

from jisr.node import record_keys
from jisr.node.actions import after_ingest
from jisr.node.actions.ingest import Wanted, take_in
from jisr.node.beside import beside, meanwhile
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


def test_what_comes_by_file_is_indexed_as_what_comes_at_once(tmp_path: Path, node: Node) -> None:
    """The keys and the names of pages are made while they come; afterwards they are what they would have been."""
    people = [person(f"p{number}", f"Salim Yasin Qandil {number}") for number in range(30)]
    wanted = Wanted(source="acts", format="ftm-json")
    with node.inside(), meanwhile(record_keys.catch_up) as last:
        for one in people:
            take_in([("p.ftm.json", orjson.dumps(one) + b"\n")], reader=node.reader, wanted=wanted)
        last()
    other = found(("coast",), empty=tmp_path / "empty", folder=tmp_path)["coast"]
    other.load(*people)
    assert keys(node) == keys(other)
