"""The common work: what was announced, on what it rests, and what two members did with one another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jisr.errors import NotAllowed, NotFound, WrongUse
from jisr.node import clock
from jisr.node.actions import commitments as steps
from jisr.node.actions import common as acts
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.settle_delivery import approve
from jisr.node.queries import common, trust
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import ANALYST, AUDITOR, LOW, STRANGER, SUPERVISOR

pytestmark = pytest.mark.django_db
TABLE = (
    b"id,kind,title,sort,party,organisation,direction,date,relief,milestones,members,text,strength_low,strength_source\n"
    b"gate,opening,River crossing,crossing,North;Coast,,,2025-01-10,licence-7,,,,,\n"
    b"in,membership,River joins,member,River,The coalition,,2025-02-01,,,,,,\n"
    b"ask,assistance,Forty tents,shelter,River,,request,2025-03-01,,,,,,\n"
    b"give,assistance,Tents from the store,shelter,Coast,River,offer,2025-03-02,,,,,,\n"
    b"law,policy,One form for licences,,North,,,2025-04-01,,,North;Coast;River,First text,,\n"
    b"fold,integration,First brigade,,Brigade,Ministry,,2025-05-01,,"
    b"2025-06-01 Names handed over;2025-09-01 Under command,,,,\n"
    b"arms,assistance,Rifles,weapons,River,,request,2025-03-01,,,,,,\n"
    b"many,integration,Second brigade,,Brigade,Ministry,,,,,,,900,\n"
)


@pytest.fixture
def work(load: Load) -> None:
    row = load(("work.csv", TABLE), source="hand")
    assert (row.added, row.quarantined) == (6, 2)


def settle(thing: str, **said: str) -> None:
    step = steps.tell(thing, {"why": "seen", **said}, reader=ANALYST)
    steps.approve(step, reader=SUPERVISOR, why="seen too")


def act(ends: date) -> bytes:
    return (
        '{"id":"licence-7","instrument":"Licence 7","issuer":"North","jurisdiction":"north","action":"authorise",'
        '"measure":"licence","subject":"Crossing","scope":"goods","announced":"2025-01-01","effective":"2025-01-01",'
        f'"expires":"{ends.isoformat()}","amends":"","source":["https://example.org"],"confidence":"high"}}\n'
    ).encode()


@pytest.mark.usefixtures("work")
def test_an_opening_says_when_the_relief_it_rests_on_ends() -> None:
    assert common.piece("hand:gate", reader=ANALYST).row.missing == ("licence-7",)
    ends = clock.today() + timedelta(days=41)
    batch = ingest((("acts.jsonl", act(ends)),), reader=ANALYST, wanted=Wanted())
    approve(batch.id, reader=SUPERVISOR, sha256=batch.sha256, why="read it")
    (rest,) = common.pieces("opening", reader=ANALYST).rows[0].rests
    assert (rest.title, rest.left) == ("Licence 7", 41)


@pytest.mark.usefixtures("work")
def test_what_was_realised_stands_beside_what_was_announced() -> None:
    settle("hand:gate", status="begun", as_of="2025-02-01", amount="100.50", currency="usd")
    settle("hand:gate", status="partly-realised", as_of="2025-03-01", amount="20", currency="USD")
    row = common.piece("hand:gate", reader=ANALYST).row
    assert (row.status, [(code, str(sum_)) for code, sum_ in row.realised]) == ("partly-realised", [("USD", "120.50")])
    assert common.piece("hand:gate", reader=ANALYST, on=date(2025, 2, 2)).row.status == "begun"
    assert common.pieces("opening", reader=ANALYST, on=date(2025, 1, 9)).rows == ()


@pytest.mark.usefixtures("work")
def test_a_request_finds_its_offer_and_weapons_find_no_word() -> None:
    page = common.piece("hand:ask", reader=ANALYST)
    assert [one.thing for one in page.matches] == ["hand:give"]
    settle("hand:give", status="withdrawn")
    assert common.piece("hand:ask", reader=ANALYST).matches == ()
    with pytest.raises(NotFound):
        common.piece("hand:arms", reader=ANALYST)


@pytest.mark.usefixtures("work")
def test_every_member_is_heard_and_a_position_is_no_status() -> None:
    settle("hand:law", status="objects", step="Coast", as_of="2025-05-01")
    settle("hand:law", status="supports", step="Coast", as_of="2025-06-01")
    page = common.piece("hand:law", reader=ANALYST)
    assert page.row.status == "proposed"
    assert page.positions == (("North", ""), ("Coast", "supports"), ("River", ""))
    steps.enter({"title": "Use the form", "promisor": "Coast", "instrument": "hand:law"}, reader=ANALYST)
    assert [one.title for one in common.piece("hand:law", reader=ANALYST).obliges] == ["Use the form"]
    with pytest.raises(WrongUse):
        steps.tell("hand:law", {"status": "objects", "why": "no name"}, reader=ANALYST)


@pytest.mark.usefixtures("work")
def test_a_milestone_is_reached_when_a_second_person_says_so() -> None:
    step = steps.tell("hand:fold", {"status": "milestone", "step": "Under command", "why": "seen"}, reader=ANALYST)
    assert [one.reached for one in common.piece("hand:fold", reader=ANALYST).milestones] == ["", ""]
    steps.approve(step, reader=SUPERVISOR, why="seen too")
    page = common.piece("hand:fold", reader=ANALYST)
    assert [(one.title, one.planned, bool(one.reached)) for one in page.milestones] == [
        ("Names handed over", "2025-06-01", False),
        ("Under command", "2025-09-01", True),
    ]


@pytest.mark.usefixtures("load")
def test_a_new_version_keeps_the_old_text() -> None:
    said = {"title": "One form", "text": "First", "members": "North"}
    acts.enter("policy", said, reader=ANALYST)
    (row,) = common.pieces("policy", reader=ANALYST).rows
    acts.enter("policy", {**said, "text": "Second"}, reader=ANALYST, thing=row.thing)
    assert [text for _, _, text in common.piece(row.thing, reader=ANALYST).versions] == ["Second", "First"]
    assert common.pieces("policy", reader=ANALYST).total == 1


@pytest.mark.usefixtures("load")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("opening", {"title": "", "sort": "crossing"}),
        ("opening", {"title": "x", "sort": "tunnel"}),
        ("opening", {"title": "x", "sort": "port", "date": "2025-13-01"}),
        ("integration", {"title": "x", "party": "y", "organisation": "z", "strength_high": "9"}),
        ("loyalty", {"title": "x"}),
    ],
)
def test_what_has_no_meaning_is_refused(kind: str, said: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        acts.enter(kind, said, reader=ANALYST)


def test_what_a_reader_may_not_see_is_not_there(load: Load) -> None:
    load(("work.csv", TABLE), source="hand", marking=Marking(tlp=TLP.AMBER))
    assert common.pieces("opening", reader=LOW).total == 0
    with pytest.raises(NotFound):
        common.piece("hand:gate", reader=LOW)
    with pytest.raises(NotAllowed):
        common.pieces("opening", reader=STRANGER)
    with pytest.raises(NotAllowed):
        acts.enter("opening", {"title": "x", "sort": "port"}, reader=AUDITOR)


def test_under_five_no_number_is_told_and_there_is_no_score(load: Load) -> None:
    lines = [f"p{n},Promise {n},North,Coast,2025-06-0{n + 1},{'met' if n < 4 else 'accepted'}" for n in range(5)]
    load(("promises.csv", "\n".join(["id,title,promisor,promisee,due,status", *lines]).encode()), source="hand")
    period = (date(2025, 1, 1), date(2026, 1, 1))
    rows = {row.code: row for row in trust.panel(("coast", "North"), period, reader=ANALYST).rows}
    told = rows["trust-commitments"]
    assert (told.number, told.of, told.few, len(told.items)) == (4, 5, False, 5)
    early = trust.panel(("Coast", "North"), (date(2025, 1, 1), date(2025, 6, 4)), reader=ANALYST)
    assert next(row for row in early.rows if row.code == "trust-commitments").few
    assert not any("score" in name for name in early.__dataclass_fields__)
    assert trust.panel(("North", ""), period, reader=ANALYST).rows == ()
    assert all(not row.items for row in trust.panel(("North", "River"), period, reader=ANALYST).rows)
    with pytest.raises(WrongUse):
        trust.panel(("North", "Coast"), (period[1], period[0]), reader=ANALYST)
