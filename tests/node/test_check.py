"""Looking a name up: any spelling, any script, the delisting said first, and every answer on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jisr.errors import NotAllowed, NotFound, WrongUse
from jisr.node.actions.ingest import Wanted, take_in
from jisr.node.models import AuditEntry, Record
from jisr.node.queries.audit import audit
from jisr.node.queries.check import Checker, check
from jisr.node.queries.party import find, party, standings
from jisr.node.values import Question
from jisr.sharing import Reader
from tests.node.conftest import Load
from tests.node.world import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    CROWD,
    SALIM,
    STRANGER,
    SUPERVISOR,
    acts,
    ftm,
    person,
    sdn,
    un,
    without,
)

THING = f"un:{SALIM.ref}"


@pytest.mark.parametrize(
    "name",
    [
        "Salim Yasin al-Qandil",
        "SALIM YASIN AL-QANDIL",
        "al-Qandil, Salim Yasin",
        "Salim al Qandil",
        "Saleem Yaseen Al Kandil",
        "Salim Yassine El Kandil",
        "سليم ياسين القنديل",
        "سَلِيم ياسين القنديـــل",
        "سليم ياسين قنديل",
        "القنديل سليم ياسين",
        "\u200fسليم ياسين القنديل\u200f",
        "Салим Ясин аль-Кандиль",
    ],
)
def test_every_spelling_finds_the_party(load: Load, name: str) -> None:
    load(un())
    answer = check(Question(name=name), reader=ANALYST)
    assert [hit.party for hit in answer.hits][:1] == [THING]
    hit = answer.hits[0]
    assert hit.reasons
    assert hit.parts
    assert hit.sources
    assert abs(hit.score - sum(reason.weight for reason in hit.reasons)) < 0.01
    assert [(one.jurisdiction, one.state) for one in hit.standings] == [("un", "listed")]


@pytest.mark.parametrize(
    "name", ["Wathiq Mansur", "واثق منصور", "Qandil", "Salim", "Yasin Salim Badr", "12345", "王小明"]
)
def test_what_is_not_the_party_is_not_said_to_be(load: Load, name: str) -> None:
    load(un())
    assert [hit.party for hit in check(Question(name=name), reader=ANALYST).hits if hit.party == THING] == []


def test_facts_weigh(load: Load) -> None:
    load(un())

    def score(**facts: str) -> float:
        hits = check(Question(name="Salim Yasin al-Qandil", **facts), reader=ANALYST).hits
        return hits[0].score if hits else 0.0

    assert score(born="1971", country="jo") >= score()
    assert score() > score(born="1940")
    assert score(born="1971-05-05") >= score(born="1940-05-05")


@pytest.mark.parametrize("born", ["", "1971", "1971-05", "yesterday", "١٩٧١", "0", "99999", "1971-99-99"])
@pytest.mark.parametrize("country", ["", "jo", "JO", "Jordan", "??"])
def test_no_fact_is_too_strange(load: Load, born: str, country: str) -> None:
    load(un((SALIM,)))
    check(Question(name="Salim Yasin al-Qandil", born=born, country=country), reader=ANALYST)


@pytest.mark.parametrize("name", ["", "   ", "---", "\u200f", "ـــ", "x" * 301, "\0", "،؛", "%"])
def test_no_name(load: Load, name: str) -> None:
    load(un((SALIM,)))
    with pytest.raises(WrongUse):
        check(Question(name=name), reader=ANALYST)


@pytest.mark.parametrize(
    "name", ["\ud800Salim Qandil", "Salim\0 Qandil", "'; DROP TABLE node_record; --", "_" * 50 + "a", "💥 x"]
)
def test_a_hostile_name_is_a_name(load: Load, name: str) -> None:
    load(un((SALIM,)))
    answer = check(Question(name=name), reader=ANALYST)
    assert "\0" not in answer.name
    assert Record.objects.exists()


def test_a_kind(load: Load) -> None:
    load(un())
    for kind, found in (("person", True), ("PERSON", True), ("organization", False), ("vessel", False)):
        assert bool(check(Question(name="Salim Yasin al-Qandil", kind=kind), reader=ANALYST).hits) is found, kind
    with pytest.raises(WrongUse):
        check(Question(name="Salim", kind="ship"), reader=ANALYST)


def test_the_delisting_is_said_first(load: Load) -> None:
    rows = [(str(n), f"KANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(40)]
    load(un())
    load(sdn(("77", "AL-QANDIL, Salim Yasin", "individual", "SDGT", "DOB 1971."), *rows))
    load(acts({"id": "a1", "subject_refs": [THING, "ofac:77"]}))
    load(un(without(SALIM.ref), "2026-02-27"))
    for name in ("Salim Yasin al-Qandil", "سليم ياسين القنديل", "Salim Yassine El Kandil"):
        hit = check(Question(name=name), reader=ANALYST).hits[0]
        assert [(one.jurisdiction, one.state) for one in hit.standings] == [("un", "delisted"), ("us", "listed")]
        assert hit.standings[0].since == "2025-11-06"


def test_two_lists_one_party_one_hit(load: Load) -> None:
    rows = [(str(n), f"KANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(40)]
    load(un())
    load(sdn(("77", "AL-QANDIL, Salim Yasin", "individual", "SDGT", "DOB 1971."), *rows))
    assert {hit.party for hit in check(Question(name="Salim Yasin al-Qandil"), reader=ANALYST).hits} == {
        THING,
        "ofac:77",
    }
    load(acts({"id": "a1", "subject_refs": [THING, "ofac:77"]}))
    (hit,) = check(Question(name="Salim Yasin al-Qandil"), reader=ANALYST).hits
    assert hit.party == THING
    assert {source.source for source in hit.sources} == {"un", "ofac", "acts"}


def test_which_lists_were_asked(load: Load) -> None:
    load(un())
    load(ftm(person("p1", "Somebody Else")), source="member")
    editions = check(Question(name="Nobody Known"), reader=ANALYST).editions
    assert [(one.source, one.records) for one in editions] == [("member", 1), ("un", 41)]
    assert editions[1].edition == datetime(2025, 4, 19, tzinfo=UTC)


def test_an_empty_node_answers_with_no_list(db: None) -> None:
    answer = check(Question(name="Salim"), reader=ANALYST)
    assert (answer.hits, answer.editions) == ((), ())


def test_on_record(load: Load) -> None:
    load(un((SALIM,)))
    check(Question(name="سليم القنديل"), reader=ANALYST)
    (row,) = audit(reader=ANALYST).rows
    assert (row.act, row.subject, dict(row.facts)["hits"]) == ("check", "سليم القنديل", "1")


@pytest.mark.parametrize("reader", [ADMINISTRATOR, STRANGER], ids=lambda reader: reader.name)
def test_who_may_not_look(load: Load, reader: Reader) -> None:
    load(un((SALIM,)))
    before = AuditEntry.objects.count()
    with pytest.raises(NotAllowed):
        check(Question(name="Salim"), reader=reader)
    with pytest.raises((NotAllowed, NotFound)):
        party(THING, reader=reader)
    with pytest.raises((NotAllowed, NotFound)):
        standings(THING, reader=reader)
    assert AuditEntry.objects.count() == before


def test_an_auditor_may_look(load: Load) -> None:
    load(un((SALIM,)))
    assert check(Question(name="Salim Yasin al-Qandil"), reader=AUDITOR).hits


def test_what_is_loaded_but_not_yet_indexed_is_found(db: None, folder: Path) -> None:
    """A stop between a delivery and its index must not read as an all-clear."""
    take_in((un(),), reader=SUPERVISOR, wanted=Wanted())
    assert not (folder / "names-index").exists()
    assert [hit.party for hit in check(Question(name="Salim Yasin al-Qandil"), reader=ANALYST).hits] == [THING]
    assert Checker(reader=ANALYST).answer(Question(name="Badr Mirwahi")).hits


def test_find(load: Load) -> None:
    load(
        un(
            (
                SALIM,
                replace(CROWD[0], names=("Badr", "Mirwahi")),
                replace(CROWD[1], names=("Badr", "Mirwahi")),
                *CROWD[2:],
            )
        )
    )
    assert find(f" {THING} ", reader=ANALYST) == THING
    assert find("سليم ياسين القنديل", reader=ANALYST) == THING
    with pytest.raises(NotFound) as several:
        find("Badr Mirwahi", reader=ANALYST)
    assert f"un:{CROWD[0].ref}" in several.value.facts["resembling"]
    with pytest.raises(NotFound) as none:
        find("Wathiq Mansur", reader=ANALYST)
    assert none.value.facts["resembling"] == ""


def test_a_party_page_shows_each_value_with_its_source(load: Load) -> None:
    load(un())
    load(ftm(person("p1", "Salim Yasin Qandil", birthDate=["1972"], nationality=["jo"])), source="member")
    load(acts({"id": "a1", "subject_refs": [THING, "member:p1"]}))
    page = party("member:p1", reader=ANALYST)
    assert page.id == THING
    assert set(page.things) == {THING, "member:p1", "acts:subject/un-QDi.900"} or THING in page.things
    facts = {fact.name: fact for fact in page.facts}
    assert facts["birthDate"].contested
    assert {(value.text, source.source) for value in facts["birthDate"].values for source in value.sources} == {
        ("1971", "un"),
        ("1972", "member"),
    }
    assert not facts["nationality"].contested
    assert {source.source for value in facts["nationality"].values for source in value.sources} == {"un", "member"}
    assert page.standings[0].state == "delisted"
    with pytest.raises(NotFound):
        party("un:nobody", reader=ANALYST)


@pytest.mark.parametrize("name", ["محمد", "Muhammad", "Mohamed", "7", "م"])
def test_a_common_name_alone_is_never_a_hit(load: Load, name: str) -> None:
    load(ftm(person("one", "Muhammad", "م", "7"), person("two", "محمد", "Muhammad al-Qandil")))
    assert check(Question(name=name), reader=ANALYST).hits == ()
