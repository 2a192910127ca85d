"""Events of MISP, read and written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from jisr.errors import Unreadable
from jisr.formats import File, Options, Quarantined, Withdrawn, misp_json, recognise
from jisr.records import CLEAR, TLP, Marking, Place, Record

AT = datetime(2026, 1, 2, tzinfo=UTC)
KEY = "00000000-0000-4000-8000-00000000000{}"


def read(*events: dict[str, Any], source: str = "cert") -> list[object]:
    file = File(name="e.json", data=orjson.dumps({"response": [{"Event": one} for one in events]}))
    return list(misp_json.read((file,), Options(source=source)).items)


def record(key: str, schema: str, **said: str) -> Record:
    properties = {name: (value,) for name, value in said.items()}
    return Record(source="us", key=key, schema=schema, properties=properties, place=Place(file="x"), marking=CLEAR)


def event(**more: Any) -> dict[str, Any]:
    return {"uuid": KEY.format(1), "info": "x", **more}


def thing(name: str, number: int = 2, **values: str) -> dict[str, Any]:
    rows = [{"uuid": KEY.format(9), "object_relation": field, "value": value} for field, value in values.items()]
    return {"uuid": KEY.format(number), "name": name, "Attribute": rows}


def test_what_is_written_is_read_again() -> None:
    person, company = record("p", "Person", name="محمد", birthDate="1980"), record("c", "Company", name="شركة")
    owns = record("o", "Ownership", owner="us:p", asset="us:c", percentage="51")
    made = misp_json.event_of([person, company, owns], org="us", marking=CLEAR, at=AT)
    found = [one for one in read(made) if isinstance(one, Record)]
    assert [(one.schema, dict(one.properties)) for one in found[:2]] == [
        ("Person", person.properties),
        ("Company", company.properties),
    ]
    assert found[2].properties["percentage"] == ("51",)
    assert found[2].properties["owner"] == (found[0].thing,)


def test_written_twice_it_has_the_same_ids() -> None:
    one = record("p", "Person", name="محمد")
    first, second = (misp_json.event_of([one], org="us", marking=CLEAR, at=AT) for _ in range(2))
    assert first == second


def test_an_object_of_a_known_template_is_what_it_says() -> None:
    row = thing("person", **{"full-name": "A B", "date-of-birth": "1980-01-02", "nationality": "sy", "portrait": "x"})
    found = next(one for one in read(event(Object=[row])) if isinstance(one, Record))
    assert found.schema == "Person"
    assert found.properties["name"] == ("A B",)
    assert found.properties["notes"] == ("portrait: x",)


def test_what_has_no_place_here_stays_an_object_of_another_program() -> None:
    loose = {"uuid": KEY.format(3), "type": "iban", "value": "DE1"}
    items = read(event(Object=[thing("meme-image", meme="x")], Attribute=[loose]))
    kinds = [one.properties["objectType"][0] for one in items if isinstance(one, Record)]
    assert kinds == ["misp:meme-image", "misp:iban", "misp:event"]


@pytest.mark.parametrize(
    ("tags", "label"),
    [([], TLP.CLEAR), (["tlp:amber"], TLP.AMBER), (["TLP:RED", "tlp:green"], TLP.RED), (["tlp:white"], TLP.CLEAR)],
)
def test_the_strictest_label_binds(tags: list[str], label: TLP) -> None:
    said = event(Tag=[{"name": tag} for tag in tags])
    found = misp_json.marking_of(said, Marking(tlp=TLP.CLEAR))
    assert found is not None
    assert found.tlp is label


def test_an_unknown_label_is_set_aside_whole() -> None:
    assert [type(one) for one in read(event(Tag=[{"name": "tlp:mauve"}]))] == [Quarantined]


def test_what_was_deleted_is_withdrawn() -> None:
    loose = {"uuid": KEY.format(3), "type": "iban", "value": "DE1", "deleted": True}
    assert any(isinstance(one, Withdrawn) and one.thing.endswith("3") for one in read(event(Attribute=[loose])))
    gone = read(event(Object=[thing("person", **{"full-name": "A"})], deleted=True))
    assert [type(one) for one in gone] == [Withdrawn, Withdrawn]


def test_it_is_recognised() -> None:
    file = File(name="e.json", data=orjson.dumps({"Event": event()}))
    assert recognise((file,)).name == "misp-json"


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"Event":7}', b'{"x":{"Event":{}}}'])
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        misp_json.read((File(name="e.json", data=data),), Options())
