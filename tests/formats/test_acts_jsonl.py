"""Instruments entered by hand, and the parties they name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.formats import Options, acts_jsonl
from jisr.records import Record
from tests.formats.reading import aside, claims, files, items, reading, records

ACT: dict[str, object] = {
    "id": "un-list",
    "instrument": "Listing QDi.317",
    "issuer": "UNSC",
    "jurisdiction": "un",
    "action": "designate",
    "measure": "asset freeze",
    "subject": "Salim Qadri (listed as KADRI, Saleem)",
    "subject_refs": ["un:QDi.317", "ofac:15945"],
    "scope": "",
    "announced": "2013-07-24",
    "effective": "2013-07-25",
    "expires": None,
    "amends": "",
    "source": ["the list, https://example.org/list of May", "https://example.org/act"],
    "confidence": "high",
    "note": "as printed",
}


def lines(*bodies: object) -> bytes:
    return b"\n".join(body if isinstance(body, bytes) else orjson.dumps(body) for body in bodies)


def test_an_act_is_an_instrument_with_its_two_days() -> None:
    act = {**ACT, "amends": "older", "expires": "2025-07-07T00:01:00-04:00"}
    read = reading(lines(act), name="acts.jsonl")
    assert (read.header.source, read.header.snapshot) == ("acts", False)
    found = records(list(read.items))["un-list"]
    assert found.properties == {
        "title": ("Listing QDi.317",),
        "issuer": ("UNSC",),
        "jurisdiction": ("un",),
        "action": ("designate",),
        "measure": ("asset freeze",),
        "confidence": ("high",),
        "note": ("as printed",),
        "date": ("2013-07-24",),
        "startDate": ("2013-07-25",),
        "endDate": ("2025-07-07T00:01:00-04:00",),
        "subjectText": ("Salim Qadri (listed as KADRI, Saleem)",),
        "subject": ("un:QDi.317", "ofac:15945"),
        "amends": ("acts:older",),
        "sourceUrl": ("https://example.org/list", "https://example.org/act"),
        "description": ("the list, https://example.org/list of May",),
    }
    assert (str(found.validity.begins), str(found.validity.ends)) == ("2013-07-25", "2025-07-07T04:01:00Z")
    assert (str(found.announced), str(found.place)) == ("2013-07-24", "acts.jsonl, line 1")


def test_a_party_named_alone_is_a_record_joined_to_the_lists() -> None:
    later = {**ACT, "id": "un-delist", "subject": "Salim al-Qadri", "announced": "2012-01-01"}
    found = items(lines(ACT, later))
    subject = records(found)["subject/un-QDi.317"]
    assert subject.schema == "Person"
    assert subject.properties == {"name": ("Salim Qadri",), "alias": ("Salim al-Qadri", "Saleem KADRI")}
    assert (str(subject.announced), str(subject.place)) == ("2012-01-01", "a, line 1")
    assert [(claim.left, claim.right) for claim in claims(found)] == [
        ("acts:subject/un-QDi.317", "un:QDi.317"),
        ("acts:subject/un-QDi.317", "ofac:15945"),
    ]
    assert {claim.why for claim in claims(found)} == {ACT["subject"]}


@pytest.mark.parametrize(
    ("subject", "refs", "schema", "names"),
    [
        ("The Front / The Body", ["un:QDe.137", "ofac:1"], "Organization", ("The Front", "The Body")),
        ("The Body as a name of another", ["un:QDe.137"], "Organization", ("The Body",)),
        ("A Company", ["ofac:7"], "LegalEntity", ("A Company",)),
        ("A Company", ["ofac:7", "un:QDi.1"], "Person", ("A Company",)),
    ],
)
def test_what_a_party_is_shows_in_its_reference(
    subject: str, refs: list[str], schema: str, names: tuple[str, ...]
) -> None:
    found = records(items(lines({**ACT, "subject": subject, "subject_refs": refs})))
    (party,) = [record for key, record in found.items() if key.startswith("subject/")]
    assert (party.schema, (*party.properties["name"], *party.properties.get("alias", ()))) == (schema, names)


@pytest.mark.parametrize(
    ("subject", "refs"),
    [
        ("One; Another", ["un:QDi.1"]),
        ("persons, among them One", ["un:QDi.1"]),
        ("One", ["un:QDi.1", "un:QDi.2"]),
        ("Syria", []),
        ("", ["un:QDi.1"]),
        (None, ["un:QDi.1"]),
    ],
)
def test_several_parties_or_none_are_no_record(subject: str | None, refs: list[str]) -> None:
    found = records(items(lines({**ACT, "subject": subject, "subject_refs": refs})))
    assert set(found) == {"un-list"}


def test_a_line_that_would_join_two_parties_is_left_out() -> None:
    one = {**ACT, "id": "1", "subject": "One", "subject_refs": ["un:QDi.1"]}
    two = {**ACT, "id": "2", "subject": "Two", "subject_refs": ["ofac:2"], "announced": None}
    both = {**ACT, "id": "3", "subject": "Three", "subject_refs": ["un:QDi.1", "ofac:2"]}
    found = records(items(lines(one, two, both)))
    assert found["subject/un-QDi.1"].properties == {"name": ("One",)}
    assert found["subject/ofac-2"].announced is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "x"', "not-json"),
        ({**ACT, "id": None}, "no-id"),
        (ACT, "duplicate-key"),
        ({**ACT, "id": "x", "instrument": ""}, "no-name"),
        ({**ACT, "id": "x", "effective": "in May"}, "bad-date"),
        ({**ACT, "id": "x", "expires": 5}, "bad-date"),
        ({**ACT, "id": "x", "announced": ["2013"]}, "bad-date"),
    ],
)
def test_a_line_that_cannot_be_used_costs_only_itself(line: object, reason: str) -> None:
    found = items(lines(ACT, line))
    (piece,) = aside(found)
    assert (piece.reason, piece.entry, piece.place.line) == (reason, True, 2)
    assert "un-list" in records(found)


def test_fields_no_instrument_has_are_set_aside() -> None:
    found = items(lines({**ACT, "religion": "secret-word", "colour": "blue"}))
    assert [(piece.reason, piece.entry) for piece in aside(found)] == [
        ("forbidden-property", False),
        ("unknown-property", False),
    ]
    assert not any(b"secret-word" in piece.piece for piece in aside(found))


def test_other_files_are_not_taken_for_it() -> None:
    assert not acts_jsonl.recognise(files(("a", lines(ACT)), ("b", lines(ACT))))
    assert not acts_jsonl.recognise(files(("a", '{"id": 1}')))
    with pytest.raises(Unreadable, match="instrument"):
        items('{"id": 1}', form="acts-jsonl")
    assert reading(lines(ACT), options=Options(source="mine")).header.source == "mine"


@given(
    st.dictionaries(st.sampled_from([*ACT]), st.none() | st.integers(-(2**60), 2**60) | st.text() | st.lists(st.text()))
)
def test_no_line_makes_it_fail_otherwise(odd: dict[str, object]) -> None:
    found = items(lines(ACT, {**ACT, "id": "odd", **odd}))
    assert "un-list" in records(found)
    assert len({item.place.line for item in found}) == 2


def test_the_real_timeline_is_read_without_loss(shared: Path) -> None:
    found = items((shared / "status" / "syria_timeline.jsonl").read_bytes())
    assert not aside(found)
    counted = Counter(item.schema for item in found if isinstance(item, Record))
    assert counted == {"Instrument": 44, "Person": 2, "Organization": 1}
    sharaa = records(found)["subject/un-QDi.317"].properties
    assert sharaa == {"name": ("Ahmed al-Sharaa",), "alias": ("ABU MOHAMMED AL-JAWLANI", "Abu Muhammad AL-JAWLANI")}
    assert {claim.right for claim in claims(found) if claim.left == "acts:subject/un-QDi.317"} == {
        "un:QDi.317",
        "ofac:15945",
    }
