"""One person on two lists, on the page: proposed with evidence, settled by a person, taken back."""

from __future__ import annotations

import pytest

from jisr.node.actions import same_party
from jisr.node.actions.ingest import ingest
from jisr.node.models import AuditEntry
from jisr.node.parties import Parties
from jisr.node.queries.same_party import proposals
from jisr.sharing import Reader
from jisr.workspace.views import watch
from tests.node.world import sdn, un
from tests.workspace.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(keeper: Reader) -> int:
    ingest((un(),), reader=keeper)
    row = ("900", "AL-QANDIL, Salim Yasin", "individual", "SDGT", "DOB 1971; nationality Jordan.")
    ingest((sdn(row),), reader=keeper)
    assert same_party.propose(reader=keeper) == 1
    return proposals(reader=keeper)[0].finding


def joined() -> bool:
    return Parties(markings=None).party_of("ofac:900") == "un:QDi.900"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_proposed_settled_taken_back(number: int, signed_in: SignedIn, language: str) -> None:
    layla, omar = signed_in("analyst", language=language), signed_in("analyst", name="omar", language=language)
    page = layla.get("/same").content.decode()
    assert "un:QDi.900" in page
    assert "ofac:900" in page
    assert {"en": "Jordan", "ar": "الأردن"}[language] in page, "countries by name"
    assert "1971" in page
    assert not joined()
    said = {"number": str(number), "verdict": "confirmed", "why": "same year, same town"}
    assert layla.post("/same", said).status_code == 302
    assert joined()
    assert "same year, same town" in layla.get("/same").content.decode()
    refused = omar.post("/same", {"number": str(number), "verdict": "undo", "why": "not mine"})
    assert refused.status_code == 409
    assert joined()
    assert layla.post("/same", {"number": str(number), "verdict": "undo", "why": "misread"}).status_code == 302
    assert not joined()
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"judge", "judge-retract"} <= acts


def test_pair_after_pair_page_after_page(keeper: Reader, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page holds: none is out of reach, and settling the last of a page leads back to the first."""
    monkeypatch.setattr(watch, "_PAIRS", 2)
    ingest((un(),), reader=keeper)
    names = [("900", "AL-QANDIL, Salim Yasin", "1971")]
    rows = [(key, name, "individual", "SDGT", f"DOB {year}; nationality Jordan.") for key, name, year in names]
    rows += [(str(901 + n), rows[0][1], "individual", "SDGT", rows[0][4]) for n in range(2)]
    ingest((sdn(*rows),), reader=keeper)
    same_party.propose(reader=keeper)
    every = [str(row.finding) for row in proposals(reader=keeper)]
    assert len(every) == 3
    layla = signed_in("analyst", language="en")
    first, last = (layla.get(f"/same?start={start}").content.decode() for start in (0, 2))
    assert [one for one in every if f'id="pair-{one}"' in first] == every[:2]
    assert [one for one in every if f'id="pair-{one}"' in last] == every[2:]
    assert "?start=2" in first
    assert "?start=0" in last
    said = {"number": every[2], "verdict": "dismissed", "why": "another year"}
    back = layla.post("/same?start=2", said, follow=True)
    assert f'id="pair-{every[0]}"' in back.content.decode()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"number": "x", "verdict": "confirmed", "why": "y"}, 400),
        ({"number": "999999", "verdict": "confirmed", "why": "y"}, 404),
        ({"number": "1", "verdict": "maybe", "why": "y"}, 400),
        ({"number": "1", "verdict": "confirmed", "why": ""}, 400),
    ],
)
def test_what_has_no_meaning_settles_nothing(
    number: int, signed_in: SignedIn, said: dict[str, str], status: int
) -> None:
    if said["number"] == "1":
        said = said | {"number": str(number)}
    assert signed_in("analyst").post("/same", said).status_code == status
    assert not joined()
