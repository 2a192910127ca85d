"""The cause of a record on its page, programs' keys, and the demo world."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jisr.errors import NotAllowed, NotFound, WrongUse
from jisr.node import clock, deliveries, models
from jisr.node.actions import demo, people
from jisr.node.actions.sign_in import api_token, by_token
from jisr.node.queries.audit import verify
from jisr.node.queries.batches import batch, batches, record
from jisr.node.queries.check import check
from jisr.node.queries.documents import document, documents, mentions_in
from jisr.node.queries.findings import findings
from jisr.node.queries.people import me
from jisr.node.queries.reader import terminal
from jisr.node.queries.today import today
from jisr.node.values import Question
from jisr.sharing import Role
from tests.node.conftest import Load
from tests.node.world import (
    ADMINISTRATOR,
    ANALYST,
    CROWD,
    SALIM,
    STRANGER,
    SUPERVISOR,
    acts,
    article,
    ftm,
    person,
    sdn,
    un,
)

TEXT = "Salim Yasin al-Qandil spoke in Amman on Thursday about the work of the committee. " * 4
ROWS = [(str(n), f"KANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(30)]


def piece_of(thing: str) -> str:
    return record(models.Record.objects.get(thing=thing).pk, reader=ANALYST).piece


def test_the_very_piece(load: Load) -> None:
    load(un((SALIM, *CROWD)))
    load(sdn(*ROWS))
    load(acts({"id": "a1"}, {"id": "a2"}))
    load(ftm(person("p1", "One"), person("p2", "Two")), source="member")
    entry = piece_of(f"un:{SALIM.ref}")
    assert entry.startswith("<INDIVIDUAL>")
    assert entry.endswith("</INDIVIDUAL>")
    assert entry.count("<INDIVIDUAL>") == 1
    assert "YASIN" in entry
    assert piece_of("ofac:7").startswith("7,")
    assert '"a2"' in piece_of("acts:a2")
    assert '"a1"' not in piece_of("acts:a2")
    assert '"Two"' in piece_of("member:p2")


def test_an_article_is_its_own_piece(load: Load) -> None:
    load(article(TEXT))
    (row,) = documents(reader=ANALYST)
    page = document(row.thing, reader=ANALYST)
    assert page.text.strip() == TEXT.strip()
    assert TEXT[:60] in record(row.source.record, reader=ANALYST).piece
    with pytest.raises(NotFound):
        document("article:nothing", reader=ANALYST)


def test_without_its_bytes_a_record_has_no_piece(load: Load) -> None:
    row = load(un((SALIM, *CROWD)))
    deliveries.forget(row.sha256)
    assert piece_of(f"un:{SALIM.ref}") == ""


def test_pages_of_deliveries(load: Load) -> None:
    numbers = [load(ftm(person(f"p{n}", f"Person {n}")), source="member").id for n in range(5)]
    assert [row.id for row in batches(reader=ANALYST, limit=2)] == numbers[:2:-1]
    assert [row.id for row in batches(reader=ANALYST, before=numbers[2])] == numbers[1::-1]
    with pytest.raises(NotFound):
        batch(99, reader=ANALYST)


def test_a_text_that_is_not_kept(load: Load) -> None:
    load(un((SALIM, *CROWD)))
    mentions_in(TEXT, reader=ANALYST)
    assert not models.Record.objects.filter(schema="Article").exists()
    with pytest.raises(WrongUse):
        mentions_in("x" * 2_000_001, reader=ANALYST)
    with pytest.raises(NotAllowed):
        mentions_in(TEXT, reader=STRANGER)


def test_a_file_may_not_pass_for_a_list_that_has_a_reader(load: Load) -> None:
    name, data = ftm({**person("p1", "Salim"), "datasets": ["un"]})
    row = load((name, data))
    assert row.state == "refused" or row.source != "un"
    assert load((name, data), source="member").state == "loaded"


def test_programs_keys(db: None) -> None:
    people.add(people.Person(name="robot", roles=("analyst",)), reader=ADMINISTRATOR)
    token = api_token("robot", "nightly", reader=ADMINISTRATOR)
    reader = by_token(token)
    assert reader is not None
    assert (reader.name, reader.roles) == ("robot", {Role.ANALYST})
    assert token not in str([*models.ApiToken.objects.values(), *models.AuditEntry.objects.values()])
    for other in ("", token[:-1], token + "x", "\ud800"):
        assert by_token(other) is None
    people.set_active("robot", reader=ADMINISTRATOR, active=False)
    assert by_token(token) is None
    with pytest.raises(NotFound):
        api_token("nobody", "x", reader=ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        api_token("robot", "x", reader=SUPERVISOR)


def test_the_demo_world_has_something_on_every_page(db: None) -> None:
    with clock.moved_to(datetime(2026, 1, 1, tzinfo=UTC)):
        demo.fill(reader=terminal("demo"))
        page = today(reader=SUPERVISOR)
        assert page.corrections
        assert page.held
        assert page.waiting
        assert len(page.runs) >= 3
        assert len(documents(reader=SUPERVISOR)) == 2
        assert {row.kind for row in findings(reader=SUPERVISOR, state="")} == {
            *("name-hit", "mention", "status-proposal", "partner"),
            *("payment-hit", "travel-rule", "cycle", "structuring"),
        }
        states = {
            standing.state
            for row in findings(reader=SUPERVISOR, state="")
            for hit in check(Question(name=row.title.split(" ~ ")[0]), reader=SUPERVISOR).hits
            for standing in hit.standings
        }
        assert {"listed", "delisted"} <= states
        assert me(reader=SUPERVISOR) is None
    assert verify(reader=SUPERVISOR).broken_at is None


def test_the_demo_world_is_the_same_every_time(load: Load) -> None:
    made = []
    for _ in range(2):
        demo.fill(reader=terminal("demo"))
        rows = models.Record.objects.order_by("thing", "version").values_list("thing", "version")
        made.append((list(rows), list(models.Finding.objects.order_by("digest").values_list("title", "state"))))
    assert made[0][0] == made[1][0]
