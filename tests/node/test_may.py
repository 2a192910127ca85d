"""May we do this?  Asked of a node, kept, asked again, and opened when an act speaks of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from jisr.errors import NotAllowed, NotFound, WrongUse
from jisr.node import clock, ics
from jisr.node.actions import keep_may
from jisr.node.actions.judge import judge
from jisr.node.actions.re_examine import re_examine
from jisr.node.actions.remind import remind
from jisr.node.models import Correction, Finding, Ruling
from jisr.node.queries.clocks import clocks
from jisr.node.queries.may import may
from jisr.node.queries.reliefs import calendar, reliefs
from jisr.node.queries.rulings import kept, replay, ruling
from jisr.node.values import MayOwner, MayQuestion
from tests.node.conftest import Load
from tests.node.world import ANALYST, LOW, SALIM, STRANGER, acts, ftm, person, un, without

THING = f"un:{SALIM.ref}"
LISTS = {"id": "l1", "instrument": "Listing of 2013", "action": "designate", "announced": "2013-07-24"}
LISTS |= {"effective": "2013-07-24", "jurisdiction": "us", "measure": "asset freeze (blocking)"}
LICENCE = {"id": "g1", "instrument": "General Licence 7", "action": "authorise", "measure": "licence", "amends": "l1"}
LICENCE |= {"jurisdiction": "us", "announced": "2025-01-06", "effective": "2025-01-06"}
LICENCE |= {"expires": "2025-07-07T00:01:00-04:00"}


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def asked(on: str = "2025-03-01", known: str = "2025-03-01", law: str = "us", who: str = THING) -> MayQuestion:
    return MayQuestion(jurisdiction=law, kind="transact", counterparty=who, on=on, known=known)


@pytest.fixture
def licensed(load: Load) -> None:
    load(un(), received=day("2013-08-01"))
    load(acts(LISTS, name="one.jsonl"), received=day("2013-08-01"))
    load(acts(LICENCE, name="two.jsonl"), received=day("2025-01-06"))


def test_a_licence_with_a_clock(licensed: None) -> None:
    answer = may(asked(), reader=ANALYST)
    assert (answer.status, answer.until) == ("review", "")  # the UN lists him still: the licence is not the UN's
    assert {line.code for line in answer.reasons} >= {"may-un-binds", "may-relieved"}
    assert [one.id for one in answer.instruments][:2] == ["acts:l1", "acts:g1"]
    assert all(one.sources for one in answer.instruments)


def test_the_list_alone(licensed: None, load: Load) -> None:
    assert may(asked(law="un"), reader=ANALYST).status == "prohibited"
    load(un(without(SALIM.ref), "2025-12-01"), received=day("2025-12-01"))
    assert may(asked(law="un", on="2025-12-02", known="2025-12-02"), reader=ANALYST).status == "permitted"
    assert may(asked(law="un", on="2025-12-02", known="2025-11-30"), reader=ANALYST).status == "prohibited"


def test_who_may_not_see_the_act_is_not_told(load: Load) -> None:
    load(un(), received=day("2013-08-01"))
    from jisr.records import Marking

    load(acts(LISTS, name="one.jsonl"), received=day("2013-08-01"), marking=Marking.read("TLP:AMBER+STRICT"))
    assert "acts:l1" in {one.id for one in may(asked(), reader=ANALYST).instruments}
    assert "acts:l1" not in {one.id for one in may(asked(), reader=LOW).instruments}


def test_wrong_questions(licensed: None) -> None:
    with pytest.raises(WrongUse):
        may(asked(law="mars"), reader=ANALYST)
    with pytest.raises(WrongUse):
        may(asked(who="   "), reader=ANALYST)
    with pytest.raises(WrongUse):
        may(asked(on="soon"), reader=ANALYST)
    with pytest.raises(NotAllowed):
        may(asked(), reader=STRANGER)


def test_owners_as_the_asker_knows_them(licensed: None) -> None:
    who = MayQuestion(
        jurisdiction="un",
        kind="transact",
        counterparty="Orchard Trading of Zahle",
        on="2025-03-01",
        known="2025-03-01",
        owners=(MayOwner(party=THING, share="51"),),
    )
    assert may(who, reader=ANALYST).status == "prohibited"


def test_owners_on_record_and_a_circle(licensed: None, load: Load) -> None:
    def link(key: str, owner: str, asset: str, share: str) -> dict[str, object]:
        body = {"owner": [owner], "asset": [asset], "percentage": [share]}
        return {"id": key, "schema": "Ownership", "properties": body}

    company = {"id": "orchard", "schema": "Company", "properties": {"name": ["Orchard Trading of Zahle"]}}
    holding = {"id": "holding", "schema": "Company", "properties": {"name": ["Cedar Holding of Zahle"]}}
    owner = person("salim", "Salim Yasin al-Qandil")
    links = (link("o1", "holding", "orchard", "60%"), link("o2", "salim", "holding", "70"))
    load(ftm(company, holding, owner, *links), source="registry", received=day("2025-02-01"))
    assert may(asked(law="un", who="registry:orchard"), reader=ANALYST).status == "review"
    with clock.moved_to(day("2025-02-03")):
        judge("registry:salim", THING, verdict="same", reader=ANALYST, why="the same passport")
    answer = may(asked(law="un", who="registry:orchard"), reader=ANALYST)
    assert answer.status == "prohibited"
    assert "owned-held" in {line.code for line in answer.reasons}
    row = load(
        ftm(link("o3", "orchard", "holding", "10"), name="more.json"), source="registry", received=day("2025-02-02")
    )
    assert (row.state, row.reason) == ("held", "ownership-circle")


def test_kept_asked_again_and_opened(licensed: None, load: Load, acted: Callable[[], list[str]]) -> None:
    number = keep_may.keep(asked(), reader=ANALYST, why="payment 17")
    assert keep_may.keep(asked(), reader=ANALYST, why="payment 17") == number
    assert acted()[-1] == "keep-may"
    load(
        acts(
            {
                "id": "r1",
                "action": "revoke",
                "amends": "g1",
                "jurisdiction": "us",
                "measure": "licence",
                "subject": "GL 7",
            },
            name="three.jsonl",
        ),
        received=day("2025-12-01"),
    )
    assert Finding.objects.get(pk=number).state == "open"
    assert Correction.objects.filter(finding_id=number).exists()
    assert [same for _, same in replay((), reader=ANALYST)] == [True]
    row = kept(reader=ANALYST, changed=True)[0]
    assert row.finding == number
    assert row.causes
    assert row.now
    page = ruling(number, reader=ANALYST)
    assert page.same_bytes
    assert page.engine_same
    with pytest.raises(NotFound):
        ruling(number + 1, reader=ANALYST)


def test_an_act_of_a_group_opens_what_rests_on_the_group(load: Load) -> None:
    base = {
        "id": "b1",
        "instrument": "Order 5",
        "action": "designate",
        "subject": "Government of Syria",
        "subject_refs": [],
    }
    base |= {"jurisdiction": "us", "announced": "2011-08-17", "effective": "2011-08-18"}
    load(acts(base, name="one.jsonl"), received=day("2011-08-17"))
    number = keep_may.keep(asked(who="Central Bank of Syria"), reader=ANALYST, why="a question of the bank")
    assert Ruling.objects.get(finding_id=number).status == "prohibited"
    licence = {"id": "b2", "instrument": "Licence 9", "action": "authorise", "subject": "Central Bank of Syria"}
    licence |= {"jurisdiction": "us", "subject_refs": [], "measure": "licence", "announced": "2025-05-23"}
    load(acts(licence | {"effective": "2025-05-23"}, name="two.jsonl"), received=day("2025-05-23"))
    assert Finding.objects.get(pk=number).state == "open"
    assert Ruling.objects.get(finding_id=number).now
    assert re_examine() == 0


def test_nothing_to_keep_it_on(licensed: None) -> None:
    with pytest.raises(WrongUse):
        keep_may.keep(asked(who="a company 50% owned by one SDN"), reader=ANALYST, why="x")
    with pytest.raises(WrongUse):
        keep_may.keep(asked(), reader=ANALYST, why=" ")


def test_the_calendar_and_its_reminders(licensed: None) -> None:
    keep_may.keep(asked(), reader=ANALYST, why="payment 17")
    page = calendar(reader=ANALYST, clocks=clocks("2025-06-20", "2025-06-20"))
    assert [(row.title, row.left) for row in page.coming] == [("General Licence 7", 17)]
    assert page.coming[0].number == 1
    assert calendar(reader=ANALYST, clocks=clocks("2025-07-08")).over[0].left == -1
    text = ics.ics(page, lang="ar").decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20250707" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    raised = []
    for when in ("2025-03-01", "2025-04-10", "2025-04-11", "2025-06-08", "2025-07-01", "2025-07-06", "2025-07-06"):
        with clock.moved_to(day(when)):
            raised.append(remind())
    assert raised == [0, 1, 0, 1, 1, 1, 0]
    assert Finding.objects.filter(kind="relief-ends", state="open").count() == 4


def test_reliefs_of_a_party(licensed: None) -> None:
    rows = reliefs(THING, reader=ANALYST, clocks=clocks("2025-07-08", "2025-07-08"))
    assert [(row.title, row.state) for row in rows] == [("Listing of 2013", "in-force"), ("General Licence 7", "over")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"announced": None, "effective": None}, "act-no-date"),
        ({"action": "authorise", "effective": "2025-05-01", "expires": "2025-04-01"}, "act-ends-before-it-begins"),
        ({"action": "waive", "amends": "no-such-act"}, "act-amends-nothing"),
        ({"action": "waive", "measure": "lunar sanctions"}, "act-unknown-measure"),
        ({"amends": "bad"}, "act-amends-in-a-circle"),
    ],
)
def test_an_act_that_cannot_be_right_is_set_aside(load: Load, row: dict[str, object], reason: str) -> None:
    from jisr.node.models import Quarantined, Record

    load(un(), received=day("2013-08-01"))
    before = may(asked(law="un"), reader=ANALYST).status
    batch = load(acts({"id": "bad"} | row, {"id": "good", "subject": "x", "subject_refs": []}))
    piece = Quarantined.objects.get(batch_id=batch.id)
    assert (piece.reason, piece.place) == (reason, "acts.jsonl, line 1")
    assert not Record.objects.filter(thing="acts:bad").exists()
    assert may(asked(law="un"), reader=ANALYST).status == before
