"""What delists or relieves waits for a second person, by whatever road it came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jisr.errors import NeedsSecond
from jisr.node import clock
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.settle_delivery import approve
from jisr.node.queries.party import standings
from jisr.node.values import Clocks
from tests.node.conftest import Load
from tests.node.world import SECOND_SUPERVISOR, SUPERVISOR, acts, un

THING = "un:QDi.900"
EASES = acts({"id": "a1", "action": "delist", "subject_refs": [THING]})
LISTS = {"id": "l1", "action": "designate", "effective": "2025-01-01", "subject_refs": [THING]}
THEN = datetime(2025, 11, 7, tzinfo=UTC)
ROADS = {
    "a file": Wanted(),
    "a file of today, said to be an archive": Wanted(received=datetime(2026, 1, 1, tzinfo=UTC)),
    "an archive": Wanted(received=THEN),
    "an archive of acts": Wanted(as_announced=True),
    "both": Wanted(received=THEN, as_announced=True),
}


@pytest.mark.parametrize("road", ROADS)
def test_what_eases_waits(load: Load, road: str) -> None:
    load(un())
    row = ingest((EASES,), reader=SUPERVISOR, wanted=ROADS[road])
    assert (row.state, row.reason) == ("held", "four-eyes")
    clocks = Clocks(on=clock.now().date(), known=clock.now())
    assert [one.state for one in standings(THING, clocks=clocks, reader=SUPERVISOR)] == ["listed"]
    with pytest.raises(NeedsSecond):
        approve(row.id, reader=SUPERVISOR, sha256=row.sha256, why="I agree with myself")
    assert approve(row.id, reader=SECOND_SUPERVISOR, sha256=row.sha256, why="read the act").state == "loaded"


def test_what_only_lists_does_not_wait(db: None) -> None:
    assert ingest((acts(LISTS),), reader=SUPERVISOR).state == "loaded"


@pytest.mark.parametrize("told", [{"expires": "2025-02-01"}, {"subject_refs": []}, {"effective": "2030-01-01"}])
def test_a_listing_act_told_otherwise_waits(db: None, told: dict[str, object]) -> None:
    """Another end, another subject, another day: the same act may ease as well as a new one."""
    ingest((acts(LISTS),), reader=SUPERVISOR)
    row = ingest((acts(LISTS | told),), reader=SUPERVISOR, wanted=Wanted(received=clock.now()))
    assert (row.state, row.reason) == ("held", "four-eyes")


def test_a_listing_act_that_is_left_out_waits(db: None) -> None:
    """A file said to be the whole list of acts, without one of them, would take that listing off."""
    other = LISTS | {"id": "l2"}
    ingest((acts(LISTS, other),), reader=SUPERVISOR)
    row = ingest((acts(other),), reader=SUPERVISOR, wanted=Wanted(snapshot=True, received=clock.now()))
    assert (row.state, row.reason) == ("held", "four-eyes")
