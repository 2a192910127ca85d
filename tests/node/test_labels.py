"""What people decide about names comes back as labelled pairs, and as how often a hit was right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jisr.errors import NotAllowed
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.judge import judge, retract
from jisr.node.actions.keep_check import keep
from jisr.node.queries.check import check
from jisr.node.queries.labels import labels, precision
from jisr.node.values import Question
from jisr.records import Marking
from tests.node.conftest import Load
from tests.node.world import ADMINISTRATOR, ANALYST, LOW, SALIM, acts, ftm, person, un

NAME = "Salim Yasin al-Qandil"
THING = f"un:{SALIM.ref}"


def test_decided_hits_and_judgements_are_labels(load: Load, acted: Callable[[], list[str]]) -> None:
    load(un())
    kept = keep(check(Question(name=NAME), reader=ANALYST), reader=ANALYST)[0]
    assert labels(reader=ANALYST) == ()
    decide(kept, reader=ANALYST, verdict="confirmed", why="the same passport")
    found = labels(reader=ANALYST)
    assert [(one.left, one.same, one.what, one.number) for one in found] == [(NAME, True, "finding", kept)]
    assert "export-labels" in acted()
    assert [(one.confirmed, one.decided, one.precision) for one in precision(reader=ANALYST)] == [(1, 1, 1.0)]
    undo(kept, reader=ANALYST)
    assert precision(reader=ANALYST) == ()
    assert labels(reader=ANALYST) == ()


def test_who_may_not_see_the_records_gets_no_label(load: Load) -> None:
    load(un())
    kept = keep(check(Question(name=NAME), reader=ANALYST), reader=ANALYST)[0]
    decide(kept, reader=ANALYST, verdict="dismissed", why="born elsewhere")
    assert precision(reader=ADMINISTRATOR) == ()
    with pytest.raises(NotAllowed):
        labels(reader=ADMINISTRATOR)


def test_judgements_are_labels_until_taken_back(load: Load) -> None:
    load(un())
    load(ftm(person("p1", "Salim Yasin Qandil"), person("p2", "Salem Kandil"), person("p3", "Salma")), source="member")
    same = judge(THING, "member:p1", reader=ANALYST, verdict="same", why="the same passport")
    other = judge(THING, "member:p2", reader=ANALYST, verdict="different", why="born elsewhere")
    judge(THING, "member:p3", reader=ANALYST, verdict="unsure", why="too little")
    told = {(one.number, one.right, one.same, one.what, one.score) for one in labels(reader=ANALYST)}
    assert told == {
        (same, "Salim Yasin Qandil", True, "judgement", None),
        (other, "Salem Kandil", False, "judgement", None),
    }
    assert precision(reader=ANALYST) == ()  # of hits alone
    retract(same, reader=ANALYST, why="mistaken")
    assert [one.number for one in labels(reader=ANALYST)] == [other]


def test_what_a_source_joined_is_no_label(load: Load) -> None:
    load(un())
    load(acts({"id": "a1", "subject_refs": [THING, "ofac:77"]}))
    assert labels(reader=ANALYST) == ()


def test_what_a_marking_hides_is_no_label(load: Load) -> None:
    load(un())
    load(ftm(person("p1", "Salim Yasin Qandil")), source="member", marking=Marking.read("TLP:AMBER"))
    judge(THING, "member:p1", reader=ANALYST, verdict="same", why="the same passport")
    hits = check(Question(name=NAME), reader=ANALYST)
    for number in keep(hits, reader=ANALYST):
        decide(number, reader=ANALYST, verdict="confirmed", why="the same passport")
    assert {one.what for one in labels(reader=ANALYST)} == {"finding", "judgement"}
    assert precision(reader=ANALYST)
    assert labels(reader=LOW) == ()
    assert precision(reader=LOW) == ()
