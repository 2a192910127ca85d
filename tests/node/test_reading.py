"""What was read is kept: with its words, its rule, who says so; who corrected it; and never more than allowed."""

from __future__ import annotations

from jisr.node import models
from jisr.node.actions.after_ingest import catch_up
from jisr.node.queries.findings import findings
from tests.node.conftest import Load
from tests.node.world import ANALYST, article

TEXT = (
    "Syria joins the Global Coalition\n\n"
    "12 November 2025\n\n"
    "Syria has become the 90th member of the Global Coalition to Defeat ISIS on 11 November 2025, the US Embassy in "
    "Damascus said. Analysts said Congress may still repeal the Caesar Act by year-end. The talks were long and calm.\n"
)


def test_what_was_read_is_kept_with_its_words(load: Load) -> None:
    load(article(TEXT))
    event = models.Telling.objects.get(kind="event", type="ACCEDE", rule__contains="past")
    assert TEXT[event.start : event.end] == "become"
    assert (event.state, event.date) == ("actual", "2025-11-11")
    said = {(one.part, one.known) for one in event.participants.all()}
    assert {("actor", "sy"), ("target", "org:coalition")} <= said
    claim = models.Telling.objects.get(kind="claim", participants__words="Analysts")
    assert TEXT[claim.content_start : claim.content_end].startswith("Congress may still repeal")
    proposal = models.Telling.objects.get(kind="proposal", type="membership")
    assert (proposal.state, proposal.date) == ("member", "2025-11-11")


def test_read_again_it_is_the_same(load: Load) -> None:
    load(article(TEXT))
    before = models.Telling.objects.count()
    kept = len(findings(reader=ANALYST))
    models.Reading.objects.update(reader="rules 0")
    catch_up()
    assert models.Telling.objects.count() == before
    assert len(findings(reader=ANALYST)) == kept
    assert models.Reading.objects.get().reader != "rules 0"
