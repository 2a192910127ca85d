"""Only the difference is told, and it is the same whichever way it is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.errors import Conflict, NeedsSecond, NotAllowed, NotFound, Unreadable, WrongUse
from jisr.node import clock
from jisr.node.actions import good_guy, people, same_party, watch
from jisr.node.actions.daily import run as daily_run
from jisr.node.actions.remind_watchers import remind_watchers
from jisr.node.models import AuditEntry, Finding, Portfolio, WatchEvent, WatchHit
from jisr.node.queries.check import check
from jisr.node.queries.good_guys import good_guys
from jisr.node.queries.same_party import proposals
from jisr.node.queries.watch import changes, portfolio, portfolios, preview, starred
from jisr.node.values import Question
from jisr.node.watching import Watcher
from jisr.records import TLP, Marking
from jisr.sharing import Reader
from tests.node.conftest import Load
from tests.node.world import (
    ADMINISTRATOR,
    ANALYST,
    CROWD,
    EVERYONE,
    LOW,
    SALIM,
    STRANGER,
    SUPERVISOR,
    Entry,
    acts,
    ftm,
    person,
    sdn,
    un,
    without,
)

pytestmark = pytest.mark.django_db
CUSTOMERS = (
    b"Customer name,DOB,Nationality,Client ID\n"
    b"Salim Yasin al-Qandil,1971,Jordan,C1\nBadr Mirwahi,,,C2\n,1970,,C3\nSome One,31/31/1970,,C4\n"
    b"Other One,,Atlantis,C5\nSalim Yasin al-Qandil,1971,Jordan,C1\n"
)
FILE = ("customers.csv", CUSTOMERS)


@pytest.fixture
def owner(db: None) -> Reader:
    people.add(people.Person(name=SUPERVISOR.name, roles=("analyst", "supervisor")), reader=ADMINISTRATOR)
    people.add(people.Person(name=ANALYST.name, roles=("analyst",)), reader=ADMINISTRATOR)
    return SUPERVISOR


def pairs() -> set[tuple[str, str]]:
    return set(WatchHit.objects.filter(ended_at=None).values_list("row__reference", "thing"))


def test_bad_rows_are_named_and_kept_apart(load: Load, owner: Reader) -> None:
    load(un())
    number = watch.add(FILE, reader=owner, name="customers")
    page = portfolio(number, reader=owner)
    assert [(row.number, row.problem) for row in page.aside] == [
        (3, "no-name"),
        (4, "unreadable-date"),
        (5, "unknown-country"),
        (6, "duplicate"),
    ]
    assert {(hit.number, hit.party) for hit in page.hits} == {(1, "un:QDi.900"), (2, f"un:{CROWD[0].ref}")}
    assert not page.changes, "what was so from the beginning is no difference"


@pytest.mark.parametrize(
    ("data", "mapping", "error"),
    [
        (b"", {}, Unreadable),
        (b"a,b\n1,2\n", {}, Unreadable),
        (b"name,b\n", {}, Unreadable),
        (b"name,b\nx,2\n", {"born": "nope"}, WrongUse),
        (b"name,b\nx,2\n", {"faith": "b"}, WrongUse),
        (b"\x00\x01name,b\nx,2\n", {}, Unreadable),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    owner: Reader, data: bytes, mapping: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        watch.add(("x.csv", data), reader=owner, name="x", mapping=mapping)
    with pytest.raises(error):
        preview(("x.csv", data), reader=owner, mapping=mapping)
    assert not Portfolio.objects.exists()


def test_only_the_difference_is_told(load: Load, owner: Reader, acted: Callable[[], list[str]]) -> None:
    load(un(), received=clock.now() - timedelta(days=2))
    number = watch.add(FILE, reader=owner, name="customers")
    changed = Entry(ref=SALIM.ref, names=SALIM.names, born="1971", country="Iraq", listed=SALIM.listed)
    crowd = without(CROWD[0].ref)[1:]
    load(un((changed, *crowd), made="2025-05-01"), received=clock.now() - timedelta(days=1))
    told = {(row.number, row.what) for row in changes(reader=owner, portfolio_id=number)}
    assert told == {(1, "changed"), (2, "gone")}
    first = next(row for row in changes(reader=owner) if row.what == "changed")
    assert {dict(reason.facts).get("property") for reason in first.reasons} >= {"nationality"}
    assert Finding.objects.filter(kind__startswith="watch-", state="open").count() == 2
    before = WatchEvent.objects.count()
    load(un((changed, *crowd), made="2025-05-01"))
    assert watch.look_at_all_again().new == 0
    assert WatchEvent.objects.count() == before, "what is the same is not told again"
    assert {"watch-add", "delivery-loaded"} <= set(acted())


def test_an_act_that_delists_is_told_though_no_record_changed(load: Load, owner: Reader) -> None:
    load(un())
    watch.add(FILE, reader=owner, name="customers")
    load(acts({"id": "d1"}))
    row = next(row for row in changes(reader=owner) if row.what == "changed")
    assert (row.number, row.party) == (1, "un:QDi.900")
    assert any(reason.code == "watch-stands" for reason in row.reasons)


def test_a_party_is_starred(load: Load, owner: Reader) -> None:
    load(un())
    watch.star("un:QDi.900", reader=owner)
    assert watch.star("un:QDi.900", reader=owner) == watch.star("un:QDi.900", reader=owner)
    assert starred("un:QDi.900", reader=owner)
    load(un(without(SALIM.ref), made="2025-05-01"))
    assert [row.what for row in changes(reader=owner)] == ["gone"]
    watch.unstar("un:QDi.900", reader=owner)
    assert not starred("un:QDi.900", reader=owner)
    with pytest.raises(NotFound):
        watch.unstar("un:QDi.900", reader=owner)
    with pytest.raises(NotFound):
        watch.star("un:nobody", reader=owner)


def test_the_same_name_brings_a_portfolio_up_to_date(load: Load, owner: Reader) -> None:
    load(un())
    number = watch.add(FILE, reader=owner, name="customers")
    assert watch.add(("c.csv", b"name,id\nBadr Mirwahi,C2\n"), reader=owner, name="customers") == number
    page = portfolio(number, reader=owner)
    assert ([row.reference for row in page.rows], page.aside) == (["C2"], ())
    assert pairs() == {("C2", f"un:{CROWD[0].ref}")}
    watch.remove(number, reader=owner)
    assert not pairs()
    with pytest.raises(Conflict):
        watch.remove(number, reader=owner)


ENTRIES = st.lists(st.sampled_from(EVERYONE[:12]), min_size=8, unique=True).map(tuple)
NAMES = st.lists(st.sampled_from([" ".join(entry.names) for entry in EVERYONE[:12]]), min_size=1, unique=True)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=ENTRIES, after=ENTRIES, names=NAMES, born=st.sampled_from(["", "1950", "1971"]))
@pytest.mark.django_db(transaction=True)
def test_what_a_delivery_changes_is_what_looking_at_everything_finds(
    load: Load, before: tuple[Entry, ...], after: tuple[Entry, ...], names: list[str], born: str
) -> None:
    """From the records to the rows, and from the rows to the records: one answer."""
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False)
    people.add(people.Person(name=SUPERVISOR.name, roles=("analyst", "supervisor")), reader=ADMINISTRATOR)
    load(un(before, made="2025-01-01"), snapshot=True)
    lines = "".join(f"{name},{born},{number}\n" for number, name in enumerate(names))
    number = watch.add(("c.csv", f"name,born,id\n{lines}".encode()), reader=SUPERVISOR, name="c")
    row = load(un(after, made="2025-02-01"), snapshot=True)
    if row.state == "held":
        return
    mine = Portfolio.objects.get(pk=number)
    rows = list(mine.rows.filter(ended_at=None, problem=""))
    anew = {(rows_by[key[0]], key[1]) for key in Watcher(mine).of_rows(rows)} if (rows_by := ids(rows)) else set()
    assert pairs() == anew
    found = watch.look_again(number, reader=SUPERVISOR)
    assert (found.new, found.gone, found.changed) == (0, 0, 0)


def ids(rows: list[object]) -> dict[int, str]:
    return {row.pk: row.reference for row in rows}  # type: ignore[attr-defined]


def kinds() -> list[str]:
    return sorted(Finding.objects.filter(kind__startswith="watch-").values_list("kind", flat=True))


LICENCE = {
    "id": "gl7",
    "instrument": "General Licence 7",
    "jurisdiction": "un",
    "action": "authorise",
    "measure": "asset freeze",
    "announced": "2025-01-06",
    "effective": "2025-01-06",
    "expires": "2025-07-07T04:01:00Z",
}


def test_each_kind_of_difference_is_a_finding(load: Load, owner: Reader) -> None:
    """Added, changed, removed, and a relief that runs out; each once."""
    load(un(without(CROWD[0].ref), made="2025-01-01"), received=datetime(2025, 1, 1, tzinfo=UTC), snapshot=True)
    with clock.moved_to(datetime(2025, 1, 2, tzinfo=UTC)):
        watch.add(FILE, reader=owner, name="customers")
        assert kinds() == [], "what was so from the beginning is no difference"
        load(un(made="2025-01-02"), snapshot=True)
        assert kinds() == ["watch-new"]
    with clock.moved_to(datetime(2025, 1, 6, tzinfo=UTC)):
        load(acts(LICENCE), received=datetime(2025, 1, 6, tzinfo=UTC))
    counted = []
    for when in ((3, 1), (4, 10), (4, 11), (6, 8), (7, 1), (7, 6), (7, 6)):
        with clock.moved_to(datetime(2025, *when, tzinfo=UTC)):
            counted.append(remind_watchers())
    assert counted == [0, 1, 0, 1, 1, 1, 0]
    with clock.moved_to(datetime(2025, 7, 8, tzinfo=UTC)):
        changed = Entry(ref=SALIM.ref, names=SALIM.names, born="1971", country="Iraq", listed=SALIM.listed)
        load(un((changed, *without(CROWD[0].ref)[1:]), made="2025-07-08"), snapshot=True)
        assert set(kinds()) == {"watch-new", "watch-ending", "watch-changed", "watch-gone"}
        assert kinds().count("watch-ending") == 4
        ending = next(row for row in changes(reader=owner) if row.what == "ending")
        assert (ending.number, ending.caption) == (1, "General Licence 7")
        finding = Finding.objects.filter(kind="watch-ending").first()
        assert finding is not None
        schemata = {one.record.schema for one in finding.dependences.select_related("record")}
        assert "Instrument" in schemata, "when the licence changes, the reminder is looked at again"


def test_one_party_of_two_lists_stands_once_with_its_lists_beneath(load: Load, owner: Reader) -> None:
    load(un())
    load(sdn(("900", "AL-QANDIL, Salim Yasin", "individual", "SDGT", "DOB 1971; nationality Jordan.")))
    number = watch.add(FILE, reader=owner, name="customers")
    assert {hit.party for hit in portfolio(number, reader=owner).hits if hit.number == 1} == {"un:QDi.900", "ofac:900"}
    same_party.propose(reader=ANALYST)
    (proposal,) = proposals(reader=ANALYST)
    same_party.settle(proposal.finding, reader=ANALYST, verdict="confirmed", why="same year, same town")
    page = portfolio(number, reader=owner)
    (hit,) = [one for one in page.hits if one.number == 1]
    assert hit.party == "un:QDi.900"
    assert {one.source for one in hit.records} == {"un", "ofac"}
    assert {one[0] for one in hit.standing} == {"un", "us"}
    assert (page.row.hits, page.rows[0].hits) == (2, 1), "parties are counted, not records"
    same_party.take_back(proposal.finding, reader=ANALYST, why="misread")
    assert portfolio(number, reader=owner).row.hits == 3


def test_what_a_check_would_show_a_portfolio_shows(load: Load, owner: Reader) -> None:
    """A whole name that agrees while the years of birth alone lie apart."""
    load(un())
    asked = Question(name="Salim Yasin al-Qandil", born="1978")
    assert [hit.party for hit in check(asked, reader=ANALYST).hits] == ["un:QDi.900"]
    number = watch.add(("c.csv", b"name,born\nSalim Yasin al-Qandil,1978\n"), reader=owner, name="c")
    assert [hit.party for hit in portfolio(number, reader=owner).hits] == ["un:QDi.900"]


# Good guys.


def clear(why: str = "born 1999") -> int:
    question = Question(name="Salim Yasin al-Qandil", born="1971", country="jo")
    return good_guy.ask(question, "un:QDi.900", reader=ANALYST, why=why)


def hit() -> object:
    return check(Question(name="Salim Yasin al-Qandil", born="1971", country="jo"), reader=ANALYST).hits[0].cleared


def test_two_persons_clear_and_it_is_shown_not_dropped(load: Load, owner: Reader) -> None:
    load(un())
    number = clear()
    assert hit() is None, "asked is not approved"
    with pytest.raises(NotAllowed):
        good_guy.approve(number, reader=ANALYST)
    good_guy.approve(number, reader=SUPERVISOR, why="passport seen")
    found = hit()
    assert found is not None
    assert (found.approved_by, found.asked_by) == (SUPERVISOR.name, ANALYST.name)  # type: ignore[attr-defined]
    other = check(Question(name="Salim Yasin al-Qandil", born="1972"), reader=ANALYST).hits[0]
    assert other.cleared is None, "another birth date is another question"
    with pytest.raises(Conflict):
        good_guy.approve(number, reader=SUPERVISOR)


def test_who_asks_does_not_approve(load: Load, owner: Reader) -> None:
    load(un())
    number = good_guy.ask(Question(name="X Y"), "un:QDi.900", reader=SUPERVISOR, why="why")
    with pytest.raises(NeedsSecond):
        good_guy.approve(number, reader=SUPERVISOR)
    with pytest.raises(WrongUse):
        good_guy.ask(Question(name="X Y"), "un:QDi.900", reader=SUPERVISOR, why=" ")
    late = clock.now() + timedelta(days=900)
    with pytest.raises(WrongUse):
        good_guy.ask(Question(name="X Y"), "un:QDi.900", reader=SUPERVISOR, why="why", expires=late)


def test_a_changed_record_ends_it_visibly(load: Load, owner: Reader) -> None:
    load(un())
    number = clear()
    good_guy.approve(number, reader=SUPERVISOR)
    changed = Entry(ref=SALIM.ref, names=SALIM.names, born="1971", country="Iraq", listed=SALIM.listed)
    load(un((changed, *CROWD), made="2025-05-01"))
    assert hit() is None
    assert [(row.state, row.applies) for row in good_guys(reader=SUPERVISOR)] == [("overtaken", False)]
    assert Finding.objects.filter(kind="good-guy-ended", state="open").count() == 1
    assert AuditEntry.objects.filter(act="good-guy-ended").exists()


def test_it_ends_on_its_day(load: Load, owner: Reader) -> None:
    load(un())
    number = clear()
    good_guy.approve(number, reader=SUPERVISOR)
    with clock.moved_to(clock.now() + timedelta(days=400)):
        assert hit() is None
        assert good_guy.review() == 1
        assert [row.state for row in good_guys(reader=SUPERVISOR)] == ["expired"]
    assert Finding.objects.filter(kind="good-guy-ended").count() == 1
    assert daily_run is not None


# Nothing leaks.

RED = Marking(tlp=TLP.RED, releasable_to=("huda",))


def test_who_may_not_see_a_record_learns_of_no_hit(load: Load, owner: Reader) -> None:
    load(ftm(person("x", "Wathiq Mansur al-Jazari")), source="secret", marking=Marking(tlp=TLP.AMBER))
    number = watch.add(("c.csv", b"name\nWathiq Mansur al-Jazari\n"), reader=owner, name="c")
    assert portfolio(number, reader=owner).hits
    assert portfolios(reader=LOW) == ()
    assert changes(reader=LOW) == ()
    with pytest.raises(NotFound) as hidden:
        portfolio(number, reader=LOW)
    with pytest.raises(NotFound) as absent:
        portfolio(number + 1, reader=LOW)
    assert str(hidden.value).replace(str(number), "N") == str(absent.value).replace(str(number + 1), "N")
    with pytest.raises(NotAllowed):
        portfolios(reader=STRANGER)
    with pytest.raises(NotFound):
        good_guy.ask(Question(name="a b"), "secret:x", reader=LOW, why="x")


def test_a_finding_that_names_a_customer_is_for_those_who_may_know_of_the_portfolio(load: Load, owner: Reader) -> None:
    load(un(without(SALIM.ref), made="2025-01-01"))
    watch.add(FILE, reader=owner, name="customers")
    load(un(made="2025-05-01"))
    row = Finding.objects.get(kind="watch-new")
    assert row.marking.tlp == "amber+strict"
