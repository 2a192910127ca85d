"""FollowTheMoney entities as JSON lines (https://followthemoney.tech/docs/): one entity a line, read and written.

What FollowTheMoney does not carry - our key, validity, marking, announcement - stands beside `properties` under `jisr`,
so that what one node writes another reads back whole. References between entities become ids of things (`source:key`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import orjson

from jisr.errors import Unreadable
from jisr.formats import _json
from jisr.formats._base import File, Format, Header, Item, Options, Quarantined, Reading, only_file, set_aside
from jisr.formats._json import Line
from jisr.formats._narrow import narrowed
from jisr.records import (
    CLEAR,
    TLP,
    Marking,
    Record,
    SameAs,
    Schema,
    Validity,
    When,
    all_schemata,
    caption_of,
    is_forbidden,
)

NAME = "ftm-json"
TITLE = "FollowTheMoney entities, JSON lines"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?")
_COUNTRY = re.compile(r"[a-z]{2,4}(-[a-z0-9]{1,4})?")
_SHAPES = {"date": _DATE, "country": _COUNTRY}
_OWN = "jisr"


def recognise(files: tuple[File, ...]) -> bool:
    """One file whose lines are objects with a schema and properties."""
    if len(files) != 1:
        return False
    found = _json.objects(files[0])
    return any(isinstance(body.get("properties"), dict) and "schema" in body for body in found)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """Entities as records, and their `referents` (ids of old) as claims that two things are one. Not a snapshot."""
    file = only_file(files, options)
    first = next((body for body in _json.objects(file) if isinstance(body.get("properties"), dict)), None)
    if first is None:
        raise Unreadable(source=file.name, place="line 1", wanted="an object with id, schema and properties")
    header = Header(format=NAME, source=options.source or _dataset(first))
    return Reading(header=header, items=_items(file, header, options))


def _dataset(body: Mapping[str, object]) -> str:
    datasets = body.get("datasets")
    name = datasets[0] if isinstance(datasets, list) and datasets else body.get("dataset")
    return re.sub(r"[^\w.-]+", "-", name).strip("-") or "ftm" if isinstance(name, str) else "ftm"


def _items(file: File, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    for line in _json.lines(file):
        if isinstance(line, Quarantined):
            yield line
        else:
            yield from _entity(line, seen, header, options)


def _entity(line: Line, seen: set[str], header: Header, options: Options) -> Iterator[Item]:
    key, name = line.body.get("id"), line.body.get("schema")
    found = all_schemata().get(name) if isinstance(name, str) else None
    if not isinstance(key, str) or not key.strip():
        yield set_aside(line.place, "no-id", _json.piece_of(line))
        return
    key = key.strip()
    if found is None:
        yield set_aside(line.place, "unknown-schema", _json.piece_of(line), key=key, value=str(name))
        return
    if key in seen:
        yield set_aside(line.place, "duplicate-key", _json.piece_of(line), key=key)
        return
    properties, pieces = _properties(line, key, found)
    properties = _with_times(line.body, properties, found)
    own = line.body.get(_OWN, {})
    try:
        validity, announced, marking = _own(own, options.marking)
        if _OWN not in line.body:
            validity = _interval(properties, found)
    except (ValueError, TypeError, AttributeError, Unreadable):
        yield set_aside(line.place, "bad-value", _json.piece_of(line), key=key, property=_OWN, value=str(own))
        return
    seen.add(key)
    yield from pieces
    ours = _our_key(key, own, header)
    yield Record(
        source=header.source,
        key=ours or key,
        schema=found.name,
        properties=properties if ours else _with_things(properties, found, header),
        place=line.place,
        validity=validity,
        marking=marking,
        announced=announced,
    )
    yield from _referents(line, ours or key, header)


_TIMES = (("first_seen", "createdAt"), ("last_change", "modifiedAt"))


def _with_times(
    body: Mapping[str, object], properties: dict[str, tuple[str, ...]], schema: Schema
) -> dict[str, tuple[str, ...]]:
    """With when its publisher first saw the entity and last saw it change, which stand beside the properties."""
    told = {
        name: (value,)
        for stamp, name in _TIMES
        if isinstance(value := body.get(stamp), str) and _DATE.fullmatch(value)
        if name in schema.properties and name not in properties
    }
    return properties | told


def _our_key(key: str, own: object, header: Header) -> str:
    """The key of a record a node wrote (its id is then the thing's); "" for an entity from elsewhere."""
    ours = own.get("key") if isinstance(own, dict) else None
    return ours if isinstance(ours, str) and ours and key == f"{header.source}:{ours}" else ""


def _with_things(
    properties: Mapping[str, tuple[str, ...]], schema: Schema, header: Header
) -> Mapping[str, tuple[str, ...]]:
    """The same, with ids of entities of this file made ids of things."""
    return {
        name: tuple(f"{header.source}:{value}" for value in values)
        if schema.properties[name].type == "entity"
        else values
        for name, values in properties.items()
    }


def _properties(line: Line, key: str, schema: Schema) -> tuple[dict[str, tuple[str, ...]], list[Item]]:
    """The values that hold, and the pieces that do not."""
    body = line.body.get("properties")
    if not isinstance(body, dict):
        return {}, [
            set_aside(line.place, "bad-value", _json.piece_of(line), entry=False, key=key, property="properties")
        ]
    kept: dict[str, tuple[str, ...]] = {}
    pieces: list[Item] = []
    for name, value in body.items():
        if is_forbidden(name):
            cut = _json.encode(_json.without_forbidden({name: value}))
            pieces.append(set_aside(line.place, "forbidden-property", cut, entry=False, key=key, property=name))
            continue
        if name not in schema.properties:
            piece = _json.encode(_json.without_forbidden({name: value}))
            pieces.append(
                set_aside(
                    line.place, "unknown-property", piece, entry=False, key=key, property=name, schema=schema.name
                )
            )
            continue
        good, bad = _values(value, _SHAPES.get(schema.properties[name].type))
        if good:
            kept[name] = good
        for wrong in map(_json.without_forbidden, bad):
            piece = _json.encode(wrong)
            pieces.append(
                set_aside(line.place, "bad-value", piece, entry=False, key=key, property=name, value=str(wrong))
            )
    return kept, pieces


def _values(value: object, shape: re.Pattern[str] | None) -> tuple[tuple[str, ...], list[object]]:
    """The values that are text of that shape, each once, and the others."""
    given: list[object] = value if isinstance(value, list) else [value]
    good = [item.strip() for item in given if isinstance(item, str) and item.strip()]
    bad: list[object] = [item for item in given if not isinstance(item, str)]
    if shape is not None:
        bad += [item for item in good if not shape.fullmatch(item)]
        good = [item for item in good if shape.fullmatch(item)]
    return tuple(dict.fromkeys(good)), bad


def _referents(line: Line, key: str, header: Header) -> Iterator[Item]:
    referents = line.body.get("referents")
    for other in referents if isinstance(referents, list) else ():
        if isinstance(other, str) and other.strip() and other != key:
            yield SameAs(
                left=f"{header.source}:{key}", right=f"{header.source}:{other}", why="referents", place=line.place
            )


def _own(own: object, default: Marking) -> tuple[Validity, When | None, Marking]:
    """Validity, announcement and marking under `jisr`. A marking may only be stricter than the receiver's."""
    if not isinstance(own, dict):
        raise TypeError
    begins, ends, announced = (
        When.read(own[name]) if own.get(name) else None for name in ("begins", "ends", "announced")
    )
    marking = narrowed(_marking(own["marking"]), default) if own.get("marking") else default
    return Validity(begins=begins, ends=ends), announced, marking


def _interval(properties: Mapping[str, tuple[str, ...]], found: Schema) -> Validity:
    """What an interval of others says of its own time: it begins with its start, else its listing, and ends."""
    if not found.is_a("Interval"):
        return Validity()
    first = next((properties[name][0] for name in ("startDate", "listingDate", "date") if name in properties), "")
    last = next(iter(properties.get("endDate", ())), "")
    return Validity(begins=When.read(first) if first else None, ends=When.read(last) if last else None)


def _marking(body: Mapping[str, object]) -> Marking:
    until = body.get("retain_until")
    return Marking(
        tlp=TLP(str(body.get("tlp"))),
        releasable_to=_texts(body.get("releasable_to", [])),
        purposes=_texts(body.get("purposes", [])),
        retain_until=date.fromisoformat(str(until)) if until else None,
        named=_texts(body.get("named", [])),
        onward=_texts(body["onward"]) if body.get("onward") is not None else None,
        expires=When.read(str(body["expires"])).first if body.get("expires") else None,
    )


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError
    return tuple(values)


def write_ftm(records: Iterable[Record]) -> bytes:
    """The records as FollowTheMoney JSON lines, in their order; places are left out."""
    return b"".join(orjson.dumps(_body(record), option=orjson.OPT_APPEND_NEWLINE) for record in records)


def _body(record: Record) -> dict[str, object]:
    validity, marking = record.validity, record.marking
    own: dict[str, object] = {"key": record.key}
    for name, when in (("begins", validity.begins), ("ends", validity.ends), ("announced", record.announced)):
        if when is not None:
            own[name] = when.text
    if marking != CLEAR:
        own["marking"] = {
            "tlp": marking.tlp.value,
            "releasable_to": list(marking.releasable_to),
            "purposes": list(marking.purposes),
            "retain_until": marking.retain_until.isoformat() if marking.retain_until else None,
            **_rarely(marking),
        }
    return {
        "id": record.thing,
        "caption": caption_of(record),
        "schema": record.schema,
        "properties": {name: list(values) for name, values in record.properties.items()},
        "datasets": [record.source],
        _OWN: own,
    }


def _rarely(marking: Marking) -> dict[str, object]:
    """What few markings say, each only where it is said."""
    said: dict[str, object] = {}
    if marking.named:
        said["named"] = list(marking.named)
    if marking.onward is not None:
        said["onward"] = list(marking.onward)
    if marking.expires is not None:
        said["expires"] = When.at(marking.expires).text
    return said


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
