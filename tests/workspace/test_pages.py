"""Every page, in both languages: it answers, it is closed to strangers, and it loads nothing from elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from jisr.node.actions import check_file, people
from jisr.node.queries.batches import batch, batches
from jisr.node.queries.documents import documents
from jisr.node.queries.findings import findings
from jisr.sharing import Reader
from jisr.site._headers import POLICY
from jisr.workspace.urls import urlpatterns
from jisr.workspace.views.errors import server_error
from tests.workspace.conftest import SignedIn

EVERYTHING = ("analyst", "supervisor", "auditor", "administrator")
NAME = "وضاح لقمان المنجنيقي"
HERE = re.compile(r'(?:src|href|action)="(?!/|#|\?|")([^"]*)"')
ADDRESSES: tuple[tuple[str, Callable[[Reader], str]], ...] = (
    ("today", lambda _: "/"),
    ("finding", lambda reader: f"/findings/{findings(reader=reader, state='')[0].id}"),
    ("check", lambda _: "/check"),
    ("check answer", lambda _: f"/check?name={quote(NAME)}"),
    ("check then", lambda _: f"/check?name={quote(NAME)}&on=2025-05-01&known=2025-05-01"),
    ("check none", lambda _: "/check?name=Qqwzx"),
    ("parties", lambda _: "/parties"),
    ("party", lambda reader: f"/parties/{findings(reader=reader, state='')[0].subject}"),
    ("party then", lambda reader: f"/parties/{findings(reader=reader, state='')[0].subject}?on=2025-04-01"),
    ("record", lambda reader: f"/records/{_record(reader)}"),
    ("documents", lambda _: "/documents"),
    ("document", lambda reader: f"/documents/{documents(reader=reader)[0].thing}"),
    ("changes", lambda _: "/changes"),
    ("changes since", lambda _: "/changes?since=2020-01-01&kind=removed"),
    ("act", lambda _: "/acts/new"),
    ("timeline", lambda _: "/timeline"),
    ("timeline of one", lambda _: "/timeline?country=iq&since=2025-01&until=2026"),
    ("rules", lambda _: "/rules"),
    ("press of a party", lambda reader: f"/press/{findings(reader=reader, state='')[0].subject}"),
    ("press of a country", lambda _: "/press/iq"),
    ("deliveries", lambda _: "/deliveries"),
    ("deliveries held", lambda _: "/deliveries?state=held"),
    ("delivery", lambda reader: f"/deliveries/{batches(reader=reader, state='loaded')[0].id}"),
    ("delivery held", lambda reader: f"/deliveries/{batches(reader=reader, state='held')[0].id}"),
    ("audit", lambda _: "/audit"),
    ("audit of one", lambda _: "/audit?act=check"),
    ("settings", lambda _: "/settings"),
    ("search", lambda _: "/search"),
    ("search answer", lambda _: f"/search?q={quote(NAME)}"),
)


def _record(reader: Reader) -> int:
    return batch(batches(reader=reader, state="loaded")[0].id, reader=reader).records[0].record


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_answers_in_both_languages(world: Reader, signed_in: SignedIn, language: str) -> None:
    client = signed_in(*EVERYTHING, language=language)
    for name, address in ADDRESSES:
        response = client.get(address(world))
        page = text(response)
        assert response.status_code == 200, name
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page, name
        assert HERE.findall(page) == [], f"{name} loads from elsewhere"
        assert response.headers["Content-Security-Policy"] == POLICY
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stranger_is_sent_to_the_sign_in(world: Reader, client: Client) -> None:
    for name, address in ADDRESSES:
        response = client.get(address(world))
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith("/sign-in?next="), name


def test_only_these_views_let_strangers_in() -> None:
    open_to_all = {one.name for one in urlpatterns if not getattr(one.callback, "login_required", True)}
    assert open_to_all == {"sign-in", "welcome", "language", "health"}


def test_an_administrator_alone_sees_no_case(world: Reader, signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    finding = findings(reader=world, state="")[0]
    answers = {
        address: client.get(address)
        for address in (f"/findings/{finding.id}", f"/parties/{finding.subject}", f"/records/{_record(world)}")
    }
    for address, response in answers.items():
        assert response.status_code in {403, 404}, address
        assert finding.title not in text(response)


def test_what_is_hidden_looks_like_what_never_was(world: Reader, signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    hidden = text(client.get(f"/parties/{findings(reader=world, state='')[0].subject}"))
    absent = text(client.get("/parties/none:such"))
    assert _without_tokens(hidden) == _without_tokens(absent)


def _without_tokens(page: str) -> str:
    page = re.sub(r'name="next" value="[^"]*"', "", page)
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", page)


def test_a_form_without_its_token_changes_nothing(world: Reader, signed_in: SignedIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(*EVERYTHING).cookies
    finding = findings(reader=world)[0]
    response = strict.post(f"/findings/{finding.id}/decide", {"verdict": "dismissed"})
    assert response.status_code == 403
    assert "form is out of date" in text(response)
    assert findings(reader=world)[0].state == "open"


def test_a_finding_is_decided_and_taken_back_in_its_row(world: Reader, signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    number = findings(reader=world)[0].id
    part: dict[str, Any] = {"headers": {"HX-Request": "true"}}
    row = client.post(f"/findings/{number}/decide", {"verdict": "dismissed"}, **part)
    assert "data-done" in text(row)
    assert '"say"' in row.headers["HX-Trigger"]
    assert number not in {one.id for one in findings(reader=world)}
    back = client.post(f"/findings/{number}/undo", **part)
    assert "data-done" not in text(back)
    assert number in {one.id for one in findings(reader=world)}


def test_a_match_needs_a_reason(world: Reader, signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    number = findings(reader=world)[0].id
    refused = client.post(f"/findings/{number}/decide", {"verdict": "confirmed"}, headers={"HX-Request": "true"})
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (400, "#notes")
    again = client.post(f"/findings/{number}/decide", {"verdict": "confirmed", "why": "same father", "from": "page"})
    assert again.status_code == 302
    assert "same father" in text(client.get(f"/findings/{number}"))


def test_a_held_delivery_is_settled_by_a_supervisor_on_its_digest(world: Reader, signed_in: SignedIn) -> None:
    held = batches(reader=world, state="held")[0]
    analyst = signed_in("analyst", name="an")
    supervisor = signed_in("supervisor", name="su")
    body = {"verdict": "reject", "why": "half of it is missing", "sha256": held.sha256}
    assert 'name="sha256"' not in text(analyst.get(f"/deliveries/{held.id}"))
    assert analyst.post(f"/deliveries/{held.id}/settle", body).status_code == 403
    assert supervisor.post(f"/deliveries/{held.id}/settle", body | {"sha256": "0" * 64}).status_code == 409
    assert supervisor.post(f"/deliveries/{held.id}/settle", body | {"why": " "}).status_code == 400
    assert supervisor.post(f"/deliveries/{held.id}/settle", body).status_code == 302
    assert batch(held.id, reader=world).row.state == "rejected"


def test_a_delivery_comes_in_by_the_page(keeper: Reader, signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    line = b'{"id":"A-1","schema":"Person","properties":{"name":["Invented Name"]}}\n'
    file = SimpleUploadedFile("people.ftm.json", line)
    answer = client.post("/deliveries", {"files": [file], "source": "member-x", "marking": "green"})
    assert answer.status_code == 302
    row = batches(reader=keeper)[0]
    assert (row.source, row.state, row.added) == ("member-x", "loaded", 1)
    assert "Invented Name" in text(client.get("/parties/member-x:A-1"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/parties/none:such", 404),
        ("/nowhere", 404),
        ("/findings/999999", 404),
        ("/check?name=x&on=never", 400),
        ("/check?name=%20%2E", 400),
        ("/records/99999999999999999999999", 404),
    ],
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_goes_wrong_is_said_in_both_languages(
    signed_in: SignedIn, address: str, status: int, language: str
) -> None:
    response = signed_in(language=language).get(address)
    assert response.status_code == status
    assert f'lang="{language}"' in text(response)
    assert "Traceback" not in text(response)


@pytest.mark.parametrize(
    "body", [{"marking": "purple"}, {"received": "soon"}, {}], ids=["marking", "received", "no files"]
)
def test_a_delivery_with_nonsense_changes_nothing(keeper: Reader, signed_in: SignedIn, body: dict[str, str]) -> None:
    files = {"files": [SimpleUploadedFile("a.xml", b"<a/>")]} if body else {}
    assert signed_in().post("/deliveries", {**files, **body}).status_code == 400
    assert batches(reader=keeper) == ()


@pytest.mark.parametrize("address", ["/audit?before=99999999999999999999", "/deliveries?before=x&state=none"])
def test_nonsense_in_an_address_is_left_aside(signed_in: SignedIn, address: str) -> None:
    assert signed_in().get(address).status_code == 200


def test_sign_in_by_password(keeper: Reader, signed_in: SignedIn) -> None:
    inside = signed_in("analyst")
    words = "three plain words"
    assert inside.post("/settings/password", {"password": words, "again": words}).status_code == 302
    outside = Client()
    assert outside.post("/sign-in", {"name": "layla", "password": "wrong"}).status_code == 403
    answer = outside.post("/sign-in", {"name": "layla", "password": words, "next": "https://elsewhere.example/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert outside.get("/").status_code == 200
    assert outside.post("/sign-out").status_code == 302
    assert outside.get("/").status_code == 302


def test_a_one_time_link_lets_in_once(keeper: Reader) -> None:
    token = people.add(people.Person(name="omar"), reader=keeper)
    first, second = Client(), Client()
    assert first.get(f"/welcome/{token}").status_code == 200
    assert first.get(f"/welcome/{token}").status_code == 200, "looking at it spends nothing"
    assert first.post(f"/welcome/{token}").headers["Location"] == "/"
    assert first.get("/").status_code == 200
    assert second.post(f"/welcome/{token}").status_code == 403


def test_a_person_sets_how_it_looks(keeper: Reader, signed_in: SignedIn) -> None:
    client = signed_in(language="en")
    client.post("/settings", {"language": "ar", "theme": "dark"})
    page = text(client.get("/settings"))
    assert '<html lang="ar" dir="rtl" data-theme="dark" data-keys="off">' in page
    client.post("/language", {"language": "en", "next": "/audit"})
    assert '<html lang="en"' in text(client.get("/"))


def test_the_chain_is_verified_on_the_page(world: Reader, signed_in: SignedIn) -> None:
    answer = signed_in("auditor").post("/audit/verify", headers={"HX-Request": "true"})
    assert "The chain is whole" in text(answer)


def test_what_is_too_large_is_said_with_its_limit(keeper: Reader, signed_in: SignedIn, settings: Settings) -> None:
    settings.JISR_UPLOAD_MAX = 10
    answer = signed_in().post("/deliveries", {"files": [SimpleUploadedFile("big.xml", b"<a>" * 10)]})
    assert answer.status_code == 413
    assert "too large" in text(answer)
    assert batches(reader=keeper) == ()


def test_a_file_of_names_is_checked_and_comes_back(world: Reader, signed_in: SignedIn) -> None:
    client = signed_in("analyst", language="ar")
    file = SimpleUploadedFile("names.csv", f"name\n{NAME}\nNobody Atall\n".encode())
    address = client.post("/check/file", {"file": file}).headers["Location"]
    assert "names.csv" in text(client.get(address))
    check_file.run.func(job_id=int(address.rpartition("/")[2]))
    assert "Waddah" in text(client.get(address))
    csv = client.get(f"{address}/result.csv").content
    assert csv.startswith(b"\xef\xbb\xbf")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/result.xlsx").content)).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [NAME, "Nobody Atall"]


def test_a_fault_of_ours_says_so_without_the_store() -> None:
    request = RequestFactory().get("/")
    with translation.override("ar"):
        answer = server_error(request)
    assert answer.status_code == 500
    assert '<html lang="ar" dir="rtl"' in text(answer)
