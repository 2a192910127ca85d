"""What a client learns first. Each test bears the number of its check in the list of checks of TAXII 2.1."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.exchange.conftest import KIND, Running, Shelf

ROOT = "/taxii2/exchange/"
UNKNOWN = str(uuid.UUID(int=5, version=4))


@pytest.fixture
def north(node: Running) -> Iterator[httpx.Client]:
    with node.client() as client:
        yield client


def test_d01_discovery_is_taxii(north: httpx.Client) -> None:
    said = north.get("/taxii2/")
    assert (said.status_code, said.headers["content-type"]) == (200, KIND)


def test_d02_d03_discovery_names_its_roots(north: httpx.Client) -> None:
    said = north.get("/taxii2/").json()
    assert said["title"]
    assert said["default"] in said["api_roots"]
    assert all(re.fullmatch(r"/[^/?][^?]*/", root) for root in said["api_roots"])


@pytest.mark.parametrize("path", ["/taxii2/", ROOT, ROOT + "collections/", ROOT + "status/1/", "/taxii2/none/"])
@pytest.mark.parametrize("auth", [None, ("north", "wrong"), ("nobody", "wrong")])
def test_d04_d05_d06_without_the_secret_nothing_is_said(node: Running, path: str, auth: tuple[str, str] | None) -> None:
    said = httpx.get(node.base + path, auth=auth)
    assert said.status_code == 401
    assert said.headers["www-authenticate"].startswith("Basic ")
    assert said.json()["http_status"] == "401"


@pytest.mark.parametrize(
    "accept",
    [
        KIND,
        "application/taxii+json; version=2.1",
        "text/html, application/taxii+json;version=2.1",
        "Application/TAXII+JSON;Version=2.1",
        "application/taxii+json",
        "application/taxii+json;version=2.1;q=0.7, text/plain;q=0.1",
        'application/taxii+json;version="2.1"',
        "*/*",
        "",
    ],
)
def test_d07_d08_d09_a_defined_type_is_served(north: httpx.Client, accept: str) -> None:
    said = north.get("/taxii2/", headers={"Accept": accept})
    assert (said.status_code, said.headers["content-type"]) == (200, KIND)


@pytest.mark.parametrize("accept", ["text/html", "application/taxii+json;version=3.0", "application/taxii+json;q=0"])
def test_d10_another_type_is_not_acceptable(north: httpx.Client, accept: str) -> None:
    assert north.get("/taxii2/", headers={"Accept": accept}).status_code == 406


def test_d11_no_user_agent_is_needed(north: httpx.Client) -> None:
    del north.headers["user-agent"]
    assert north.get("/taxii2/").status_code == 200


def test_d12_the_last_slash_may_be_missing(north: httpx.Client) -> None:
    assert north.get("/taxii2").status_code == north.get(ROOT + "collections").status_code == 200


def test_d13_tls_is_the_proxys_and_is_documented() -> None:
    """The node itself listens on this machine alone; docs/taxii.md says how TLS is put in front."""
    page = Path(__file__).parents[2] / "docs" / "taxii.md"
    assert "TLS" in page.read_text(encoding="utf-8")


def test_r01_the_root_says_what_it_takes(north: httpx.Client) -> None:
    said = north.get(ROOT).json()
    assert said["title"]
    assert KIND in said["versions"]
    assert said["max_content_length"] > 0


def test_r02_an_unknown_root_is_not_there(north: httpx.Client) -> None:
    assert north.get("/taxii2/none/").status_code == 404


def test_e01_e02_every_refusal_is_an_error_object(node: Running, north: httpx.Client) -> None:
    said = [
        httpx.get(node.base + "/taxii2/"),
        north.get("/taxii2/none/"),
        north.get("/taxii2/a/b/c/d/e/f/g/"),
        north.put("/taxii2/"),
        north.get("/taxii2/", headers={"Accept": "text/html"}),
        north.post(node.shelf() + "objects/", content=b"{}", headers={"Content-Type": "text/plain"}),
        north.get(node.shelf() + "objects/?limit=x"),
        north.post(node.shelf("notes") + "objects/", content=b"{}", headers={"Content-Type": KIND}),
    ]
    assert [one.status_code for one in said] == [401, 404, 404, 405, 406, 415, 400, 403]
    for one in said:
        assert one.headers["content-type"] == KIND
        assert one.json()["title"]
        assert one.json()["http_status"] == str(one.status_code)


def test_c01_c02_collections_say_what_they_must(north: httpx.Client) -> None:
    for one in north.get(ROOT + "collections/").json()["collections"]:
        assert uuid.UUID(one["id"]).version == 4
        assert isinstance(one["title"], str)
        assert isinstance(one["can_read"], bool)
        assert isinstance(one["can_write"], bool)


def test_c03_c04_the_order_lasts_and_each_alone_is_the_same(north: httpx.Client) -> None:
    first, again = (north.get(ROOT + "collections/").json()["collections"] for _ in range(2))
    assert first == again
    assert north.get(f"{ROOT}collections/{first[0]['id']}/").json() == first[0]


BELOW = ["", "objects/", "manifest/", f"objects/identity--{UNKNOWN}/", f"objects/identity--{UNKNOWN}/versions/"]


@pytest.mark.parametrize("what", BELOW)
def test_c05_an_unknown_collection_is_nowhere(north: httpx.Client, what: str) -> None:
    assert north.get(f"{ROOT}collections/{UNKNOWN}/{what}").status_code == 404


def test_c06_an_alias_does_as_well(node: Running, north: httpx.Client) -> None:
    assert north.get(ROOT + "collections/common/").json()["id"] == node.shelves["common"]


def test_c07_who_may_only_read_writes_and_deletes_nothing(node: Running, north: httpx.Client) -> None:
    path = node.shelf("notes") + "objects/"
    assert north.get(path).status_code == 200
    assert north.post(path, content=b'{"objects":[{}]}', headers={"Content-Type": KIND}).status_code == 403
    assert north.delete(f"{path}identity--{UNKNOWN}/").status_code == 403


@pytest.mark.parametrize("what", BELOW[1:])
def test_c08_who_may_only_write_reads_nothing(node: Running, north: httpx.Client, what: str) -> None:
    assert north.get(node.shelf("drop") + what).status_code == 403
    assert north.delete(f"{node.shelf('drop')}objects/identity--{UNKNOWN}/").status_code == 403


@pytest.mark.parametrize("what", BELOW)
def test_c09_what_one_may_not_see_is_answered_like_what_is_not_there(
    node: Running, north: httpx.Client, what: str
) -> None:
    hidden = north.get(node.shelf("secret") + what)
    absent = north.get(f"{ROOT}collections/{UNKNOWN}/{what}")
    listed = [one["id"] for one in north.get(ROOT + "collections/").json()["collections"]]
    assert node.shelves["secret"] not in listed
    assert hidden.status_code == absent.status_code == 404
    assert _but_id(hidden) == _but_id(absent)
    assert [name for name in hidden.headers if name != "date"] == [name for name in absent.headers if name != "date"]


def _but_id(said: httpx.Response) -> dict[str, object]:
    return {name: value for name, value in said.json().items() if name != "error_id"}


def test_a_bearer_secret_does_as_well(node: Running, shelf: Shelf) -> None:
    headers = {"Authorization": f"Bearer {node.secrets['south']}"}
    said = httpx.get(node.base + ROOT + "collections/", headers=headers).json()["collections"]
    assert node.shelves["secret"] in [one["id"] for one in said]
    assert shelf.uid not in [one["id"] for one in said]
