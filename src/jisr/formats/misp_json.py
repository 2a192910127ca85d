"""Events of MISP (https://www.misp-project.org/datamodels/): read as records, and records written as events.

FollowTheMoney things travel as MISP's own `ftm-*` objects; a field of its other templates is read where a table says
what it means. What has no place here stays an object of another program, its values in its description: none is lost.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, Withdrawn, only_file, set_aside
from jisr.formats._narrow import narrowed
from jisr.formats._stix_write import without_numbers
from jisr.records import TLP, Marking, Place, Record, all_schemata, caption_of

__all__ = ["FORMAT", "event_key", "event_of", "marking_of", "template"]

NAME = "misp-json"
TITLE = "MISP events, JSON"
_FOREIGN = "ForeignObject"
_SPACE = uuid.UUID("6a1b2c0e-6a3e-5c2f-9d57-1d1f0e8b7a10")
_STRICTNESS = tuple(TLP)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def recognise(files: tuple[File, ...]) -> bool:
    """One file that is an event, or a list of them."""
    if len(files) != 1 or b'"Event"' not in files[0].data[:4096]:
        return False
    try:
        return bool(_events(orjson.loads(files[0].data)))
    except orjson.JSONDecodeError:
        return False


def read(files: tuple[File, ...], options: Options) -> Reading:
    """Each object and loose attribute of each event as a record, and the event itself. Raises `Unreadable`."""
    file = only_file(files, options)
    try:
        found = _events(orjson.loads(file.data))
    except orjson.JSONDecodeError as error:
        raise Unreadable(source=file.name, place=str(error)[-40:], wanted="JSON") from error
    if not found:
        raise Unreadable(source=file.name, place="line 1", wanted="an event of MISP")
    orgc = found[0].get("Orgc")
    source = options.source or re.sub(r"[^\w.-]+", "-", str(orgc.get("name", "") if isinstance(orgc, dict) else ""))
    header = Header(format=NAME, source=source.strip("-") or "misp", edition=None)
    return Reading(header=header, items=_items(found, file.name, header.source, options))


def marking_of(event: Mapping[str, Any], default: Marking | None) -> Marking | None:
    """The marking of an event: the strictest of its TLP tags; `default` without one; None: a TLP nobody knows."""
    labels = [tag.partition(":")[2].lower() for tag in _tags(event) if tag.lower().startswith("tlp:")]
    known = [TLP({"white": "clear"}.get(label, label)) for label in labels if label in {*TLP, "white"}]
    if len(known) != len(labels):
        return None
    if not known:
        return default
    said = Marking(tlp=max(known, key=_STRICTNESS.index))
    return narrowed(said, default) if default else said


def _events(body: object) -> list[Mapping[str, Any]]:
    """The events in whatever MISP wraps them."""
    if isinstance(body, dict) and "response" in body:
        body = body["response"]
    rows = body if isinstance(body, list) else [body]
    return [row["Event"] for row in rows if isinstance(row, dict) and isinstance(row.get("Event"), dict)]


def _items(events: Iterable[Mapping[str, Any]], file: str, source: str, options: Options) -> Iterator[Item]:
    for number, event in enumerate(events):
        place = Place(file=file, xpath=f"/Event[{number + 1}]")
        marking = marking_of(event, options.marking)
        key = event.get("uuid")
        if not isinstance(key, str) or marking is None:
            yield set_aside(place, "bad-value", orjson.dumps(event), property="uuid, tlp", value=str(key))
            continue
        if event.get("deleted"):
            yield from (Withdrawn(thing=f"{source}:{one}", place=place) for one in (key, *_uuids(event)))
            continue
        rows = [row for row in event.get("Object") or () if isinstance(row, dict) and not row.get("deleted")]
        loose = [row for row in event.get("Attribute") or () if isinstance(row, dict) and not row.get("deleted")]
        gone = [row["uuid"] for row in _rows(event) if row.get("deleted") and isinstance(row.get("uuid"), str)]
        yield from (Withdrawn(thing=f"{source}:{one}", place=place) for one in gone)
        parts = [_object(row, source, place, marking) for row in rows]
        parts += [_attribute(row, source, place, marking) for row in loose]
        yield from parts
        told = {
            "objectType": ("misp:event",),
            "name": (str(event.get("info", key)),),
            "refersTo": tuple(one.thing for one in parts if isinstance(one, Record)),
        }
        kept = {name: values for name, values in told.items() if values}
        yield Record(source=source, key=key, schema=_FOREIGN, properties=kept, place=place, marking=marking)


def _rows(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for name in ("Object", "Attribute") for row in event.get(name) or () if isinstance(row, dict)]


def _uuids(event: Mapping[str, Any]) -> list[str]:
    return [row["uuid"] for row in _rows(event) if isinstance(row.get("uuid"), str)]


def _object(row: Mapping[str, Any], source: str, place: Place, marking: Marking) -> Item:
    name, key = str(row.get("name", "")), row.get("uuid")
    given = [one for one in row.get("Attribute") or () if isinstance(one, dict) and not one.get("deleted")]
    values = [(str(one.get("object_relation", "")), str(one.get("value", ""))) for one in given]
    if not isinstance(key, str) or not values:
        return set_aside(place, "no-id", orjson.dumps(row))
    schema, properties = _known(name, values, row, source)
    if not properties:
        schema, properties = _FOREIGN, _foreign(f"misp:{name}", values)
    return Record(source=source, key=key, schema=schema, properties=properties, place=place, marking=marking)


def _known(
    name: str, values: Sequence[tuple[str, str]], row: Mapping[str, Any], source: str
) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Schema and properties of an object whose template says what it is; no properties: it does not, or not wholly."""
    schema, meaning = _meaning(name)
    if not schema:
        return "", {}
    found: dict[str, list[str]] = {}
    rest = []
    for field, value in values:
        wanted = meaning.get(field, "")
        if wanted and _fits(schema, wanted, value):
            found.setdefault(wanted, []).append(value)
        else:
            rest.append(f"{field}: {value}")
    for one in row.get("ObjectReference") or ():
        wanted = str(one.get("relationship_type", "")) if isinstance(one, dict) else ""
        if wanted in all_schemata()[schema].properties and all_schemata()[schema].properties[wanted].type == "entity":
            found.setdefault(wanted, []).append(f"{source}:{one.get('referenced_uuid')}")
    if rest and found and "notes" in all_schemata()[schema].properties:
        found.setdefault("notes", []).extend(rest)
        rest = []
    return schema, {} if rest else {key: tuple(dict.fromkeys(texts)) for key, texts in found.items()}


def _fits(schema: str, name: str, value: str) -> bool:
    prop = all_schemata()[schema].properties.get(name)
    if prop is None or not value.strip():
        return False
    return prop.type != "entity" and (prop.type != "date" or bool(_DATE.match(value)))


@cache
def _meaning(name: str) -> tuple[str, Mapping[str, str]]:
    """The schema a template stands for, and field -> property."""
    if name.startswith("ftm-") and name[4:] in all_schemata():
        schema = name[4:]
        return schema, {field: field for field in template(schema)}
    rows = [row for row in tables.rows("misp_objects") if row["object"] == name]
    return (rows[0]["schema"], {row["field"]: row["property"] for row in rows}) if rows else ("", {})


def _attribute(row: Mapping[str, Any], source: str, place: Place, marking: Marking) -> Item:
    key, kind, value = row.get("uuid"), str(row.get("type", "")), str(row.get("value", ""))
    if not isinstance(key, str) or not value:
        return set_aside(place, "no-id", orjson.dumps(row))
    properties = _foreign(f"misp:{kind}", [(kind, value)])
    return Record(source=source, key=key, schema=_FOREIGN, properties=properties, place=place, marking=marking)


def _foreign(kind: str, values: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    text = "\n".join(f"{field}: {value}" for field, value in values)
    return {"objectType": (kind,), "name": (values[0][1],), "description": (text,)}


@cache
def template(schema: str) -> Mapping[str, tuple[str, str, str]]:
    """Of MISP's template for a schema: field -> (attribute type, template's UUID, its version). Empty: it has none."""
    rows = [row for row in tables.rows("misp_ftm") if row["object"] == f"ftm-{schema}"]
    return {row["field"]: (row["type"], row["uuid"], row["version"]) for row in rows}


def event_of(records: Sequence[Record], *, org: str, marking: Marking, at: datetime, key: str = "") -> dict[str, Any]:
    """One event that tells these records, marked. `at`: when (UTC). `key`: what it is an event of; its UUID stays.

    Numbers of documents are left out as they are in STIX: their marking alone does not name who reads them.
    """
    records = [without_numbers(record, b"") for record in records]
    seconds = str(int(at.timestamp()))
    things = {record.thing: _uuid(record.thing) for record in records}
    owner = {"id": "1", "uuid": _uuid(f"org\0{org}"), "name": org}
    return {
        "uuid": event_key(key or records[0].thing),
        "info": caption_of(records[0]),
        "date": at.astimezone(UTC).date().isoformat(),
        "timestamp": seconds,
        "publish_timestamp": seconds,
        "published": True,
        "analysis": "2",
        "threat_level_id": "4",
        "distribution": "1",
        "Orgc": owner,
        "Org": owner,
        "Tag": [{"name": f"tlp:{marking.tlp.value}"}],
        "Attribute": [],
        "Object": [made for record in records if (made := _written(record, things, seconds))],
    }


def event_key(key: str) -> str:
    """The UUID of the event about a thing."""
    return _uuid(f"event\0{key}")


def _written(record: Record, things: Mapping[str, str], seconds: str) -> dict[str, Any]:
    fields = template(record.schema)
    rows = [(name, value) for name, values in sorted(record.properties.items()) for value in values]
    attributes = [
        {
            "uuid": _uuid(f"{record.thing}\0{name}\0{value}"),
            "type": fields[name][0],
            "object_relation": name,
            "category": "Other",
            "value": value,
            "to_ids": False,
            "timestamp": seconds,
            "distribution": "5",
        }
        for name, value in rows
        if name in fields
    ]
    if not attributes:
        return {}
    references = [
        {"uuid": _uuid(f"{record.thing}\0{name}\0{value}"), "referenced_uuid": things[value], "relationship_type": name}
        for name, value in rows
        if value in things and name not in fields
    ]
    kind, version = next(iter(fields.values()))[1:]
    return {
        "uuid": things[record.thing],
        "name": f"ftm-{record.schema}",
        "meta-category": "followthemoney",
        "template_uuid": kind,
        "template_version": version,
        "timestamp": seconds,
        "distribution": "5",
        "comment": "",
        "Attribute": attributes,
        "ObjectReference": references,
    }


def _tags(event: Mapping[str, Any]) -> list[str]:
    return [str(tag.get("name", "")) for tag in event.get("Tag") or () if isinstance(tag, dict)]


def _uuid(text: str) -> str:
    return str(uuid.uuid5(_SPACE, text))


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
