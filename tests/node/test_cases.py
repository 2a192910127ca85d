"""A case: findings, notes, tasks; two persons decide how it ends, and only then a valid report leaves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jisr.errors import Conflict, NeedsSecond, NotFound, WrongUse
from jisr.formats import goaml
from jisr.node.actions import cases as acts
from jisr.node.actions.money_report import ReportWish, report
from jisr.node.models import Finding
from jisr.node.queries import cases as asked
from jisr.records import Marking
from jisr.sharing import Role
from tests.node.conftest import Load
from tests.node.test_money_findings import HIT, ROUND, pay
from tests.node.world import ANALYST, LOW, SECOND_SUPERVISOR, SUPERVISOR, un

WISH = ReportWish(entity=101, user="jisr-1", reason="A listed name was paid.")


def opened(load: Load) -> int:
    load(un())
    load(pay(HIT, ROUND), marking=Marking.read("amber"))
    numbers = list(Finding.objects.filter(kind__in=("payment-hit", "cycle")).values_list("pk", flat=True))
    return acts.open_case("Money to Rami Tawil", numbers, reader=ANALYST)


def test_a_case_from_findings_to_a_valid_report(load: Load) -> None:
    number = opened(load)
    acts.note(number, "The bank was asked.", reader=ANALYST)
    acts.task(number, "Ask for the contract", reader=ANALYST)
    (task,) = [line for line in asked.case(number, reader=ANALYST).lines if line.step == "task"]
    acts.done(number, task.id, reader=ANALYST)
    with pytest.raises(Conflict):
        report(number, WISH, reader=ANALYST)
    acts.propose(number, reader=ANALYST, outcome="report", why="Same birth.")
    with pytest.raises(NeedsSecond):
        acts.settle(number, reader=replace(ANALYST, roles=frozenset({Role.SUPERVISOR})), agree=True, why="yes")
    acts.settle(number, reader=SECOND_SUPERVISOR, agree=True, why="Seen.")
    made = report(number, WISH, reader=ANALYST)
    row, body = asked.report(made, reader=ANALYST)
    assert goaml.faults(body, profile="sample") == ()
    assert (row.reference, body.count(b"<transaction>")) == (f"case-{number}-1", 4)
    assert b"TF-NAME" in body
    assert b"TF-SHAPE" in body
    steps = [line.step for line in asked.case(number, reader=ANALYST).lines]
    assert steps == ["open", "add", "add", "note", "task", "done", "propose", "agree", "report"]
    assert [one.id for one in asked.reports(reader=ANALYST)] == [made]


def test_what_a_report_lacks_is_said(load: Load) -> None:
    number = opened(load)
    acts.propose(number, reader=ANALYST, outcome="report", why="x")
    acts.settle(number, reader=SUPERVISOR, agree=True, why="x")
    with pytest.raises(WrongUse, match="a rate is needed for USD"):
        report(number, replace(WISH, currency="EUR"), reader=ANALYST)
    assert report(number, replace(WISH, currency="EUR", rates={"USD": Decimal("0.9")}), reader=ANALYST)
    with pytest.raises(WrongUse, match="reporting_user_code"):
        report(number, replace(WISH, user=" "), reader=ANALYST)
    with pytest.raises(WrongUse, match="indicator"):
        report(number, replace(WISH, indicators=("NONE",)), reader=ANALYST)


def test_a_case_that_is_refused_is_open_again(load: Load) -> None:
    number = opened(load)
    acts.propose(number, reader=ANALYST, outcome="no-report", why="x")
    with pytest.raises(Conflict):
        acts.note(number, "late", reader=ANALYST)
    acts.settle(number, reader=SUPERVISOR, agree=False, why="look again")
    assert asked.case(number, reader=ANALYST).row.state == "open"
    with pytest.raises(WrongUse):
        acts.propose(number, reader=ANALYST, outcome="nothing", why="x")
    with pytest.raises(WrongUse):
        acts.note(number, " ", reader=ANALYST)


def test_who_may_not_see_a_finding_sees_no_case(load: Load) -> None:
    number = opened(load)
    assert [row.id for row in asked.cases(reader=ANALYST)] == [number]
    assert asked.cases(reader=LOW) == ()
    with pytest.raises(NotFound):
        asked.case(number, reader=LOW)
    with pytest.raises(NotFound):
        acts.note(number, "x", reader=LOW)
