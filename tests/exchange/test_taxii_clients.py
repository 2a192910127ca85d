"""Programs others wrote, against a running node. T01 to T03: checks of the list for TAXII 2.1."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import stix2
from taxii2client.v21 import Collection, Server, as_pages

from tests.exchange.conftest import Running, Shelf, identity


@pytest.fixture
def theirs(node: Running, shelf: Shelf) -> Iterator[Collection]:
    server = Server(f"{node.base}/taxii2/", user="north", password=node.secrets["north"])
    found = [one for root in server.api_roots for one in root.collections if one.id == shelf.uid]
    yield found[0]
    for root in server.api_roots:
        root._conn.close()
    server.close()


def test_t01_a_server_leads_to_its_collections(theirs: Collection, shelf: Shelf) -> None:
    assert theirs.title.startswith("The shelf spare-")
    assert theirs.can_read
    assert theirs.can_write


def test_t02_every_call_of_a_collection(theirs: Collection) -> None:
    one = identity()
    status = theirs.add_objects({"objects": [one]}, wait_for_completion=True)
    assert status.status == "complete"
    assert status.success_count == 1
    assert theirs.get_objects()["objects"] == [one]
    assert theirs.get_object(one["id"])["objects"] == [one]
    assert theirs.object_versions(one["id"])["versions"] == ["2024-01-01T00:00:00.000000Z"]
    assert [record["id"] for record in theirs.get_manifest()["objects"]] == [one["id"]]
    theirs.delete_object(one["id"])
    assert theirs.get_objects() == {}


def test_t03_pages_give_each_once(theirs: Collection, shelf: Shelf) -> None:
    every = [identity() for _ in range(50)]
    shelf.post(*every)
    for call in (theirs.get_objects, theirs.get_manifest):
        pages = as_pages(call, per_request=7)
        assert [one["id"] for page in pages for one in page.get("objects", [])] == [one["id"] for one in every]


def test_stix2_reads_and_writes_a_collection(theirs: Collection, shelf: Shelf) -> None:
    cell = stix2.v21.Identity(name="خلية", identity_class="organization")
    stix2.TAXIICollectionSink(theirs).add(cell)
    shelf.post(identity(name="other", identity_class="individual"))
    source = stix2.TAXIICollectionSource(theirs)
    assert source.get(cell.id) == cell
    assert source.all_versions(cell.id) == [cell]
    assert [one.name for one in source.query([stix2.Filter("name", "=", "other")])] == ["other"]
    assert len(source.query([stix2.Filter("type", "=", "identity")])) == 2


def test_what_stix2_wrote_is_kept_as_it_wrote_it(theirs: Collection, shelf: Shelf) -> None:
    cell = stix2.v21.Identity(name="خلية", identity_class="organization")
    shelf.post(cell.serialize().encode())
    assert shelf.get().content == b'{"objects":[' + cell.serialize().encode() + b"]}"
    assert json.loads(cell.serialize()) == theirs.get_object(cell.id)["objects"][0]
