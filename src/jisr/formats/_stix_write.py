"""How is a record written as a STIX 2.1 object?

What STIX has a field for stands in that field (tables `stix_types`, `stix_fields`). The whole record, as its source
said it, stands in the entity extension beside it, so that another node reads back what was written; where it came
from and when it is true, in the provenance extension. The same record, member and stamp give the same bytes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

import orjson

from jisr import tables
from jisr.formats import _stix_fields, _stix_marking
from jisr.formats._stix_fields import RECORD, Way
from jisr.formats._stix_ids import EPOCH, definition, extension, identity, made, member_id, stamp, stix_id
from jisr.records import CLEAR, TLP, Reason, Record

Object = dict[str, object]
HASHED = "hmac-sha256:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Who writes, and what of their surroundings the objects need.

    `member`: the node's name; `schemata`: thing -> schema of what is referred to; `hash_key`: shared with those who
    shall match the numbers of documents without seeing them; without it such numbers stay here.
    """

    member: str
    schemata: Mapping[str, str] = field(default_factory=dict)
    hash_key: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When the thing was first said and when this version was (UTC); `seq`: its number in the member's log."""

    created: datetime = EPOCH
    modified: datetime = EPOCH
    seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """A finding to be written. `things`: what it rests on; `said`: its sentence; `subject`: a thing."""

    uid: str
    desk: str
    kind: str
    state: str
    score: float
    subject: str
    said: str
    reasons: tuple[Reason, ...]
    things: tuple[str, ...]


@cache
def _hashed() -> frozenset[str]:
    return frozenset(row["property"] for row in tables.rows("stix_hashed"))


def object_of(record: Record, *, sending: Sending, when: Stamp | None = None) -> bytes:
    """One STIX object. Its markings, extension definitions and author go with it in a bundle (`write_stix`)."""
    return orjson.dumps(_object(record, sending, when or Stamp()))


def id_of(thing: str, schema: str, *, record: Record | None = None) -> str:
    """The STIX id of a thing of that schema; of an instrument or an odd one only its record tells the type."""
    type_ = _stix_fields.way_of(record).type if record is not None else _stix_fields.type_of(schema)
    return stix_id(thing, type_)


def _object(record: Record, sending: Sending, when: Stamp) -> Object:
    record = without_numbers(record, sending.hash_key)
    way = _stix_fields.way_of(record)
    author = member_id(sending.member)
    body: Object = {
        "type": way.type,
        "spec_version": "2.1",
        "id": stix_id(record.thing, way.type),
        "created_by_ref": author,
        "created": stamp(when.created),
        "modified": stamp(max(when.modified, when.created)),
    }
    body |= _named(record, way)
    body |= dict(_stix_fields.written(record, way, _ids(record, sending)))
    body |= _fitting(body, author, when)
    markings = _stix_marking.written(record.marking, originator=sending.member)
    body["object_marking_refs"] = [one["id"] for one in markings]
    body["extensions"] = _extensions(record, way, sending, when)
    return body


def _named(record: Record, way: Way) -> Object:
    """What STIX asks of a type beyond the fields of the table."""
    if way.type == "identity":
        return {"name": _stix_fields.name_of(record), "identity_class": way.class_}
    if way.type == "relationship":
        return {"relationship_type": way.class_ or "related-to"}
    if way.type == "report":
        return {"name": _stix_fields.name_of(record), "report_types": ["threat-report"]}
    return {}


def _fitting(body: Object, author: str, when: Stamp) -> Object:
    """What must be there though the record does not say it. An end not after its beginning stays in the extension."""
    more: Object = {}
    if body["type"] in {"report", "note"} and not body.get("object_refs"):
        more["object_refs"] = [author]
    if body["type"] == "report" and "published" not in body:
        more["published"] = stamp(when.created)
    for first, last in (("start_time", "stop_time"), ("first_seen", "last_seen")):
        if first in body and last in body and str(body[last]) <= str(body[first]):
            del body[last]
    return more


def _ids(record: Record, sending: Sending) -> Mapping[str, str]:
    """The STIX ids of what the record refers to."""
    things = {value for values in record.properties.values() for value in values if ":" in value}
    return {thing: stix_id(thing, _stix_fields.type_of(_schema(thing, sending))) for thing in things}


def _schema(thing: str, sending: Sending) -> str:
    """The schema of a thing; a member of the family of parties where nobody knows."""
    return sending.schemata.get(thing, "LegalEntity")


def _extensions(record: Record, way: Way, sending: Sending, when: Stamp) -> Object:
    found: Object = {extension(way.new): {"extension_type": "new-sdo"}} if way.new else {}
    entity: Object = {
        "extension_type": "property-extension",
        "schema": record.schema,
        "source": record.source,
        "key": record.key,
    }
    if record.announced:
        entity["announced"] = record.announced.text
    entity["properties"] = {name: list(values) for name, values in record.properties.items()}
    provenance: Object = {"extension_type": "property-extension", "origin": sending.member}
    if when.seq is not None:
        provenance["seq"] = when.seq
    provenance["said_by"] = record.source
    for name, bound in (("valid_from", record.validity.begins), ("valid_to", record.validity.ends)):
        if bound is not None:
            provenance[name] = bound.text
    if record.first("sourceUrl"):
        provenance["source"] = record.first("sourceUrl")
    return found | {extension("entity"): entity, extension("provenance"): provenance}


def without_numbers(record: Record, key: bytes) -> Record:
    """The record with the numbers of documents hashed, or without them.

    A list for everybody (TLP:CLEAR) and a word to named recipients (TLP:RED) carry them clear.
    """
    if record.marking.tlp in {TLP.CLEAR, TLP.RED} or not _hashed() & record.properties.keys():
        return record
    kept = {
        name: tuple(_hash(value, key) for value in values) if name in _hashed() else values
        for name, values in record.properties.items()
        if key or name not in _hashed()
    }
    return replace(record, properties=kept)


def _hash(value: str, key: bytes) -> str:
    return value if value.startswith(HASHED) else HASHED + hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def write_stix(
    records: Iterable[Record],
    *,
    sending: Sending,
    stamps: Mapping[str, Stamp] | None = None,
    findings: Iterable[Concluded] = (),
) -> bytes:
    """A bundle of the records and findings, after the author, the extensions and the markings they need."""
    said = list(records)
    known = replace(sending, schemata={**sending.schemata, **{record.thing: record.schema for record in said}})
    objects: dict[str, Object] = {}
    markings: dict[str, Object] = {}
    for record in said:
        one = _object(record, known, (stamps or {}).get(record.thing, Stamp()))
        objects[str(one["id"])] = one
        for marking in _stix_marking.written(record.marking, originator=sending.member):
            markings[str(marking["id"])] = marking
    for finding in findings:
        one = finding_object(finding, sending=known)
        objects[str(one["id"])] = one
        markings |= {str(marking["id"]): marking for marking in _stix_marking.written(CLEAR, originator="")}
    used = sorted({name for one in objects.values() for name in _used(one)} | _used_by(markings.values()))
    head = [identity("jisr"), identity(sending.member)]
    everything = [*head, *map(definition, used), *markings.values(), *objects.values()]
    return _bundle([orjson.dumps(one) for one in everything])


def _bundle(bodies: list[bytes]) -> bytes:
    """The bodies as they are, in one bundle whose id is their digest's."""
    digest = hashlib.sha256(b"\n".join(bodies)).hexdigest()
    head = b'{"type":"bundle","id":"' + made("bundle", digest).encode() + b'","objects":[\n'
    return head + b",\n".join(bodies) + b"\n]}\n"


def with_objects(bundle: bytes, bodies: Iterable[bytes]) -> bytes:
    """A bundle of ours with more objects behind it, each as it came."""
    own = bundle[bundle.index(b"[") + 2 : bundle.rindex(b"]") - 1].split(b",\n")
    return _bundle([*own, *bodies])


def bundle_of(bodies: Iterable[bytes]) -> bytes:
    """Objects that came from elsewhere, in one bundle, each as it came."""
    return _bundle(list(bodies))


def _used(body: Object) -> set[str]:
    ids = {row["id"]: row["name"] for row in tables.rows("stix_extensions")}
    extensions = body.get("extensions")
    return {ids[one] for one in extensions if one in ids} if isinstance(extensions, dict) else set()


def _used_by(bodies: Iterable[Object]) -> set[str]:
    return {name for body in bodies for name in _used(body)}


def finding_object(finding: Concluded, *, sending: Sending, when: Stamp | None = None) -> Object:
    """A finding as a note about the things it rests on, in words and as data."""
    at = when or Stamp()
    author = member_id(sending.member)
    refs = [stix_id(thing, _stix_fields.type_of(_schema(thing, sending))) for thing in finding.things]
    reasons = [{"code": one.code, "weight": one.weight, "facts": dict(one.facts)} for one in finding.reasons]
    return {
        "type": "note",
        "spec_version": "2.1",
        "id": made("note", f"finding\0{sending.member}\0{finding.uid}"),
        "created_by_ref": author,
        "created": stamp(at.created),
        "modified": stamp(max(at.modified, at.created)),
        "content": finding.said or finding.kind,
        "object_refs": list(dict.fromkeys(refs)) or [author],
        "extensions": {
            extension("finding"): {
                "extension_type": "property-extension",
                "desk": finding.desk,
                "kind": finding.kind,
                "score": finding.score,
                "state": finding.state,
                "subject": finding.subject,
                "reasons": reasons,
            }
        },
    }


RECORD_TYPE = RECORD.type
