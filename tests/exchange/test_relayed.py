"""A record of one member that comes by way of another: its origin's word is checked, and the right to pass it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest

from jisr.errors import BadSignature, Gap, JisrError, Unreadable
from jisr.ledger import Link, Tip, read_page, sign_head, write_page
from jisr.node import log, log_keys
from jisr.node.actions.take_page import take
from jisr.node.models import AuditEntry, LogEntry, LogKey
from jisr.records import TLP, Marking
from tests.exchange.coalition import Node, meet, person, shared

Three = dict[str, Node]
NAME = "Salim Qandil"
AMBER = Marking(tlp=TLP.AMBER, releasable_to=("coast", "river", "north"))


def all_of(node: Node, origin: str) -> bytes:
    """The whole log of a member as this node has it, each entry told: what a partner can make who keeps to no rule."""
    with node.inside():
        rows = list(LogEntry.objects.filter(origin=origin).order_by("seq"))
        links = [log.link_of(row, full=True) for row in rows]
        head = log.head_of(origin)
        assert head is not None
        return write_page(Tip(), links, head)


def given(three: Three, marking: Marking, *, to: tuple[str, ...] = ("coast",)) -> bytes:
    """North shares one person with coast; what coast can hand on of that."""
    north, coast, _ = three.values()
    north.load(person("p1", NAME), marking=marking)
    shared(north, "acts:p1", to=to)
    meet(coast, north)
    assert coast.captions() == {"north:acts:p1": NAME}
    return all_of(coast, "north")


def test_what_may_be_passed_on_is_taken(three: Three) -> None:
    river, page = three["river"], given(three, AMBER)
    with river.inside():
        assert take(page, via="coast").records == 1
    assert river.captions() == {"north:acts:p1": NAME}


@pytest.mark.parametrize(
    "marking",
    [
        replace(AMBER, onward=()),
        replace(AMBER, onward=("elsewhere",)),
        replace(AMBER, releasable_to=("coast", "north")),
        Marking(tlp=TLP.GREEN, releasable_to=("coast", "north")),
        Marking(tlp=TLP.AMBER_STRICT, releasable_to=("coast", "river", "north")),
        Marking(tlp=TLP.RED, named=("coast", "river"), releasable_to=("coast", "river", "north")),
    ],
    ids=str,
)
def test_what_nobody_may_pass_on_is_not_taken_from_whoever_does(three: Three, marking: Marking) -> None:
    north, _, river = three.values()
    page = given(three, marking)
    with river.inside():
        done = take(page, via="coast")
        assert (done.records, done.refused) == (0, 1)
        assert not LogEntry.objects.filter(origin="north").exclude(body="").exists()
        assert AuditEntry.objects.filter(act="relay-refused").count() == 1
    assert river.captions() == {}
    meet(river, north)  # its origin's own word, bare or not, fits what came
    with river.inside():
        assert log.tip_of("north").seq == 1


def test_what_was_refused_from_another_is_taken_from_its_origin(three: Three) -> None:
    north, _, river = three.values()
    page = given(three, replace(AMBER, onward=()), to=("coast", "river"))
    with river.inside():
        take(page, via="coast")
    assert river.captions() == {}
    meet(river, north)
    assert river.captions() == {"north:acts:p1": NAME}


def forged(text: str) -> Callable[[bytes], bytes]:
    """The page with another body under the same number."""

    def change(page: bytes) -> bytes:
        return page.replace(NAME.encode(), text.encode())

    return change


def another_origin(page: bytes) -> bytes:
    """Another member's name over it."""
    return orjson.dumps({**orjson.loads(page), "origin": "river"})


def signed_by_itself(three: Three) -> bytes:
    """The passer's own history under its origin's name: signed, by the passer."""
    coast = three["coast"]
    with coast.inside():
        found = read_page(all_of(coast, "north"))
        (link,) = found.links
        assert link.entry is not None
        told = [Link(seq=1, hash=link.hash, commitment=link.commitment, entry=link.entry)]
        head = sign_head("north", Tip(seq=1, hash=link.hash), log_keys.newest())
        return write_page(Tip(), told, head)


@pytest.mark.parametrize("lie", [forged("Badr Qandil"), another_origin], ids=["content", "origin"])
def test_a_changed_copy_is_refused_whole(three: Three, lie: Callable[[bytes], bytes]) -> None:
    river, page = three["river"], lie(given(three, AMBER))
    with river.inside():
        with pytest.raises((Unreadable, BadSignature)):
            take(page, via="coast")
        assert not LogEntry.objects.filter(origin="north").exists()
        assert AuditEntry.objects.filter(act="page-refused").count() == 1
    assert river.captions() == {}


def test_nobody_signs_for_another(three: Three) -> None:
    river = three["river"]
    given(three, AMBER)
    page = signed_by_itself(three)
    with river.inside(), pytest.raises(BadSignature):
        take(page, via="coast")
    assert river.captions() == {}


def test_the_log_of_nobody_we_know_is_not_taken(three: Three) -> None:
    river, page = three["river"], given(three, AMBER)
    with river.inside():
        LogKey.objects.filter(member="north").delete()
        with pytest.raises(BadSignature):
            take(page, via="coast")
    assert river.captions() == {}


def test_our_own_log_is_not_rewritten_by_another(three: Three) -> None:
    north = three["north"]
    page = forged("Badr Qandil")(given(three, AMBER))
    with north.inside():
        with pytest.raises((BadSignature, Gap, Unreadable)):
            take(page, via="coast")
        assert LogEntry.objects.filter(origin="north", body__contains=NAME).count() == 1


def test_every_refusal_is_an_error_with_a_name(three: Three) -> None:
    page = given(three, AMBER)
    river = three["river"]
    for cut in (b"", b"{}", page[:-9], page + b" ", page.replace(b'"after":0', b'"after":7')):
        with river.inside(), pytest.raises(JisrError):
            take(cut, via="coast")
