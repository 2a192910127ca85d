"""An act of a partner's that ends or eases something stands here once two persons agreed, or the agreement says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jisr.errors import Conflict, NeedsSecond
from jisr.node import clock
from jisr.node.actions import partners, withdraw
from jisr.node.actions.settle_delivery import approve, reject
from jisr.node.models import Agreement, Batch, Quarantined, Record
from jisr.node.queries.batches import batch as page_of
from jisr.node.queries.party import standings
from jisr.node.values import Clocks, Terms
from tests.exchange.coalition import Node, meet, shared
from tests.node.world import CROWD, SALIM, acts, un

Three = dict[str, Node]
EASES = {"id": "a1", "effective": "2026-01-01"}


@pytest.fixture
def waiting(three: Three) -> Three:
    """Coast was told that Salim is listed, and then of an act that takes him off."""
    north, coast, _ = three.values()
    north.deliver(un((SALIM, *CROWD)))
    with north.inside():
        things = [*Record.objects.filter(thing__startswith=f"un:{SALIM.ref}").values_list("thing", flat=True)]
    shared(north, *things)
    meet(coast, north)
    north.deliver(acts(EASES))
    shared(north, "acts:a1")
    meet(coast, north)
    return three


def held(node: Node) -> Batch | None:
    with node.inside():
        return Batch.objects.filter(state="held").first()


def state_of(node: Node) -> list[str]:
    with node.inside():
        clocks = Clocks(on=date(2026, 3, 1), known=clock.now())
        return [row.state for row in standings(f"north:un:{SALIM.ref}", clocks=clocks, reader=node.reader)]


def agree(node: Node, who: str, number: int, sha256: str) -> str:
    with node.inside():
        return approve(number, reader=replace(node.reader, name=who), sha256=sha256, why="read the act").state


def test_it_waits_for_two_persons(waiting: Three) -> None:
    coast = waiting["coast"]
    row = held(coast)
    assert row is not None
    assert (row.source, row.reason) == ("north", "partner-acts")
    assert state_of(coast) == ["listed"]
    with coast.inside():
        (piece,) = page_of(row.pk, reader=coast.reader).pieces
        assert "delist" in piece.piece
    assert agree(coast, "huda", row.pk, row.sha256) == "held"
    assert state_of(coast) == ["listed"]
    with pytest.raises(NeedsSecond):
        agree(coast, "huda", row.pk, row.sha256)
    assert agree(coast, "salma", row.pk, row.sha256) == "loaded"
    assert state_of(coast) == ["delisted"]
    with coast.inside():
        assert not Quarantined.objects.exists()


def test_one_person_may_refuse_it(waiting: Three) -> None:
    coast = waiting["coast"]
    row = held(coast)
    assert row is not None
    with coast.inside():
        assert reject(row.pk, reader=coast.reader, sha256=row.sha256, why="not our committee").state == "rejected"
    assert state_of(coast) == ["listed"]


def test_taken_back_meanwhile_it_waits_no_more(waiting: Three) -> None:
    north, coast, _ = waiting.values()
    row = held(coast)
    assert row is not None
    with north.inside():
        withdraw.withdraw("acts:a1", "an error", reader=north.reader)
    meet(coast, north)
    assert held(coast) is None
    with pytest.raises(Conflict):
        agree(coast, "huda", row.pk, row.sha256)
    with coast.inside():
        assert not Quarantined.objects.filter(reason="act-waits").exists()


def test_told_otherwise_meanwhile_the_new_words_wait(waiting: Three) -> None:
    north, coast, _ = waiting.values()
    old = held(coast)
    assert old is not None
    agree(coast, "huda", old.pk, old.sha256)
    north.deliver(acts(EASES | {"effective": "2026-02-01"}))
    meet(coast, north)
    new = held(coast)
    assert new is not None
    assert new.pk != old.pk
    assert agree(coast, "salma", new.pk, new.sha256) == "held"
    assert agree(coast, "huda", new.pk, new.sha256) == "loaded"
    assert state_of(coast) == ["delisted"]


def test_an_act_that_only_lists_stands_at_once(three: Three) -> None:
    north, coast, _ = three.values()
    north.deliver(un((SALIM, *CROWD)))
    north.deliver(acts({"id": "l1", "action": "designate", "effective": "2026-01-01"}))
    shared(north, "acts:l1")
    meet(coast, north)
    assert held(coast) is None
    assert "north:acts:l1" in coast.captions()


def test_the_agreement_may_say_otherwise(three: Three) -> None:
    north, coast, _ = three.values()
    with coast.inside():
        Agreement.objects.filter(partner__name="north").update(acts=True)
    north.deliver(un((SALIM, *CROWD)))
    north.deliver(acts(EASES))
    shared(north, "acts:a1")
    meet(coast, north)
    assert held(coast) is None
    assert "north:acts:a1" in coast.captions()


def test_that_takes_two_signatures(three: Three) -> None:
    coast = three["coast"]
    with coast.inside():
        terms = Terms(ceiling="red", purposes=("screening",), acts=True)
        assert partners.agree("north", terms, reader=coast.reader) == "proposed"
        assert partners.agree("north", replace(terms, acts=False), reader=coast.reader) == "in-force"
