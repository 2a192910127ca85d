"""FollowTheMoney JSON lines: read, written, and read again the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.formats import Options, Quarantined, ftm_json, write_ftm
from jisr.records import CLEAR, TLP, Marking, Place, Record, SameAs, Validity, When
from tests.formats.reading import aside, claims, files, items, reading, records

NOW = Place(file="a", line=1)
ENTITY = {"id": "p1", "schema": "Person", "properties": {"name": ["Salim", "سليم"], "birthDate": ["1971-03-09"]}}


def lines(*bodies: object) -> bytes:
    return b"\n".join(body if isinstance(body, bytes) else orjson.dumps(body) for body in bodies)


def test_an_entity_is_a_record() -> None:
    read = reading(lines({**ENTITY, "datasets": ["My list!"], "referents": ["p0", "p1", 3]}), name="e.json")
    assert (read.header.format, read.header.source, read.header.snapshot) == ("ftm-json", "My-list", False)
    record, claim = list(read.items)
    assert isinstance(record, Record)
    assert (record.thing, record.schema, str(record.place)) == ("My-list:p1", "Person", "e.json, line 1")
    assert record.properties == {"name": ("Salim", "سليم"), "birthDate": ("1971-03-09",)}
    assert isinstance(claim, SameAs)
    assert (claim.left, claim.right) == ("My-list:p1", "My-list:p0")


@pytest.mark.parametrize(
    ("extra", "source"),
    [({"dataset": "one"}, "one"), ({"datasets": []}, "ftm"), ({"datasets": [1]}, "ftm"), ({"dataset": "!"}, "ftm")],
)
def test_the_source_is_the_dataset(extra: dict[str, object], source: str) -> None:
    assert reading(lines({**ENTITY, **extra})).header.source == source
    assert reading(lines({**ENTITY, **extra}), options=Options(source="mine")).header.source == "mine"


def test_escaped_letters_are_letters() -> None:
    found = items(b'{"id": "p1", "schema": "Person", "properties": {"name": ["\\u0633\\u0644"]}, "n": [5]}')
    assert records(found)["p1"].properties == {"name": ("سل",)}


def test_references_become_things() -> None:
    listing = {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "program": ["X"]}}
    found = records(items(lines(ENTITY, listing), options=Options(source="mine")))
    assert found["s1"].properties == {"entity": ("mine:p1",), "program": ("X",)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "p2", "schema"', "not-json"),
        (b'{"religion": "secret-word" "id"', "not-json"),
        (b"[1, 2]", "not-an-object"),
        ({"schema": "Person", "properties": {}, "religion": "secret-word"}, "no-id"),
        ({"id": " ", "schema": "Person", "properties": {}}, "no-id"),
        ({"id": "p2", "schema": "Wizard", "properties": {"ethnicity": ["secret-word"]}}, "unknown-schema"),
        ({"id": "p2", "schema": 7, "properties": {}}, "unknown-schema"),
        (ENTITY, "duplicate-key"),
        ({**ENTITY, "id": "p2", "jisr": {"begins": "soon"}}, "bad-value"),
        ({**ENTITY, "id": "p2", "jisr": {"begins": 5}}, "bad-value"),
        ({**ENTITY, "id": "p2", "jisr": []}, "bad-value"),
        ({**ENTITY, "id": "p2", "jisr": {"marking": {"tlp": "purple"}}}, "bad-value"),
        ({**ENTITY, "id": "p2", "jisr": {"marking": {"tlp": "red", "purposes": "all"}}}, "bad-value"),
        ('{"id": "p\ufffd2", "schema": "Person", "properties": {}}'.encode(), "damaged-characters"),
        (b'{"id": "p2", "x": [5, [5], {"y": "\\u0019"}], "schema": "Person", "properties": {}}', "damaged-characters"),
        (b'{"id": "' + b"x" * (4 << 20) + b'"}', "row-too-long"),
    ],
)
def test_a_line_that_cannot_be_used_costs_only_itself(line: object, reason: str) -> None:
    found = items(lines(ENTITY, line, b"", b"  ", {**ENTITY, "id": "p3"}))
    (piece,) = aside(found)
    assert (piece.reason, piece.entry, piece.place.line) == (reason, True, 2)
    assert b"secret-word" not in piece.piece
    assert set(records(found)) == {"p1", "p3"}


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("religion", ["secret-word"], "forbidden-property"),
        ("ethnicity", "secret-word", "forbidden-property"),
        ("shoeSize", ["44"], "unknown-property"),
        ("weight", [44], "bad-value"),
        ("notes", {"religion": "secret-word"}, "bad-value"),
        ("birthDate", ["around 1970"], "bad-value"),
        ("nationality", ["Syria"], "bad-value"),
    ],
)
def test_a_value_that_cannot_stand_is_cut_out_and_the_rest_kept(name: str, value: object, reason: str) -> None:
    body = {**ENTITY, "properties": {"name": ["Salim"], name: value}}
    found = items(lines(body))
    (piece,) = aside(found)
    assert (piece.reason, piece.entry, dict(piece.facts)["property"]) == (reason, False, name)
    assert b"secret-word" not in piece.piece
    assert "secret-word" not in str(piece.facts)
    assert records(found)["p1"].properties == {"name": ("Salim",)}


def test_properties_that_are_none_are_set_aside() -> None:
    found = items(lines(ENTITY, {"id": "p2", "schema": "Person", "properties": [1]}))
    assert [piece.reason for piece in aside(found)] == ["bad-value"]
    assert records(found)["p2"].properties == {}


@pytest.mark.parametrize(
    ("own", "default", "expected"),
    [
        ({"tlp": "red"}, CLEAR, Marking(tlp=TLP.RED)),
        ({"tlp": "clear"}, Marking(tlp=TLP.AMBER), Marking(tlp=TLP.AMBER)),
        (
            {"tlp": "amber", "releasable_to": ["a"], "purposes": ["x"], "retain_until": "2027-01-01"},
            Marking(tlp=TLP.GREEN, releasable_to=("a", "b"), retain_until=date(2026, 1, 1)),
            Marking(tlp=TLP.AMBER, releasable_to=("a",), purposes=("x",), retain_until=date(2026, 1, 1)),
        ),
        (
            {"tlp": "amber", "releasable_to": ["c"]},
            Marking(tlp=TLP.AMBER, releasable_to=("a",)),
            Marking(tlp=TLP.AMBER, releasable_to=("a",)),
        ),
    ],
)
def test_a_marking_is_only_ever_narrowed(own: dict[str, object], default: Marking, expected: Marking) -> None:
    found = items(lines({**ENTITY, "jisr": {"marking": own}}), options=Options(marking=default))
    assert records(found)["p1"].marking == expected


def test_another_nodes_key_is_not_taken_for_ours() -> None:
    body = {**ENTITY, "id": "un:p1", "jisr": {"key": "p9"}}
    assert set(records(items(lines(body), options=Options(source="un")))) == {"un:p1"}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
DAYS = st.dates(min_value=date(1000, 1, 1)).map(When.on)
MARKINGS = st.builds(
    Marking,
    tlp=st.sampled_from(TLP),
    releasable_to=st.lists(WORDS, unique=True, max_size=2).map(tuple),
    purposes=st.lists(WORDS, unique=True, max_size=2).map(tuple),
    retain_until=st.none() | st.dates(),
)
VALUES = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)
RECORDS = st.builds(
    Record,
    source=st.just("mine"),
    key=WORDS,
    schema=st.just("Person"),
    properties=st.fixed_dictionaries(
        {"name": VALUES},
        optional={
            "alias": VALUES,
            "notes": VALUES,
            "birthDate": st.sampled_from([("1971",), ("1971-03", "1972-01-01")]),
            "nationality": st.just(("sy", "iq")),
            "addressEntity": st.just(("mine:a1", "un:QDi.317")),
        },
    ),
    place=st.just(NOW),
    validity=st.builds(Validity, begins=st.none() | DAYS, ends=st.none() | DAYS),
    marking=MARKINGS,
    announced=st.none() | DAYS,
)


@given(st.lists(RECORDS, min_size=1, max_size=4, unique_by=lambda record: record.key))
def test_what_is_written_is_read_again(written: list[Record]) -> None:
    whole = [record for record in written if "\ufffd" not in record.key]
    found = [item for item in items(write_ftm(whole), form="ftm-json") if isinstance(item, Record)] if whole else []
    assert [replace(record, place=NOW) for record in found] == [
        record for record in whole if not any("\ufffd" in text for text in _texts(record))
    ]


def _texts(record: Record) -> list[str]:
    values = [value for values in record.properties.values() for value in values]
    return [record.key, *values, *record.marking.releasable_to, *record.marking.purposes]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_otherwise(noise: bytes) -> None:
    whole = lines(ENTITY, ENTITY)
    for data in (noise, whole + b"\n" + noise, whole[:60] + noise + whole[60:]):
        try:
            found = items(data, form="ftm-json")
        except Unreadable:
            continue
        assert all(isinstance(item, Record | SameAs | Quarantined) for item in found)


def test_other_files_are_not_taken_for_it() -> None:
    assert not ftm_json.recognise(files(("a", lines(ENTITY)), ("b", lines(ENTITY))))
    assert not ftm_json.recognise(files(("a", '{"a": 1}')))
    assert ftm_json.recognise(files(("a", b"\xef\xbb\xbf" + lines(*["x"] * 5, ENTITY))))
    assert not ftm_json.recognise(files(("a", lines(*["x"] * 50, ENTITY))))
    with pytest.raises(Unreadable, match="schema"):
        items('{"a": 1}', form="ftm-json")


def test_the_real_dataset_is_read_without_loss(shared: Path) -> None:
    found = items((shared / "status" / "yente" / "entities.ftm.json").read_bytes())
    assert len(records(found)) == 414
    assert not aside(found)
    assert Counter(claim.left for claim in claims(found)) == {"jisr_conformance:cf-person-1": 2}
