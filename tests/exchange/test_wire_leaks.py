"""By every address a partner's program can ask: a node with secrets answers it as the node without."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from pytest_django import DjangoDbBlocker

from jisr.errors import JisrError
from jisr.exchange._http import Answer, Ask
from jisr.exchange.misp import answer as misp_answer
from jisr.exchange.misp_feed import write_feed
from jisr.exchange.taxii import answer as taxii_answer
from jisr.formats import id_of
from jisr.formats.misp_json import event_key
from jisr.node.actions import feedback, serve, shelve
from jisr.node.actions.hand_over import as_stix
from jisr.node.actions.share import share
from jisr.node.actions.withdraw import withdraw
from jisr.node.models import TaxiiAccount, TaxiiPost
from jisr.records import TLP, Marking
from tests.exchange.coalition import Node, found, person

SECRET = Marking(tlp=TLP.AMBER, releasable_to=("north", "river"))
GREEN = Marking(tlp=TLP.GREEN)
NAME = "Wathiq al-Jazari"
TAXII = "/taxii2/exchange/"
HIDDEN = ("Wathiq", "Jazari", "river", "quiet", "secret")


@pytest.fixture
def north(empty: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Node]:
    with django_db_blocker.unblock():
        node = found(("north", "coast", "river"), empty=empty, folder=tmp_path)["north"]
        node.load(person("p1", "Salim Qandil"), marking=GREEN)
        with node.inside():
            share(["acts:p1"], ["coast"], reader=node.reader)
            yield node


def secrets(north: Node) -> None:
    """What is between north and river alone: shared, taken back, narrowed, said and asked."""
    north.load(person("s1", NAME, notes=["see acts:p1"]), person("s2", f"{NAME} II"), marking=SECRET, source="secret")
    shelve.open_for("river", reader=north.reader, label="quiet")
    share(["secret:s1", "secret:s2", "acts:p1"], ["river"], reader=north.reader)
    withdraw("secret:s2", "quiet", reader=north.reader)
    feedback.ask("river", feedback.Wanted(subject="quiet", question=NAME), reader=north.reader)
    feedback.roster("quiet", ("river",), reader=north.reader)
    as_stix(["secret:s1"], "river", reader=north.reader)


def ask(secret: str, method: str, path: str, body: bytes = b"") -> Ask:
    shown = base64.b64encode(f"coast:{secret}".encode()).decode()
    headers = {"authorization": f"Basic {shown}", "accept": "*/*", "content-type": "application/json"}
    where, _, query = path.partition("?")
    pairs = tuple(tuple(one.split("=", 1)) for one in query.split("&") if one)
    return Ask(method=method, path=where, query=pairs, headers=headers, remote="127.0.0.1", body=body)  # type: ignore[arg-type]  # pairs


def answers(secret: str, read: str) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """What the member coast is told by every address there is."""
    shelf = f"{TAXII}collections/{read}/"
    stix = id_of("acts:p1", "Person")
    gets = (
        *("/taxii2/", TAXII, f"{TAXII}collections/", shelf, f"{shelf}objects/", f"{shelf}manifest/"),
        *(f"{shelf}objects/{stix}/", f"{shelf}objects/{stix}/versions/", f"{shelf}objects/?match[version]=all"),
        f"{shelf}objects/?match[type]=identity",
    )
    found = {path: told(taxii_answer(ask(secret, "GET", path))) for path in gets}
    for path in ("/misp/events/index", "/misp/events/restSearch", "/misp/attributes/restSearch"):
        found[path] = told(misp_answer(ask(secret, "POST", path, b"{}")))
    for path in ("/misp/sharingGroups/index", "/misp/organisations/index", "/misp/tags/index"):
        found[path] = told(misp_answer(ask(secret, "GET", path)))
    return found


def told(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
    return answer.status, answer.body, dict(answer.headers)


def test_no_address_tells_a_partner_of_what_is_another_s(north: Node, tmp_path: Path) -> None:
    made = shelve.open_for("coast", reader=north.reader)
    answers(made.secret, made.read)  # laid out at the first asking
    write_feed(tmp_path / "before", member="coast")
    before = answers(made.secret, made.read)
    secrets(north)
    after = answers(made.secret, made.read)
    write_feed(tmp_path / "after", member="coast")
    assert all(status == 200 for status, _, _ in before.values()), [one for one in before if before[one][0] != 200]
    for path, said in before.items():
        assert after[path] == said, path
    files = {name: {one.name: one.read_bytes() for one in (tmp_path / name).iterdir()} for name in ("before", "after")}
    assert files["after"] == files["before"]
    page = serve.page("coast", "north", after=0)
    for word in HIDDEN:
        assert word.encode() not in page + serve.heads("coast")
        assert not any(word.encode() in body for _, body, _ in after.values())


def test_what_is_hidden_and_what_never_was_answer_alike(north: Node) -> None:
    made = shelve.open_for("coast", reader=north.reader)
    secrets(north)
    other = shelve.open_for("river", reader=north.reader)
    post = TaxiiPost.objects.order_by("-pk").values_list("uid", flat=True).first() or other.read
    never = "00000000-0000-4000-8000-000000000000"
    pairs = [
        (f"{TAXII}collections/{other.read}/", f"{TAXII}collections/{never}/"),
        (f"{TAXII}collections/{other.read}/objects/", f"{TAXII}collections/{never}/objects/"),
        (f"{TAXII}collections/for-river/", f"{TAXII}collections/for-nobody/"),
        (f"{TAXII}status/{post}/", f"{TAXII}status/{never}/"),
        ("/taxii2/river/", "/taxii2/nobody/"),
    ]
    for hidden in (id_of("secret:s1", "Person"), id_of("secret:s2", "Person")):
        pairs += [
            (f"{TAXII}collections/{made.read}/objects/{hidden}/{rest}",
             f"{TAXII}collections/{made.read}/objects/identity--{never}/{rest}")
            for rest in ("", "versions/")
        ]  # fmt: skip
    for hidden, none in pairs:
        one, two = (taxii_answer(ask(made.secret, "GET", path)) for path in (hidden, none))
        assert (one.status, blind(one.body)) == (two.status, blind(two.body)), hidden
        assert one.status == 404
        assert one.headers.keys() == two.headers.keys()
    key = event_key("secret:s1")
    one, two = (misp_answer(ask(made.secret, "GET", f"/misp/events/view/{uid}")) for uid in (key, never))
    assert (one.status, blind(one.body)) == (two.status, blind(two.body))
    assert one.status == 404


def blind(body: bytes) -> str:
    """Without the ids that were asked for, and the number of the refusal."""
    return re.sub(r'[0-9a-f]{8}-[0-9a-f-]{27}|"error_id":"[0-9a-f]{16}"', "ID", body.decode())


@pytest.mark.parametrize("origin", ["river", "nobody", "", "north'--", "hill"])
def test_the_log_of_another_is_not_there(north: Node, origin: str) -> None:
    said = []
    for partner in ("coast", "nobody"):
        with pytest.raises(JisrError) as caught:
            serve.page(partner, origin, after=0)
        said.append((type(caught.value).__name__, str(caught.value)))
    assert len(set(said)) == 1


def test_secrets_of_programs_are_kept_as_digests(north: Node) -> None:
    made = shelve.open_for("coast", reader=north.reader)
    kept = orjson.dumps(list(TaxiiAccount.objects.values()), default=str)
    assert made.secret.encode() not in kept
    assert len(made.secret) >= 40
    wrong = told(taxii_answer(ask(made.secret[:-1] + "x", "GET", "/taxii2/")))
    assert wrong[0] == 401
    assert b"coast" not in wrong[1]


def test_a_program_that_asks_too_often_is_slowed_and_others_are_not(north: Node) -> None:
    made, other = (shelve.open_for("coast", reader=north.reader, label=label) for label in ("one", "two"))
    TaxiiAccount.objects.filter(label="one").update(per_minute=3)
    said = [taxii_answer(ask(made.secret, "GET", "/taxii2/")) for _ in range(5)]
    assert [one.status for one in said] == [200, 200, 200, 429, 429]
    assert orjson.loads(said[-1].body)["http_status"] == "429"
    assert said[-1].headers["Retry-After"] == "1"
    assert taxii_answer(ask(other.secret, "GET", "/taxii2/")).status == 200


def test_guessing_is_stopped_by_address(north: Node) -> None:
    remote = f"guess-{time.monotonic_ns()}"
    wrong = ask("0" * 40, "GET", "/taxii2/")
    said = [taxii_answer(replace(wrong, remote=remote)).status for _ in range(40)]
    assert said[0] == 401
    assert said[-1] == 429
