"""STIX 2.1 comes in whole, goes out valid, and what another tool wrote is not harmed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr import formats
from jisr.formats import File, Options, Sending, Stamp, cut, object_of, read, read_object, references, write_stix
from jisr.records import CLEAR, TLP, Marking, Place, Reason, Record, SameAs, Validity, When, all_schemata
from tests.formats.reading import aside, claims, files, items, records

NORTH = Sending(member="north")
TLP_CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"
TLP_AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
SALMA = "identity--6513270e-269e-4d37-b2a7-4de452e6b438"


def person(**more: object) -> dict[str, object]:
    stamps = {"created": "2024-01-01T00:00:00.000Z", "modified": "2024-01-01T00:00:00.000Z"}
    body = {
        "type": "identity",
        "spec_version": "2.1",
        "id": SALMA,
        **stamps,
        "name": "سلمى",
        "identity_class": "individual",
    }
    return {**body, **more}


def lines(*bodies: Mapping[str, object]) -> str:
    return "".join(json.dumps(body, ensure_ascii=False) + "\n" for body in bodies)


def bundle(*bodies: Mapping[str, object]) -> str:
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": list(bodies)}, ensure_ascii=False, indent=1)


def record(schema: str, key: str = "1", **properties: str) -> Record:
    said = {name: (value,) for name, value in properties.items()}
    return Record(source="north", key=key, schema=schema, properties=said, place=Place(file="x", line=1))


def again(*some: Record) -> dict[str, Record]:
    return records(items(write_stix(some, sending=NORTH)))


@pytest.mark.parametrize("form", [lines, bundle, lambda *some: json.dumps({"more": False, "objects": list(some)})])
def test_three_envelopes_are_read(form: object) -> None:
    assert callable(form)
    found = records(items(form(person(), person(id=SALMA.replace("6513", "7513")))))
    assert [one.first("name") for one in found.values()] == ["سلمى", "سلمى"]
    assert {one.schema for one in found.values()} == {"Person"}


def test_each_object_can_be_cut_out_as_it_came() -> None:
    text = bundle(person(x_odd={"a": [1.50, "é"]}), {"type": "indicator", "id": "indicator--" + SALMA[10:]})
    found = [one for one in items(text) if isinstance(one, Record)]
    bodies = [json.loads(cut(text.encode(), one.place)) for one in found]
    assert bodies == json.loads(text)["objects"]
    assert all(cut(text.encode(), one.place).decode() in text for one in found)


def test_real_objects_come_back_byte_for_byte(shared: Path) -> None:
    data = (shared / "exchange" / "stix21_domain.jsonl").read_bytes()
    found = [one for one in items(data) if isinstance(one, Record)]
    assert [*sorted(formats.cuts(data, [one.place for one in found]))] == sorted(data.strip().split(b"\n"))
    assert len(found) == 3000


def test_an_unknown_type_is_kept_with_what_it_points_at() -> None:
    odd = {"type": "x-odd", "id": "x-odd--" + SALMA[10:], "name": "n", "deep": {"of_ref": SALMA}}
    found = records(items(lines(odd)))[str(odd["id"])]
    assert (found.schema, found.first("objectType")) == ("ForeignObject", "x-odd")
    assert found.properties["refersTo"] == (f"stix:{SALMA}",)
    assert references(odd) == (SALMA,)


DEEP = '{"type":"identity","id":"' + SALMA + '","deep":' + "[" * 60 + "]" * 60 + "}"
TWICE = '{"type":"identity","id":"' + SALMA + '","name":"a","name":"b"}'
HALF = '{"type":"identity","id":"' + SALMA + '","name":"\\ud800"}'


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (DEEP, "stix-too-deep"),
        (TWICE, "stix-name-twice"),
        (HALF, "damaged-characters"),
        (json.dumps(person(id="identity--x")), "stix-bad-id"),
        (json.dumps(person(id="campaign" + SALMA[8:])), "stix-bad-id"),
        (json.dumps(person(modified="2024-13-01T00:00:00Z")), "stix-bad-time"),
        (json.dumps(person(created="yesterday")), "stix-bad-time"),
        (json.dumps(person(spec_version="2.0")), "stix-version"),
        (json.dumps(person(object_marking_refs=["marking-definition--" + SALMA[10:]])), "stix-unknown-marking"),
        (json.dumps(person(object_marking_refs="x")), "stix-unknown-marking"),
        ('{"type":"identity","name":NaN}', "not-json"),
        ('{"type":"identity"}', "no-id"),
        ("[1]", "not-an-object"),
    ],
)
@pytest.mark.parametrize("in_bundle", [True, False])
def test_hostile_pieces_are_set_aside_with_their_place(bad: str, reason: str, *, in_bundle: bool) -> None:
    good = json.dumps(person(id=SALMA.replace("6513", "7513")))
    text = f'{{"type":"bundle","objects":[{good},{bad},{good}]}}' if in_bundle else f"{good}\n{bad}\n"
    found = items(text, form="stix21")
    assert reason in {one.reason for one in aside(found)}
    assert len(records(found)) == 1  # its neighbours lived
    place = next(one.place for one in aside(found) if one.reason == reason)
    assert place.start is not None if in_bundle else place.line == 2


def test_a_bundle_that_breaks_off_loses_only_its_end() -> None:
    text = bundle(person(), person(id=SALMA.replace("6513", "7513")))
    found = items(text[: text.rindex("identity_class")])
    assert len(records(found)) == 1
    assert [one.reason for one in aside(found)] == ["stix-cut"]


def test_the_newest_version_is_read_and_the_older_said() -> None:
    found = items(lines(person(modified="2024-03-01T00:00:00.5Z", name="new"), person(name="old")))
    assert records(found)[SALMA].first("name") == "new"
    assert [one.reason for one in aside(found)] == ["stix-older"]


def test_what_is_revoked_is_withdrawn() -> None:
    found = items(lines(person(revoked=True)))
    assert [one.thing for one in found if isinstance(one, formats.Withdrawn)] == [f"stix:{SALMA}"]


def test_a_foreign_delisting_ends_the_listing() -> None:
    listing = {
        "type": "designation",
        "id": "designation--" + SALMA[10:],
        "subject_ref": SALMA,
        "status": "delisted",
        "created": "2024-01-01T00:00:00Z",
        "modified": "2024-05-01T00:00:00Z",
        "listed_on": "2015-07-01",
    }
    found = next(iter(records(items(lines(listing))).values()))
    assert (str(found.validity.begins), str(found.validity.ends)) == ("2015-07-01", "2024-05-01T00:00:00Z")
    assert found.first("entity") == f"stix:{SALMA}"


def test_the_narrowest_marking_binds() -> None:
    part = {"selectors": ["name"], "marking_ref": TLP_AMBER}
    found = records(items(lines(person(object_marking_refs=[TLP_CLEAR], granular_markings=[part]))))
    assert found[SALMA].marking == Marking(tlp=TLP.AMBER)


def test_a_marking_never_widens_what_its_receiver_said() -> None:
    strict = Options(marking=Marking(tlp=TLP.RED, named=("layla",)))
    found = records(items(lines(person(object_marking_refs=[TLP_CLEAR])), options=strict))
    assert found[SALMA].marking == strict.marking


def test_a_change_by_another_tool_is_taken() -> None:
    said = json.loads(object_of(record("Person", name="Salma", birthDate="1980"), sending=NORTH))
    said["description"] = "seen in the market"
    found = read_object(json.dumps(said).encode(), options=Options())[0]
    assert isinstance(found, Record)
    assert found.properties == {"name": ("Salma",), "birthDate": ("1980",), "description": ("seen in the market",)}


def test_what_another_said_keeps_its_sayer() -> None:
    listed = Record(source="un", key="QDi.1", schema="Person", properties={"name": ("A",)}, place=Place(file="x"))
    found = items(write_stix([listed], sending=NORTH))
    assert any(one.thing == "north:un:QDi.1" for one in found if isinstance(one, Record))
    assert [(one.left, one.right) for one in claims(found)] == [("north:un:QDi.1", "un:QDi.1")]


def test_document_numbers_leave_hashed_or_not_at_all() -> None:
    said = Record(
        source="north",
        key="7",
        schema="Person",
        properties={"name": ("A",), "passportNumber": ("N1234567",)},
        place=Place(file="x"),
        marking=Marking(tlp=TLP.AMBER, releasable_to=("river",)),
    )
    assert b"N1234567" not in write_stix([said], sending=NORTH)
    keyed = write_stix([said], sending=Sending(member="north", hash_key=b"k" * 32))
    assert b"N1234567" not in keyed
    assert b"hmac-sha256:" in keyed


TEXT = st.text("abcdefghij كلمة٣", min_size=1, max_size=12).map(str.strip).filter(bool)
DATE = st.sampled_from(["2013", "2013-05", "2013-05-07", "2013-05-07T10:11:12Z"])
VALUE = {
    "date": DATE,
    "country": st.sampled_from(["sy", "iq", "eu", "gb-sct"]),
    "entity": st.sampled_from(["north:1", "north:2", "un:QDi.9"]),
}
KINDS = sorted(all_schemata())
MARKINGS = st.builds(
    Marking,
    tlp=st.sampled_from([TLP.CLEAR, TLP.RED]),  # other labels hash numbers: tested above
    releasable_to=st.sampled_from([(), ("coast", "river")]),
    purposes=st.sampled_from([(), ("screening",)]),
    retain_until=st.sampled_from([None, date(2030, 1, 2)]),
    named=st.sampled_from([(), ("river",)]),
    onward=st.sampled_from([None, (), ("coast",)]),
    expires=st.sampled_from([None, datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC)]),
)
WHEN = st.one_of(st.none(), DATE.map(When.read))


@st.composite
def any_record(draw: st.DrawFn) -> Record:
    name = draw(st.sampled_from(KINDS))
    properties = all_schemata()[name].properties
    chosen = draw(st.lists(st.sampled_from(sorted(properties)), max_size=6, unique=True)) if properties else []
    said = {
        one: tuple(draw(st.lists(VALUE.get(properties[one].type, TEXT), min_size=1, max_size=3, unique=True)))
        for one in chosen
    }
    return Record(
        source="north",
        key=draw(st.sampled_from(["1", "N-002", "a b/listing", "كلمة"])),
        schema=name,
        properties=said,
        place=Place(file="x", line=1),
        validity=Validity(begins=draw(WHEN), ends=draw(WHEN)),
        marking=draw(MARKINGS),
        announced=draw(WHEN),
    )


def same(one: Record) -> tuple[object, ...]:
    said = dict(one.properties)
    return one.thing, one.schema, said, one.validity, one.marking, one.announced


@given(any_record())
@settings(max_examples=300, deadline=None)
def test_a_record_comes_back_as_it_went(said: Record) -> None:
    found = again(said)
    assert same(found[said.key]) == same(said)


@given(any_record())
@settings(max_examples=60, deadline=None)
def test_the_same_record_is_the_same_bytes(said: Record) -> None:
    stamp = Stamp(seq=7)
    assert object_of(said, sending=NORTH, when=stamp) == object_of(said, sending=NORTH, when=stamp)


def problems(data: bytes) -> list[str]:
    """What the standard's own validator, and the common library, say of each object."""
    import stix2  # other people's program, needed here alone
    from stix2validator import ValidationOptions, validate_instance

    found = []
    for body in json.loads(data)["objects"]:
        result = validate_instance(body, ValidationOptions(version="2.1"))
        found += [f"{body['type']}: {error}" for error in result.errors]
        stix2.parse(body, allow_custom=True)
    return found


def test_everything_we_write_is_valid() -> None:
    wide = {"name": "A", "description": "d", "startDate": "2013", "endDate": "2014", "date": "2012", "country": "sy"}
    some = [
        record(name, f"k{number}", **{prop: value for prop, value in wide.items() if prop in found.properties})
        for number, (name, found) in enumerate(all_schemata().items())
    ]
    some += [
        record("Sanction", "s1", entity="north:p", program="p", status="listed", listingDate="2013", endDate="2014"),
        record("Instrument", "i1", title="t", action="waive", subject="north:s1", startDate="2013", endDate="2014"),
        record("Instrument", "i2", title="t", action="delist", subject="north:s1", issuer="c", amends="north:i1"),
        record("Payment", "y1", payer="north:p", beneficiary="north:q", amount="3.50", currency="USD", date="2024"),
        record("Ownership", "o1", owner="north:p", asset="north:q", startDate="2014", endDate="2013"),
        record("Family", "f1", person="north:p", relative="north:q"),
        record("Commitment", "c1", title="t", promisor="north:p", date="2024-05", endDate="2025"),
        record("Article", "a1", title="t", publishedAt="2024-05-01"),
        record("Person", "p1", alias="only an alias"),
    ]
    finding = formats.Concluded(
        uid="1",
        desk="compliance",
        kind="match",
        state="open",
        score=0.9,
        subject="north:p",
        said="Same name.",
        reasons=(Reason(code="same-name", weight=0.9),),
        things=("north:p",),
    )
    assert problems(write_stix(some, sending=NORTH, findings=[finding])) == []


def test_markings_we_write_are_valid_and_official(shared: Path) -> None:
    told = (shared / "exchange" / "tlp2_markings.jsonl").read_text(encoding="utf-8").splitlines()
    official = {body["id"]: body for body in map(json.loads, told)}
    some = [
        Record(
            source="north",
            key=label.value,
            schema="Person",
            properties={"name": ("A",)},
            place=Place(file="x"),
            marking=Marking(tlp=label, releasable_to=("coast",), purposes=("screening",), onward=()),
        )
        for label in TLP
    ]
    data = write_stix(some, sending=NORTH)
    assert problems(data) == []
    written = {body["id"]: body for body in json.loads(data)["objects"]}
    assert {one: written[one] for one in official} == official


def test_a_duplicate_of_is_a_claim() -> None:
    other = SALMA.replace("6513", "7513")
    link = {"type": "relationship", "id": "relationship--" + SALMA[10:], "relationship_type": "duplicate-of"}
    found = items(lines(person(), person(id=other), {**link, "source_ref": SALMA, "target_ref": other}))
    assert [one.left for one in found if isinstance(one, SameAs)] == [f"stix:{SALMA}"]


def test_it_is_recognised_by_content() -> None:
    assert formats.recognise(files(("x", bundle(person())))).name == "stix21"
    assert formats.recognise(files(("x", lines(person())))).name == "stix21"
    reading = read((File(name="x", data=write_stix([record("Person", name="A")], sending=NORTH)),))
    assert (reading.header.format, reading.header.source) == ("stix21", "north")
    assert Marking(tlp=TLP.CLEAR) == CLEAR
