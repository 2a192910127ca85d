"""What a key may not see is not there: not by an answer, a count, a digest, a header, nor by how much is looked up."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jisr.node.actions import people, sign_in
from jisr.records import TLP, Marking
from tests.node.conftest import Load, folder, load
from tests.node.world import ADMINISTRATOR, CROWD, SALIM, acts, article, un

__all__ = ["folder", "load"]
pytestmark = pytest.mark.django_db
AMBER = Marking(tlp=TLP.AMBER)
NAME = "Wathiq Mansur al-Jazari"
OPEN = f"un:{SALIM.ref}"
NEWS = f"Iraq signs with {NAME}\n\n17 November 2025\n\nIraq and {NAME} signed an agreement in Baghdad on 15 November.\n"
WORDS = ("Wathiq", "Jazari", "quiet")


class Told(NamedTuple):
    """All that somebody outside can see of an answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    looked_up: int


@pytest.fixture
def low(db: None) -> Client:
    """A program that may see what is green."""
    people.add(people.Person(name="low", roles=("analyst",), clearance="green"), reader=ADMINISTRATOR)
    return Client(HTTP_AUTHORIZATION=f"Bearer {sign_in.api_token('low', 't', reader=ADMINISTRATOR)}")


def told(client: Client, path: str, body: dict[str, object] | None = None) -> Told:
    with CaptureQueriesContext(connection) as found:
        answer = (
            client.get(path) if body is None else client.post(path, json.dumps(body), content_type="application/json")
        )
    shown = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+", "THEN", answer.content.decode())
    return Told(answer.status_code, tuple(sorted(answer.headers.items())), shown, len(found))


ASKED: tuple[tuple[str, dict[str, object] | None], ...] = (
    ("/api/deliveries", None),
    ("/api/documents", None),
    ("/api/timeline", None),
    ("/api/timeline?party=Wathiq", None),
    ("/api/calendar", None),
    (f"/api/parties/{OPEN}", None),
    (f"/api/parties/{OPEN}/status", None),
    (f"/api/parties/{OPEN}/reliefs", None),
    ("/api/check", {"name": NAME}),
    ("/api/check", {"name": "Salim Yasin al-Qandil"}),
    ("/api/may", {"jurisdiction": "un", "kind": "payment", "counterparty": OPEN}),
)


def test_what_is_hidden_changes_no_answer(low: Client, load: Load) -> None:
    load(un((SALIM, *CROWD)))
    before = [told(low, *one) for one in ASKED]
    assert {one.status for one in before} <= {200, 404}
    secrets(load)
    after = [told(low, *one) for one in ASKED]
    for asked, then, now in zip(ASKED, before, after, strict=True):
        assert now[:3] == then[:3], asked
        assert not any(word in now.body for word in WORDS if word not in json.dumps(asked)), asked


def secrets(load: Load) -> None:
    """A party, its listing, an act about it, and an article that names it."""
    load(("quiet.ftm.json", lines()), marking=AMBER, source="quiet")
    load(acts({"id": "quiet", "action": "designate", "subject": NAME, "subject_refs": ["quiet:w1"]}), marking=AMBER)
    load(article(NEWS), marking=AMBER)


def lines() -> bytes:
    said = (
        {"id": "w1", "schema": "Person", "properties": {"name": [NAME], "notes": [f"see {OPEN}"]}},
        {"id": "w2", "schema": "Sanction", "properties": {"entity": ["w1"], "program": ["quiet"]}},
        {"id": "w3", "schema": "UnknownLink", "properties": {"subject": ["w1"], "object": ["w1"]}},
    )
    return b"\n".join(json.dumps(one).encode() for one in said) + b"\n"


@pytest.mark.parametrize("path", ["/api/parties/{}", "/api/parties/{}/status", "/api/parties/{}/reliefs"])
def test_a_hidden_party_is_as_one_that_is_not_there(low: Client, load: Load, path: str) -> None:
    load(un((SALIM, *CROWD)))
    secrets(load)
    warm = told(low, path.format("quiet:y1"))
    hidden, absent = told(low, path.format("quiet:w1")), told(low, path.format("quiet:x1"))
    assert warm.status == hidden.status
    assert hidden.status == 404 or hidden.body == "[]"
    assert hidden._replace(body=hidden.body.replace("w1", "x1")) == absent
    assert not {"ETag", "Last-Modified"} & {name for name, _ in hidden.headers}


def test_a_hidden_name_is_as_one_nobody_has(low: Client, load: Load) -> None:
    load(un((SALIM, *CROWD)))
    secrets(load)
    told(low, "/api/parties/Nobody/status")
    hidden, absent = (told(low, f"/api/parties/{name}/status") for name in (NAME, "Zahran Mubarak al-Omari"))
    assert (hidden.status, hidden.headers, hidden.looked_up) == (absent.status, absent.headers, absent.looked_up)
    assert hidden.status == 404


def test_a_hidden_article_is_as_one_that_is_not_there(low: Client, load: Load) -> None:
    load(article(NEWS), marking=AMBER)
    (thing,) = high_documents()
    told(low, "/api/documents/article:none/reading")
    hidden = told(low, f"/api/documents/{thing}/reading")
    other = thing[:-4] + ("0000" if not thing.endswith("0000") else "1111")
    absent = told(low, f"/api/documents/{other}/reading")
    assert hidden.status == 404
    assert hidden._replace(body=hidden.body.replace(thing, other)) == absent


def high_documents() -> list[str]:
    people.add(people.Person(name="high", roles=("analyst",), clearance="red"), reader=ADMINISTRATOR)
    high = Client(HTTP_AUTHORIZATION=f"Bearer {sign_in.api_token('high', 't', reader=ADMINISTRATOR)}")
    return [row["thing"] for row in high.get("/api/documents").json()]


@pytest.mark.parametrize("path", ["/entities/{}", "/entities/{}/adjacent", "/search/{}", "/reconcile/{}"])
def test_programs_that_match_are_told_no_more(low: Client, load: Load, path: str) -> None:
    """The addresses of yente and OpenRefine: an entity, and a data set, that the key may not see."""
    load(un((SALIM, *CROWD)))
    secrets(load)
    name, other = ("w1", "x1") if "entities" in path else ("quiet", "quite")
    told(low, path.format("nobody"))
    hidden, absent = (told(low, path.format(one)) for one in (name, other))
    assert hidden._replace(body=hidden.body.replace(name, other)) == absent
