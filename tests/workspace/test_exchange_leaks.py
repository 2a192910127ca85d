"""The pages of the exchange: for a reader without the right, the node with secrets is the node without."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import orjson
import pytest
from django.test import Client

from jisr.node import clock, feedback
from jisr.node.actions import feedback as telling
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.keep_check import keep
from jisr.node.actions.share import share
from jisr.node.actions.share_finding import share_finding
from jisr.node.actions.withdraw import withdraw
from jisr.node.models import Batch, Record
from jisr.node.queries.check import check
from jisr.node.values import Came, Question
from jisr.records import TLP, Marking
from jisr.sharing import Reader, Role
from tests.cli.conftest import join_river
from tests.workspace.conftest import SignedIn

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEEPER = Reader(
    name="zara",
    member="this-node",
    roles=frozenset(Role) - {Role.ADMINISTRATOR},
    clearance=TLP.RED,
)
OPEN = Marking(tlp=TLP.CLEAR)
SECRET = Marking(tlp=TLP.AMBER, releasable_to=("river", "zara"))
NAME = "Wathiq Mansur al-Jazari"
HIDDEN = ("Wathiq", "Jazari", "secret-source", "quiet words")
PAGES = (
    *("/partners", "/partners/river", "/outbox", "/outbox?partner=river", "/inbox", "/receipts", "/requests"),
    *("/receipts?thing=secret-source:s1", "/share", "/share?partner=river", "/deliveries", "/", "/changes"),
)
NOT_THERE = (
    ("/share?thing=secret-source:s1", "/share?thing=secret-source:none"),
    ("/share?party=secret-source:s1", "/share?party=secret-source:none"),
    ("/partners/{secret}", "/partners/none"),
    ("/records/{record}", "/records/987654"),
    ("/deliveries/{batch}", "/deliveries/987654"),
    ("/share?finding={finding}", "/share?finding=987654"),
    ("/findings/{finding}", "/findings/987654"),
)


def load(key: str, name: str, *, source: str, marking: Marking) -> None:
    data = orjson.dumps({"id": key, "schema": "Person", "properties": {"name": [name]}})
    wanted = Wanted(source=source, format="ftm-json", marking=marking)
    ingest([(f"{key}.ftm.json", data + b"\n")], reader=KEEPER, wanted=wanted)


def public() -> None:
    load("p1", "Salim Qandil", source="acts", marking=OPEN)
    join_river()
    share(["acts:p1"], ["river"], reader=KEEPER)
    telling.ask("river", telling.Wanted(subject="papers", question="which?"), reader=KEEPER)
    said("proposal", thing="acts:p1", property="birthDate", value="1971", why="his papers")


def said(what: str, **body: object) -> None:
    text = orjson.dumps({"what": what, "uid": f"{what}-{body.get('thing', '')}", "by": "them", **body})
    feedback.received(Came(origin="river", seq=1, kind="propose", rid="x", marking="", body=text))


def secrets() -> int:
    """What only one person may see, tied to the partner in every way there is; the number of a finding on it."""
    load("s1", NAME, source="secret-source", marking=SECRET)
    load("s2", f"{NAME} II", source="secret-source", marking=SECRET)
    share(["secret-source:s1", "secret-source:s2"], ["river"], reader=KEEPER)
    said("proposal", thing="secret-source:s1", property="name", value=NAME, why="quiet words")
    said("sighting", thing="secret-source:s1", kind="seen", note="quiet words")
    said("request", subject="secret-source:s1", question="quiet words")
    (number, *_) = keep(check(Question(name=NAME), reader=KEEPER), reader=KEEPER)
    share_finding(number, ["river"], reader=KEEPER)
    withdraw("secret-source:s2", "quiet words", reader=KEEPER)
    return number


def shown(client: Client, address: str) -> str:
    """A page without what changes by itself: tokens, and the number a log is at, which every partner knows."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|CSRFToken": "[^"]*"', "", page.content.decode())
    return re.sub(r"<span>(number|رقم|الرقم) .*?</span>", "", text)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("roles", [("analyst",), ("exchange", "auditor"), ("supervisor",)], ids=str)
def test_no_page_tells_a_lesser_reader_of_a_secret(signed_in: SignedIn, language: str, roles: tuple[str, ...]) -> None:
    with clock.moved_to(NOON):
        public()
        client = signed_in(*roles, language=language)
        before = {address: shown(client, address) for address in PAGES}
        number = secrets()
        after = {address: shown(client, address) for address in PAGES}
    for address in PAGES:
        assert after[address] == before[address], address
        assert not [word for word in HIDDEN if word in after[address].replace(f"thing={'secret-source'}:s1", "")]
    facts = {
        "secret": "secret-source",
        "record": Record.objects.filter(thing="secret-source:s1").values_list("pk", flat=True)[0],
        "batch": Batch.objects.filter(source="secret-source").values_list("pk", flat=True)[0],
        "finding": number,
    }
    for hidden, never in NOT_THERE:
        one, other = client.get(hidden.format(**facts)), client.get(never)
        assert one.status_code == other.status_code, hidden
        assert not [word for word in HIDDEN[:2] if word in one.content.decode()]


def test_the_one_it_is_for_sees_it(signed_in: SignedIn) -> None:
    with clock.moved_to(NOON):
        public()
        secrets()
        client = signed_in("analyst", "exchange", "supervisor", name="zara")
        assert NAME in client.get("/outbox").content.decode()
        assert "quiet words" in client.get("/requests").content.decode()
