"""Promises: every row comes in, the board is that of its day, and one person's word does not count alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from jisr.errors import Conflict, NeedsSecond, NotAllowed, NotFound, WrongUse
from jisr.node import clock
from jisr.node.actions import commitments as acts
from jisr.node.models import Record
from jisr.node.queries import commitments
from jisr.node.queries.commitments import Asked
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import ANALYST, AUDITOR, LOW, STRANGER, SUPERVISOR

pytestmark = pytest.mark.django_db
TABLE = (
    b"id,title,promisor,promisee,given,due,status,quote,offset\n"
    b"a,Open the crossing,North,Coast,2025-01-10,2025-06,accepted,we shall open it,12\n"
    b"b,Send the list,Coast,North,2025-03-01,,in-progress,,\n"
    b"c,Read the law,River,,2025-03-01,2025-04-01,met,,\n"
    b"d,Bad day,River,,2025-13-01,,met,,\n"
    b"e,,River,,,,met,,\n"
)


@pytest.fixture
def promises(load: Load) -> None:
    row = load(("promises.csv", TABLE), source="hand")
    assert (row.added, row.quarantined) == (3, 2)


def states(day: date) -> dict[str, str]:
    return {row.thing: row.state for row in commitments.board(day, reader=ANALYST).rows}


@pytest.mark.usefixtures("promises")
def test_the_board_is_that_of_its_day() -> None:
    assert states(date(2025, 1, 9)) == {}
    assert states(date(2025, 2, 1)) == {"hand:a": "open"}
    assert states(date(2025, 6, 30)) == {"hand:a": "due", "hand:b": "open", "hand:c": "met"}
    assert states(date(2025, 7, 1))["hand:a"] == "overdue"
    found = commitments.board(date(2025, 7, 1), reader=ANALYST, asked=Asked(text="crossing"))
    assert [row.thing for row in found.rows] == ["hand:a"]


@pytest.mark.usefixtures("promises")
def test_a_step_counts_when_a_second_person_approved_it_from_its_day_on() -> None:
    said = {"status": "met-late", "as_of": "2025-07-15", "why": "the gate is open", "evidence": "https://example.org"}
    step = acts.tell("hand:a", said, reader=ANALYST)
    assert states(date(2025, 8, 1))["hand:a"] == "overdue"
    assert [one.number for _, one in commitments.waiting(reader=SUPERVISOR)] == [step]
    acts.approve(step, reader=SUPERVISOR, why="looked at the photographs")
    assert states(date(2025, 8, 1))["hand:a"] == "met"
    assert states(date(2025, 7, 14))["hand:a"] == "overdue"
    with pytest.raises(Conflict):
        acts.refuse(step, reader=SUPERVISOR, why="again")


@pytest.mark.usefixtures("promises")
def test_nobody_is_the_second_person_of_his_own_word() -> None:
    step = acts.tell("hand:a", {"status": "met", "why": "done"}, reader=SUPERVISOR)
    with pytest.raises(NeedsSecond):
        acts.approve(step, reader=SUPERVISOR, why="I say so")
    with pytest.raises(NotAllowed):
        acts.approve(step, reader=ANALYST, why="no right")
    with pytest.raises(NotAllowed):
        acts.tell("hand:a", {"status": "met", "why": "done"}, reader=AUDITOR)


@pytest.mark.usefixtures("promises")
@pytest.mark.parametrize(
    "said",
    [
        {"status": "loyal", "why": "no such status"},
        {"status": "met", "why": " "},
        {"status": "met", "why": "done", "as_of": "2025-13-40"},
        {"status": "met", "why": "done", "as_of": (clock.today() + timedelta(days=9)).isoformat()},
    ],
)
def test_what_has_no_meaning_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        acts.tell("hand:a", said, reader=ANALYST)


def test_what_a_reader_may_not_see_is_not_there(load: Load) -> None:
    load(("promises.csv", TABLE), source="hand", marking=Marking(tlp=TLP.AMBER))
    assert commitments.board(reader=LOW).counts == ()
    step = acts.tell("hand:a", {"status": "met", "why": "done"}, reader=ANALYST)
    assert commitments.waiting(reader=LOW) == ()
    for call in (
        lambda: commitments.commitment("hand:a", reader=LOW),
        lambda: acts.tell("hand:a", {"status": "met", "why": "done"}, reader=LOW),
        lambda: acts.approve(step, reader=LOW, why="no"),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(NotAllowed):
        commitments.board(reader=STRANGER)


def test_a_promise_by_hand(load: Load) -> None:
    assert load
    row = acts.enter({"title": "Open the crossing", "promisor": "North", "due": "2027-01"}, reader=ANALYST)
    assert row.added == 1
    assert commitments.board(reader=ANALYST).rows[0].due == "2027-01"
    with pytest.raises(WrongUse):
        acts.enter({"title": "Open the crossing", "promisor": ""}, reader=ANALYST)


def test_every_row_of_the_real_schedules_comes_in(load: Load, shared: Path) -> None:
    file = shared / "programmes" / "commitments" / "iati_implementation_schedules.csv"
    row = load((file.name, file.read_bytes()))
    assert (row.added, row.quarantined) == (369, 0)
    assert commitments.board(reader=ANALYST).total == 369


def test_the_facts_of_the_article_keep_words_and_offset(load: Load, shared: Path) -> None:
    file = shared / "programmes" / "seed" / "article_facts.jsonl"
    row = load((file.name, file.read_bytes()))
    assert (row.added, row.quarantined) == (19, 0)
    others = [one for _, _, every in commitments.facts(reader=ANALYST) for one in every]
    promised = [commitments.commitment(one.thing, reader=ANALYST) for one in commitments.board(reader=ANALYST).rows]
    pages = [*others, *promised]
    assert len(pages) == 19
    assert all(page.quote and page.offset.isdecimal() and page.row.title for page in pages)


def test_a_fact_of_no_known_kind_is_set_aside(load: Load) -> None:
    lines = b'{"id":"1","kind":"loyalty","statement_en":"x"}\n{"id":"2","kind":"visit","statement_en":"y"}\n'
    row = load(("facts.jsonl", lines))
    assert (row.added, row.quarantined) == (1, 1)
    assert Record.objects.get(schema="CommonFact").caption == "y"
