"""Logs between whole nodes: what is shared arrives, what is taken back goes, and everybody can prove it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from jisr.node.actions.share import share
from jisr.node.actions.withdraw import narrow, withdraw
from jisr.node.models import Receipt
from jisr.records import TLP, Marking
from tests.exchange.coalition import Node, found, meet, person, template


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    with django_db_blocker.unblock():
        return template(tmp_path_factory.mktemp("empty") / "node")


@pytest.fixture
def three(empty: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Node]]:
    with django_db_blocker.unblock():
        yield found(("north", "coast", "river"), empty=empty, folder=tmp_path)


def test_what_is_shared_arrives_and_is_acknowledged(three: dict[str, Node]) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil"), person("p2", "Badr Mirwahi"))
    with north.inside():
        done = share(["acts:p1"], ["coast"], reader=north.reader)
    assert (done.refused, done.entries) == ((), 1)
    round_ = meet(coast, north)
    assert round_.records == 1
    assert coast.captions() == {"north:acts:p1": "Salim Qandil"}
    with north.inside():
        assert list(Receipt.objects.values_list("member", "through")) == [("coast", 1)]
    meet(river, north)
    assert river.captions() == {}
    assert river.log("north") == [(1, "")]


def test_what_is_withdrawn_is_dropped_by_its_holders(three: dict[str, Node]) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil"))
    with north.inside():
        share(["acts:p1"], ["coast", "river"], reader=north.reader)
    for node in (coast, river):
        meet(node, north)
        assert node.captions()
    with north.inside():
        assert withdraw("acts:p1", "an error", reader=north.reader) == 2
    assert north.captions() == {}
    for node in (coast, river):
        assert meet(node, north).dropped == 1
        assert node.captions() == {}
        assert node.holds("north") == {"acts:p1": False}


def test_narrowing_looks_to_the_loser_like_withdrawing(three: dict[str, Node]) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil"), person("p2", "Badr Mirwahi"))
    with north.inside():
        share(["acts:p1", "acts:p2"], ["coast", "river"], reader=north.reader)
    meet(coast, north)
    meet(river, north)
    with north.inside():
        narrow("acts:p1", Marking(tlp=TLP.AMBER, releasable_to=("coast", "north")), reader=north.reader)
        withdraw("acts:p2", "an error", reader=north.reader)
    meet(coast, north)
    meet(river, north)
    assert coast.captions() == {"north:acts:p1": "Salim Qandil"}
    assert river.captions() == {}
    assert [kind for _, kind in river.log("north")][2:] == ["", "retract", "", "retract"]
