"""What no longer stands reaches every finding that relied on it, in the transaction that ended it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError

from jisr.node import models
from jisr.node.actions.decide import decide
from jisr.node.actions.ingest import ingest
from jisr.node.actions.judge import judge
from jisr.node.actions.keep_check import keep
from jisr.node.actions.settle_delivery import approve
from jisr.node.queries.check import check
from jisr.node.queries.findings import finding, findings
from jisr.node.queries.today import today
from jisr.node.values import Question
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role
from tests.node.conftest import Load
from tests.node.world import ANALYST, CROWD, EVERYONE, NODE, SALIM, SUPERVISOR, Delivery, acts, sdn, un, without

NAME = "Salim Yasin al-Qandil"
AGAIN = (replace(SALIM, listed="2026-05-01"), *CROWD)
ZARA = Reader(name="zara", member=NODE, roles=frozenset({Role.ANALYST, Role.SUPERVISOR}), clearance=TLP.RED)


def settled(verdict: str = "confirmed", *, name: str = NAME) -> int:
    """A check that somebody kept and settled."""
    (number,) = keep(check(Question(name=name), reader=ANALYST), reader=ANALYST)
    decide(number, reader=ANALYST, verdict=verdict, why="same father, same year")
    return number


def told(number: int) -> list[tuple[str, str]]:
    return [(row.why, row.was) for row in finding(number, reader=ANALYST).corrections]


CORRECTIONS: dict[str, tuple[Delivery, set[tuple[str, str]]]] = {
    "removed from the list": (un(without(SALIM.ref), "2026-02-27"), {("removed", "confirmed")}),
    "the person changed": (un((replace(SALIM, born="1972"), *CROWD), "2026-02-27"), {("changed", "confirmed")}),
    "the listing changed": (
        un((replace(SALIM, listed="2013-07-25"), *CROWD), "2026-02-27"),
        {("changed", "confirmed")},
    ),
    "an act ends it": (acts({"id": "a1"}), {("instrument", "confirmed")}),
    "an act eases it": (acts({"id": "a1", "action": "waive"}), {("instrument", "confirmed")}),
    "an act lists": (acts({"id": "a1", "action": "designate"}), {("instrument", "confirmed")}),
    "an act to come": (acts({"id": "a1", "effective": None}), {("instrument", "confirmed")}),
}


@pytest.mark.parametrize(("file", "expected"), CORRECTIONS.values(), ids=[*CORRECTIONS])
@pytest.mark.parametrize("verdict", ["confirmed", "dismissed", "unsure"])
def test_a_correction_opens_what_relied_on_it(
    load: Load, file: Delivery, expected: set[tuple[str, str]], verdict: str
) -> None:
    load(un())
    number = settled(verdict)
    row = load(file)
    was = {"unsure": "open"}.get(verdict, verdict)
    page = finding(number, reader=ANALYST)
    assert page.row.state == "open"
    assert page.row.corrected
    assert set(told(number)) == {(why, was) for why, _ in expected}
    (decision,) = page.decisions
    assert decision.overtaken_batch == row.id
    assert decision.overtaken_at is not None
    assert [each.finding for each in today(reader=ANALYST).corrections] == ([] if was == "open" else [number])


UNRELATED: dict[str, Delivery] = {
    "another removed": un(without(CROWD[0].ref), "2026-02-27"),
    "another changed": un((SALIM, replace(CROWD[0], born="1960"), *CROWD[1:]), "2026-02-27"),
    "nothing changed": un(EVERYONE, "2026-02-27"),
    "an act about another": acts({"id": "a1", "subject": "Badr", "subject_refs": [f"un:{CROWD[0].ref}"]}),
    "an act that changes no standing": acts({"id": "a1", "action": "join"}),
    "held": un(EVERYONE[:10], "2026-02-27"),
    "refused": ("un.xml", un(without(SALIM.ref), "2026-02-27")[1][:-60]),
}


@pytest.mark.parametrize("file", UNRELATED.values(), ids=[*UNRELATED])
def test_what_does_not_touch_it_leaves_it_alone(load: Load, file: Delivery) -> None:
    load(un())
    number = settled()
    load(file)
    page = finding(number, reader=ANALYST)
    assert (page.row.state, page.corrections, page.decisions[0].overtaken_at) == ("confirmed", (), None)


def test_the_next_version_is_relied_on_from_then_on(load: Load) -> None:
    load(un())
    number = settled()
    for day, born in (("2026-02-27", "1972"), ("2026-03-27", "1973"), ("2026-04-27", "1974")):
        load(un((replace(SALIM, born=born), *CROWD), day))
        assert finding(number, reader=ANALYST).row.state == "open"
        decide(number, reader=ANALYST, verdict="confirmed", why="still the same")
    assert len(told(number)) == 3
    load(un(without(SALIM.ref), "2026-05-27"))
    assert finding(number, reader=ANALYST).row.state == "open"


def test_back_on_the_list(load: Load) -> None:
    """Dismissed because delisted: then a new listing is the correction."""
    load(un())
    load(un(without(SALIM.ref), "2026-02-27"))
    number = settled("dismissed")
    load(un(AGAIN, "2026-06-01"))
    assert finding(number, reader=ANALYST).row.state == "open"
    assert ("changed", "dismissed") in told(number)


def test_an_act_about_who_is_gone_from_the_list(load: Load) -> None:
    load(un())
    load(un(without(SALIM.ref), "2026-02-27"))
    number = settled("dismissed")
    load(acts({"id": "a1", "action": "designate", "effective": "2026-06-01"}))
    assert finding(number, reader=ANALYST).row.state == "open"


def test_an_act_taken_back(load: Load) -> None:
    load(un())
    load(acts({"id": "a1"}))
    number = settled("dismissed")
    load(acts({"id": "a1", "effective": None}))
    assert finding(number, reader=ANALYST).row.state == "open"


def test_an_act_about_another_thing_of_the_party(load: Load) -> None:
    rows = [(str(n), f"KANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(30)]
    load(un())
    load(sdn(*rows))
    judge(f"un:{SALIM.ref}", "ofac:7", reader=ANALYST, verdict="same", why="same passport")
    number = settled()
    load(acts({"id": "a1", "jurisdiction": "us", "subject_refs": ["ofac:7"]}))
    assert finding(number, reader=ANALYST).row.state == "open"


def test_a_held_delivery_corrects_once_it_is_let_in(load: Load) -> None:
    load(un())
    number = settled()
    held = load(un(CROWD[:-5], "2026-02-27"))
    assert finding(number, reader=ANALYST).row.state == "confirmed"
    approve(held.id, reader=SUPERVISOR, sha256=held.sha256, why="it is so")
    assert finding(number, reader=ANALYST).row.state == "open"


def test_of_many_all_are_reached(load: Load) -> None:
    load(un())
    names = (NAME, "Salim al-Qandil", "سليم ياسين القنديل", "Salim Yassine El Kandil", "Selim Yasin Qandil")
    numbers = [settled(name=name) for name in names]
    assert len(set(numbers)) == 5
    load(un(without(SALIM.ref), "2026-02-27"))
    assert {row.id for row in findings(reader=ANALYST)} >= set(numbers)


def test_one_correction_a_record_and_finding(load: Load) -> None:
    """The same delivery, or one that says the same, does not tell it again."""
    load(un())
    number = settled()
    load(un(without(SALIM.ref), "2026-02-27"))
    before = told(number)
    load(un(without(SALIM.ref), "2026-02-27"))
    load(un(without(SALIM.ref), "2026-03-27"))
    assert told(number) == before


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_correction(break_at: Callable[[str], None]) -> None:
    ingest((un(),), reader=SUPERVISOR)
    number = settled()
    break_at("delivery-loaded")
    for file in (un(without(SALIM.ref), "2026-02-27"), acts({"id": "a1", "action": "designate"})):
        with pytest.raises(DatabaseError):
            ingest((file,), reader=SUPERVISOR)
    page = finding(number, reader=ANALYST)
    assert (page.row.state, page.corrections, page.decisions[0].overtaken_at) == ("confirmed", (), None)
    assert models.Batch.objects.count() == 1
    assert not models.Correction.objects.exists()


def test_a_correction_not_for_all_is_told_to_those_it_is_for(load: Load) -> None:
    """Neither stale for those who may know, nor a hint to those who may not."""
    load(un())
    number = settled()
    red = Marking(tlp=TLP.RED, releasable_to=("zara",))
    load(acts({"id": "a1"}), marking=red)
    assert finding(number, reader=ANALYST).row.state == "confirmed"
    assert told(number) == []
    (row,) = [row for row in findings(reader=ZARA) if row.kind == "correction"]
    assert row.title == finding(number, reader=ZARA).row.title
    assert str(number) in dict(row.reasons[0].facts).values()
    assert row.marking == str(red)
    assert [each for each in findings(reader=ANALYST, state="") if each.kind == "correction"] == []


def test_a_withdrawn_finding_stays_withdrawn(load: Load) -> None:
    load(un())
    number = settled()
    models.Finding.objects.filter(pk=number).update(state="withdrawn")
    load(un(without(SALIM.ref), "2026-02-27"))
    assert finding(number, reader=ANALYST).row.state == "withdrawn"
    assert told(number) == []
