"""Histories of a coalition that ended wrong once, each as short as it goes; and some at random."""

from __future__ import annotations

import pytest

from jisr.errors import Forked
from jisr.ledger import Fork, Kind
from jisr.records import TLP, Marking
from tests.ledger.memory import Lost, Member
from tests.ledger.schedule import BROKEN, World

CLEAR = Marking(tlp=TLP.CLEAR)


def four() -> tuple[World, list[Member]]:
    world = World(1, size=4)
    return world, list(world.members.values())


def whole(world: World) -> None:
    world.heal()
    assert world.faults() == []


def kinds(member: Member, origin: str) -> list[str]:
    return [link.entry.kind.value if link.entry else "" for link in member.state.links.get(origin, ())]


def test_numbers_that_came_bare_by_way_of_others_hide_nothing() -> None:
    world, (north, coast, river, _) = four()
    north.tell("r1", CLEAR, ["coast"])
    north.tell("r2", CLEAR, ["river"])
    coast.sync(north, bytes)
    coast.relay("north", "river")
    river.sync(coast, bytes)
    assert ("north", "r1") in river.state.text
    assert kinds(river, "north")[:2] == ["put", ""]
    north.sync(river, bytes)
    assert ("north", "r2") in river.state.text
    whole(world)


def test_a_word_to_drop_that_is_passed_on_does_not_outdo_what_others_keep() -> None:
    world, (north, coast, river, _) = four()
    north.tell("r1", CLEAR, ["coast", "river"])
    for one in (coast, river):
        one.sync(north, bytes)
    coast.relay("north", "river")
    river.sync(coast, bytes)
    north.tell("r1", Marking(tlp=TLP.AMBER, releasable_to=("north", "river")), [])
    river.sync(north, bytes)
    coast.sync(north, bytes)
    river.sync(coast, bytes)
    assert ("north", "r1") in river.state.text
    assert ("north", "r1") not in coast.state.text
    whole(world)


def test_what_was_taken_back_before_it_came_by_way_of_others_goes_as_well() -> None:
    world, (north, coast, river, _) = four()
    north.tell("r1", CLEAR, ["coast", "river"])
    coast.sync(north, bytes)
    north.withdraw("r1")
    coast.relay("north", "river")
    river.sync(coast, bytes)
    assert ("north", "r1") in river.state.text
    for _ in range(2):
        river.sync(north, bytes)
    assert ("north", "r1") not in river.state.text
    whole(world)


def test_a_withdrawal_is_found_again_after_a_restore_though_nobody_was_told_it() -> None:
    world, (north, coast, river, _) = four()
    north.tell("r1", CLEAR, ["river"])
    backup = north.state.copied()
    north.withdraw("r1")
    coast.sync(north, bytes)
    assert kinds(coast, "north") == ["", "", ""]
    north.restore(backup)
    assert "r1" in north.state.records
    for one in world.members.values():
        if one is not north:
            north.sync(one, bytes)
    assert not north.state.recovering
    assert "r1" not in north.state.records
    river.sync(north, bytes)
    assert ("north", "r1") not in river.state.text
    whole(world)


def test_a_node_that_recovers_says_nothing_that_it_may_have_taken_back() -> None:
    _, (north, _, river, _) = four()
    north.tell("r1", CLEAR, ["river"])
    north.restore(north.state.copied())
    river.sync(north, bytes)
    assert kinds(river, "north") == [""]


def test_a_page_that_was_on_its_way_while_its_origin_was_restored_is_found_and_said_for() -> None:
    world, (north, coast, river, lake) = four()
    backup = north.state.copied()
    north.tell("r1", CLEAR, ["coast"])
    page = north.page("coast", "north", 0, 50)  # long on its way
    lake.sync(north, bytes)
    north.restore(backup)
    for one in (coast, river, lake):
        north.sync(one, bytes)
    assert not north.state.recovering
    coast.take(page, "north")
    assert ("north", "r1") in coast.state.text
    north.sync(coast, bytes)
    assert north.state.held["north", "r1"].seq == 1
    whole(world)


def test_every_member_learns_of_a_fork() -> None:
    world, (north, coast, river, lake) = four()
    twin = Member("north", north.everyone, 2)
    twin.state = north.state.copied()
    north.propose("coast")
    twin.propose("river")
    north.sync(coast, bytes)
    twin.sync(river, bytes)
    lake.sync(north, bytes)
    with pytest.raises(Forked):
        river.sync(north, bytes)
    river.sync(lake, bytes)
    lake.sync(river, bytes)
    assert "north" in lake.state.stopped
    world.forked["north"] = 1
    whole(world)


def test_a_forged_proof_stops_nothing() -> None:
    _, (north, coast, river, _) = four()
    north.propose("coast")
    coast.sync(north, bytes)
    river.sync(north, bytes)
    liar = Member("north", north.everyone, 99)  # another key
    liar.propose("river")
    liar.propose("river")
    coast.state.proofs["north"] = Fork(one=liar.ours("north", 1), other=north.ours("north", 1))
    river.sync(coast, bytes)
    assert "north" not in river.state.stopped


@pytest.mark.parametrize("seed", [4, 58, 78, 89, 90, 104, 107, 108, 132, 172, 182, 252, 1041, 1652, 5964])
def test_a_history_that_ended_wrong_once(seed: int) -> None:
    world = World(seed)
    for _ in range(120):
        world.step()
    world.heal(rounds=3)
    assert world.faults() == []


def test_what_withdraws_is_never_told() -> None:
    _, (north, coast, *_) = four()
    north.tell("r1", CLEAR, ["coast"])
    north.withdraw("r1")
    try:
        coast.sync(north, bytes)
    except BROKEN:
        pytest.fail("nothing breaks here")
    entries = [link.entry for link in coast.state.links["north"] if link.entry]
    assert all(entry.kind is not Kind.WITHDRAW for entry in entries)


def test_a_handover_that_was_lost_is_made_again_by_the_key_that_counts() -> None:
    """Handed over, restored from before, met again: nobody knows the lost key, so the one before hands over anew."""
    world = World(0, 2)
    north, coast = world.members.values()
    north.tell("r1", Marking(tlp=TLP.CLEAR), ["coast"])
    backup = coast.state.copied()
    coast.rotate()
    coast.restore(backup)
    coast.stops_in_the_middle = True
    with pytest.raises(Lost):
        coast.sync(north, bytes)
    coast.rotate()
    world.heal()
    assert world.faults() == []
