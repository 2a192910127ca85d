"""One person on two lists: proposed, settled by a person, taken back."""

from __future__ import annotations

import pytest

from jisr.errors import Conflict, NotAllowed, NotFound
from jisr.node.actions import same_party
from jisr.node.models import Judgement
from jisr.node.parties import Parties
from jisr.node.queries.same_party import proposals
from tests.node.conftest import Load
from tests.node.world import ANALYST, LOW, SECOND, STRANGER, sdn, un

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(load: Load) -> int:
    load(un())
    load(
        sdn(
            ("900", "AL-QANDIL, Salim Yasin", "individual", "SDGT", "DOB 1971; nationality Jordan."),
            ("901", "MIRWAHI, Badr", "individual", "SDGT", "DOB 1999."),
        )
    )
    assert same_party.propose(reader=ANALYST) == 1
    assert same_party.propose(reader=ANALYST) == 0, "proposed once"
    (row,) = proposals(reader=ANALYST)
    assert {row.left.thing, row.right.thing} == {"un:QDi.900", "ofac:900"}
    assert row.reasons
    return row.finding


def one() -> bool:
    return Parties(markings=None).party_of("ofac:900") == "un:QDi.900"


def test_a_person_joins_them_and_takes_it_back(number: int) -> None:
    assert not one(), "a proposal joins nothing"
    same_party.settle(number, reader=ANALYST, verdict="confirmed", why="same father, same year")
    assert one()
    with pytest.raises(Conflict):
        same_party.take_back(number, reader=SECOND, why="not mine")
    same_party.take_back(number, reader=ANALYST, why="misread")
    assert not one()
    assert [row.finding for row in proposals(reader=ANALYST)] == [number]


def test_two_parties_are_kept_apart_and_not_proposed_again(number: int, load: Load) -> None:
    same_party.settle(number, reader=ANALYST, verdict="dismissed", why="another man")
    assert Judgement.objects.get().verdict == "different"
    load(sdn(("900", "AL-QANDIL, Salim Yasin", "individual", "SDGT", "DOB 1971; POB Amman.")))
    assert same_party.propose(reader=ANALYST) == 0


def test_nothing_leaks(number: int) -> None:
    with pytest.raises(NotAllowed):
        proposals(reader=STRANGER)
    with pytest.raises(NotFound):
        same_party.settle(10**6, reader=LOW, verdict="confirmed", why="x")
