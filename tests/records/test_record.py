"""Records: what makes a version, what names a thing, where it stood."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import Unreadable
from jisr.records import CLEAR, TLP, Marking, Place, Record, Validity, When, caption_of, version_of

HERE = Place(file="list.xml", line=7)
BASE = Record(
    source="un",
    key="QDi.900",
    schema="Person",
    properties={"name": ("Nadir Qasim", "نادر قاسم"), "birthDate": ("1970",)},
    place=HERE,
)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(file="a.csv"), "a.csv"),
        (Place(file="a.csv", line=7), "a.csv, line 7"),
        (Place(file="a.xml", line=7, xpath="/A/B[2]"), "a.xml, line 7, /A/B[2]"),
        (Place(file="a.txt", start=3, end=9), "a.txt, characters 3-9"),
        (Place(file="a.txt", start=0), "a.txt, characters 0-0"),
    ],
)
def test_a_place_reads_like_a_sentence(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_thing_is_named_by_its_source() -> None:
    assert BASE.thing == "un:QDi.900"
    assert BASE.first("name") == "Nadir Qasim"
    assert BASE.first("position") == ""
    assert BASE.first("position", "none") == "none"


def test_a_record_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        BASE.key = "x"  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, place=Place(file="else.xml", line=900)),
        replace(BASE, properties={"birthDate": ("1970",), "name": ("نادر قاسم", "Nadir Qasim")}),
    ],
    ids=["place", "order"],
)
def test_where_it_stood_and_the_order_make_no_new_version(other: Record) -> None:
    assert version_of(other) == version_of(BASE)


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, key="QDi.901"),
        replace(BASE, source="eu"),
        replace(BASE, schema="Organization"),
        replace(BASE, properties={"name": ("Nadir Qasim",), "birthDate": ("1970",)}),
        replace(BASE, properties={"alias": ("Nadir Qasim", "نادر قاسم"), "birthDate": ("1970",)}),
        replace(BASE, validity=Validity(begins=When.read("2014"))),
        replace(BASE, validity=Validity(ends=When.read("2014"))),
        replace(BASE, marking=Marking(tlp=TLP.GREEN)),
        replace(BASE, marking=Marking(tlp=TLP.CLEAR, retain_until=date(2030, 1, 1))),
        replace(BASE, announced=When.read("2014-01-02")),
    ],
)
def test_whatever_is_said_makes_a_new_version(other: Record) -> None:
    assert version_of(other) != version_of(BASE)


VALUES = st.lists(st.text("abcبج ", min_size=1, max_size=5), min_size=1, max_size=4, unique=True)
PROPERTIES = st.dictionaries(st.sampled_from(("name", "alias", "birthDate", "position")), VALUES, max_size=4)


@given(PROPERTIES, st.randoms(use_true_random=False))
def test_a_version_knows_no_order(properties: dict[str, list[str]], dice: object) -> None:
    shuffled = {name: tuple(reversed(values)) for name, values in reversed(properties.items())}
    straight = {name: tuple(values) for name, values in properties.items()}
    assert version_of(replace(BASE, properties=shuffled)) == version_of(replace(BASE, properties=straight))


def test_the_digest_never_changes() -> None:
    """Stored decisions are bound to it: a change here breaks every node's past."""
    said = Record(
        source="un",
        key="QDi.900",
        schema="Person",
        properties={"name": ("نادر",)},
        place=HERE,
        validity=Validity(begins=When.read("2014-05"), ends=When.read("2025-11-06T10:00Z")),
        marking=CLEAR,
        announced=When.read("2014"),
    )
    assert version_of(said) == "bcf5599648fd76bb4503ebd9ae411d25d696235a1a6d42c7b73ebcc692844556"


@pytest.mark.parametrize(
    ("schema", "properties", "caption"),
    [
        ("Person", {"name": ("Nadir", "نادر")}, "Nadir"),
        ("Person", {"email": ("n@example.org",)}, "n@example.org"),
        ("Person", {}, "QDi.900"),
        ("Instrument", {"title": ("Order 7",)}, "Order 7"),
        ("Sanction", {"program": ("QD",)}, "QD"),
    ],
)
def test_caption(schema: str, properties: dict[str, tuple[str, ...]], caption: str) -> None:
    assert caption_of(replace(BASE, schema=schema, properties=properties)) == caption


def test_a_record_of_no_known_kind_has_no_caption() -> None:
    with pytest.raises(Unreadable):
        caption_of(replace(BASE, schema="Unicorn"))
