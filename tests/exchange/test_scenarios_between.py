"""What goes wrong between members of a coalition, each as a history of whole nodes: s13 to s24 of the scenarios."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import orjson
import pytest
from django.db import DatabaseError, connection
from pytest_django import DjangoDbBlocker

from jisr.errors import BadSignature, Forked, Gap, JisrError, Unreadable
from jisr.exchange.airgap import export, take_file
from jisr.node import clock
from jisr.node.actions import feedback
from jisr.node.actions.share import share
from jisr.node.actions.withdraw import narrow, withdraw
from jisr.node.models import AuditEntry, Batch, Egress, Group, LogEntry, Proposal, Receipt, Record, Stopped
from jisr.node.queries.exchange import left, state_hash, verify_exchange
from jisr.node.queries.findings import finding
from jisr.node.queries.party import standings
from jisr.node.values import Clocks
from jisr.records import TLP, Marking
from tests.exchange.coalition import Node, everything, found, many, meet, person, settled, shared
from tests.node.world import CROWD, SALIM, acts, un

NAME = "Salim Qandil"
AMBER = Marking(tlp=TLP.AMBER, releasable_to=("coast", "north"))
LAST = "x-taxii-date-added-last"
Three = dict[str, Node]


def overheard(empty: Path, folder: Path, records: int) -> tuple[bytes, list[int], bytes]:
    """What an outsider of a group hears from one of its members: the words, their lengths, its whole database."""
    pairs = (("north", "coast"), ("north", "river"), ("coast", "river"), ("coast", "delta"))
    nodes = found(("north", "coast", "river", "delta"), empty=empty, folder=folder, friends=pairs)
    north, coast, delta = nodes["north"], nodes["coast"], nodes["delta"]
    marking = Marking(tlp=TLP.AMBER, releasable_to=("coast", "north", "river"))
    with north.inside():
        feedback.roster("quiet-harbour", ("coast", "river"), reader=north.reader)
    north.load(*(person(f"p{number}", NAME) for number in range(records)), marking=marking)
    shared(north, *(f"acts:p{number}" for number in range(records)))
    meet(coast, north)
    with coast.inside():
        assert Group.objects.get().name == "quiet-harbour"
    words: list[bytes] = []

    def hear(data: bytes) -> bytes:
        words.append(data)
        return data

    meet(delta, coast, hear)
    with delta.inside():
        assert not Group.objects.exists()
    return b"".join(words), [len(one) for one in words], (delta.folder / "node.sqlite3").read_bytes()


def test_s13_an_outsider_learns_nothing_of_a_group(
    empty: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        few, many_ = (overheard(empty, tmp_path / str(count), count) for count in (1, 9))
    for words, _, kept in (few, many_):
        for secret in (b"quiet-harbour", b"river", b"north", NAME.encode()):
            assert secret not in words
            assert secret not in kept
    assert few[1] == many_[1]


def test_s14_the_strictest_on_the_path_decides(three: Three) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", NAME), marking=Marking(tlp=TLP.AMBER, releasable_to=("north",)))
    inner = {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "program": ["x"]}}
    north.load(inner)
    with north.inside():
        done = share(["acts:p1", "acts:s1"], ["coast"], reader=north.reader)
        assert {(one.thing, one.code) for one in done.refused} == {
            ("acts:p1", "tlp-amber"),
            ("acts:s1", "embedded-reference"),
        }
    meet(coast, north)
    assert coast.captions() == {}


def test_s15_an_edit_replaces_the_whole_version(three: Three) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", NAME, topics=["crime", "role.pep"], sourceUrl=["https://example.org/a"]))
    shared(north, "acts:p1")
    meet(coast, north)
    north.load(person("p1", NAME, topics=["role.pep"]))
    meet(coast, north)
    with coast.inside():
        (row,) = Record.objects.filter(thing="north:acts:p1", known_to=None)
        assert orjson.loads(row.properties) == {"name": [NAME], "topics": ["role.pep"]}


def test_s16_a_wrong_signature_changes_nothing(three: Three) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", NAME))
    shared(north, "acts:p1")
    meet(coast, north)
    before = everything(coast)
    north.load(person("p1", "Salim Yasin Qandil"))
    for spoil in (lambda data: data.replace(b"Yasin", b"Yasim"), resigned):
        with pytest.raises((BadSignature, Unreadable)):
            meet(coast, north, spoil)
        assert everything(coast) == before
    with coast.inside():
        refused = AuditEntry.objects.filter(act="page-refused")
        assert refused.exists()
    meet(coast, north)
    assert coast.captions() == {"north:acts:p1": "Salim Yasin Qandil"}


def resigned(data: bytes) -> bytes:
    """The page with signatures of somebody else under it."""
    return re.sub(rb'"sig":"[^"]{8}', b'"sig":"AAAAAAAA', data) if b"x-jisr-page" in data else data


def test_s17_a_fork_is_seen_by_both_and_neither_branch_taken(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME), person("p2", "Badr Mirwahi"), person("p3", "Lutfi Danduri"))
    shared(north, "acts:p1")
    copy = north.backup()
    shared(north, "acts:p2")
    meet(coast, north)
    north.restore(copy)
    shared(north, "acts:p3")
    meet(river, north)
    shared(coast, "north:acts:p1", to=("river",))
    shared(river, "north:acts:p1", to=("coast",))
    for asker, other in ((coast, river), (river, coast)):
        with suppress(Forked):  # whoever sees it first shows the other the proof
            meet(asker, other)
    for node in (coast, river):
        assert node.captions() == {"north:acts:p1": NAME}
        with node.inside():
            assert Stopped.objects.get().seq == 2
            assert AuditEntry.objects.filter(act="log-forked").exists()
        taken = node.log("north")
        with suppress(JisrError):
            meet(node, north)
        assert (node.log("north"), node.captions()) == (taken, {"north:acts:p1": NAME})


def test_s18_a_crash_between_page_and_cursor(three: Three) -> None:
    north, coast, _ = three.values()
    many(north, 30)
    before = everything(coast)
    with coast.inside(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER dies BEFORE INSERT ON node_cursor BEGIN SELECT RAISE(ABORT, 'the node died here'); END"
        )
    with pytest.raises(DatabaseError, match="the node died here"):
        meet(coast, north)
    assert everything(coast) == before
    with coast.inside(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER dies")
    meet(coast, north)
    assert len(coast.captions()) == 30
    with coast.inside():
        assert Record.objects.count() == LogEntry.objects.filter(origin="north").count() == 30


def test_s19_a_delisting_reaches_every_decision_that_relied_on_the_listing(three: Three) -> None:
    north, coast, river = three.values()
    north.deliver(un((SALIM, *CROWD)))
    with north.inside():
        things = [*Record.objects.filter(thing__startswith=f"un:{SALIM.ref}").values_list("thing", flat=True)]
    shared(north, *things)
    numbers = {}
    for node in (coast, river):
        meet(node, north)
        numbers[node.name] = settled(node, "Salim Yasin al-Qandil")
    north.deliver(acts({"id": "a1"}))
    shared(north, "acts:a1")
    north.deliver(un(CROWD, "2026-02-27"))
    for node in (coast, river):
        meet(node, north)
        with node.inside():
            page = finding(numbers[node.name], reader=node.reader)
            assert page.row.state == "open"
            assert page.decisions[0].overtaken_batch is not None
            assert {one.source.thing for one in page.corrections} >= {f"north:un:{SALIM.ref}"}
            (waits,) = Batch.objects.filter(state="held")  # the act itself: what it eases, two persons agree to
            assert (waits.source, waits.reason) == ("north", "partner-acts")
    with north.inside():
        last = LogEntry.objects.filter(origin="north").order_by("-seq").values_list("seq", flat=True)[0]
        assert set(Receipt.objects.filter(through=last).values_list("member", flat=True)) == {"coast", "river"}


def test_s20_a_waiver_ends_by_its_own_words(three: Three) -> None:
    north, coast, _ = three.values()
    north.deliver(un((SALIM, *CROWD)))
    spell = {"id": "w1", "action": "designate", "effective": "2026-01-01", "expires": "2026-06-30"}
    north.deliver(acts(spell | {"jurisdiction": "eu"}))
    with north.inside():
        things = [*Record.objects.filter(thing__startswith=f"un:{SALIM.ref}").values_list("thing", flat=True)]
    shared(north, *things, "acts:w1")
    meet(coast, north)
    during, after = answers(north, coast, "2026-03-01"), answers(north, coast, "2026-07-15")
    assert during != after
    late = {"id": "w2", "action": "designate", "effective": "2026-08-01", "expires": "2026-12-31"}
    north.deliver(acts(late | {"jurisdiction": "eu"}))
    shared(north, "acts:w2")
    meet(coast, north)
    assert answers(north, coast, "2026-07-15")["eu"] == after["eu"] == "delisted"
    assert during["eu"] == answers(north, coast, "2026-09-01")["eu"] == "listed"
    with coast.inside():
        spans = Record.objects.filter(schema="Instrument", known_to=None).order_by("valid_from")
        assert list(spans.values_list("valid_from", "valid_to")) == [
            ("2026-01-01", "2026-06-30"),
            ("2026-08-01", "2026-12-31"),
        ]


def answers(north: Node, coast: Node, day: str) -> dict[str, str]:
    """How Salim stands on a day with each jurisdiction, the same at both."""
    found_: list[dict[str, str]] = []
    for node, thing in ((north, f"un:{SALIM.ref}"), (coast, f"north:un:{SALIM.ref}")):
        with node.inside():
            times = Clocks(on=date.fromisoformat(day), known=clock.now())
            rows = standings(thing, reader=node.reader, clocks=times)
            found_.append({row.jurisdiction: row.state for row in rows})
    assert found_[0] == found_[1]
    return found_[0]


def test_s21_a_proposal_is_between_two(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME))
    shared(north, "acts:p1")
    for node in (coast, river):
        meet(node, north)
    wanted = feedback.Suggested(thing="north:acts:p1", property="birthDate", value="1971", why="his passport says so")
    uids = []
    for _ in range(3):  # to be accepted, refused, passed over
        with coast.inside():
            uids.append(feedback.propose(wanted, reader=coast.reader))
    meet(coast, north)
    before = north.captions(), north.log("north")
    with north.inside():
        for uid, accept in ((f"coast/{uids[0]}", True), (f"coast/{uids[1]}", False)):
            feedback.settle(uid, accept=accept, why="looked at", reader=north.reader)
        assert [kind for _, kind in north.log("north")[len(before[1]) :]] == ["answer", "answer"]
    assert north.captions() == before[0]
    words: list[bytes] = []
    meet(coast, north)
    meet(river, north, lambda data: words.append(data) or data)  # type: ignore[func-returns-value]  # it listens
    meet(river, coast, lambda data: words.append(data) or data)  # type: ignore[func-returns-value]  # it listens
    with coast.inside():
        states = [Proposal.objects.get(uid=uid).state for uid in uids]
    assert states == ["accepted", "discarded", "open"]
    with river.inside():
        assert not Proposal.objects.exists()
    assert b"1971" not in b"".join(words)
    assert b"passport" not in b"".join(words)
    assert b'"coast"' not in b"".join(words[:2])  # what north tells river


def carried(sender: Node, receiver: Node, after: int | None = None) -> list[bytes]:
    with sender.inside():
        return list(export(receiver.name, reader=sender.reader, after=after))


def bring(node: Node, lines: list[bytes]) -> int:
    with node.inside():
        return take_file(lines, reader=node.reader).taken


def test_s22_by_file_twice_and_out_of_order(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME), person("p2", "Badr Mirwahi"))
    shared(north, "acts:p1")
    first = carried(north, river)
    shared(north, "acts:p2")
    later = carried(north, river, after=1)
    with pytest.raises(Gap, match="the file follows number 1"):
        bring(river, later)
    assert river.captions() == {}
    assert [bring(river, lines) for lines in (first, later, first, later)] == [1, 1, 0, 0]
    meet(coast, north)
    hashes = []
    for node in (coast, river):
        with node.inside():
            hashes.append(state_hash(reader=node.reader))
    assert hashes[0] == hashes[1]


def test_s23_nothing_leaves_that_carries_what_may_not(three: Three) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", NAME), marking=Marking(tlp=TLP.RED, named=("huda",)))
    north.load(
        {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "program": ["x"]}},
        person("p2", "Badr Mirwahi", notes=["a cousin of acts:p1, they say"]),
        {"id": "d1", "schema": "Documentation", "properties": {"entity": ["p2"], "document": ["p1"]}},
    )
    with north.inside():
        done = share(["acts:s1", "acts:p2", "acts:d1"], ["coast"], reader=north.reader)
    assert done.entries == 0
    paths = {one.thing: one.path for one in done.refused}
    assert paths["acts:s1"].startswith("properties.entity")
    assert paths["acts:p2"].startswith("properties.notes[12:19]")
    assert "properties.document" in paths["acts:d1"] or "properties.entity" in paths["acts:d1"]
    meet(coast, north)
    assert coast.captions() == {}
    assert b"p1" not in (coast.folder / "node.sqlite3").read_bytes().replace(b"sp1", b"")


def test_s24_everything_that_left_was_allowed_then(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME), person("p2", "Badr Mirwahi"))
    shared(north, "acts:p1", "acts:p2")
    for node in (coast, river):
        meet(node, north)
    with north.inside():
        withdraw("acts:p1", "an error", reader=north.reader)
        narrow("acts:p2", AMBER, reader=north.reader)
    for node in (coast, river):
        meet(node, north)
    with north.inside():
        proof = left(reader=north.reader, member="coast")
        assert [(one.origin, one.decision) for one in reversed(proof)] == [
            *(("north", "released"), ("north", "released")),
            *(("north", "tombstone"), ("north", "released")),
        ]
        report = verify_exchange(reader=north.reader)
        assert (report.fault, report.egress) == ("", Egress.objects.count())
        line = Egress.objects.filter(decision="released").first()
        assert line is not None
        Egress.objects.filter(pk=line.pk).update(facts=line.facts.replace("TLP:CLEAR", "TLP:RED"))
        assert verify_exchange(reader=north.reader).fault.startswith("egress-")
