"""What people decide about names comes back as labelled pairs, and as how often a hit was right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jisr.errors import NotAllowed
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.keep_check import keep
from jisr.node.queries.check import check
from jisr.node.queries.labels import labels, precision
from jisr.node.values import Question
from tests.node.conftest import Load
from tests.node.world import ADMINISTRATOR, ANALYST, un

NAME = "Salim Yasin al-Qandil"


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
