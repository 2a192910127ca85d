"""Which field of a STIX object says which property, and how is a value of one written in the other?

The table `stix_fields` says it; here are the kinds of fields. A field holds one value or a list; what a record says
beyond it stands in the entity extension, so that nothing is lost on the way there and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats._stix_ids import is_id, stamp
from jisr.records import Record, When, caption_of

Values = tuple[str, ...]
LISTS = frozenset({"texts", "refs"})
_COUNTRY_LETTERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of the table. `must`: the type cannot be written without it."""

    name: str
    property: str
    kind: str
    must: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a schema is written: its STIX type, the class of it, and the extension that defines it ("" for none)."""

    schema: str
    type: str
    class_: str
    new: str


RECORD = Way(schema="", type="record", class_="", new="record")


@cache
def _ways() -> tuple[tuple[Way, str], ...]:
    return tuple(
        (Way(schema=row["schema"], type=row["type"], class_=row["class"], new=row["new"]), row["effect"])
        for row in tables.rows("stix_types")
    )


@cache
def _effects() -> Mapping[str, str]:
    return {row["action"]: row["effect"] for row in tables.rows("actions")}


@cache
def fields(type_: str, schema: str) -> tuple[Field, ...]:
    """The fields of a type for a schema, in the order they are written."""
    return tuple(
        Field(name=row["field"], property=row["property"], kind=row["kind"], must=bool(row["must"]))
        for row in tables.rows("stix_fields")
        if row["type"] == type_ and row["schema"] in {"", schema}
    )


def way_of(record: Record) -> Way:
    """How this record is written; as a `record` where STIX has no type, or would need what it does not say."""
    action = record.first("action")
    for way, effect in _ways():
        if way.schema == record.schema and (not effect or _effects().get(action) == effect):
            return way if _can(way, record) else RECORD
    return RECORD


def _can(way: Way, record: Record) -> bool:
    if way.type == "location":
        return len(record.first("country")) == _COUNTRY_LETTERS or bool(record.first("region"))
    if way.type == "relationship":
        ends = [one for one in fields(way.type, way.schema) if one.name in {"source_ref", "target_ref"}]
        return all(record.first(one.property) for one in ends)
    return all(record.first(one.property) for one in fields(way.type, way.schema) if one.must)


def type_of(schema: str) -> str:
    """The STIX type most records of a schema have: what a reference to one is written as."""
    return next((way.type for way, effect in _ways() if way.schema == schema and not effect), RECORD.type)


def schema_of(body: Mapping[str, object]) -> str:
    """The schema of an object no node wrote; `ForeignObject` for a type this node has no schema for."""
    type_ = body.get("type")
    class_ = body.get("identity_class" if type_ == "identity" else "relationship_type", "")
    same = [way for way, _ in _ways() if way.type == type_]
    if type_ == "identity":
        return next((way.schema for way in same if way.class_ == class_), "LegalEntity")
    return next((way.schema for way in same if way.class_ in {"", class_}), "ForeignObject")


def written(record: Record, way: Way, ids: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    """The fields of the record that have a value. `ids`: thing -> STIX id."""
    for one in fields(way.type, way.schema):
        values = record.properties.get(one.property, ())
        value = write_value(one.kind, values, ids)
        if value is not None:
            yield one.name, value


def write_value(kind: str, values: Sequence[str], ids: Mapping[str, str]) -> object:
    """The values of a property as a field of this kind holds them; None for nothing."""
    if not values:
        return None
    if kind in LISTS:
        found = [ids[value] for value in values if value in ids] if kind == "refs" else list(values)
        return found or None
    if kind == "ref":
        return ids.get(values[0])
    return _WRITE.get(kind, _as_it_is)(values[0])


def _as_it_is(text: str) -> str | None:
    return text


def _capital(text: str) -> str | None:
    return text.upper() if len(text) == _COUNTRY_LETTERS else None


def _kind_of_waiver(text: str) -> str | None:
    return next((row["stix"] for row in tables.rows("stix_words") if row["ours"] == text), text)


def _stamp(text: str) -> str | None:
    try:
        return stamp(When.read(text).first)
    except (Unreadable, ValueError):
        return None


_WRITE = {"time": _stamp, "country": _capital, "waiver-kind": _kind_of_waiver}


def read_value(kind: str, value: object, *, source: str) -> Values:
    """The values a field of this kind holds, as properties have them. Raises `ValueError`: it cannot stand there."""
    if kind in LISTS:
        given = value if isinstance(value, list) else [value]
        return tuple(dict.fromkeys(one for item in given for one in read_value(kind[:-1], item, source=source)))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(str(value))  # noqa: TRY004  # a value that cannot stand there, whatever its type
    text = str(value).strip()
    return (_READ.get(kind, _text)(text, source),) if text else ()


def _text(text: str, _source: str) -> str:
    return text


def _ref(text: str, source: str) -> str:
    if not is_id(text):
        raise ValueError(text)
    return f"{source}:{text}"


def _when(text: str, _source: str) -> str:
    try:
        return When.read(text).text
    except Unreadable as error:
        raise ValueError(text) from error


def _country(text: str, _source: str) -> str:
    if len(text) != _COUNTRY_LETTERS or not text.isascii() or not text.isalpha():
        raise ValueError(text)
    return text.lower()


def _waiver(text: str, _source: str) -> str:
    return next((row["ours"] for row in tables.rows("stix_words") if row["stix"] == text), text)


_READ = {"waiver-kind": _waiver, "ref": _ref, "time": _when, "day": _when, "country": _country}


def name_of(record: Record) -> str:
    """What to call it where STIX asks for a name."""
    return caption_of(record)
