"""What payments show becomes findings a person decides, and a list that changes reaches payments of long ago."""

from __future__ import annotations

from jisr.node.actions.decide import decide
from jisr.node.models import Finding, Record
from jisr.node.queries.findings import finding, findings
from jisr.records import Marking
from tests.node.conftest import Load
from tests.node.world import LOW, SALIM, SUPERVISOR, acts, un, without

HEAD = "id,date,amount,currency,payer,from,payer bank,payer country,payee,to,payee country,description\n"
CLEAN = "q{n},2025-11-0{n},700,USD,Maha Zurayq,J{n},BANKJOAA,jo,Rami Tawil,J9,jo,rent\n"
HIT = "h1,2025-11-02,5000,USD,سليم ياسين القنديل,A1,BANKJOAA,jo,Rami Tawil,B1,lb,goods\n"
ROUND = (
    "c1,2025-11-01,10000,USD,Alpha,A1,BANKSYDA,sy,Beta,B1,sy,\n"
    "c2,2025-11-02,9500,USD,Beta,B1,BANKSYDA,sy,Gamma,C1,sy,\n"
    "c3,2025-11-03,9000,USD,Gamma,C1,BANKSYDA,sy,Alpha,A1,sy,\n"
)


def pay(*rows: str, name: str = "pay.csv") -> tuple[str, bytes]:
    return name, (HEAD + "".join(rows)).encode()


def of_kind(kind: str, state: str = "") -> list[Finding]:
    rows = Finding.objects.filter(desk="financial", kind=kind)
    return list(rows.filter(state=state) if state else rows)


def test_a_listed_name_in_another_script_is_found(load: Load) -> None:
    load(un())
    load(pay(HIT, CLEAN.format(n=1)))
    (row,) = of_kind("payment-hit")
    assert (row.subject, row.state) == ("un:QDi.900", "open")
    page = finding(row.pk, reader=SUPERVISOR)
    assert {source.thing for source in page.relied_on} >= {"payment:h1", "un:QDi.900"}
    assert dict(page.row.reasons[-1].facts)["sum"] == "5,000.00 USD"
    assert "financial" in {one.desk for one in findings(reader=SUPERVISOR)}


def test_the_next_delivery_adds_to_it_and_says_nothing_twice(load: Load) -> None:
    load(un())
    load(pay(HIT))
    (row,) = of_kind("payment-hit")
    decide(row.pk, reader=SUPERVISOR, verdict="confirmed", why="same birth")
    load(pay(HIT.replace("h1", "h2"), name="more.csv"))
    (row,) = of_kind("payment-hit")
    assert row.state == "open"
    assert "payment:h2" in {source.thing for source in finding(row.pk, reader=SUPERVISOR).relied_on}
    decide(row.pk, reader=SUPERVISOR, verdict="dismissed")
    load(pay(HIT.replace("h1", "h3"), name="again.csv"))
    assert [one.state for one in of_kind("payment-hit")] == ["dismissed"]


def test_a_list_that_comes_later_reaches_old_payments_and_a_delisting_takes_it_back(load: Load) -> None:
    load(pay(HIT))
    assert not of_kind("payment-hit")
    load(un(made="2025-11-10"))
    (row,) = of_kind("payment-hit")
    assert row.state == "open"
    load(un(without("QDi.900"), made="2025-11-20"))
    (row,) = of_kind("payment-hit")
    assert row.state in {"open", "withdrawn"}
    assert finding(row.pk, reader=SUPERVISOR).corrections


def test_a_licence_is_named(load: Load) -> None:
    load(un())
    licence = {
        "id": "gl25",
        "instrument": "General licence 25",
        "action": "authorise",
        "effective": "2025-01-01",
        "announced": "2025-01-01",
    }
    load(acts(licence))
    load(pay(HIT.replace("goods", "General licence 25")))
    (row,) = of_kind("payment-hit")
    codes = {one.code for one in finding(row.pk, reader=SUPERVISOR).row.reasons}
    assert "money-licence-named" in codes


def test_a_number_of_a_list_is_found(load: Load) -> None:
    bank = {"id": "b1", "schema": "Company", "properties": {"name": ["Sunrise Remittance"], "swiftBic": ["SUNRSYDA"]}}
    listing = {"id": "b1/l", "schema": "Sanction", "properties": {"entity": ["b1"], "startDate": ["2020-01-01"]}}
    lines = "\n".join(str(one).replace("'", '"') for one in (bank, listing))
    load(("own.ftm.json", lines.encode()), source="own-list")
    load(pay(HIT.replace("BANKJOAA", "SUNRSYDAXXX")))
    (row,) = of_kind("account-hit")
    assert row.subject == "own-list:b1"


def test_what_a_transfer_does_not_say(load: Load) -> None:
    load(pay(HIT, *(CLEAN.format(n=n) for n in (1, 2))))
    (row,) = of_kind("travel-rule")
    codes = {one.code: dict(one.facts) for one in finding(row.pk, reader=SUPERVISOR).row.reasons}
    assert codes.keys() == {"travel-share", "travel-originator-identity"}
    assert codes["travel-share"] == {"count": "1", "all": "3"}


def test_a_shape_is_a_finding_with_its_payments(load: Load) -> None:
    load(pay(ROUND))
    (row,) = of_kind("cycle")
    assert row.subject == "account:A1"
    rests = {source.thing for source in finding(row.pk, reader=SUPERVISOR).relied_on}
    assert rests == {"payment:c1", "payment:c2", "payment:c3"}
    load(pay(ROUND, name="same.csv"), source="other-bank")
    assert len(of_kind("cycle")) == 1


def test_who_may_not_see_the_payments_sees_no_finding(load: Load) -> None:
    load(pay(ROUND), marking=Marking.read("amber"))
    assert of_kind("cycle")
    assert findings(reader=LOW) == ()
    assert Record.objects.filter(schema="Payment", marking__tlp="amber").count() == 3
    assert SALIM.ref
