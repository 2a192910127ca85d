"""Every page of journeys in both languages: empty, and with a flight, a traveller and hits."""

from __future__ import annotations

import pytest

from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.models import Finding, JourneyPerson
from jisr.sharing import Reader
from tests.node.test_journeys import HADDAD, KARIM, LOST, SAMI, flight, notices
from tests.workspace.conftest import SignedIn

FLIGHT = "/flights/ZZ10-260301-TUN-AMM"
PAGES = ("/flights", "/journeys/hits", "/journeys/rules", "/journeys/flows", "/journeys/flows?split=on")
MORE = ("/journeys/safeguards", "/flights?q=AMM", "/flights?who=haddad")
CLAUSES = "age at-least 40\nbags at-most 3"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_there(signed_in: SignedIn, keeper: Reader, language: str) -> None:
    client = signed_in("supervisor", language=language)
    for address in (*PAGES, *MORE):
        assert client.get(address).status_code == 200, address
    for delivery in (notices(SAMI), LOST, flight(HADDAD, KARIM)):
        ingest((delivery,), reader=keeper, wanted=Wanted())
    form = {"name": "old", "clauses": CLAUSES, "purpose": "a test", "basis": "none"}
    assert client.post("/journeys/rules", form).status_code == 302
    person = JourneyPerson.objects.order_by("pk")[0].pk
    finding = Finding.objects.get(kind="list-hit").pk
    for address in (*PAGES, *MORE, FLIGHT, f"/travellers/{person}", f"/findings/{finding}", "/"):
        assert client.get(address).status_code == 200, address
    assert "HADDAD" not in client.get(FLIGHT).content.decode()
    assert "HADDAD" in client.get(f"/travellers/{person}").content.decode()
    assert client.post(f"/findings/{finding}/decide", {"verdict": "dismissed"}).status_code in {200, 302}
