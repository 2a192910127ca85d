"""What a person drops on a page and cannot be read is refused in the language of the page, with the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jisr.node.actions.ingest import ingest
from jisr.node.models import Portfolio, Record
from jisr.sharing import Reader
from tests.workspace.conftest import SignedIn

pytestmark = pytest.mark.django_db
BAD = Path(__file__).resolve().parents[3] / "shared" / "data" / "status" / "bad"
NAMES = sorted(path.name for path in BAD.iterdir()) if BAD.is_dir() else []
STATES = {"en": ("Refused", "Held for a person"), "ar": ("مرفوض", "محتجز لشخص")}


def versions() -> int:
    return Record.objects.count()


@pytest.mark.skipif(not NAMES, reason="no ../shared/data beside the repository")
def test_the_fifteen_broken_deliveries_by_the_page(keeper: Reader, signed_in: SignedIn) -> None:
    for folder, name in (("un", "un_20260227.xml"), ("ofac_sdn_history", "base.csv")):
        assert ingest(((name, (BAD.parent / folder / name).read_bytes()),), reader=keeper).state == "loaded"
    before = versions()
    people = {"en": signed_in("analyst", name="layla"), "ar": signed_in("analyst", name="omar", language="ar")}
    for name in NAMES:
        answer = people["en"].post(
            "/deliveries", {"files": SimpleUploadedFile(name, (BAD / name).read_bytes()), "marking": "clear"}
        )
        assert answer.status_code == 302, name
        for client in people.values():
            page = client.get(answer.headers["Location"]).content.decode()
            assert 'class="state is-hit"' in page or 'class="state is-wait"' in page, name
            assert "expected expected" not in page
        page = people["ar"].get(answer.headers["Location"]).content.decode()
        assert ": expected " not in page, "an English phrase in an Arabic sentence"
    assert versions() == before


@pytest.mark.parametrize(
    ("data", "english", "arabic"),
    [
        (b"", "a heading row and at least one name", "سطر عناوين واسم واحد على الأقل"),
        (b"a,b\n1,2\n", "line 1: expected a column headed", "عمود عنوانه"),
        (b"name,b\n", "line 2: expected at least one customer", "عميل واحد على الأقل"),
        (b"\x00\x01name,b\nx,2\n", "this looks like a binary file", "يبدو هذا ملفًا ثنائيًا"),
        (b"name\n\x81\x8d\x8f\x90\xff\xfe\x98\n" + "ﺹ".encode("utf-16-be"), "", ""),
        (b"PK\x03\x04broken", "an XLSX workbook with a sheet", "مصنف XLSX"),
    ],
    ids=["empty", "columns", "no-rows", "binary", "odd-bytes", "broken-workbook"],
)
def test_a_portfolio_file_that_cannot_be_read(signed_in: SignedIn, data: bytes, english: str, arabic: str) -> None:
    for language, said in (("en", english), ("ar", arabic)):
        client = signed_in("analyst", name=f"person-{language}", language=language)
        answer = client.post("/portfolios", {"file": SimpleUploadedFile("customers.csv", data)})
        page = answer.content.decode()
        assert answer.status_code in ({400} if said else {200, 400})
        assert said in page.replace("<bdi>", "").replace("</bdi>", "").replace("&quot;", '"').replace("&#x27;", "'")
    assert not Portfolio.objects.exists()


def test_a_file_of_fifty_megabytes_is_told_where_it_can_go(signed_in: SignedIn) -> None:
    data = b"name\n" + b"Wardan Qandil\n" * (50 * 1024 * 1024 // 14)
    answer = signed_in("analyst").post("/portfolios", {"file": SimpleUploadedFile("big.csv", data)})
    assert answer.status_code == 413
    assert "at most 4194304 bytes" in answer.content.decode()
    assert not Portfolio.objects.exists()
