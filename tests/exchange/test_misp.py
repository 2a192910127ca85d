"""PyMISP itself against a running node: pull, search (A), what another MISP server asks (B), add and withdraw (C)."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pymisp import MISPEvent, MISPObject, MISPSighting, PyMISP

from tests.exchange.conftest import Running

Client = Callable[[str], PyMISP]


@pytest.fixture
def misp(node: Running) -> Client:
    def client(partner: str = "north") -> PyMISP:
        return PyMISP(f"{node.base}/misp/", node.secrets[partner], ssl=False)

    return client


def fresh() -> str:
    return str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))


def made(*tags: str, distribution: int = 1) -> MISPEvent:
    event = MISPEvent()
    event.uuid = fresh()
    event.info = f"شبكة تمويل {event.uuid[:8]}"
    event.distribution = distribution
    event.analysis = 0
    event.threat_level_id = 4
    event.add_attribute("iban", f"DE{event.uuid[:8]}", category="Financial fraud")
    person = MISPObject("person")
    person.add_attribute("full-name", value="محمد عبد الرحمن")
    person.add_attribute("date-of-birth", value="1980-01-02")
    event.add_object(person)
    for tag in tags:
        event.add_tag(tag)
    return event


def added(client: PyMISP, *tags: str, **more: Any) -> MISPEvent:
    event = client.add_event(made(*tags, **more), pythonify=True)
    assert isinstance(event, MISPEvent), event
    return event


def test_the_client_starts(misp: Client) -> None:
    client = misp("north")
    assert client.misp_instance_version["version"]
    assert len(client.describe_types["types"]) == 194


def test_an_event_comes_back_whole(misp: Client) -> None:
    client = misp("north")
    event = added(client, "tlp:green")
    for key in (event.uuid, event.id):
        found = client.get_event(key, pythonify=True)
        assert found.info == event.info
        assert [one.value for one in found.attributes] == [event.attributes[0].value]
        assert {one.object_relation: one.value for one in found.objects[0].attributes}["full-name"] == "محمد عبد الرحمن"
        assert [tag.name for tag in found.tags] == ["tlp:green"]
    assert client.event_exists(event.uuid)
    assert not client.event_exists(fresh())


def test_lists_and_searches(misp: Client) -> None:
    client = misp("north")
    event, other = added(client, "tlp:green"), added(client, "tlp:amber")
    keys = {one.uuid for one in client.search_index(pythonify=True)}
    assert {event.uuid, other.uuid} <= keys
    assert event.uuid in {one["uuid"] for one in client.search_index(minimal=True)}
    value = event.attributes[0].value
    for query in ({"uuid": event.uuid}, {"value": value}, {"eventinfo": event.info}, {"eventid": event.id}):
        assert [one.uuid for one in client.search("events", pythonify=True, **query)] == [event.uuid]
    tagged = {one.uuid for one in client.search("events", tags=["tlp:amber"], pythonify=True)}
    assert other.uuid in tagged
    assert event.uuid not in tagged
    assert [one.value for one in client.search("attributes", value=value, pythonify=True)] == [value]
    assert len(client.search("events", limit=1, page=2)) == 1
    assert client.search("events", timestamp="1d", uuid=event.uuid)
    assert not client.search("events", timestamp=["2001-01-01", "2001-01-02"], uuid=event.uuid)
    assert "Attribute" not in client.search("events", uuid=event.uuid, metadata=True)[0]["Event"]


def test_the_small_lists(misp: Client) -> None:
    client = misp("north")
    added(client, "tlp:green")
    assert client.sharing_groups() == []
    assert "north" in {one["Organisation"]["name"] for one in client.organisations()}
    assert "tlp:green" in {one["name"] for one in client.tags()}
    assert client.taxonomies() == client.galaxies() == []


@pytest.mark.parametrize(
    ("tags", "distribution", "seen"),
    [
        (("tlp:green",), 1, True),
        (("tlp:clear",), 3, True),
        (("tlp:white",), 3, True),
        (("tlp:amber",), 3, False),
        (("tlp:red",), 3, False),
        (("tlp:green", "tlp:red"), 3, False),
        (("tlp:mauve",), 3, False),
        ((), 3, False),
        (("tlp:green",), 0, False),
    ],
)
def test_only_what_the_rule_lets_go_is_seen_by_others(
    misp: Client, tags: tuple[str, ...], distribution: int, *, seen: bool
) -> None:
    north, south = misp("north"), misp("south")
    event = added(north, *tags, distribution=distribution)
    assert north.event_exists(event.uuid)
    assert south.event_exists(event.uuid) is seen
    assert (event.uuid in {one["uuid"] for one in south.search_index()}) is seen
    assert bool(south.search("attributes", value=event.attributes[0].value)["Attribute"]) is seen
    if not seen:
        assert "errors" in south.get_event(event.uuid)


def test_only_its_sender_changes_and_withdraws_it(misp: Client) -> None:
    north, south = misp("north"), misp("south")
    event = added(north, "tlp:green")
    theirs = south.get_event(event.uuid, pythonify=True)
    theirs.info = "changed"
    assert south.update_event(theirs)["errors"][0] == 403
    assert south.delete_event(event.uuid)["errors"][0] == 403
    event.info = "changed by its own"
    assert north.update_event(event, pythonify=True).info == "changed by its own"
    assert south.get_event(event.uuid, pythonify=True).info == "changed by its own"
    assert north.publish(event.uuid)["name"] == "Publish"
    assert south.get_event(event.uuid, pythonify=True).published
    assert north.delete_event(event.uuid)["message"] == "Event deleted."
    assert not south.event_exists(event.uuid)
    assert not north.event_exists(event.uuid)


def test_an_attribute_goes(misp: Client) -> None:
    client = misp("north")
    event = added(client, "tlp:green")
    assert client.delete_attribute(event.attributes[0].uuid)["message"] == "Attribute deleted."
    assert client.get_event(event.uuid, pythonify=True).attributes == []


def test_sightings_and_proposals_are_taken(misp: Client) -> None:
    client = misp("north")
    event = added(client, "tlp:green")
    sighting = MISPSighting()
    sighting.from_dict(value=event.attributes[0].value, type=1, source="screening")
    assert "errors" not in client.add_sighting(sighting)
    proposal = {"type": "iban", "value": "DE1", "category": "Financial fraud"}
    assert "errors" not in client.add_attribute_proposal(event.uuid, proposal)


def ask(node: Running, method: str, path: str, body: object = None, partner: str = "north") -> httpx.Response:
    headers = {"Authorization": node.secrets[partner], "Accept": "application/json"}
    return httpx.request(method, f"{node.base}/misp/{path}", headers=headers, json=body)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "events/filterEventIdsForPush"),
        ("POST", "sightings/restSearch/event"),
        ("GET", "shadowAttributes/index"),
        ("POST", "galaxy_clusters/restSearch"),
        ("POST", "analyst_data/indexMinimal"),
        ("POST", "analyst_data/filterAnalystDataForPush"),
        ("GET", "servers/getAvailableSyncFilteringRules"),
        ("POST", "servers/postTest"),
        ("GET", "organisations/index/scope:local"),
    ],
)
def test_what_a_server_asks_is_answered(node: Running, method: str, path: str) -> None:
    assert ask(node, method, path, [] if method == "POST" else None).status_code == 200


def test_a_server_learns_what_is_news(node: Running, misp: Client) -> None:
    event = added(misp("north"), "tlp:green")
    new = {"Event": {"uuid": fresh(), "timestamp": "1"}}
    old = {"Event": {"uuid": event.uuid, "timestamp": "1"}}
    assert ask(node, "POST", "events/filterEventIdsForPush", [new, old]).json() == [new["Event"]["uuid"]]


def test_an_unchanged_list_is_not_sent_again(node: Running) -> None:
    headers = {"Authorization": node.secrets["north"]}
    first = httpx.get(f"{node.base}/misp/events/index", headers=headers)
    again = httpx.get(f"{node.base}/misp/events/index", headers={**headers, "If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_without_the_key_nothing_is_said(node: Running) -> None:
    said = httpx.get(f"{node.base}/misp/events/index", headers={"Authorization": "0" * 40})
    assert said.status_code == 403
    assert set(said.json()) == {"name", "message", "url"}


@pytest.mark.parametrize("body", [b"{", b'{"Event":{"a":1,"a":2}}', b'{"Event":{"info":"\\ud800"}}', b"[" * 9000, b"7"])
def test_broken_json_is_refused(node: Running, body: bytes) -> None:
    headers = {"Authorization": node.secrets["north"]}
    said = httpx.post(f"{node.base}/misp/events/add", headers=headers, content=body)
    assert said.status_code == 400
