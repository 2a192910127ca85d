"""A node restored from a copy: what only the lost end of its log had shared goes from its partners, and is said so."""

from __future__ import annotations

from jisr.node.actions import meet as meeting
from jisr.node.actions.share import share
from jisr.node.queries.exchange import verify_exchange
from jisr.node.queries.recovery import log_state
from tests.exchange.coalition import Node, meet, person, shared

Three = dict[str, Node]


def test_what_only_the_lost_end_had_shared_goes_and_can_be_shared_again(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil"))
    shared(north, "acts:p1")
    for node in (coast, river):
        meet(node, north)
    copy = north.backup()
    north.load(person("p2", "Badr Mirwahi"))
    shared(north, "acts:p2", to=("coast",))
    meet(coast, north)
    assert set(coast.captions()) == {"north:acts:p1", "north:acts:p2"}
    north.restore(copy)
    with north.inside():
        meeting.begin_recovery(reader=north.reader)
        state = log_state(reader=north.reader)
        assert state.recovering
        assert [name for name, _ in state.waiting] == ["coast", "river"]
    for _ in range(2):
        for node in (coast, river):
            meet(north, node)
            meet(node, north)
    with north.inside():
        assert not log_state(reader=north.reader).recovering
    assert coast.captions() == {"north:acts:p1": "Salim Qandil"}
    assert river.captions() == {"north:acts:p1": "Salim Qandil"}
    north.load(person("p2", "Badr Mirwahi"))
    with north.inside():
        assert share(["acts:p2"], ["coast"], reader=north.reader).entries == 1
    meet(coast, north)
    assert set(coast.captions()) == {"north:acts:p1", "north:acts:p2"}
    for node in three.values():
        with node.inside():
            assert verify_exchange(reader=node.reader).fault == ""


def test_one_person_alone_does_not_go_on_without_a_partner(three: Three) -> None:
    north = three["north"]
    north.load(person("p1", "Salim Qandil"))
    shared(north, "acts:p1")
    with north.inside():
        meeting.begin_recovery(reader=north.reader)
        assert not meeting.recover_without("river", "its house burned down", reader=north.reader)
        assert dict(log_state(reader=north.reader).waiting) == {"coast": "", "river": "north-huda"}
