"""In whatever order the editions of a list come, the history is the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.desks import compliance
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.history import History
from jisr.node.models import Batch, Marking, Record, RecordKey
from jisr.node.parties import Parties
from jisr.node.queries.check import Checker
from jisr.node.queries.party import standings
from jisr.node.status import Statuses
from jisr.node.values import Clocks, Question
from jisr.records import Dependence, Validity, When
from tests.node.conftest import Load
from tests.node.world import ANALYST, SUPERVISOR, Delivery, Entry, sdn, un

SIZE = 48  # entries that every edition has: nothing is ever held
START = datetime(2025, 1, 1, tzinfo=UTC)
Told = dict[tuple[int, int], object]
Content = tuple[tuple[int, int], ...]  # (number, version) of what is on the list


def editions() -> st.SearchStrategy[list[Content]]:
    """Each edition: the first 48 as they were, two others now and then, and now and then another version."""
    moving = st.tuples(st.sampled_from((0, 0, 1)), st.booleans(), st.sampled_from((0, 1)), st.booleans())
    return st.lists(moving, min_size=2, max_size=6).map(
        lambda rows: [
            tuple(
                [(n, version if n == 0 else 0) for n in range(SIZE)]
                + ([(SIZE, other)] if first else [])
                + ([(SIZE + 1, 0)] if second else [])
            )
            for version, first, other, second in rows
        ]
    )


def written(content: Content) -> Delivery:
    return sdn(
        *(
            (str(n), f"MIRWAHI, Badr{chr(97 + n % 26)}{chr(97 + n // 26)}", "individual", "SDGT", f"DOB {1950 + v}.")
            for n, v in content
        )
    )


def given_on(day: int) -> datetime:
    return START + timedelta(days=day)


def load_in(order: Sequence[int], contents: Sequence[Content]) -> None:
    for number in order:
        row = ingest((written(contents[number]),), reader=SUPERVISOR, wanted=Wanted(received=given_on(number)))
        assert row.state == "loaded", (row.reason, row.facts)


def table() -> set[tuple[object, ...]]:
    """Every version with all its clocks; who wrote it first is left out."""
    columns = (
        "thing",
        "version",
        "known_from",
        "known_to",
        "closed_why",
        "seen_from",
        "seen_to",
        "closed_by__received",
    )
    return set(Record.objects.values_list(*columns))


def answers(contents: Sequence[Content]) -> list[object]:
    clocks = [Clocks(on=given_on(d).date(), known=given_on(k)) for k in range(len(contents)) for d in range(k + 1)]
    checker = [Checker(reader=ANALYST, clocks=one).answer(Question(name="Badra Mirwahi")) for one in clocks]
    found: list[object] = [[(hit.party, hit.score) for hit in answer.hits] for answer in checker]
    things = [f"ofac:{n}" for n in (0, SIZE, SIZE + 1) if Record.objects.filter(thing=f"ofac:{n}").exists()]
    for thing in things:
        for one in clocks:
            if Record.objects.filter(thing=thing, known_from__lte=one.known).exists():
                said = standings(thing, reader=ANALYST, clocks=one)
                found.append([(each.state, each.since, each.until, each.reasons) for each in said])
    return found


def whole() -> History:
    return History("ofac", markings=list(Marking.objects.values_list("pk", flat=True)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(editions(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_history(db: None, contents: list[Content], dice: object) -> None:
    order = list(range(len(contents)))
    dice.shuffle(order)  # type: ignore[attr-defined]  # a Random
    seen = []
    for one in (range(len(contents)), order):
        with transaction.atomic():
            load_in(one, contents)
            seen.append((table(), answers(contents)))
            as_the_editions_say(contents)
            transaction.set_rollback(True)
    assert seen[1][0] == seen[0][0]
    assert seen[1][1] == seen[0][1]


def as_the_editions_say(contents: Sequence[Content]) -> None:
    history = whole()
    for day in range(-1, len(contents)):
        for known in range(-1, len(contents)):
            newest = min(day, known)
            expected = {f"ofac:{n}" for n, _ in contents[newest]} if newest >= 0 else set()
            found = history.on_list(given_on(day).date(), given_on(known))
            assert {thing for thing in found if not thing.endswith("/listing")} == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.lists(st.frozensets(st.integers(0, 2)), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_received_in_another_order_than_made(db: None, extras: list[frozenset[int]], dice: object) -> None:
    """Each edition is known from the day it came; what is current is always the newest one."""
    order = list(range(len(extras)))
    dice.shuffle(order)  # type: ignore[attr-defined]  # a Random
    people = [Entry(ref=f"QDi.{n}", names=("Badr", f"Mirwahi{chr(97 + n % 26)}{chr(97 + n // 26)}")) for n in range(60)]
    with transaction.atomic():
        known: dict[int, int] = {}
        said: list[tuple[Told, Told]] = []
        for day, number in enumerate(order):
            some = [one for n, one in enumerate(people) if n > 2 or n in extras[number]]
            wanted = Wanted(received=given_on(100 + day))
            row = ingest((un(some, given_on(number).date().isoformat()),), reader=SUPERVISOR, wanted=wanted)
            assert row.state == "loaded", (row.reason, row.facts)
            known[number] = day
            said.append(_standings(len(extras), day))
            now = {ref.partition(":")[2] for ref in _current()}
            assert {n for n in range(3) if f"QDi.{n}" in now} == extras[max(known)]
        history = History("un", markings=list(Marking.objects.values_list("pk", flat=True)))
        for on in range(len(extras)):
            for day in range(len(order)):
                by_then = [number for number, came in known.items() if came <= day and number <= on]
                expected = extras[max(by_then)] if by_then else frozenset()
                found = history.on_list(given_on(on).date(), given_on(100 + day))
                assert {n for n in range(3) if f"un:QDi.{n}" in found} == expected
        for day, then in enumerate(said):  # what came later changes nothing that was said before it came
            assert _standings(len(extras), day) == then
            assert then[0] == _as_told(
                {number: extras[number] for number, came in known.items() if came <= day}, extras
            )
        assert not list(_turned(Record.objects.exclude(known_to=None)))
        transaction.set_rollback(True)


def _standings(editions: int, day: int) -> tuple[Told, Told]:
    """How each of the three stands on each day, as known at an instant; and the version that it rests on."""
    found: Told = {}
    relied: Told = {}
    for on in range(-1, editions):
        clocks = Clocks(on=given_on(on).date(), known=given_on(100 + day))
        markings = list(Marking.objects.values_list("pk", flat=True))
        statuses = Statuses(clocks=clocks, markings=markings, parties=Parties(clocks.known, markings=markings))
        for n in range(3):
            (standing,) = statuses.of(f"un:QDi.{n}") or (None,)
            listed = [row.pk for _, row in statuses.listings([f"un:QDi.{n}"])]
            told = standing and (standing.state, standing.since, standing.until, standing.reasons)
            found[n, on] = told and (told, len(listed))
            relied[n, on] = listed
    return found, relied


def _as_told(known: Mapping[int, frozenset[int]], extras: Sequence[frozenset[int]]) -> Told:
    """The same by hand: the stays in the editions known, one after the other."""
    found: Told = {}
    places = sorted(known)
    for n in range(3):
        stays: list[list[int]] = []
        for place, before in zip(places, [None, *places], strict=False):
            if n in known[place] and before is not None and n in known[before]:
                stays[-1].append(place)
            elif n in known[place]:
                stays.append([place])
        told = [_listing(stay, places) for stay in stays]
        for on in range(-1, len(extras)):
            said = compliance.standings(told, (), on=given_on(on).date())
            value = next(((one.state, one.since, one.until, one.reasons) for one in said), None)
            found[n, on] = value and (value, len(stays))
    return found


def _listing(stay: Sequence[int], places: Sequence[int]) -> compliance.Listing:
    before = [place for place in places if place < stay[0]]
    after = [place for place in places if place > stay[-1]]
    seen = compliance.Seen(
        first=given_on(stay[0]),
        last=given_on(stay[-1]),
        before=given_on(before[-1]) if before else None,
        gone=given_on(after[0]) if after else None,
    )
    begins = Validity(begins=When.read("2014-05-14"))
    record = Dependence(thing="un:1/listing", version="1")
    return compliance.Listing(jurisdiction="un", programme="UN Al-Qaida", validity=begins, seen=seen, record=record)


def _current() -> list[str]:
    return list(Record.objects.filter(known_to=None, schema="Person").values_list("thing", flat=True))


def _turned(rows: Iterable[Record]) -> Iterable[Record]:
    return (row for row in rows if row.known_to is not None and row.known_to < row.known_from)


def test_a_gap_that_came_late(load: Load) -> None:
    """Absent for one edition in the middle: two stays, both found by name, and what stands now keeps its row."""
    full: Content = tuple((n, 0) for n in range(40))
    load(written(full), received=given_on(0))
    load(written(full), received=given_on(20))
    current = Record.objects.get(thing="ofac:0", known_to=None)
    row = load(written(full[1:]), received=given_on(10))
    assert (row.state, row.removed) == ("loaded", 2)
    before, after = Record.objects.filter(thing="ofac:0").order_by("known_from")
    assert (after.pk, after.known_to, after.known_from) == (current.pk, None, given_on(20))
    assert (before.known_from, before.known_to, before.closed_why) == (given_on(0), given_on(10), "removed")
    keys = [set(RecordKey.objects.filter(record=one).values_list("key", flat=True)) for one in (before, after)]
    assert keys[0] == keys[1] != set()
    history = whole()
    assert [history.said("ofac:0", given_on(day).date(), given_on(30)) for day in (5, 15, 25)] == [
        before.pk,
        None,
        after.pk,
    ]


def test_the_same_edition_twice_on_two_days(load: Load) -> None:
    full: Content = tuple((n, 0) for n in range(30))
    for day in (1, 2, 1):
        row = load(written(full), received=given_on(day))
    assert row.again
    assert Batch.objects.count() == 2


def test_before_the_first_edition_nothing_is_said(load: Load) -> None:
    load(written(tuple((n, 0) for n in range(30))), received=given_on(1))
    assert whole().said("ofac:1", date(2024, 12, 31), given_on(9)) is None
    assert whole().said("ofac:1", date(2025, 1, 2), given_on(0)) is None
    assert whole().said("ofac:99", date(2025, 1, 2), given_on(9)) is None
