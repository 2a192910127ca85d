"""The main job on real input: two states of one list, another list, the acts, an article; and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from jisr.node import reading_room
from jisr.node.actions.decide import decide
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.keep_check import keep
from jisr.node.actions.settle_delivery import approve
from jisr.node.queries.audit import verify
from jisr.node.queries.check import check
from jisr.node.queries.clocks import clocks
from jisr.node.queries.documents import document, documents
from jisr.node.queries.findings import finding, findings
from jisr.node.queries.party import find, party, standings
from jisr.node.queries.today import today
from jisr.node.values import BatchRow, DocumentPage, Question
from jisr.sharing import Reader, Role

READER = Reader(
    name="terminal:analyst",
    member="this-node",
    roles=frozenset({Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR}),
)
PARTY = "un:QDi.317"
ENGLISH, FRENCH, ARABIC = "Ahmed al-Sharaa", "Ahmed Hussein al-Charaa", "أحمد الشرع"


def read(*paths: Path, received: str = "", as_announced: bool = False) -> BatchRow:
    when = datetime.fromisoformat(received).replace(tzinfo=UTC) if received else None
    files = tuple((path.name, path.read_bytes()) for path in paths)
    row = ingest(files, reader=READER, wanted=Wanted(received=when, as_announced=as_announced))
    if row.reason == "four-eyes":
        return approve(row.id, reader=replace(READER, name="second"), sha256=row.sha256, why="read the acts")
    return row


@pytest.fixture(scope="module")
def status(shared: Path) -> Path:
    return shared / "status"


@pytest.fixture(scope="module")
def world(
    status: Path, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[BatchRow]]:
    """Everything but the later state of the UN's list; loaded once, given back as it was after each test."""
    reading_room._prepared.cache_clear()
    folder = tmp_path_factory.mktemp("node")
    with django_db_blocker.unblock(), override_settings(JISR_DATA=folder), transaction.atomic():
        yield [
            read(status / "un" / "un_20250419.xml", received="2025-04-19"),
            read(*sorted((status / "ofac_2019").glob("*.csv")), received="2019-02-01"),
            read(status / "syria_timeline.jsonl", as_announced=True),
            read(status.parent / "documents" / "article.txt"),
        ]
        transaction.set_rollback(True)
    reading_room._prepared.cache_clear()


@pytest.fixture
def before(world: list[BatchRow], db: None) -> list[BatchRow]:
    reading_room._prepared.cache_clear()
    return world


@pytest.fixture
def after(before: list[BatchRow], status: Path) -> list[BatchRow]:
    return [*before, read(status / "un" / "un_20260227.xml", received="2026-02-27")]


def test_everything_is_read(after: list[BatchRow]) -> None:
    assert [(row.state, row.source) for row in after] == [
        *(("loaded", "un"), ("loaded", "ofac"), ("loaded", "acts"), ("loaded", "article"), ("loaded", "un"))
    ]
    assert [row.added > 0 for row in after] == [True] * 5
    assert after[0].added == 2 * 516
    assert after[0].quarantined == 0
    assert after[4].removed > 0
    assert verify(reader=READER).broken_at is None


def page_of_article() -> DocumentPage:
    (row,) = documents(reader=READER)
    return document(row.thing, reader=READER)


def test_the_article_names_countries_organisations_and_persons(after: list[BatchRow], shared: Path) -> None:
    page = page_of_article()
    assert page.text[:40] in (shared / "documents" / "article.txt").read_text(encoding="utf-8")
    assert all(page.text[row.start : row.end] == row.text for row in page.mentions)
    kinds = {row.type for row in page.mentions}
    assert {"PER", "ORG", "GPE"} <= kinds
    assert {"sy", "us"} <= {row.id for row in page.mentions}
    assert all(row.label_ar and row.label_en for row in page.mentions if len(row.id) == len("sy"))


def test_its_president_is_the_party_the_un_listed(after: list[BatchRow]) -> None:
    candidates = [(row.text, one) for row in page_of_article().mentions for one in row.candidates]
    found = [(text, one) for text, one in candidates if one.party == PARTY]
    assert found
    for text, one in found:
        assert "الشرع" in text
        assert one.reasons
        assert (one.standings[0].jurisdiction, one.standings[0].state) == ("un", "delisted")
    mention = next(row for row in findings(reader=READER, state="") if row.kind == "mention" and row.subject == PARTY)
    assert "الشرع" in mention.quote


@pytest.mark.parametrize(
    ("on", "known", "state", "since"),
    [
        ("2025-06-01", "", "listed", "2013-07-24"),
        ("2025-12-01", "", "delisted", "2025-11-06"),
        ("2025-12-01", "2025-10-01", "listed", "2013-07-24"),
        ("2025-11-05", "", "listed", "2013-07-24"),
        ("2025-11-06", "", "delisted", "2025-11-06"),
        ("2013-07-23", "", "not-yet", "2013-07-24"),
    ],
)
def test_how_he_stands_on_two_clocks(after: list[BatchRow], on: str, known: str, state: str, since: str) -> None:
    found = {one.jurisdiction: one for one in standings(PARTY, reader=READER, clocks=clocks(on, known))}
    assert (found["un"].state, found["un"].since) == (state, since)
    assert found["un"].reasons
    assert found["un"].sources


def test_as_known_then_is_what_was_said_then(before: list[BatchRow], status: Path) -> None:
    times = clocks("2025-12-01", "2025-10-01")
    said = standings(PARTY, reader=READER, clocks=times)
    read(status / "un" / "un_20260227.xml", received="2026-02-27")
    assert standings(PARTY, reader=READER, clocks=times) == said


@pytest.mark.parametrize(
    "name", [ENGLISH, FRENCH, ARABIC, "احمد حسين الشرع", "Ahmad Husayn al-Shar'", "Abu Mohammad al-Jolani"]
)
def test_his_name_in_any_spelling_finds_him_delisted_first(after: list[BatchRow], name: str) -> None:
    hits = check(Question(name=name), reader=READER).hits
    hit = next(hit for hit in hits if hit.party == PARTY)
    assert hits.index(hit) == 0
    assert hit.standings[0].state == "delisted"
    assert hit.standings[0].since == "2025-11-06"


def test_find_takes_the_name_for_the_party(after: list[BatchRow]) -> None:
    assert find(ARABIC, reader=READER) == PARTY


def test_the_second_delivery_opens_what_relied_on_the_listing(before: list[BatchRow], status: Path) -> None:
    kept = keep(check(Question(name=ENGLISH), reader=READER), reader=READER)
    (number,) = [each for each in kept if finding(each, reader=READER).row.subject == PARTY]
    decide(number, reader=READER, verdict="confirmed", why="the same man")
    mention = next(row for row in findings(reader=READER) if row.kind == "mention" and row.subject == PARTY)
    decide(mention.id, reader=READER, verdict="confirmed", why="the same man")
    batch = read(status / "un" / "un_20260227.xml", received="2026-02-27")
    for each in (number, mention.id):
        page = finding(each, reader=READER)
        assert (page.row.state, page.row.corrected) == ("open", True)
        assert {one.why for one in page.corrections} == {"removed"}
        assert page.decisions[0].overtaken_batch == batch.id
    assert {number, mention.id} <= {one.finding for one in today(reader=READER).corrections}


def test_all_that_is_known_of_him_is_side_by_side(after: list[BatchRow]) -> None:
    page = party(PARTY, reader=READER)
    assert {"un:QDi.317", "ofac:15945"} <= set(page.things)
    sources = {source.source for fact in page.facts for value in fact.values for source in value.sources}
    assert {"ofac", "acts"} <= sources
    assert "un" in {source.source for source in page.records}  # told no more, but on record
    found = {one.jurisdiction: one.state for one in page.standings}
    assert (found["un"], found["uk"], found["us"], found["eu"]) == ("delisted", "delisted", "delisted", "unclear")


def test_the_group_is_not_cleared_by_one_of_its_listings(after: list[BatchRow]) -> None:
    """One designation of the group ended in July 2025, another did not: never an all-clear."""
    found = {one.jurisdiction: one for one in standings("un:QDe.137", reader=READER, clocks=clocks("2025-12-01"))}
    assert found["un"].state == "listed"
    assert found["us"].state == "unclear"
    assert "act-names-no-listing" in [reason.code for reason in found["us"].reasons]


def test_read_again_nothing_changes(after: list[BatchRow], status: Path) -> None:
    row = read(status / "un" / "un_20260227.xml", received="2026-02-27")
    assert (row.id, row.again) == (after[4].id, True)
    old = read(status / "un" / "un_20250419.xml", received="2026-03-01")
    assert (old.state, old.removed) == ("loaded", 0)  # it takes its place in history; what stands now stays
