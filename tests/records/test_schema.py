"""The schemata: FollowTheMoney's and ours, without the forbidden fields."""

from __future__ import annotations

import pytest

from jisr import tables
from jisr.errors import Unreadable
from jisr.records import all_schemata, schema
from jisr.records._schema import is_forbidden


def test_every_schema_is_there() -> None:
    assert set(all_schemata()) == set(tables.schema_files())
    assert {"Person", "Organization", "Vessel", "Airplane", "Sanction", "Article", "Instrument"} <= set(all_schemata())


@pytest.mark.parametrize("name", sorted(all_schemata()))
def test_a_schema_is_whole(name: str) -> None:
    found = schema(name)
    assert found.name == name
    assert found.is_a(name)
    assert found.label
    assert found.plural
    assert found.ancestors <= set(all_schemata())
    for ancestor in found.ancestors:
        assert set(schema(ancestor).properties) <= set(found.properties)
        assert set(schema(ancestor).required) <= set(found.required)
    assert {*found.caption, *found.required} <= set(found.properties)
    assert not [key for key in found.properties if is_forbidden(key)]


@pytest.mark.parametrize("name", ["", "person", "Unicorn", "P" * 500, "../Person"])
def test_an_unknown_schema(name: str) -> None:
    with pytest.raises(Unreadable):
        schema(name)


def test_kinds() -> None:
    assert schema("Company").is_a("Organization")
    assert schema("Company").is_a("LegalEntity")
    assert not schema("Person").is_a("Organization")
    assert schema("Person").matchable
    assert not schema("Sanction").matchable
    assert schema("Sanction").properties["entity"].range == "Thing"
    assert schema("Person").properties["birthDate"].type == "date"


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [
        ("ethnicity", True),
        ("religion", True),
        ("political", True),
        ("isPoliticalOpinion", True),
        ("HEALTHStatus", True),
        ("tradeUnion", True),
        ("trade_union", True),
        ("sect", True),
        ("sector", False),
        ("reunion", False),
        ("trace", False),
        ("birthDate", False),
    ],
)
def test_a_word_is_forbidden_wherever_it_stands(name: str, *, forbidden: bool) -> None:
    assert is_forbidden(name) is forbidden
