"""What stands in a log is judged again each time it is about to leave, and again when the answer has become another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from jisr.node import clock
from jisr.node.actions import partners as acting
from jisr.node.actions.share import what_if
from jisr.node.actions.withdraw import narrow, withdraw
from jisr.node.models import Egress, LogEntry
from jisr.node.queries.exchange import verify_exchange
from jisr.node.values import Terms
from jisr.records import TLP, Marking
from jisr.sharing import Reader
from tests.exchange.coalition import Node, meet, person, shared

Three = dict[str, Node]
HERE = Marking(tlp=TLP.AMBER, releasable_to=("north",))
COAST = Marking(tlp=TLP.AMBER, releasable_to=("north", "coast"))
GREEN = Marking(tlp=TLP.GREEN)


def second(node: Node) -> Reader:
    """Another person of the node."""
    return replace(node.reader, name="second")


def a_pair(node: Node) -> None:
    """A person, and another who names it in his notes; a third names that one."""
    node.load(
        person("p1", "Salim Qandil"),
        person("p2", "Badr Mirwahi", notes=["brother of acts:p1"]),
        person("p3", "Huda Karam", notes=["neighbour of acts:p2"]),
        marking=GREEN,
    )


@pytest.mark.parametrize("act", ["narrowed", "withdrawn"])
def test_what_carries_something_narrowed_since_leaves_no_more(three: Three, act: str) -> None:
    north, coast, _ = three.values()
    a_pair(north)
    shared(north, "acts:p2", "acts:p3", to=("coast",))
    with north.inside():
        if act == "narrowed":
            narrow("acts:p1", HERE, reader=north.reader)
        else:
            withdraw("acts:p1", "an error", reader=north.reader)
    meet(coast, north)
    assert coast.captions() == {}
    with coast.inside():
        assert not LogEntry.objects.filter(origin="north").exclude(body="").exists()
    with north.inside():
        assert not Egress.objects.filter(decision="released").exists()
        assert verify_exchange(reader=north.reader).fault == ""


@pytest.mark.parametrize("act", ["narrowed", "withdrawn"])
def test_what_carries_something_narrowed_is_taken_back_from_its_holders(three: Three, act: str) -> None:
    north, coast, river = three.values()
    a_pair(north)
    shared(north, "acts:p1", "acts:p2", "acts:p3")
    for node in (coast, river):
        meet(node, north)
        assert len(node.captions()) == 3
    with north.inside():
        if act == "narrowed":
            narrow("acts:p1", COAST, reader=north.reader)
        else:
            withdraw("acts:p1", "an error", reader=north.reader)
    for node in (coast, river):
        meet(node, north)
    assert river.captions() == {}
    assert len(coast.captions()) == (3 if act == "narrowed" else 0)
    for node in (coast, river):
        with node.inside():
            assert verify_exchange(reader=node.reader).fault == ""


def test_what_is_carried_by_what_is_carried_counts_where_all_are_shared_at_once(three: Three) -> None:
    north = three["north"]
    a_pair(north)
    with north.inside():
        narrow("acts:p1", HERE, reader=north.reader)
        done = what_if(("acts:p1", "acts:p2", "acts:p3"), ("coast",), reader=north.reader)
    assert [one.code for one in done.verdicts] == ["tlp-amber", "embedded-reference", "embedded-reference"]


def test_an_older_entry_gives_nothing_away(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil", notes=["the first word"]), marking=GREEN)
    shared(north, "acts:p1", to=("coast",))
    north.load(person("p1", "Salim Qandil", notes=["the second word"]), marking=GREEN)
    shared(north, "acts:p1", to=("river",))
    with north.inside():
        narrow("acts:p1", HERE, reader=north.reader)
    for node in (coast, river):
        meet(node, north)
        assert node.captions() == {}
        with node.inside():
            assert not LogEntry.objects.filter(origin="north").exclude(body="").exists()


def test_what_a_suspension_held_back_goes_when_it_ends(three: Three) -> None:
    north, coast, _ = three.values()
    a_pair(north)
    shared(north, "acts:p1", to=("coast",))
    with north.inside():
        acting.suspend("coast", "a leak is looked into", reader=north.reader)
    meet(coast, north)
    assert coast.captions() == {}
    with north.inside():
        acting.resume("coast", "cleared up", reader=second(north))
    meet(coast, north)
    assert coast.captions() == {"north:acts:p1": "Salim Qandil"}


def test_what_an_agreement_held_back_goes_under_the_next(three: Three) -> None:
    north, coast, _ = three.values()
    a_pair(north)
    shared(north, "acts:p1", to=("coast",))
    far = clock.now() + timedelta(days=400)
    with clock.moved_to(far):
        with north.inside():
            narrower = Terms(ceiling="clear", kinds=(), purposes=(), until=None)
            acting.agree("coast", narrower, reader=north.reader)
        meet(coast, north)
        assert coast.captions() == {}
        with north.inside():
            acting.agree("coast", Terms(ceiling="red", kinds=(), purposes=(), until=None), reader=north.reader)
            acting.second("coast", 3, reader=second(north))
        meet(coast, north)
    assert coast.captions() == {"north:acts:p1": "Salim Qandil"}
