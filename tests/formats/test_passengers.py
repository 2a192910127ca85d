"""Passenger messages: every trap holds its values and its warnings, nobody is lost, nothing breaks the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.formats import File, Options, Quarantined, read
from jisr.formats import cusres as replies
from jisr.formats._edifact import Message, messages
from jisr.formats.cusres import Answer, Reply, read_reply, write_reply
from jisr.formats.paxlst import read_list
from jisr.formats.pnrgov import read_bookings
from jisr.records import Observation

LIST = (
    b"UNB+UNOA:4+ZZ+NODE1+260301:0420+REF1'UNH+M1+PAXLST:D:12B:UN:IATA+ZZ10/260301/0940+01:F'BGM+745'"
    b"TDT+20+ZZ010+++ZZ'LOC+125+TUN'DTM+189:2603010500:201'LOC+87+AMM'DTM+232:2603010940:201'"
    b"NAD+FL+++O?'HADDAD:SAMI'ATT+2++M'DTM+329:850412'NAT+2+TUN'RFF+AVF:ABC123'DOC+P:110:111+T12<34567'"
    b"DTM+36:300101'LOC+91+TUN'NAD+FL+++KARIM:LEILA'DTM+329:901130'CNT+42:2'UNT+18+M1'UNZ+1+REF1'"
)
COLUMNS = {
    "surname": "surname",
    "given": "given",
    "second": "second",
    "sex": "sex",
    "dob": "birth",
    "nat": "nationality",
    "doc": "doc_number",
    "city": "city",
    "country": "country",
    "bags": "bags",
    "weight": "weight",
}


def told(data: bytes) -> tuple[list[Message], list[dict[str, Any]]]:
    """The messages of a file and all their travellers."""
    found = list(messages(data, name="x"))
    people: list[dict[str, Any]] = []
    for one in found:
        if one.kind in {"PAXLST", "PNRGOV"}:
            people += (read_list if one.kind == "PAXLST" else read_bookings)(one)[1]
    return found, people


def test_a_list_is_read_with_its_places() -> None:
    (message,), (first, second) = told(LIST)
    assert (first["surname"], first["birth"], first["doc_number"], first["doc_expiry"]) == (
        *("O'HADDAD", "1985-04-12", "T1234567", "2030-01-01"),
    )
    assert second["surname"] == "KARIM"
    missing = next(one for one in message.warned if one.code == "edi-nat-missing")
    assert LIST[missing.at :].startswith(b"NAD+FL+++KARIM")


def test_cut_lines_never_become_blanks_and_places_stay() -> None:
    wrapped = b"\r\n".join(LIST[at : at + 63] for at in range(0, len(LIST), 63))
    (message,), people = told(wrapped)
    assert people == told(LIST)[1]
    at = next(one.at for one in message.warned if one.code == "edi-nat-missing")
    assert wrapped[at:].replace(b"\r\n", b"").startswith(b"NAD+FL+++KARIM")


def test_a_traveller_that_breaks_off_costs_nobody() -> None:
    items = list(read((File(name="a", data=LIST[:-45]),), options=Options()).items)
    people = [one for one in items if isinstance(one, Observation) and one.kind == "traveller"]
    assert [one.values["surname"] for one in people] == ["O'HADDAD", "KARIM"]
    assert [one.reason for one in items if isinstance(one, Quarantined)] == ["edi-truncated"]


def test_a_file_of_a_folder_that_is_no_message_is_set_aside() -> None:
    files = (File(name="a", data=LIST), File(name="b", data=b"UNB UNH nothing of PAXLST"))
    items = list(read(files, options=Options()).items)
    assert [(one.place.file, one.reason) for one in items if isinstance(one, Quarantined)] == [("b", "edi-no-message")]


def test_an_answer_is_read_back_as_it_was_written() -> None:
    answers = (Answer(level="2", code="1Z", locator="ABC'1", reference="1", text="NO: ASK + WAIT?"),)
    reply = Reply(
        kind="962",
        transaction="7",
        flight="ZZ10",
        departs="2603010500",
        origin="TUN",
        destination="AMM",
        answers=answers,
    )
    data = write_reply(reply, sender="NODE1", recipient="ZZ", prepared="260301:0421", reference="R1")
    (message,) = messages(data, name="x")
    assert read_reply(message) == reply
    assert not message.warned
    assert replies.__doc__


@given(st.binary(max_size=400), st.integers(0, len(LIST)), st.integers(0, len(LIST)))
def test_nothing_breaks_the_reader(noise: bytes, at: int, end: int) -> None:
    for data in (LIST[:at] + noise + LIST[end:], b"UNA" + noise[:6] + LIST):
        try:
            items = list(read((File(name="a", data=data),), name="passengers").items)
        except Unreadable:
            continue
        assert items


def _expected(shared: Path, name: str) -> list[dict[str, Any]]:
    lines = (shared / "travel" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_trap_has_its_values_and_its_warnings(shared: Path) -> None:
    for case in _expected(shared, "traps/expected.jsonl"):
        data = (shared / "travel" / "traps" / case["file"]).read_bytes()
        if case.get("error"):
            with pytest.raises(Unreadable):
                list(messages(data, name="x"))
            continue
        found, people = told(data)
        assert len(found) == case["messages"], case["file"]
        if case["pax"] is not None:
            assert len(people) == len(case["pax"]), case["file"]
            for mine, wanted in zip(people, case["pax"], strict=True):
                for name, value in wanted.items():
                    if name in COLUMNS:
                        assert (mine.get(COLUMNS[name]) or "") == (value or ""), (case["file"], name)
        raised = {one.code.removeprefix("edi-") for message in found for one in message.warned}
        assert set(case["warnings"]) <= raised, case["file"]


def test_every_public_sample_is_read_and_nobody_is_lost(shared: Path) -> None:
    for case in _expected(shared, "samples.jsonl"):
        found, people = told((shared / "travel" / case["file"]).read_bytes())
        assert [one.kind for one in found] == [one["type"] for one in case["expected"]], case["file"]
        kept = {(one.get("locator") or "", one["surname"]) for one in people}
        for one in case["expected"]:
            for record in one.get("records", ()):
                wanted = {(record["locator"], traveller["surname"]) for traveller in record["travellers"]}
                assert wanted <= kept, case["file"]
            if one["type"] == "PAXLST":
                assert len(people) >= len(one["travellers"]), case["file"]
