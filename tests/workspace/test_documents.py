"""The pages of the press: one card an event, what is no part of the article, a report on its way to an act."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from jisr.node.actions.decide import decide
from jisr.node.actions.ingest import ingest
from jisr.node.queries.documents import documents
from jisr.node.queries.findings import findings
from jisr.sharing import Reader

SignedIn = Callable[..., Client]
TEXT = (
    "Syria joins the Global Coalition\n\n"
    "By Layla Haddad\n"
    "Last updated: 12 November 2025\n\n"
    "12 November 2025\n\n"
    "Syria joined the Global Coalition to Defeat ISIS on 11 November 2025, the US Embassy in Damascus said. "
    "In my view, the step was a mistake. The Jordanian businessman Karim Haddad Suleiman, 54, welcomed it in Amman.\n\n"
    "Read also: Minister Omar Nasser arrested in Cairo\n"
)


@pytest.fixture
def thing(keeper: Reader) -> str:
    """An article of the node."""
    ingest([("article.txt", TEXT.encode())], reader=keeper)
    return documents(reader=keeper)[0].thing


@pytest.mark.parametrize(
    ("language", "opinion", "again"), [("en", "Opinion", "Told again in 1 sentence"), ("ar", "رأي", "يُذكر ثانية")]
)
def test_a_card_an_event_and_what_is_no_part_of_the_article(
    thing: str, signed_in: SignedIn, language: str, opinion: str, again: str
) -> None:
    page = signed_in(language=language).get(f"/documents/{thing}").content.decode()
    aside = " ".join(re.findall(r'class="[^"]*aside-line[^"]*"[^>]*>([^<]*)<', page))
    assert "Layla Haddad" in aside
    assert "Read also" in aside
    assert again in page
    assert opinion in page
    assert "54" in page
    assert page.count("told-ARREST") == 0


def test_a_report_that_stands_fills_in_the_form_of_an_act(thing: str, keeper: Reader, signed_in: SignedIn) -> None:
    (row, *_) = [one for one in findings(reader=keeper, state="") if one.kind == "status-proposal"]
    client = signed_in("analyst")
    assert "/acts/new?" not in client.get(f"/findings/{row.id}").content.decode()
    decide(row.id, reader=keeper, verdict="confirmed", why="the embassy says so")
    shown = unescape(client.get(f"/findings/{row.id}").content.decode())
    (link,) = re.findall(r'href="(/acts/new\?[^"]+)"', shown)
    form = client.get(link).content.decode()
    for name, values in parse_qs(urlsplit(link).query).items():
        assert unescape(form).count(values[0][:30]) > 0, name
    assert "2025-11-11" in form


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_the_press_says_of_a_country(thing: str, signed_in: SignedIn, language: str) -> None:
    client = signed_in(language=language)
    page = client.get("/press/sy")
    assert page.status_code == 200  # HTTP
    assert "Syria joined the Global Coalition" in page.content.decode()
    assert client.get("/press/zz").status_code == 404  # HTTP
    assert client.get("/sources").status_code == 200  # HTTP


def test_a_correction_gives_the_rule_its_precision(thing: str, signed_in: SignedIn) -> None:
    client = signed_in("analyst")
    page = client.get(f"/documents/{thing}").content.decode()
    number = re.findall(r'id="told-(\d+)"', page)[0]
    client.post(f"/reading/{number}/review", {"verdict": "wrong"})
    assert "data-said" in client.get(f"/documents/{thing}").content.decode()
    assert "0" in client.get("/rules").content.decode()
    said = re.findall(r'name="undo"\s+value="(\d+)"', client.get(f"/documents/{thing}").content.decode())[0]
    client.post(f"/reading/{number}/review", {"undo": said}, headers={"HX-Request": "true"})
    assert "data-said" not in client.get(f"/documents/{thing}").content.decode()
