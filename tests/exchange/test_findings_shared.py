"""A finding goes with all it rests on or not at all; what becomes of it is told to whoever has it."""

from __future__ import annotations

import pytest

from jisr.errors import Conflict, NotAllowed, NotFound
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.keep_check import keep
from jisr.node.actions.share_finding import share_finding, what_if_finding
from jisr.node.actions.withdraw import narrow, withdraw
from jisr.node.models import Record
from jisr.node.queries.check import check
from jisr.node.queries.exchange import verify_exchange
from jisr.node.queries.flow import theirs
from jisr.node.values import Question
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role
from tests.exchange.coalition import Node, meet, person, shared

Three = dict[str, Node]
GREEN = Marking(tlp=TLP.GREEN)
HERE = Marking(tlp=TLP.AMBER, releasable_to=("north",))


def found(node: Node, *, marking: Marking = GREEN) -> int:
    """A hit on the node's own person."""
    node.load(person("p1", "Salim Qandil"), marking=marking)
    with node.inside():
        (number,) = keep(check(Question(name="Salim Qandil"), reader=node.reader), reader=node.reader)
    return number


def states(node: Node) -> list[tuple[str, str, str]]:
    with node.inside():
        return [(one.origin, one.state, one.title) for one in theirs(reader=node.reader)]


def test_a_finding_arrives_with_its_origin_and_follows_what_becomes_of_it(three: Three) -> None:
    north, coast, river = three.values()
    number = found(north)
    shared(north, "acts:p1", to=("coast",))
    with north.inside():
        assert share_finding(number, ("coast",), reader=north.reader).refused == ()
    meet(coast, north)
    meet(river, north)
    ((origin, state, title),) = states(coast)
    assert (origin, state) == ("north", "open")
    assert "Salim Qandil" in title
    assert states(river) == []
    with north.inside():
        decide(number, reader=north.reader, verdict="confirmed", why="same father")
    meet(coast, north)
    assert [one[1] for one in states(coast)] == ["confirmed"]
    with north.inside():
        undo(number, reader=north.reader)
    meet(coast, north)
    assert [one[1] for one in states(coast)] == ["open"]
    with north.inside():
        assert verify_exchange(reader=north.reader).fault == ""


def test_a_correction_of_what_it_rests_on_opens_it_there_too(three: Three) -> None:
    north, coast, _ = three.values()
    number = found(north)
    with north.inside():
        decide(number, reader=north.reader, verdict="confirmed", why="same father")
        share_finding(number, ("coast",), reader=north.reader)
    meet(coast, north)
    north.load(person("p1", "Salim Qandil", birthDate=["1971"]), marking=GREEN)
    meet(coast, north)
    assert [one[1] for one in states(coast)] == ["open"]


@pytest.mark.parametrize("act", ["narrowed", "withdrawn"])
def test_it_goes_with_what_it_rests_on(three: Three, act: str) -> None:
    north, coast, _ = three.values()
    number = found(north)
    with north.inside():
        share_finding(number, ("coast",), reader=north.reader)
    meet(coast, north)
    assert len(states(coast)) == 1
    with north.inside():
        if act == "narrowed":
            narrow("acts:p1", HERE, reader=north.reader)
        else:
            withdraw("acts:p1", "an error", reader=north.reader)
    meet(coast, north)
    assert states(coast) == []
    assert coast.captions() == {}


def test_it_stays_where_what_it_rests_on_stays(three: Three) -> None:
    north, coast, _ = three.values()
    number = found(north, marking=HERE)
    with north.inside():
        (refused,) = what_if_finding(number, ("coast",), reader=north.reader).refused
        assert refused.code == "tlp-amber"
        assert share_finding(number, ("coast",), reader=north.reader).entries == 0
    meet(coast, north)
    assert coast.captions() == {}


def test_what_was_asked_stays_here(three: Three) -> None:
    north, coast, _ = three.values()
    number = found(north)
    with north.inside():
        share_finding(number, ("coast",), reader=north.reader)
    meet(coast, north)
    with coast.inside():
        said = "".join(Record.objects.values_list("properties", flat=True))
        assert "question" not in said


def test_bad_asks_are_named(three: Three) -> None:
    north = three["north"]
    number = found(north)
    lesser = Reader(name="nour", member="north", roles=frozenset({Role.ANALYST}))
    with north.inside():
        with pytest.raises(NotFound):
            share_finding(999, ("coast",), reader=north.reader)
        with pytest.raises(NotAllowed):
            share_finding(number, ("coast",), reader=lesser)
        withdraw("acts:p1", "an error", reader=north.reader)
        with pytest.raises(Conflict):
            share_finding(number, ("coast",), reader=north.reader)
