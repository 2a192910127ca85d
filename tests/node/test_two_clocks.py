"""The same question, on the same day, as known at the same instant, has the same answer for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.errors import NotFound, WrongUse
from jisr.node import clock
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.judge import judge, retract
from jisr.node.queries.check import Checker
from jisr.node.queries.clocks import clocks
from jisr.node.queries.documents import mentions_in
from jisr.node.queries.party import find, party, standings
from jisr.node.values import Clocks, Question, Standing
from tests.node.conftest import Load
from tests.node.world import ANALYST, CROWD, SALIM, SUPERVISOR, Entry, acts, article, sdn, un, without

THING = f"un:{SALIM.ref}"
TEXT = (
    "قال السياسي الأردني سليم ياسين القنديل، من مواليد 1971، إن العمل مستمر مع الجميع في هذه الأيام كما كان. "
    "وأضاف في حديث مع الصحفيين أن الزيارة ستستغرق ثلاثة أيام.\n"
)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(on: str, known: str) -> list[tuple[str, str, str]]:
    return [
        (each.jurisdiction, each.state, each.since)
        for each in standings(THING, reader=ANALYST, clocks=clocks(on, known))
    ]


@pytest.fixture
def history(load: Load) -> None:
    """Listed, then ended by an act that became known before the list followed."""
    load(un(), received=day("2025-04-19"))
    load(acts({"id": "a1"}), received=day("2025-11-06"))
    load(un(without(SALIM.ref), "2026-02-27"), received=day("2026-02-27"))


@pytest.mark.parametrize(
    ("on", "known", "state", "since"),
    [
        ("2025-06-01", "2025-06-01", "listed", "2013-07-24"),
        ("2025-06-01", "2026-06-01", "listed", "2013-07-24"),
        ("2025-12-01", "2025-10-01", "listed", "2013-07-24"),
        ("2025-12-01", "2025-11-06", "delisted", "2025-11-06"),
        ("2025-12-01", "2025-11-05", "listed", "2013-07-24"),
        ("2025-12-01", "2026-06-01", "delisted", "2025-11-06"),
        ("2013-07-23", "2026-06-01", "not-yet", "2013-07-24"),
        ("٢٠٢٥-١٢-٠١", "٢٠٢٦-٠٦-٠١", "delisted", "2025-11-06"),
    ],
)
def test_each_clock_for_itself(history: None, on: str, known: str, state: str, since: str) -> None:
    assert told(on, known) == [("un", state, since)]


def test_before_the_first_delivery_nothing_is_known(history: None) -> None:
    assert (
        Checker(reader=ANALYST, clocks=clocks("2025-06-01", "2025-04-18")).answer(Question(name="Salim Qandil")).hits
        == ()
    )


def test_a_day_means_its_end(history: None) -> None:
    assert clocks("2025-12-01", "2025-10-01") == Clocks(
        on=date(2025, 12, 1), known=datetime(2025, 10, 1, 23, 59, 59, 999999, tzinfo=UTC)
    )
    assert clocks("2025-12-01", "2025-10-01T08:00:00+03:00").known == datetime(2025, 10, 1, 5, tzinfo=UTC)
    with clock.moved_to(day("2031-05-05")):
        assert clocks() == Clocks(on=date(2031, 5, 5), known=day("2031-05-05"))


@pytest.mark.parametrize(
    ("on", "known"),
    [("tomorrow", ""), ("", "soon"), ("2025-02-30", ""), ("", "2025-13-01"), ("2025", ""), ("", "2025-12")],
)
def test_what_is_no_day(db: None, on: str, known: str) -> None:
    with pytest.raises(WrongUse):
        clocks(on, known)


def answers(times: Clocks) -> list[object]:
    """Everything the node says of the two-clock kind, as of these clocks."""
    checker = Checker(reader=ANALYST, clocks=times)
    page = party(THING, reader=ANALYST, clocks=times)
    return [
        checker.answer(Question(name="Salim Yasin al-Qandil")),
        checker.answer(Question(name="سليم القنديل", born="1971", country="jo")),
        checker.answer(Question(name="Badr Mirwahi")),
        standings(THING, reader=ANALYST, clocks=times),
        replace(page, findings=()),
        find("Salim Yasin al-Qandil", reader=ANALYST, clocks=times),
    ]


def test_what_comes_later_changes_no_earlier_answer(history: None, load: Load) -> None:
    asked = [
        clocks(on, known)
        for on in ("2025-06-01", "2025-12-01", "2026-03-01")
        for known in ("2025-10-01", "2025-12-01", "2026-03-01")
    ]
    before = [answers(times) for times in asked]
    load(
        un((replace(SALIM, arabic="سليم القنديل", listed="2026-06-01"), *CROWD), "2026-07-01"),
        received=day("2026-07-01"),
    )
    load(
        un((replace(SALIM, alias="Abu Yasin", listed="2026-06-01"), *CROWD[1:]), "2026-08-01"),
        received=day("2026-08-01"),
    )
    load(acts({"id": "a1", "effective": "2025-11-10"}, {"id": "a2", "action": "designate"}), received=day("2026-08-02"))
    load(
        sdn(*((str(n), f"QANDIL, Salim N{n}", "individual", "SDGT", "DOB 1971.") for n in range(30))),
        received=day("2026-08-03"),
    )
    load(article(TEXT), received=day("2026-08-04"))
    first = judge(THING, "ofac:3", reader=ANALYST, verdict="same", why="same passport")
    retract(first, reader=ANALYST, why="no")
    judge(THING, "ofac:4", reader=ANALYST, verdict="same", why="same passport")
    for times, answer in zip(asked, before, strict=True):
        assert answers(times) == answer


def test_a_judgement_is_known_since_it_was_made(load: Load) -> None:
    with clock.moved_to(day("2026-01-01")):
        load(un())
        load(sdn(*((str(n), f"KANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(30))))
    with clock.moved_to(day("2026-02-01")):
        number = judge(THING, "ofac:7", reader=ANALYST, verdict="same", why="same passport")
    with clock.moved_to(day("2026-03-01")):
        retract(number, reader=ANALYST, why="it was not")
    with clock.moved_to(day("2026-04-01")):
        things = [
            party(THING, reader=ANALYST, clocks=clocks("2026-01-01", known)).things
            for known in ("2026-01-15", "2026-02-15", "2026-03-15")
        ]
    assert things == [(THING,), (THING, "ofac:7"), (THING,)]


def test_an_archive_of_acts_answers_as_known_then(load: Load) -> None:
    load(un(), received=day("2025-04-19"))
    load(acts({"id": "a1", "announced": "2025-11-06"}), as_announced=True)
    assert told("2025-12-01", "2025-11-05") == [("un", "listed", "2013-07-24")]
    assert told("2025-12-01", "2025-11-06") == [("un", "delisted", "2025-11-06")]


def test_an_act_told_anew_is_known_since_it_was_told(load: Load) -> None:
    load(un(), received=day("2025-04-19"))
    load(acts({"id": "a1", "announced": "2025-11-06"}), as_announced=True, received=day("2025-12-01"))
    before = [told("2026-01-01", known) for known in ("2025-11-07", "2025-12-15")]
    load(
        acts({"id": "a1", "announced": "2025-11-06", "effective": "2025-11-09"}),
        as_announced=True,
        received=day("2026-01-01"),
    )
    assert [told("2026-01-01", known) for known in ("2025-11-07", "2025-12-15")] == before
    assert told("2026-01-01", "2026-01-01") == [("un", "delisted", "2025-11-09")]


def test_on_a_page_of_the_past_no_later_end_is_told(history: None) -> None:
    page = party(THING, reader=ANALYST, clocks=clocks("2025-06-01", "2025-10-01"))
    assert [event.code for event in page.history] == ["known", "known", "listed"]
    assert {source.known_to for source in page.records} == {None}
    now = party(THING, reader=ANALYST)
    assert [event.code for event in now.history].count("closed-removed") == 2


def test_mentions_are_weighed_as_of_a_day(history: None) -> None:
    for on, known, state in (("2025-06-01", "2025-06-01", "listed"), ("2025-12-01", "2026-06-01", "delisted")):
        rows = mentions_in(TEXT, reader=ANALYST, clocks=clocks(on, known))
        found = [candidate for row in rows for candidate in row.candidates if candidate.party == THING]
        assert found
        assert {standing.state for candidate in found for standing in candidate.standings} == {state}


def test_listed_removed_and_listed_again(load: Load) -> None:
    load(un(), received=day("2025-04-19"))
    load(un(without(SALIM.ref), "2026-02-27"), received=day("2026-02-27"))
    load(un((replace(SALIM, listed="2026-06-01"), *CROWD), "2026-07-01"), received=day("2026-07-01"))
    now = "2026-08-01"
    assert told("2020-01-01", now) == [("un", "listed", "2013-07-24")]
    assert told("2025-12-01", now) == [("un", "unclear", "")]
    assert told("2026-04-01", now) == [("un", "delisted", "2026-02-27")]
    assert told("2026-06-01", now) == [("un", "listed", "2026-06-01")]


def test_without_a_printed_day_the_editions_tell(load: Load) -> None:
    rows = [(str(n), f"QANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(40)]
    for number, (some, received) in enumerate(((rows, "2025-01-01"), (rows[1:], "2025-02-01"), (rows, "2025-03-01"))):
        first, *others = some
        shifted = [(*first[:4], f"DOB 19{70 + number}."), *others]
        load(sdn(*(shifted if number != 1 else some)), received=day(received))

    def stands(on: str) -> list[tuple[str, str]]:
        return [
            (each.state, each.since) for each in standings("ofac:0", reader=ANALYST, clocks=clocks(on, "2025-04-01"))
        ]

    assert stands("2024-12-31") == [("unclear", "")]
    assert stands("2025-01-01") == [("listed", "")]
    assert stands("2025-01-15") == [("unclear", "")]
    assert stands("2025-02-01") == [("delisted", "2025-02-01")]
    assert stands("2025-02-15") == [("unclear", "2025-03-01")]  # it came back between two editions
    assert stands("2025-03-01") == [("listed", "2025-03-01")]


# A small world of its own: editions in any order of content; the answers of each day, as known then, never change.

SUBSETS = st.lists(st.frozensets(st.integers(0, 24), min_size=24), min_size=2, max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(SUBSETS)
def test_editions_of_any_content(db: None, subsets: list[frozenset[int]]) -> None:
    with transaction.atomic():
        try_editions(subsets)
        transaction.set_rollback(True)


def try_editions(subsets: list[frozenset[int]]) -> None:
    people = [Entry(ref=f"QDi.{n}", names=("Badr", f"Mirwahi{chr(97 + n)}"), listed="2014-01-01") for n in range(25)]
    said: list[tuple[Clocks, str, tuple[Standing, ...]]] = []
    for number, subset in enumerate(subsets):
        received = datetime(2025, 1 + number, 1, tzinfo=UTC)
        row = ingest(
            (un([people[n] for n in sorted(subset)], received.date().isoformat()),),
            reader=SUPERVISOR,
            wanted=Wanted(received=received),
        )
        assert row.state == "loaded"
        times = Clocks(on=received.date(), known=received)
        for entry in people[:3]:
            thing = f"un:{entry.ref}"
            found = standings_or_none(thing, times)
            assert not found or (found[0].state == "listed") == (int(entry.ref[4:]) in subset)
            said.append((times, thing, found))
    for times, thing, found in said:
        assert standings_or_none(thing, times) == found


def standings_or_none(thing: str, times: Clocks) -> tuple[Standing, ...]:
    try:
        return standings(thing, reader=ANALYST, clocks=times)
    except NotFound:
        return ()
