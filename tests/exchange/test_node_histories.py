"""Histories at random with whole nodes: the store is SQLite, everything else as it runs at members."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from jisr.errors import Conflict, JisrError, WrongUse
from jisr.node import clock, log
from jisr.node.actions import daily, meet, serve
from jisr.node.actions.feedback import Wanted, ask
from jisr.node.actions.share import share
from jisr.node.actions.take_page import take
from jisr.node.actions.withdraw import narrow, withdraw
from jisr.node.models import AuditEntry, Holding, Record, Sent, Stopped
from jisr.node.queries.exchange import receipts, verify_exchange
from jisr.records import CLEAR, TLP, Marking
from jisr.sharing import Reader
from tests.exchange.coalition import ROLES, Node, found, person, template
from tests.exchange.coalition import meet as meets

HISTORIES = int(os.environ.get("JISR_NODE_HISTORIES", "4"))
STEPS = int(os.environ.get("JISR_NODE_STEPS", "25"))
NAMES = ("north", "coast", "river")


class Lost(JisrError):
    """The line broke."""

    code = "unreachable"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    with django_db_blocker.unblock():
        return template(tmp_path_factory.mktemp("empty-histories") / "node")


@pytest.fixture
def nodes(empty: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Node]]:
    with django_db_blocker.unblock():
        yield found(NAMES, empty=empty, folder=tmp_path)


def breaking(dice: random.Random) -> Callable[[bytes], bytes]:
    """A line that cuts, changes or loses what it carries from some answer on."""
    left, kind = dice.randrange(8), dice.random()

    def cut(data: bytes) -> bytes:
        nonlocal left
        left -= 1
        if left >= 0 or kind > 0.5:
            return data
        if kind < 0.2:
            return data[: dice.randrange(len(data))]
        raise Lost("lost")

    return cut


def act(nodes: dict[str, Node], dice: random.Random, backups: dict[str, Path]) -> None:
    """One thing happens to one node."""
    node, other = dice.sample(list(nodes.values()), 2)
    thing = f"acts:p{dice.randrange(3)}"
    what = dice.choice(
        ["tell"] * 4 + ["narrow", "withdraw", "relay", "rotate", "ask", "backup", "restore"] + ["meet"] * 9
    )
    if what == "meet":
        meets(node, other, breaking(dice))
    elif what == "tell":
        node.load(person(thing.removeprefix("acts:"), f"Salim Qandil {dice.randrange(1000)}"))
        with node.inside():
            share([thing], [other.name], reader=node.reader)
    elif what == "backup":
        backups[node.name] = node.backup()
    elif what == "restore" and node.name in backups:
        node.restore(backups.pop(node.name))
        with node.inside():
            meet.begin_recovery(reader=node.reader)
    else:
        said(node, other, what, thing)


def said(node: Node, other: Node, what: str, thing: str) -> None:
    """What a person does at a node."""
    with node.inside():
        if what == "narrow":
            only = Marking(tlp=TLP.AMBER, releasable_to=(other.name, node.name))
            narrow(thing, only, reader=node.reader)
        elif what == "withdraw":
            withdraw(thing, "an error", reader=node.reader)
        elif what == "rotate":
            meet.rotate(reader=node.reader)
        elif what == "ask":
            ask(other.name, Wanted(subject="who", question="who is it"), reader=node.reader)
        elif what == "relay":
            came = Record.objects.filter(known_to=None, thing__contains=":acts:").values_list("thing", flat=True)
            share(list(came)[:1], [other.name], reader=node.reader)


def faults(nodes: dict[str, Node]) -> list[str]:
    """What is not as it must be after healing: everybody holds what is for them, and the proofs hold."""
    wrong = []
    for node in nodes.values():
        with node.inside():
            report = verify_exchange(reader=node.reader)
            wrong += [f"{node.name}: {report.fault} at {report.place}"] if report.fault else []
            wrong += [f"{node.name} recovers"] if log.recovering() else []
            wrong += [f"{node.name} stopped {row}" for row in Stopped.objects.all()]
            sent = Sent.objects.filter(origin=node.name, live=True, came=False).values_list("rid", "member")
            ver = dict(Holding.objects.filter(origin=node.name, live=True).values_list("rid", "ver"))
            standing = set(Record.objects.filter(known_to=None).values_list("thing", flat=True))
            promised = {(rid, member): ver.get(rid) for rid, member in sent}
        for other in nodes.values():
            if other is node:
                continue
            with other.inside():
                have = dict(Holding.objects.filter(origin=node.name, live=True).values_list("rid", "ver"))
                here = set(Record.objects.filter(known_to=None, source=node.name).values_list("thing", flat=True))
            want = {rid: one for (rid, member), one in promised.items() if member == other.name}
            wrong += [f"{other.name} has {have} of {node.name}, not {want}"] if have != want else []
            wrong += [f"{other.name} uses {here}"] if here != {f"{node.name}:{rid}" for rid in have} else []
            wrong += [f"{other.name} holds {rid}, gone" for rid in have.keys() - standing]
    return wrong


def heal(nodes: dict[str, Node], rounds: int = 3) -> None:
    for _ in range(rounds):
        for node in nodes.values():
            for other in nodes.values():
                if other is not node:
                    meets(node, other)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_history_of_whole_nodes_ends_right(nodes: dict[str, Node], seed: int) -> None:
    dice, backups = random.Random(seed), dict[str, Path]()  # noqa: S311  # a trial
    for _ in range(STEPS):
        try:
            act(nodes, dice, backups)
        except JisrError:
            continue  # what may break here is the trial
    heal(nodes)
    assert faults(nodes) == []
    lengths = {name: [len(node.log(one)) for one in NAMES] for name, node in nodes.items()}
    heal(nodes, rounds=1)
    assert {name: [len(node.log(one)) for one in NAMES] for name, node in nodes.items()} == lengths


def test_a_withdrawal_reaches_every_reachable_holder_within_one_round(nodes: dict[str, Node]) -> None:
    north = nodes["north"]
    north.load(*(person(f"p{number}", f"Salim Qandil {number}") for number in range(5)))
    with north.inside():
        share([f"acts:p{number}" for number in range(5)], ["coast", "river"], reader=north.reader)
    for name in ("coast", "river"):
        meets(north, nodes[name])
    with north.inside():
        for number in range(5):
            withdraw(f"acts:p{number}", "an error", reader=north.reader)
    for name in ("coast", "river"):
        meets(nodes[name], north)
        assert nodes[name].captions() == {}
    with north.inside():
        assert receipts(reader=north.reader) == ()


def test_a_withdrawal_lost_with_a_restore_is_found_again(nodes: dict[str, Node]) -> None:
    north, coast, river = nodes.values()
    north.load(person("p0", "Salim Qandil"))
    with north.inside():
        share(["acts:p0"], ["coast"], reader=north.reader)
    copy = north.backup()
    with north.inside():
        withdraw("acts:p0", "an error", reader=north.reader)
    meets(river, north)
    north.restore(copy)
    assert north.captions()
    for other in (river, coast):  # river has the number, and does not know what it says
        meets(north, other)
    assert north.captions() == {}
    meets(coast, north)
    assert coast.captions() == {}
    heal(nodes)
    assert faults(nodes) == []


def test_what_was_on_its_way_during_a_restore_is_found_and_taken_back(nodes: dict[str, Node]) -> None:
    north, coast, river = nodes.values()
    copy = north.backup()
    north.load(person("p0", "Salim Qandil"))
    with north.inside():
        share(["acts:p0"], ["coast"], reader=north.reader)
        page = serve.page("coast", "north")
    meets(river, north)
    north.restore(copy)
    for other in (river, coast):
        meets(north, other)
    with coast.inside():
        take(page, via="north")
    assert coast.captions()
    meets(north, coast)
    heal(nodes)
    assert coast.captions() == {}
    assert faults(nodes) == []


def test_nothing_is_shared_while_a_node_recovers_and_two_people_go_on_without_one(nodes: dict[str, Node]) -> None:
    north, coast, river = nodes.values()
    north.load(person("p0", "Salim Qandil"))
    with north.inside():
        share(["acts:p0"], ["coast"], reader=north.reader)
    meets(north, coast)
    copy = north.backup()
    with north.inside():
        withdraw("acts:p0", "an error", reader=north.reader)
    meets(river, north)
    north.restore(copy)
    with north.inside():
        meet.begin_recovery(reader=north.reader)
        with pytest.raises(Conflict, match="restored"):
            share(["acts:p0"], ["coast"], reader=north.reader)
    meets(north, coast)
    with north.inside():
        assert meet.recovering() == ("river",)
        with pytest.raises(WrongUse):
            meet.recover_without("coast", "gone", reader=north.reader)
        assert not meet.recover_without("river", "its house burned down", reader=north.reader)
        with pytest.raises(Conflict, match="second person"):
            meet.recover_without("river", "its house burned down", reader=north.reader)
        second = Reader(name="north-omar", member="north", roles=ROLES, clearance=TLP.RED)
        assert meet.recover_without("river", "its house burned down", reader=second)
        assert meet.recovering() == ()
        acts = set(AuditEntry.objects.values_list("act", flat=True))
        assert {"recovery-without-proposed", "recovery-without", "log-key-rotated", "recovery-done"} <= acts
        share(["acts:p0"], ["coast"], reader=north.reader)
    meets(coast, north)
    assert coast.captions()
    with coast.inside():
        assert not Stopped.objects.exists()


def test_every_member_learns_of_a_fork_and_takes_no_more(nodes: dict[str, Node]) -> None:
    north, coast, river = nodes.values()
    north.load(person("p0", "Salim Qandil"), person("p1", "Badr Mirwahi"), marking=CLEAR)
    twin = north.backup()
    with north.inside():
        share(["acts:p0"], ["coast"], reader=north.reader)
    meets(coast, north)
    north.restore(twin)
    with north.inside():
        share(["acts:p1"], ["river"], reader=north.reader)
        share(["acts:p0"], ["river"], reader=north.reader)
    meets(river, north)
    assert len(river.captions()) == 2
    for one, other in [*permutations(nodes.values(), 2)] * 2:
        try:
            meets(one, other)
        except JisrError:
            continue
    for one in nodes.values():
        with one.inside():
            assert list(Stopped.objects.values_list("origin", "seq")) == [("north", 1)], one.name
    assert river.captions() == {}


def test_what_expires_is_ended_by_the_daily_work(nodes: dict[str, Node], monkeypatch: pytest.MonkeyPatch) -> None:
    north, coast, _ = nodes.values()
    ends = clock.now() + timedelta(days=1)
    north.load(person("p0", "Salim Qandil"), marking=Marking(tlp=TLP.CLEAR, expires=ends))
    with north.inside():
        share(["acts:p0"], ["coast"], reader=north.reader)
    meets(coast, north)
    assert coast.captions()
    later = ends + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with coast.inside():
        daily.run.func()
    assert coast.captions() == {}
