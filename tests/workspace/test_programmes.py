"""The pages of projects and promises, in both languages, from file to decision."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.models import CommitmentStep
from jisr.sharing import Reader
from tests.desks.test_presence import ROWS as SHEET
from tests.node.test_commitments import TABLE
from tests.node.test_common import TABLE as WORK
from tests.node.test_programmes import LISTED, iati
from tests.node.world import un
from tests.workspace.conftest import SignedIn

pytestmark = pytest.mark.django_db
FACT = '{"id":"1","kind":"visit","statement_en":"First visit","quote_ar":"زيارة رسمية","offset":778}\n'.encode()


@pytest.fixture
def filled(keeper: Reader) -> None:
    for file in (un(), iati(LISTED, "River Aid"), ("promises.csv", TABLE), ("facts.jsonl", FACT)):
        ingest((file,), reader=keeper, wanted=Wanted(source="hand" if file[0] == "promises.csv" else ""))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("language", "word"), [("en", "to look at"), ("ar", "للنظر")])
def test_projects(signed_in: SignedIn, language: str, word: str) -> None:
    client = signed_in(language=language)
    told = client.get("/projects").content.decode()
    assert "Wells 1" in told
    assert word in told
    page = client.get("/projects/iati:XM-EX-1").content.decode()
    assert LISTED in page
    assert "/findings/" in page
    assert "page-" not in page
    assert client.get("/projects?q=nothing").status_code == 200
    assert b"XM-EX-1" in client.get("/projects/export.xml").content
    assert client.get("/projects/iati:none").status_code == 404


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_promises(signed_in: SignedIn, language: str) -> None:
    client = signed_in(language=language)
    told = client.get("/commitments?on=2025-07-01").content.decode()
    assert "Open the crossing" in told
    assert "زيارة رسمية" in told
    assert "page-" not in told
    page = client.get("/commitments/hand:a").content.decode()
    assert "we shall open it" in page
    assert "page-" not in page
    assert client.get("/commitments/facts:1").status_code == 200


@pytest.mark.usefixtures("filled")
def test_one_tells_and_another_approves(signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    told = {"act": "tell", "status": "met", "why": "the gate is open", "as_of": "2025-05-01"}
    assert client.post("/commitments/hand:a/act", told).status_code == 302
    step = CommitmentStep.objects.get()
    second = signed_in("supervisor", name="huda")
    assert b'value="approve"' in second.get("/commitments/hand:a").content
    second.post("/commitments/hand:a/act", {"act": "approve", "number": step.pk, "why": "seen"})
    step.refresh_from_db()
    assert (step.verdict, step.second) == ("approved", "huda")
    new = {"title": "Pay the wells", "promisor": "Coast", "due": "2027"}
    assert client.post("/commitments", new).status_code == 302
    assert "Pay the wells" in client.get("/commitments").content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_common_work(keeper: Reader, signed_in: SignedIn, language: str) -> None:
    ingest((("work.csv", WORK),), reader=keeper, wanted=Wanted(source="hand"))
    client = signed_in("analyst", language=language)
    for page, thing in (
        ("openings", "gate"),
        ("members", "in"),
        ("assistance", "ask"),
        ("policies", "law"),
        ("integrations", "fold"),
    ):
        told = client.get(f"/common/{page}").content.decode()
        assert f"/common/item/hand:{thing}" in told
        assert "page-common" not in told
        shown = client.get(f"/common/item/hand:{thing}").content.decode()
        assert "page-common" not in shown
    assert client.get("/common/nothing").status_code == 404
    new = {"title": "Harbour", "sort": "port", "date": "2026-01-01"}
    assert client.post("/common/openings", new).status_code == 302
    assert "Harbour" in client.get("/common/openings").content.decode()
    said = {"act": "tell", "status": "begun", "why": "seen", "amount": "5", "currency": "USD"}
    assert client.post("/common/item/hand:gate/act", said).status_code == 302
    assert CommitmentStep.objects.get().amount == "5"
    panel = client.get("/trust?one=North&other=Coast").content.decode()
    assert "page-trust" not in panel
    assert "North" in panel


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_sheet_shows_who_shares_a_task(signed_in: SignedIn, language: str) -> None:
    client = signed_in("analyst", language=language)
    assert client.get("/projects/overlaps").status_code == 200
    data = "\n".join(",".join(row) for row in SHEET).encode()
    told = client.post("/projects/overlaps", {"file": SimpleUploadedFile("sheet.csv", data)}).content.decode()
    assert "ET01" in told
    assert "P2" in told
    assert "page-overlaps" not in told


@pytest.mark.usefixtures("filled")
def test_a_brief_is_one_page_in_both_languages_and_is_remembered(signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    data = client.post("/briefs/project", {"thing": "iati:XM-EX-1"}).content
    document = PdfReader(BytesIO(data))
    text = "".join(page.extract_text() for page in document.pages)
    assert len(document.pages) == 1
    assert len(data) <= 100_000
    assert "Wells 1" in text
    assert "الناشر" in text
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text)
    assert b"Briefs issued" in client.get("/projects/iati:XM-EX-1").content
    assert client.post("/briefs/board").content.startswith(b"%PDF")
    assert client.post("/briefs/loyalty").status_code in {400, 422}
