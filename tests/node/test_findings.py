"""What a check found is kept, settled with a reason, taken back; judgements join and part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jisr.errors import Conflict, NotAllowed, NotFound, WrongUse
from jisr.node import clock, models
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.judge import judge, retract
from jisr.node.actions.keep_check import keep
from jisr.node.found import New, find
from jisr.node.queries.check import check
from jisr.node.queries.findings import finding, findings
from jisr.node.queries.party import party
from jisr.node.queries.today import today
from jisr.node.store import write
from jisr.node.values import Question
from jisr.records import Marking, Reason
from jisr.sharing import Reader
from tests.node.conftest import Load
from tests.node.world import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    CROWD,
    SALIM,
    SECOND,
    STRANGER,
    SUPERVISOR,
    acts,
    ftm,
    person,
    sdn,
    un,
)

Acted = Callable[[], list[str]]
NAME = "Salim Yasin al-Qandil"
THING = f"un:{SALIM.ref}"


@pytest.fixture
def kept(load: Load) -> int:
    """A finding of a check."""
    load(un())
    (number,) = keep(check(Question(name=NAME), reader=ANALYST), reader=ANALYST)
    return number


def test_kept_with_its_evidence(kept: int, acted: Acted) -> None:
    page = finding(kept, reader=SECOND)
    assert (page.row.state, page.row.desk, page.row.kind, page.row.subject) == ("open", "compliance", "name-hit", THING)
    assert page.row.reasons
    assert {source.thing for source in page.relied_on} == {THING, f"{THING}/listing"}
    assert page.question["name"] == NAME
    assert page.party == THING
    assert [one.state for one in page.standings] == ["listed"]
    assert acted()[-2:] == ["keep-check", "read-finding"]


def test_kept_once(kept: int) -> None:
    assert keep(check(Question(name=NAME), reader=SECOND), reader=SECOND) == (kept,)
    assert models.Finding.objects.count() == 1


def test_nothing_found_is_nothing_kept(load: Load) -> None:
    load(un())
    assert keep(check(Question(name="Nobody Known"), reader=ANALYST), reader=ANALYST) == ()


@pytest.mark.parametrize("reader", [AUDITOR, ADMINISTRATOR, STRANGER], ids=lambda reader: reader.name)
def test_who_may_not(kept: int, reader: Reader) -> None:
    answer = check(Question(name=NAME), reader=ANALYST)
    before = models.AuditEntry.objects.count()
    for work in (
        lambda: keep(answer, reader=reader),
        lambda: decide(kept, reader=reader, verdict="dismissed"),
        lambda: undo(kept, reader=reader),
        lambda: judge(THING, f"un:{CROWD[0].ref}", reader=reader, verdict="same", why="x"),
        lambda: retract(1, reader=reader, why="x"),
    ):
        with pytest.raises(NotAllowed):
            work()
    assert models.AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("verdict", "state"), [("confirmed", "confirmed"), ("dismissed", "dismissed"), ("unsure", "open")]
)
def test_decided(kept: int, acted: Acted, verdict: str, state: str) -> None:
    with clock.moved_to(datetime(2026, 3, 1, tzinfo=UTC)):
        decide(kept, reader=ANALYST, verdict=verdict, why=" same\ud800 passport\0 ")
    page = finding(kept, reader=SECOND)
    (decision,) = page.decisions
    assert page.row.state == state
    assert (decision.verdict, decision.why, decision.by) == (verdict, "same? passport", "lina")
    assert decision.at == datetime(2026, 3, 1, tzinfo=UTC)
    assert acted()[-2] == "decide"


def test_decided_once(kept: int) -> None:
    decide(kept, reader=ANALYST, verdict="dismissed")
    with pytest.raises(Conflict):
        decide(kept, reader=SECOND, verdict="confirmed", why="x")
    assert len(finding(kept, reader=SECOND).decisions) == 1


def test_wrong_decisions(kept: int) -> None:
    for verdict, why in (("maybe", "x"), ("", "x"), ("open", "x"), ("confirmed", ""), ("confirmed", "  ")):
        with pytest.raises(WrongUse):
            decide(kept, reader=ANALYST, verdict=verdict, why=why)
    with pytest.raises(NotFound):
        decide(kept + 99, reader=ANALYST, verdict="dismissed")
    assert finding(kept, reader=ANALYST).decisions == ()


def test_taken_back(kept: int, acted: Acted) -> None:
    decide(kept, reader=ANALYST, verdict="dismissed")
    undo(kept, reader=ANALYST)
    page = finding(kept, reader=ANALYST)
    assert page.row.state == "open"
    assert page.decisions[0].undone_at is not None
    assert acted()[-2] == "decide-undo"
    with pytest.raises(Conflict):
        undo(kept, reader=ANALYST)
    decide(kept, reader=SECOND, verdict="confirmed", why="x")
    with pytest.raises(Conflict):
        undo(kept, reader=ANALYST)  # not theirs
    undo(kept, reader=SECOND)
    with pytest.raises(NotFound):
        undo(kept + 99, reader=ANALYST)


def test_lists(load: Load, kept: int) -> None:
    keep(check(Question(name="Badr Mirwahi"), reader=ANALYST), reader=ANALYST)
    assert {row.id for row in findings(reader=ANALYST)} == {kept, kept + 1}
    decide(kept, reader=ANALYST, verdict="dismissed")
    assert [row.id for row in findings(reader=ANALYST)] == [kept + 1]
    assert [row.id for row in findings(reader=ANALYST, state="dismissed")] == [kept]
    assert len(findings(reader=ANALYST, state="")) == 2
    assert findings(reader=ANALYST, desk="reading") == ()
    page = today(reader=ANALYST)
    assert page.waiting == 1
    assert [(desk, [row.id for row in rows]) for desk, rows in page.findings] == [("compliance", [kept + 1])]
    assert page.parties == 41
    assert [run.source for run in page.runs] == ["un"]


def test_no_finding_without_ground(kept: int) -> None:
    reason = Reason(code="words-agree", weight=1.0)
    for records, reasons in (((), (reason,)), ((1,), ())):
        with pytest.raises(WrongUse), write():
            find(
                New(
                    desk="compliance",
                    kind="name-hit",
                    subject=THING,
                    about="",
                    title="x",
                    score=1.0,
                    reasons=reasons,
                    records=records,
                    digest="x",
                ),
                by="x",
            )


def test_its_marking_is_the_narrowest(load: Load) -> None:
    load(un())
    load(ftm(person("p1", NAME)), source="member", marking=Marking.read("TLP:AMBER"))
    judge(THING, "member:p1", reader=ANALYST, verdict="same", why="same passport")
    (number,) = keep(check(Question(name=NAME), reader=ANALYST), reader=ANALYST)
    assert finding(number, reader=ANALYST).row.marking == "TLP:AMBER"


def test_more_than_a_page_of_findings(load: Load) -> None:
    """A corrected one is never behind two hundred others."""
    load(un())
    load(ftm(person("p0", "Salim Qandil")), source="member")
    answer = check(Question(name="Salim Qandil"), reader=ANALYST)
    for number in range(205):
        keep(replace(answer, name=f"{number}", hits=answer.hits[:1]), reader=ANALYST)
    last = max(keep(replace(answer, name="last", hits=answer.hits[-1:]), reader=ANALYST))
    decide(last, reader=ANALYST, verdict="confirmed", why="x")
    gone = answer.hits[-1].party
    if gone == THING:
        load(un(CROWD, "2026-02-27"))
    else:
        load(ftm(person("p0", "Salim Kandil")), source="member")
    assert findings(reader=ANALYST)[0].id == last
    page = today(reader=ANALYST)
    assert page.waiting == 206
    assert [row.finding for row in page.corrections] == [last]
    decide(last, reader=ANALYST, verdict="dismissed")
    assert today(reader=ANALYST).corrections == ()


# Judgements.


@pytest.fixture
def two(load: Load) -> tuple[str, str]:
    """The same person on two lists that do not know of one another."""
    rows = [(str(n), f"KANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(30)]
    load(un())
    load(sdn(("77", "AL-QANDIL, Salim Yasin", "individual", "SDGT", "DOB 1971."), *rows))
    return THING, "ofac:77"


def test_joined_and_parted(two: tuple[str, str], acted: Acted) -> None:
    left, right = two
    number = judge(left, right, reader=ANALYST, verdict="same", why="same passport")
    assert acted()[-1] == "judge"
    for thing in two:
        page = party(thing, reader=ANALYST)
        assert (page.id, page.things) == (left, two)
        assert [one.jurisdiction for one in page.standings] == ["un", "us"]
        assert [(row.id, row.by, row.why) for row in page.judgements] == [(number, "lina", "same passport")]
    retract(number, reader=SECOND, why="another passport")
    assert acted()[-1] == "judge-retract"
    assert party(right, reader=ANALYST).things == (right,)
    assert models.Judgement.objects.get(pk=number).retracted_by == "omar"
    with pytest.raises(NotFound):
        retract(number, reader=SECOND, why="again")
    with pytest.raises(NotFound):
        retract(number + 99, reader=SECOND, why="x")


def test_the_last_word_of_a_person_counts(two: tuple[str, str]) -> None:
    left, right = two
    for verdict, things in (("same", two), ("unsure", (left,)), ("same", two), ("different", (left,))):
        judge(left, right, reader=ANALYST, verdict=verdict, why="x")
        assert party(left, reader=ANALYST).things == things, verdict


def test_a_person_beats_a_source(load: Load, two: tuple[str, str]) -> None:
    load(acts({"id": "a1", "subject_refs": list(two)}))
    assert set(two) <= set(party(two[0], reader=ANALYST).things)
    source = "acts:subject/un-QDi.900"
    judge(source, two[1], reader=ANALYST, verdict="different", why="another man")
    assert two[1] not in party(two[0], reader=ANALYST).things
    load(acts({"id": "a2", "subject_refs": list(two)}))
    assert two[1] not in party(two[0], reader=ANALYST).things


def test_a_source_joins_nobody_whom_a_person_keeps_apart(load: Load, two: tuple[str, str]) -> None:
    """Not even by way of a third thing."""
    load(acts({"id": "a1", "subject_refs": list(two)}))
    number = judge(*two, reader=ANALYST, verdict="different", why="another man")
    for thing in two:
        assert not set(two) <= set(party(thing, reader=ANALYST).things)
    retract(number, reader=ANALYST, why="the same after all")
    assert set(two) <= set(party(two[0], reader=ANALYST).things)


def test_wrong_judgements(two: tuple[str, str]) -> None:
    left, right = two
    for arguments in ((left, left, "same", "x"), (left, right, "perhaps", "x"), (left, right, "same", "  ")):
        with pytest.raises(WrongUse):
            judge(arguments[0], arguments[1], reader=ANALYST, verdict=arguments[2], why=arguments[3])
    for pair in ((left, "un:nobody"), ("", right)):
        with pytest.raises(NotFound):
            judge(*pair, reader=ANALYST, verdict="same", why="x")
    assert not models.Judgement.objects.exists()


def test_a_supervisor_may_too(two: tuple[str, str]) -> None:
    judge(*two, reader=SUPERVISOR, verdict="same", why="x")
