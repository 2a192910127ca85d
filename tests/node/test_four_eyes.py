"""What delists or relieves waits for a second person, by whatever road it came."""

from __future__ import annotations

from jisr.node import clock
from jisr.node.actions.ingest import Wanted, ingest
from tests.node.conftest import Load
from tests.node.world import SUPERVISOR, acts, un

THING = "un:QDi.900"
EASES = acts({"id": "a1", "action": "delist", "subject_refs": [THING]})


def test_a_file_of_acts_waits(load: Load) -> None:
    load(un())
    row = ingest((EASES,), reader=SUPERVISOR)
    assert (row.state, row.reason) == ("held", "four-eyes")


def test_an_archive_of_a_supervisor_is_history(load: Load) -> None:
    load(un())
    assert ingest((EASES,), reader=SUPERVISOR, wanted=Wanted(received=clock.now())).state == "loaded"
