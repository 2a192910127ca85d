"""What is shared with a member stands on its shelves, for programs that follow no log; what is taken back goes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from pymisp import MISPEvent
from pytest_django import DjangoDbBlocker

from jisr.exchange.misp_feed import write_feed
from jisr.formats.stix_envelope import piece
from jisr.node import clock
from jisr.node.actions import misp_events, serve, shelve, taxii_add, taxii_serve, taxii_shelves, taxii_take
from jisr.node.actions.hand_over import as_stix
from jisr.node.actions.share import share
from jisr.node.actions.withdraw import withdraw
from jisr.node.models import AuditEntry, Batch, Egress, Record, TaxiiPost
from jisr.node.queries import taxii
from jisr.node.queries.exchange import verify_exchange
from jisr.node.values import Caller, Shelf, Wish
from jisr.records import TLP, Marking
from tests.exchange.coalition import Node, found, person, template

COAST = Caller(partner="coast", account="coast")
RIVER = Caller(partner="river", account="river")
GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    with django_db_blocker.unblock():
        return template(tmp_path_factory.mktemp("empty") / "node")


@pytest.fixture
def north(empty: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Node]:
    with django_db_blocker.unblock():
        node = found(("north", "coast", "river"), empty=empty, folder=tmp_path)["north"]
        node.load(person("p1", "Salim Qandil"), person("p2", "Badr Mirwahi"))
        with node.inside():
            yield node


def lying(alias: str = "for-coast", caller: Caller = COAST) -> list[dict[str, object]]:
    shelf = taxii.shelf("exchange", alias, caller=caller)
    assert shelf is not None
    return [orjson.loads(one.body) for one in taxii_serve.page(shelf, Wish(), caller=caller).kept]


def test_what_is_shared_is_laid_out_and_what_is_withdrawn_is_a_stub(north: Node) -> None:
    shelve.open_for("coast", reader=north.reader)
    assert lying() == []
    share(["acts:p1"], ["coast"], reader=north.reader)
    names = [one.get("name") for one in lying() if one["type"] == "identity"]
    assert "Salim Qandil" in names
    assert "Badr Mirwahi" not in names
    told = Egress.objects.filter(peer="coast", origin__startswith="taxii:").count()
    assert told > 0
    withdraw("acts:p1", "an error", reader=north.reader)
    stubs = [one for one in lying() if one.get("revoked")]
    assert len(stubs) == 1
    assert "Salim" not in str(lying())
    assert not verify_exchange(reader=north.reader).fault


def test_it_is_an_event_of_misp_as_well(north: Node) -> None:
    shelve.open_for("coast", reader=north.reader)
    share(["acts:p1"], ["coast"], reader=north.reader)
    events = [one["Event"] for one in misp_events.events(caller=COAST)]
    assert [one["info"] for one in events] == ["Salim Qandil"]
    assert [one["name"] for one in events[0]["Object"]] == ["ftm-Person"]
    assert misp_events.event(events[0]["uuid"], caller=COAST) is not None
    withdraw("acts:p1", "an error", reader=north.reader)
    assert list(misp_events.events(caller=COAST)) == []


def test_numbers_of_documents_leave_by_the_log_alone(north: Node, tmp_path: Path) -> None:
    """A program's shelf is not a release to somebody named: neither STIX nor an event has them."""
    marking = Marking(tlp=TLP.AMBER, releasable_to=("coast", "north"))
    north.load(person("p9", "Huda Karam", passportNumber=["K9087123"], idNumber=["77123991"]), marking=marking)
    shelve.open_for("coast", reader=north.reader)
    share(["acts:p9"], ["coast"], reader=north.reader)
    write_feed(tmp_path / "feed", member="coast")
    shown = [orjson.dumps(lying()), orjson.dumps(list(misp_events.events(caller=COAST)))]
    shown += [file.read_bytes() for file in (tmp_path / "feed").iterdir()]
    shown.append(as_stix(["acts:p9"], "coast", reader=north.reader))
    for data in shown:
        assert b"K9087123" not in data
        assert b"77123991" not in data
    assert all(b"Huda Karam" in data for data in shown[:2])
    assert b"K9087123" in serve.page("coast", "north", after=0)


def test_a_feed_of_misp_is_a_folder_its_client_reads(north: Node, tmp_path: Path) -> None:
    shelve.open_for("coast", reader=north.reader)
    share(["acts:p1", "acts:p2"], ["coast"], reader=north.reader)
    folder = tmp_path / "feed"
    assert write_feed(folder, member="coast") == 2
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    for key, said in manifest.items():
        event = MISPEvent()
        event.load_file(folder / f"{key}.json")
        assert (event.uuid, event.info) == (key, said["info"])
        assert [one.name for one in event.objects] == ["ftm-Person"]
    digests = (folder / "hashes.csv").read_text().splitlines()
    assert hashlib.md5(b"Salim Qandil", usedforsecurity=False).hexdigest() in {one.split(",")[0] for one in digests}
    withdraw("acts:p1", "an error", reader=north.reader)
    assert write_feed(folder, member="coast") == 1
    assert len(list(folder.glob("*-*.json"))) == 1


def test_a_shelf_is_for_its_member_alone(north: Node) -> None:
    shelve.open_for("coast", reader=north.reader)
    shelve.open_for("river", reader=north.reader)
    share(["acts:p1"], ["coast"], reader=north.reader)
    assert taxii.shelf("exchange", "for-coast", caller=RIVER) is None
    assert lying("for-river", RIVER) == []
    assert list(misp_events.events(caller=RIVER)) == []


def sent(*bodies: dict[str, object], caller: Caller = COAST) -> None:
    shelf = taxii.shelf("exchange", f"from-{caller.partner}", caller=caller)
    assert shelf is not None
    taxii_add.add(shelf, [piece(orjson.dumps(one)) for one in bodies], caller=caller)


def identity(name: str) -> dict[str, object]:
    stamp = "2024-01-01T00:00:00.000Z"
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": "identity--00000000-0000-4000-8000-000000000001",
        "created": stamp,
        "modified": stamp,
        "name": name,
        "identity_class": "individual",
        "object_marking_refs": [GREEN],
    }


def test_what_a_program_sends_is_read_into_records_by_the_job(north: Node) -> None:
    shelve.open_for("coast", reader=north.reader)
    sent(identity("Munir Saffar"))
    assert not Record.objects.filter(source="coast").exists()
    taxii_take.run.func()
    assert list(Record.objects.filter(source="coast").values_list("caption", flat=True)) == ["Munir Saffar"]
    assert Batch.objects.get(source="coast").state == "loaded"
    assert TaxiiPost.objects.get().state == "read"
    assert {"taxii-post", "taxii-take"} <= set(AuditEntry.objects.values_list("act", flat=True))


def test_an_event_is_read_into_records_and_its_withdrawal_ends_them(north: Node) -> None:
    shelve.open_for("coast", reader=north.reader)
    key = "00000000-0000-4000-8000-00000000000a"
    thing = {"uuid": "00000000-0000-4000-8000-00000000000b", "name": "person", "Attribute": []}
    thing["Attribute"] = [{"uuid": key, "object_relation": "full-name", "value": "Munir Saffar"}]  # type: ignore[assignment]
    event = {"uuid": key, "info": "x", "distribution": "1", "Tag": [{"name": "tlp:green"}], "Object": [thing]}
    assert misp_events.keep({"Event": event}, caller=COAST)
    taxii_take.run.func()
    current = Record.objects.filter(source="coast", known_to=None)
    assert set(current.values_list("schema", "caption")) == {("Person", "Munir Saffar"), ("ForeignObject", "x")}
    assert misp_events.withdraw(key, caller=COAST)
    assert not current.exists()


def test_an_expired_marking_is_served_no_more(north: Node) -> None:
    assumed = "TLP:GREEN EXPIRES 2026-03-02T00:00:00Z"
    wanted = taxii_shelves.Wanted(title="x", alias="x", takes=False, assumed=assumed)
    uid = taxii_shelves.make(wanted, reader=north.reader)
    for member in ("coast", "river"):
        taxii_shelves.grant(uid, member, read=True, write_=True, reader=north.reader)
    shelf = taxii.shelf("exchange", "x", caller=COAST)
    assert shelf is not None
    with clock.moved_to(datetime(2026, 3, 1, tzinfo=UTC)):
        _expiring(shelf)


def _expiring(shelf: Shelf) -> None:
    bare = {name: value for name, value in identity("x").items() if name != "object_marking_refs"}
    taxii_add.add(shelf, [piece(orjson.dumps(bare))], caller=COAST)
    assert lying("x", COAST) == [bare]
    assert lying("x", RIVER) == [bare]
    with clock.moved_to(datetime(2026, 3, 3, tzinfo=UTC)):
        assert lying("x", RIVER) == []
        assert lying("x", COAST) == [bare]  # its own


def test_what_refers_to_something_withheld_is_withheld(north: Node) -> None:
    uid = taxii_shelves.make(taxii_shelves.Wanted(title="x", alias="x", takes=False), reader=north.reader)
    for member in ("coast", "river"):
        taxii_shelves.grant(uid, member, read=True, write_=True, reader=north.reader)
    red = {**identity("red"), "object_marking_refs": ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]}
    note = {**identity("note"), "type": "note", "id": "note--00000000-0000-4000-8000-000000000002", "content": "x"}
    note["object_refs"] = [red["id"]]
    above = {**note, "id": "note--00000000-0000-4000-8000-000000000003", "object_refs": [note["id"]]}
    open_ = {**note, "id": "note--00000000-0000-4000-8000-000000000004", "object_refs": []}
    shelf = taxii.shelf("exchange", "x", caller=COAST)
    assert shelf is not None
    taxii_add.add(shelf, [piece(orjson.dumps(one)) for one in (above, note, red, open_)], caller=COAST)
    assert len(lying("x", COAST)) == 4
    assert [one["id"] for one in lying("x", RIVER)] == [open_["id"]]
