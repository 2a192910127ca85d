"""The money desk's pages, in both languages: search, follow, decide, work a case, write the report."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from jisr.formats import goaml
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.models import Finding
from jisr.node.queries.money import trace
from jisr.node.values import PaymentRow, TraceWish
from jisr.sharing import Reader
from jisr.workspace.sankey import sankey
from tests.workspace.conftest import SignedIn

PAY = (
    "id,date,amount,currency,payer,from,payer bank,payer country,payee,to,payee country,description\n"
    "c1,2025-11-01,10000,USD,ألفا للتجارة,A1,BANKSYDA,sy,Beta,B1,sy,grain\n"
    "c2,2025-11-02,9500,USD,Beta,B1,BANKSYDA,sy,Gamma,C1,sy,\n"
    "c3,2025-11-03,9000,USD,Gamma,C1,BANKSYDA,sy,ألفا للتجارة,A1,sy,\n"
    "c4,2025-11-04,200,USD,Beta,B1,BANKSYDA,sy,,,,\n"
)
ROLES = ("analyst", "supervisor")


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture
def paid(keeper: Reader) -> Reader:
    ingest([("pay.csv", PAY.encode())], reader=keeper, wanted=Wanted(source="bank-one"))
    return keeper


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_answers(paid: Reader, signed_in: SignedIn, language: str) -> None:
    client = signed_in(*ROLES, language=language)
    addresses = (
        "/money",
        "/money?q=beta&since=2025-11-01&until=2025-11-04",
        "/money?q=nobody",
        "/money/trace",
        "/money/trace?account=A1&to=C1",
        "/money/trace?account=C1&back=on&method=haircut&least=1&most=2",
        "/money/shapes",
        "/money/shapes?rule=structuring&state=confirmed",
        "/cases",
        "/reports",
    )
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in text(response)
    assert client.get("/money/trace?account=nobody").status_code == 404
    assert client.get("/money/trace?account=A1&least=x").status_code == 400
    assert client.get("/money?since=never").status_code == 400


def test_from_a_shape_to_a_report(paid: Reader, signed_in: SignedIn) -> None:
    client, second = signed_in(*ROLES, name="one"), signed_in(*ROLES, name="two")
    number = Finding.objects.get(kind="cycle").pk
    page = text(client.get(f"/findings/{number}"))
    assert "Worth pursuing" in page
    assert "/money/trace?account=A1" in page
    client.post(f"/findings/{number}/decide", {"verdict": "confirmed", "why": "no trade", "from": "page"})
    assert "100%" in text(client.get("/money/shapes"))
    where = client.post("/cases/new", {"finding": number, "title": "Round trip"}).headers["Location"]
    client.post(f"{where}/act", {"act": "note", "text": "seen"})
    client.post(f"{where}/act", {"act": "task", "text": "ask", "due": "2026-01-31"})
    task = re.search(r'name="task" value="(\d+)"', text(client.get(where)))
    assert task
    client.post(f"{where}/act", {"act": "done", "task": task[1]})
    client.post(f"{where}/act", {"act": "propose", "outcome": "report", "text": "no trade"})
    assert client.post(f"{where}/act", {"act": "agree", "text": "x"}).status_code in {403, 409}
    second.post(f"{where}/act", {"act": "agree", "text": "so it is"})
    wish = {"act": "report", "text": "Money comes back", "entity": "101", "user": "jisr-1", "profile": "sample"}
    assert client.post(f"{where}/act", wish | {"currency": "EUR"}).status_code == 400
    assert client.post(f"{where}/act", wish | {"currency": "USD"}).status_code == 302
    found = re.search(r'href="(/reports/\d+\.xml)"', text(client.get("/reports")))
    assert found
    assert goaml.faults(client.get(found[1]).content, profile="sample") == ()
    assert client.get(where).status_code == 200


def test_a_search_is_kept_as_findings(paid: Reader, signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    answer = client.post("/money/shapes/keep", {"rule": "pass-through", "floor": "1000"})
    assert answer.headers["Location"].endswith("/money/shapes?rule=pass-through")
    assert Finding.objects.filter(kind="pass-through").exists()
    assert client.post("/money/shapes/keep", {"rule": "circle"}).status_code == 400


def test_the_picture_holds_every_payment_and_turns(paid: Reader) -> None:
    found = trace(TraceWish(account="A1"), reader=paid)
    left, right = (sankey(found, right_to_left=turned) for turned in (False, True))
    assert left
    assert right
    assert len(left.ribbons) == len([row for row in found.payments if row.part])
    assert {lane.account for lane in left.lanes} == {"A1", "B1", "C1", ""}
    assert right.lanes[0].label_x == left.width
    assert isinstance(found.payments[0], PaymentRow)
