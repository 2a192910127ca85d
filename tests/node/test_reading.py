"""What was read is kept: with its words, its rule, who says so; who corrected it; and never more than allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection

from jisr.errors import Conflict, NotAllowed, NotFound, WrongUse
from jisr.node import models
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.review import Missed, missing, review, undo
from jisr.node.queries.documents import document, documents
from jisr.node.queries.findings import findings
from jisr.node.queries.reading import reading, rules, told
from jisr.node.queries.timeline import Wish, press, timeline
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import ANALYST, LOW, STRANGER, article, ftm

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


WIRE = (
    "AMMAN - Jordan and Iraq\n\n16 November 2025\n\n"
    "The Iraqi government and the Jordanian government signed an agreement in Baghdad on 16 November 2025. "
    "The talks were long and calm, and everybody who came had something to say about them that day.\n"
)
LATER = (
    "Baghdad signs with Amman\n\n17 November 2025\n\n"
    "Iraq and Jordan signed an agreement in Baghdad on 15 November 2025, after many weeks of patient work by both "
    "sides and their friends. Nobody expected it to come so soon, and nobody minded.\n"
)


def test_one_event_told_by_two_is_one_with_two_sources(load: Load) -> None:
    load(article(WIRE))
    load(article(LATER))
    page = timeline(Wish(type="AGREE"), reader=ANALYST)
    (one,) = page.happenings
    assert len({report.thing for report in one.reports}) == 2
    assert one.disagreements["date"] == ("2025-11-15", "2025-11-16")
    assert timeline(Wish(country="iq", type="AGREE"), reader=ANALYST).happenings
    assert timeline(Wish(country="fr"), reader=ANALYST).happenings == ()
    assert timeline(Wish(since="2025-12"), reader=ANALYST).happenings == ()


def test_what_is_called_wrong_leaves_the_timeline(load: Load) -> None:
    load(article(WIRE))
    told = models.Telling.objects.filter(kind="event")
    reviews = [review(row.pk, reader=ANALYST, verdict="wrong") for row in told]
    assert timeline(Wish(), reader=ANALYST).happenings == ()
    page = rules(reader=ANALYST)
    assert {row.precision for row in page.rules if row.kind == "event"} == {0.0}
    for number in reviews:
        undo(number, reader=ANALYST)
    assert timeline(Wish(), reader=ANALYST).happenings
    assert rules(reader=ANALYST).reviewed == 0
    with pytest.raises(Conflict):
        undo(reviews[0], reader=ANALYST)


def test_a_correction_outlives_a_new_reading(load: Load) -> None:
    load(article(TEXT))
    first = models.Telling.objects.filter(kind="event").earliest("pk")
    review(first.pk, reader=ANALYST, verdict="right")
    models.Reading.objects.update(reader="rules 0")
    catch_up()
    page = document(documents(reader=ANALYST)[0].thing, reader=ANALYST).reading
    assert [one.words for one in page.told if one.review] == [TEXT[first.start : first.end]]


def test_what_is_missing_is_noted_by_its_words(load: Load) -> None:
    load(article(TEXT))
    thing = documents(reader=ANALYST)[0].thing
    missing(Missed(thing=thing, kind="event", words="long and calm", said="a meeting"), reader=ANALYST)
    (one,) = document(thing, reader=ANALYST).reading.missing
    assert (one.words, one.said, one.by) == ("long and calm", "a meeting", ANALYST.name)
    assert rules(reader=ANALYST).missing == 1
    with pytest.raises(WrongUse):
        missing(Missed(thing=thing, kind="event", words="never written"), reader=ANALYST)
    with pytest.raises(WrongUse):
        missing(Missed(thing=thing, kind="song", words="calm"), reader=ANALYST)


def test_who_may_not_see_the_article_sees_nothing_of_it(load: Load) -> None:
    load(article(TEXT), marking=Marking(tlp=TLP.AMBER_STRICT))
    assert timeline(Wish(), reader=ANALYST).happenings
    empty = timeline(Wish(), reader=LOW)
    assert (empty.happenings, empty.types) == ((), ())
    assert rules(reader=LOW).rules == ()
    assert press("sy", reader=LOW).lines == ()
    number = models.Telling.objects.earliest("pk").pk
    thing = models.Record.objects.get(schema="Article").thing
    for work in (
        lambda: review(number, reader=LOW, verdict="right"),
        lambda: missing(Missed(thing=thing, kind="name", words="Syria"), reader=LOW),
        lambda: reading(thing, reader=LOW),
        lambda: told(number, reader=LOW),
    ):
        with pytest.raises(NotFound):
            work()
    with pytest.raises(NotAllowed):
        timeline(Wish(), reader=STRANGER)


def test_names_only_some_may_see_do_not_colour_what_all_read(load: Load) -> None:
    """What is kept of a public article is the same, whatever secret names the node knows."""
    said = "The Zamrud Quhlat signed an agreement with Iraq on 3 May 2025, and the talks went on for a long calm day. "
    load(article(said * 2))
    before = list(models.Participant.objects.order_by("telling__start", "part").values_list("words", flat=True))
    load(
        ftm({"id": "o1", "schema": "Organization", "properties": {"name": ["Zamrud Quhlat"]}}),
        source="secret",
        marking=Marking(tlp=TLP.RED, releasable_to=("zara",)),
    )
    models.Reading.objects.update(reader="rules 0")
    catch_up()
    after = list(models.Participant.objects.order_by("telling__start", "part").values_list("words", flat=True))
    assert before == after


@pytest.mark.django_db(transaction=True)
def test_a_stop_leaves_an_article_unread_and_it_is_read_later(load: Load, break_at: Callable[[str], None]) -> None:
    break_at("read-article")
    with pytest.raises(DatabaseError):
        load(article(TEXT))
    assert (models.Telling.objects.count(), models.Reading.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER break_here" + (" ON node_auditentry" if connection.vendor != "sqlite" else ""))
    catch_up()
    assert models.Reading.objects.count() == 1
    assert models.Telling.objects.exists()
