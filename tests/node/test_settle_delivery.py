"""What looks broken is held whole, with its numbers; a person lets it in, or not, by its digest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jisr.errors import Conflict, NotAllowed, NotFound, WrongUse
from jisr.node import clock, deliveries, guards, models
from jisr.node.actions.settle_delivery import approve, reject
from jisr.node.queries.batches import batches
from jisr.node.queries.clocks import clocks
from jisr.node.queries.party import standings
from jisr.sharing import Reader
from tests.node.conftest import Load
from tests.node.world import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    CROWD,
    EVERYONE,
    SALIM,
    SUPERVISOR,
    Delivery,
    Entry,
    ftm,
    person,
    sdn,
    un,
    without,
)

Acted = Callable[[], list[str]]
LATER = "2025-06-01"
NAMELESS = "<INDIVIDUAL><REFERENCE_NUMBER>{}</REFERENCE_NUMBER></INDIVIDUAL>"
CROWD_ROWS = [(str(n), f"QANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(100, 140)]


def current() -> set[str]:
    return set(models.Record.objects.filter(known_to=None).values_list("thing", flat=True))


HELD: dict[str, tuple[Delivery, str, dict[str, str]]] = {
    "older": (un(EVERYONE, "2025-04-18"), "older-than-loaded", {"edition": "2025-04-18", "loaded": "2025-04-19"}),
    "short": (un(EVERYONE[:20], LATER), "short", {"now": "20", "before": "41"}),
    "many gone": (un(EVERYONE[:-3], LATER), "many-removed", {"removed": "3", "before": "41"}),
    "another list": (
        un([Entry(ref=f"TEi.{n}", names=("Some", "One")) for n in range(41)], LATER),
        "many-removed",
        {"removed": "41", "before": "41"},
    ),
    "nothing in it": (un((), LATER), "nothing-read", {"unread": "0"}),
    "nothing readable": (un((), LATER, tail=NAMELESS.format("QDi.1") * 3), "nothing-read", {"unread": "3"}),
    "several unread": (
        un(EVERYONE[:-3], LATER, tail="".join(NAMELESS.format(entry.ref) for entry in EVERYONE[-3:])),
        "unread-entries",
        {"unread": "3"},
    ),
    "one unread and another gone": (
        un(EVERYONE[:-2], LATER, tail=NAMELESS.format(EVERYONE[-1].ref)),
        "unread-entries",
        {"unread": "1"},
    ),
    "one unread, nobody knows which": (
        un(EVERYONE[:-1], LATER, tail="<INDIVIDUAL><FIRST_NAME>ZAKI</FIRST_NAME></INDIVIDUAL>"),
        "unread-entries",
        {"unread": "1", "reason": "no-reference"},
    ),
}


@pytest.mark.parametrize(("file", "reason", "facts"), HELD.values(), ids=[*HELD])
def test_held_with_its_reason_and_numbers(
    load: Load, acted: Acted, file: Delivery, reason: str, facts: dict[str, str]
) -> None:
    load(un())
    before = current()
    row = load(file)
    assert (row.state, row.reason) == ("held", reason)
    assert facts.items() <= dict(row.facts).items()
    assert (row.added, row.changed, row.removed, row.unchanged) == (0, 0, 0, 0)
    assert current() == before
    assert acted()[-1] == "delivery-held"
    again = load(file)
    assert (again.id, again.again) == (row.id, True)
    assert [each.id for each in batches(reader=ANALYST, state="held")] == [row.id]


FINE: dict[str, Delivery] = {
    "one of twenty gone": un(without(CROWD[0].ref, CROWD[1].ref), LATER),
    "the same day, corrected": un((replace(SALIM, born="1972"), *CROWD), "2025-04-19"),
    "many more": un((*EVERYONE, *(Entry(ref=f"TEi.{n}", names=("Some", "One")) for n in range(200))), LATER),
    "one of its entries cannot be read": un(EVERYONE[:-1], LATER, tail=NAMELESS.format(EVERYONE[-1].ref)),
}


@pytest.mark.parametrize("file", FINE.values(), ids=[*FINE])
def test_not_held_without_need(load: Load, file: Delivery) -> None:
    load(un())
    assert load(file).state == "loaded"


def test_what_could_not_be_read_is_not_taken_for_removed(load: Load) -> None:
    load(un())
    row = load(FINE["one of its entries cannot be read"])
    assert (row.removed, row.quarantined) == (0, 1)
    assert {f"un:{EVERYONE[-1].ref}", f"un:{EVERYONE[-1].ref}/listing"} <= current()


def test_not_even_when_a_person_lets_it_in(load: Load) -> None:
    load(un())
    row = load(HELD["several unread"][0])
    done = approve(row.id, reader=SUPERVISOR, sha256=row.sha256, why="looked at each")
    assert (done.state, done.removed) == ("loaded", 0)
    assert {f"un:{entry.ref}" for entry in EVERYONE} <= current()


def test_an_older_copy_is_not_what_the_node_goes_by(load: Load) -> None:
    """OFAC's files bear no date: yesterday's file sent again must not bring yesterday back."""
    first, second = sdn(*CROWD_ROWS), sdn(*CROWD_ROWS[1:])
    load(first)
    load(second)
    row = load(first)
    assert (row.state, row.reason) == ("held", "seen-before")


def test_the_newest_edition_received_before_the_others(load: Load) -> None:
    """Its two clocks cannot both be right: a person looks."""
    load(un(), received=datetime(2025, 6, 1, tzinfo=UTC))
    row = load(un(EVERYONE[:-1], LATER), received=datetime(2025, 5, 1, tzinfo=UTC))
    assert (row.state, row.reason) == ("held", "late")
    assert dict(row.facts) == {"received": "2025-05-01", "loaded": "2025-06-01"}
    with clock.moved_to(datetime(2030, 1, 1, tzinfo=UTC)):
        done = approve(row.id, reader=SUPERVISOR, sha256=row.sha256, why="the day was mistyped")
    assert done.received == done.settled_at
    assert not [each for each in models.Record.objects.exclude(known_to=None) if each.known_to < each.known_from]


def test_a_late_message_about_what_was_told_anew_is_held(load: Load) -> None:
    load(ftm(person("p1", "Salim Qandil")), source="member", received=datetime(2025, 6, 1, tzinfo=UTC))
    row = load(ftm(person("p1", "Salim Kandil")), source="member", received=datetime(2025, 5, 1, tzinfo=UTC))
    assert (row.state, row.reason) == ("held", "late")
    other = load(ftm(person("p2", "Badr")), source="member", received=datetime(2025, 5, 1, tzinfo=UTC))
    assert other.state == "loaded"


def test_no_version_is_known_before_it_is(load: Load) -> None:
    """Whatever is let in, in whatever order: no version ends before it begins, and no thing has two at once."""
    load(ftm(person("p1", "Salim Qandil")), source="member", received=datetime(2025, 6, 1, tzinfo=UTC))
    row = load(ftm(person("p1", "Salim Kandil")), source="member", received=datetime(2025, 5, 1, tzinfo=UTC))
    approve(row.id, reader=SUPERVISOR, sha256=row.sha256, why="it is the right one")
    older, newer = models.Record.objects.order_by("pk")
    assert older.known_from <= older.known_to == newer.known_from
    assert newer.known_to is None


def test_approved(load: Load, acted: Acted) -> None:
    load(un())
    held = load(HELD["many gone"][0])
    with clock.moved_to(datetime(2030, 1, 1, tzinfo=UTC)):
        row = approve(held.id, reader=SUPERVISOR, sha256=held.sha256[:12].upper(), why="the committee removed three")
    assert (row.id, row.state, row.removed, row.unchanged) == (held.id, "loaded", 6, 76)
    assert (row.settled_by, row.settled_why) == (SUPERVISOR.name, "the committee removed three")
    assert row.settled_at == row.received == datetime(2030, 1, 1, tzinfo=UTC)
    assert acted()[-1] == "delivery-loaded"
    assert len(current()) == 76


def test_what_was_held_was_not_known(load: Load) -> None:
    """The days between arrival and approval keep their answers."""
    load(un(), received=datetime(2025, 4, 19, tzinfo=UTC))
    gone = EVERYONE[-1].ref
    with clock.moved_to(datetime(2027, 1, 1, tzinfo=UTC)):
        held = load(HELD["many gone"][0])
    with clock.moved_to(datetime(2027, 1, 5, tzinfo=UTC)):
        before = standings(f"un:{gone}", reader=ANALYST, clocks=clocks("2027-01-02", "2027-01-02"))
    with clock.moved_to(datetime(2027, 1, 9, tzinfo=UTC)):
        approve(held.id, reader=SUPERVISOR, sha256=held.sha256, why="it is so")
        after = standings(f"un:{gone}", reader=ANALYST, clocks=clocks("2027-01-02", "2027-01-02"))
        now = standings(f"un:{gone}", reader=ANALYST)
    assert [each.state for each in before] == ["listed"]
    assert after == before
    assert [each.state for each in now] == ["delisted"]


def test_an_archive_keeps_its_days(load: Load) -> None:
    load(un(), received=datetime(2025, 4, 19, tzinfo=UTC))
    held = load(HELD["many gone"][0], received=datetime(2025, 6, 2, tzinfo=UTC))
    row = approve(held.id, reader=SUPERVISOR, sha256=held.sha256, why="it is so")
    assert row.received == datetime(2025, 6, 2, tzinfo=UTC)


def test_an_archive_out_of_order_takes_its_place(load: Load) -> None:
    load(sdn(*CROWD_ROWS), received=datetime(2025, 6, 1, tzinfo=UTC))
    row = load(sdn(*CROWD_ROWS[1:]), received=datetime(2025, 5, 1, tzinfo=UTC))
    assert (row.state, row.received) == ("loaded", datetime(2025, 5, 1, tzinfo=UTC))
    assert len(current()) == 2 * len(CROWD_ROWS)
    assert not [each for each in models.Record.objects.exclude(known_to=None) if each.known_to < each.known_from]


def test_an_older_edition_let_in_replaces_nothing(load: Load) -> None:
    load(un())
    before = current()
    held = load(HELD["older"][0])
    row = approve(held.id, reader=SUPERVISOR, sha256=held.sha256, why="for the history")
    assert (row.state, row.changed, row.removed) == ("loaded", 0, 0)
    assert current() == before


def test_rejected(load: Load, acted: Acted) -> None:
    load(un())
    held = load(HELD["short"][0])
    before = current()
    row = reject(held.id, reader=SUPERVISOR, sha256=held.sha256, why="half a file")
    assert (row.state, row.settled_by, row.settled_why) == ("rejected", SUPERVISOR.name, "half a file")
    assert current() == before
    assert acted()[-1] == "delivery-rejected"
    anew = load(HELD["short"][0])
    assert (anew.state, anew.again) == ("held", False)


@pytest.mark.parametrize("settle", [approve, reject])
@pytest.mark.parametrize(
    "digest", ["", "0" * 64, "{sha:.11}", "{sha:.12}ff", " ", "%", "{sha}0"], ids=lambda digest: digest or "none"
)
def test_another_digest_settles_nothing(load: Load, settle: Callable[..., object], digest: str) -> None:
    load(un())
    held = load(HELD["short"][0])
    with pytest.raises(Conflict):
        settle(held.id, reader=SUPERVISOR, sha256=digest.format(sha=held.sha256), why="x")
    assert models.Batch.objects.get(pk=held.id).state == "held"


@pytest.mark.parametrize("settle", [approve, reject])
@pytest.mark.parametrize("reader", [ANALYST, AUDITOR, ADMINISTRATOR], ids=lambda reader: reader.name)
def test_who_may_not_settle(load: Load, settle: Callable[..., object], reader: Reader) -> None:
    load(un())
    held = load(HELD["short"][0])
    with pytest.raises(NotAllowed):
        settle(held.id, reader=reader, sha256=held.sha256, why="x")
    with pytest.raises(NotAllowed):
        settle(held.id + 99, reader=reader, sha256=held.sha256, why="x")


@pytest.mark.parametrize("settle", [approve, reject])
def test_settled_once(load: Load, settle: Callable[..., object]) -> None:
    load(un())
    held = load(HELD["short"][0])
    reject(held.id, reader=SUPERVISOR, sha256=held.sha256, why="x")
    with pytest.raises(Conflict):
        settle(held.id, reader=SUPERVISOR, sha256=held.sha256, why="x")
    with pytest.raises(NotFound):
        settle(held.id + 99, reader=SUPERVISOR, sha256=held.sha256, why="x")


def test_bytes_that_changed_meanwhile_are_not_let_in(load: Load) -> None:
    load(un())
    held = load(HELD["short"][0])
    deliveries._path(held.sha256).write_bytes(un(EVERYONE[:30], LATER)[1])
    with pytest.raises(Conflict):
        approve(held.id, reader=SUPERVISOR, sha256=held.sha256, why="x")
    deliveries.forget(held.sha256)
    with pytest.raises(NotFound):
        approve(held.id, reader=SUPERVISOR, sha256=held.sha256, why="x")
    assert models.Batch.objects.get(pk=held.id).state == "held"


def test_a_reason_is_asked_for(load: Load) -> None:
    load(un())
    held = load(HELD["short"][0])
    for settle in (approve, reject):
        with pytest.raises(WrongUse):
            settle(held.id, reader=SUPERVISOR, sha256=held.sha256, why="  ")


def test_the_real_history_of_a_list_is_let_through() -> None:
    """The largest true step of 310 deliveries lost 1.8 %, and about 3 % in June 2025; a fifth is far beyond."""
    assert 0.03 < guards.MOST_REMOVED <= 0.05
    assert guards.LEAST_KEPT == 0.8
