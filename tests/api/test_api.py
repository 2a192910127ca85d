"""What a program gets: the same answers as a page, signed by a key, refused without one."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from jisr.errors import NotAllowed, NotFound
from jisr.node.actions import people, sign_in
from tests.node.conftest import Load, folder, load
from tests.node.world import ADMINISTRATOR, ANALYST, article, un

__all__ = ["folder", "load"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def key(db: None) -> str:
    people.add(people.Person(name="program", roles=("analyst",)), reader=ADMINISTRATOR)
    return sign_in.api_token("program", "screening", reader=ADMINISTRATOR)


@pytest.fixture
def program(key: str) -> Client:
    return Client(HTTP_AUTHORIZATION=f"Bearer {key}")


def test_without_a_key_only_health_answers() -> None:
    client = Client()
    assert client.get("/api/health").json()["status"] == "ok"
    assert client.get("/api/deliveries").status_code == 401
    assert Client(HTTP_AUTHORIZATION="Bearer nonsense").get("/api/deliveries").status_code == 401


def test_a_revoked_key_is_refused(program: Client) -> None:
    assert program.get("/api/deliveries").status_code == 200
    assert sign_in.revoke_tokens("PROGRAM", "screening", reader=ADMINISTRATOR) == 1
    assert program.get("/api/deliveries").status_code == 401
    for name, label in (("program", "screening"), ("program", ""), ("nobody", ""), ("program", "other")):
        with pytest.raises(NotFound):
            sign_in.revoke_tokens(name, label, reader=ADMINISTRATOR)


def test_only_an_administrator_makes_keys() -> None:
    with pytest.raises(NotAllowed):
        sign_in.api_token("program", "screening", reader=ANALYST)
    with pytest.raises(NotFound):
        sign_in.api_token("nobody", "screening", reader=ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        sign_in.revoke_tokens("program", "", reader=ANALYST)


def test_a_check_says_who_and_why(program: Client, load: Load) -> None:
    load(un())
    body = json.dumps({"name": "سليم ياسين القنديل"})
    answer = program.post("/api/check", body, content_type="application/json").json()
    assert answer["hits"][0]["party"] == "un:QDi.900"
    assert answer["hits"][0]["standings"][0]["state"] == "listed"
    assert answer["hits"][0]["reasons"]
    assert answer["editions"][0]["source"] == "un"


def test_status_on_a_day_by_id_or_name(program: Client, load: Load) -> None:
    load(un())
    for which in ("un:QDi.900", "Salim Yasin al-Qandil"):
        answer = program.get(f"/api/parties/{which}/status", {"on": "2010-01-01"}).json()
        assert [one["state"] for one in answer["standings"]] == ["not-yet"]
    assert program.get("/api/parties/un:QDi.900").json()["caption"] == "SALIM YASIN AL-QANDIL"


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/api/parties/un:nobody", 404, "not-found"),
        ("/api/parties/un:nobody/status", 404, "not-found"),
        ("/api/parties/un:QDi.900/status?on=yesterday", 400, "wrong-use"),
    ],
)
def test_errors_say_what_to_do(program: Client, load: Load, address: str, status: int, error: str) -> None:
    load(un())
    answer = program.get(address)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["hint"]


def test_the_description_names_every_question(program: Client) -> None:
    described = program.get("/api/openapi.json").json()
    assert {"/api/check", "/api/parties/{thing}", "/api/deliveries"} <= set(described["paths"])


NEWS = (
    "Iraq signs with Jordan\n\n17 November 2025\n\nIraq and Jordan signed an agreement in Baghdad on 15 November 2025. "
    "The talks were long and calm, and everybody who came had something to say about them on that day.\n"
)


def test_what_articles_tell(load: Load, program: Client) -> None:
    load(article(NEWS))
    (row,) = program.get("/api/documents").json()
    told = program.get(f"/api/documents/{row['thing']}/reading").json()["told"]
    assert "AGREE" in {one["type"] for one in told}
    happenings = program.get("/api/timeline?country=iq&type=AGREE").json()["happenings"]
    assert [one["date"] for one in happenings] == ["2025-11-15"]
    assert program.get("/api/timeline?since=x").status_code == 400
    assert program.get("/api/documents/article:none/reading").status_code == 404
    assert Client().get("/api/timeline").status_code == 401
