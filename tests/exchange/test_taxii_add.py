"""What a client sends. Each test bears the number of its check in the list of checks of TAXII 2.1."""

from __future__ import annotations

import json
import re
import uuid

import pytest

from tests.exchange.conftest import KIND, Shelf, identity

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
FILE = {"type": "file", "spec_version": "2.1", "id": "file--30038539-3eb6-44bc-a59e-d0d3fe84695a", "name": "x"}
NOTE = {
    "type": "marking-definition",
    "spec_version": "2.1",
    "id": "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41db",
    "created": "2017-01-20T00:00:00.000Z",
    "definition_type": "statement",
    "definition": {"statement": "as it is"},
}


def test_a01_a02_an_envelope_gets_a_status(shelf: Shelf) -> None:
    said = shelf.post(identity(), identity())
    status = said.json()
    assert said.status_code == 202
    assert uuid.UUID(status["id"]).version == 4
    assert status["status"] == "complete"
    assert status["total_count"] == status["success_count"] == 2
    assert status["failure_count"] == status["pending_count"] == 0
    assert STAMP.fullmatch(status["request_timestamp"])
    assert shelf.client.get(f"/taxii2/exchange/status/{status['id']}/").json() == status
    assert shelf.client.get(f"/taxii2/exchange/status/{uuid.UUID(int=1, version=4)}/").status_code == 404


@pytest.mark.parametrize("one", [identity(), FILE, NOTE], ids=["sdo", "sco", "marking"])
def test_a03_a04_the_same_twice_is_one_and_no_error(shelf: Shelf, one: dict[str, object]) -> None:
    for body in (one, one, dict(reversed(one.items()))):
        assert shelf.post(body).json()["failure_count"] == 0
    assert shelf.post(one, one).json()["success_count"] == 2
    assert shelf.ids(match_version="all") == [one["id"]]


def test_a05_an_older_version_may_come_late(shelf: Shelf) -> None:
    new = identity(modified="2024-03-01T00:00:00.000Z", name="new")
    old = {**new, "modified": "2024-02-01T00:00:00.000Z", "name": "old"}
    shelf.post(new)
    shelf.post(old)
    assert [one["name"] for one in shelf.get().json()["objects"]] == ["new"]
    assert [one["name"] for one in shelf.get(match_version="first").json()["objects"]] == ["old"]
    assert len(shelf.ids(match_version="all")) == 2


@pytest.mark.parametrize("kind", ["application/taxii+json", "application/taxii+json; version=2.1", KIND.upper()])
def test_a06_the_type_may_be_written_in_every_way(shelf: Shelf, kind: str) -> None:
    body = json.dumps({"objects": [identity()]}).encode()
    assert shelf.send(body, kind).status_code == 202


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "", "application/taxii+json;version=2.0"])
def test_a07_another_type_is_not_taken(shelf: Shelf, kind: str) -> None:
    assert shelf.send(b'{"objects":[{}]}', kind).status_code == 415


WRONG = {
    "cut": b'{"objects":[{"type":"identity"',
    "list": b"[]",
    "string": b'"objects"',
    "null": b"null",
    "empty": b"",
    "no objects": b"{}",
    "object": b'{"objects":{}}',
    "nothing": b'{"objects":[]}',
    "text": b'{"objects":"x"}',
    "more behind": b'{"objects":[{"id":"x"}]} {}',
    "key twice": b'{"objects":[{"type":"a","type":"b"}]}',
    "envelope twice": b'{"objects":[{}],"objects":[{}]}',
    "key twice inside": b'{"objects":[{"a":{"b":1,"b":2}}]}',
    "half": b'{"objects":[{"name":"\\ud800"}]}',
    "half in name": b'{"objects":[{"\\udfff":"x"}]}',
    "not utf-8": b'{"objects":[{"name":"\xff"}]}',
    "nan": b'{"objects":[{"n":NaN}]}',
    "abyss": b'{"objects":[' + b"[" * 200_000,
    "abyss of objects": b'{"objects":[' + b'{"a":' * 100_000,
    "comma": b'{"objects":[{},]}',
    "bom": b'\xef\xbb\xbf{"objects":[{}]}',
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_a08_what_is_no_envelope_is_refused_whole(shelf: Shelf, body: bytes) -> None:
    said = shelf.send(body)
    assert said.status_code == 400
    assert said.json()["description"]
    assert shelf.get(match_version="all").json() == {}


def test_a09_the_good_are_kept_and_every_bad_one_is_counted(shelf: Shelf) -> None:
    good = identity()
    bad = [
        {},
        7,
        None,
        {"type": "identity"},
        identity(modified="yesterday"),
        identity(modified="2024-13-01T00:00:00Z"),
        {**identity(), "type": "malware"},
        identity(spec_version="3.0"),
        identity(spec_version=["2.1"]),
        identity(id="identity--1"),
        identity(modified=None),
        b'{"a":' * 70 + b"1" + b"}" * 70,
        json.dumps(identity()).encode()[:-1] + b',"x":' + b"[" * 70 + b"]" * 70 + b"}",
    ]
    status = shelf.post(good, *bad).json()
    assert (status["success_count"], status["failure_count"]) == (1, len(bad))
    assert len(status["failures"]) == len(bad)
    assert all(one["message"] for one in status["failures"])
    assert shelf.ids(match_version="all") == [good["id"]]


def test_a10_a_body_over_the_limit_is_too_large(shelf: Shelf) -> None:
    limit = shelf.client.get("/taxii2/exchange/").json()["max_content_length"]
    assert shelf.send(b" " * (limit + 1)).status_code == 413
    fits = json.dumps({"objects": [identity()]}).encode()
    assert shelf.send(fits + b" " * (limit - len(fits))).status_code == 202


RAW = (
    '{ "type":"identity" ,"id":"identity--00000000-0000-4000-8000-00000000a110", "spec_version": "2.1",'
    '"created":"2024-01-01T00:00:00Z","modified":"2024-01-01T00:00:00.460Z","name":"خلية \\u0627 😀 \\ud83d\\ude00",'
    '"x":[null,true,1.0,1e5,-0,{"z":{},"a":[]}],"extensions":{"extension-definition--1":{"n":123456789012345678901}}}'
).encode()


def test_a11_what_comes_back_is_what_was_sent(shelf: Shelf) -> None:
    shelf.post(RAW)
    assert shelf.get().content == b'{"objects":[' + RAW + b"]}"


def test_a12_a_chunked_body_is_taken(shelf: Shelf) -> None:
    body = json.dumps({"objects": [identity()]}).encode()
    said = shelf.client.post(
        shelf.path + "objects/", content=iter([body[:9], body[9:]]), headers={"Content-Type": KIND}
    )
    assert said.status_code == 202


def test_a13_another_member_of_the_envelope_is_read_past(shelf: Shelf) -> None:
    assert shelf.send(b'{"x":{"y":[1]},"objects":[' + RAW + b'],"more":false}').status_code == 202
    assert len(shelf.ids()) == 1


def test_a14_other_content_under_one_version_is_refused(shelf: Shelf) -> None:
    one = identity(name="first")
    shelf.post(one)
    status = shelf.post({**one, "name": "second"}).json()
    assert (status["success_count"], status["failure_count"]) == (0, 1)
    assert [body["name"] for body in shelf.get(match_version="all").json()["objects"]] == ["first"]
