"""Visits, meetings, agreements, openings and promises between two members, each with its sentences."""

from __future__ import annotations

import pytest

from jisr.desks.documents import bodies_of, members_of, steps
from jisr.errors import NotAllowed, WrongUse
from jisr.node.queries.steps import steps_between
from jisr.node.queries.timeline import Wish, timeline
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import ANALYST, LOW, STRANGER, article

TEXT = (
    "Neighbours meet\n\n12 November 2025\n\n"
    "The Turkish Foreign Ministry and the Syrian government signed an agreement in Ankara on 10 November 2025. "
    "Turkey reopened its embassy in Damascus on 11 November 2025. "
    "Qatar pledged 50 million dollars to Lebanon on 11 November 2025.\n"
)


def test_the_steps_of_a_pair_come_with_their_sentences(load: Load) -> None:
    load(article(TEXT))
    found = steps_between("SY", "tr", reader=ANALYST, since="2025-11")
    assert [one.step for one in found] == ["opening", "agreement"]
    assert all(one.reports[0].told.quote for one in found)
    assert found == steps_between("tr", "sy", reader=ANALYST, since="2025-11")
    assert steps_between("sy", "tr", reader=ANALYST, since="2025-12") == ()
    assert steps_between("sy", "qa", reader=ANALYST) == ()


def test_a_promise_stays_a_promise(load: Load) -> None:
    load(article(TEXT))
    (one,) = steps_between("qa", "lb", reader=ANALYST)
    assert (one.step, one.state) == ("promise", "planned")
    assert "pledged 50 million" in one.reports[0].told.quote


def test_who_may_not_see_the_article_sees_no_step(load: Load) -> None:
    load(article(TEXT), marking=Marking(tlp=TLP.AMBER_STRICT))
    assert steps_between("sy", "tr", reader=ANALYST)
    assert steps_between("sy", "tr", reader=LOW) == ()
    with pytest.raises(NotAllowed):
        steps_between("sy", "tr", reader=STRANGER)
    with pytest.raises(WrongUse):
        steps_between("syria", "tr", reader=ANALYST)


def test_the_timeline_shows_one_kind_of_step(load: Load) -> None:
    load(article(TEXT))
    assert {one.step for one in timeline(Wish(step="promise"), reader=ANALYST).happenings} == {"promise"}


@pytest.mark.parametrize(
    ("key", "states"),
    [
        ("sy", {"sy"}),
        ("org:gov-sy", {"sy"}),
        ("org:mofa-tr", {"tr"}),
        ("loc:damascus", {"sy"}),
        ("org:us-embassy-damascus", {"us", "sy"}),
        ("org:isis", set()),
        ("أحمد الشرع", set()),
    ],
)
def test_whom_a_participant_stands_for(key: str, states: set[str]) -> None:
    assert members_of(key) == states


def test_every_body_of_a_state_stands_for_it() -> None:
    assert "loc:damascus" in bodies_of("sy")
    assert set(steps().values()) == {"visit", "meeting", "agreement", "opening", "promise"}
