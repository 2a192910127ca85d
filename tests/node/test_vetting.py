"""Conduct alone, two persons, an appeal others hear, and counts that name nobody."""

from __future__ import annotations

import pytest

from jisr import tables
from jisr.errors import Conflict, NeedsSecond, NotAllowed, NotFound, Unreadable, WrongUse
from jisr.node.actions import vetting
from jisr.node.models import AuditEntry, Record, Vetting
from jisr.node.queries.vetting import case, cases, counts
from jisr.sharing import Reader, Role
from tests.node.conftest import Load
from tests.node.world import ANALYST, AUDITOR, LOW, NODE, SECOND, STRANGER, SUPERVISOR, un

pytestmark = pytest.mark.django_db
OTHER = Reader(name="zaynab", member=NODE, roles=frozenset({Role.ANALYST, Role.SUPERVISOR}))
CRITERIA = [row["code"] for row in tables.rows("vetting_criteria")]
REVIEW = "2027-06-01"


@pytest.fixture
def number(load: Load) -> int:
    load(un())
    return vetting.open_case({"name": "Salim Yasin al-Qandil", "post": "captain", "unit": "north"}, reader=ANALYST)


def answer_all(number: int, *, but: dict[str, tuple[str, int | None]] | None = None) -> None:
    for code in CRITERIA:
        verdict, record = (but or {}).get(code, ("met", None))
        vetting.answer(number, code, reader=ANALYST, verdict=verdict, said=("looked", record))


@pytest.mark.parametrize(
    "field", ["religion", "Sect", "ethnic origin", "political_opinion", "health", "trade union", "favourite colour"]
)
def test_no_other_field_can_be_entered(field: str) -> None:
    with pytest.raises(WrongUse):
        vetting.open_case({"name": "A B", "post": "c", field: "x"}, reader=ANALYST)
    with pytest.raises(WrongUse):
        vetting.open_file("c.csv", f"name,post,{field}\nA,b,c\n".encode(), reader=ANALYST)
    assert not Vetting.objects.exists()


def test_a_file_opens_all_or_none() -> None:
    with pytest.raises(Unreadable):
        vetting.open_file("c.csv", b"name,post\nA,b\n,c\n", reader=ANALYST)
    assert not Vetting.objects.exists()
    assert len(vetting.open_file("c.csv", b"name,post\nA,b\nD,c\n", reader=ANALYST)) == 2


def test_what_is_known_of_the_name_is_shown(number: int) -> None:
    page = case(number, reader=ANALYST)
    assert [hit.party for hit in page.hits] == ["un:QDi.900"]
    assert all(answer.criterion.law for answer in page.answers)


def test_what_speaks_against_somebody_rests_on_a_record(number: int) -> None:
    with pytest.raises(WrongUse):
        vetting.answer(number, "listed", reader=ANALYST, verdict="not-met", said=("he is listed", None))
    with pytest.raises(NotFound):
        vetting.answer(number, "listed", reader=ANALYST, verdict="not-met", said=("he is listed", 10**9))
    with pytest.raises(WrongUse):
        vetting.answer(number, "loyalty", reader=ANALYST, verdict="met", said=("no", None))


def test_two_persons_decide_and_others_hear_the_appeal(number: int) -> None:
    record = Record.objects.filter(thing="un:QDi.900").values_list("pk", flat=True)[0]
    with pytest.raises(Conflict):
        vetting.propose(number, reader=OTHER, outcome="cleared", why="x", review_on=REVIEW)
    answer_all(number, but={"listed": ("not-met", record)})
    with pytest.raises(Conflict):
        vetting.propose(number, reader=OTHER, outcome="cleared", why="x", review_on=REVIEW)
    vetting.propose(number, reader=OTHER, outcome="declined", why="listed", review_on=REVIEW)
    with pytest.raises(NeedsSecond):
        vetting.approve(number, reader=OTHER, why="mine")
    with pytest.raises(NotAllowed):
        vetting.approve(number, reader=SECOND, why="no supervisor")
    assert vetting.approve(number, reader=SUPERVISOR, why="agreed") == "declined"
    vetting.appeal(number, reader=ANALYST, why="a court order")
    vetting.propose(number, reader=ANALYST, outcome="conditional", why="court", review_on=REVIEW)
    with pytest.raises(NeedsSecond):
        vetting.approve(number, reader=SUPERVISOR, why="who decided before does not hear the appeal")
    third = Reader(name="third", member=NODE, roles=frozenset({Role.SUPERVISOR}))
    assert vetting.approve(number, reader=third, why="heard") == "conditional"
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"vetting-open", "vetting-answer", "vetting-propose", "vetting-approve", "vetting-appeal"} <= acts


def test_nobody_is_declined_without_a_criterion(number: int) -> None:
    answer_all(number)
    with pytest.raises(Conflict):
        vetting.propose(number, reader=OTHER, outcome="declined", why="a feeling", review_on=REVIEW)
    with pytest.raises(WrongUse):
        vetting.propose(number, reader=OTHER, outcome="cleared", why="x", review_on="2000-01-01")
    with pytest.raises(WrongUse):
        vetting.propose(number, reader=OTHER, outcome="cleared", why="x", review_on="some day")


def test_counts_name_nobody_and_do_not_tell_few(number: int) -> None:
    vetting.open_file("c.csv", b"name,post,unit\n" + b"A,b,south\n" * 5, reader=ANALYST)
    told = {(row.unit, row.state): row.number for row in counts(reader=AUDITOR)}
    assert told == {("north", "open"): 0, ("south", "open"): 5}


def test_nothing_leaks(number: int) -> None:
    assert cases(reader=LOW) == ()
    assert counts(reader=LOW) == ()
    with pytest.raises(NotFound):
        case(number, reader=LOW)
    with pytest.raises(NotFound):
        vetting.appeal(number, reader=LOW, why="x")
    with pytest.raises(NotAllowed):
        cases(reader=STRANGER)
