"""OpenSanctions' statements as CSV (https://www.opensanctions.org/docs/bulk/statements/): a row a value of an entity.

Headings: canonical_id, entity_id, prop, schema, value, dataset, lang, original_value, first_seen, last_seen, … The
values of one entity become one record; `canonical_id` says which entities are one. The days it was seen are record
time of theirs, not of the world: they are kept in no property.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jisr.errors import Unreadable
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._rows import rows
from jisr.formats._text import damage, decode, lines_of
from jisr.records import Place, Record, SameAs, all_schemata, is_forbidden

NAME = "statements-csv"
TITLE = "OpenSanctions statements, CSV"
_NEEDED = ("entity_id", "prop", "schema", "value")
_CUT = "[cut out]"


@dataclass(slots=True, kw_only=True)
class _Entity:
    """What the rows say of one entity so far."""

    schema: str
    place: Place
    canonical: str
    values: dict[str, dict[str, None]] = field(default_factory=dict)


def recognise(files: tuple[File, ...]) -> bool:
    """One CSV whose headings hold entity_id, canonical_id, prop, schema and value."""
    head = files[0].data[:4096].split(b"\n", 1)[0].lower() if files else b""
    return len(files) == 1 and all(name.encode() in head for name in (*_NEEDED, "canonical_id")) and b"," in head


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A record an entity, and claims that several are one. Not a snapshot unless the receiver says so."""
    file = only_file(files, options)
    lines = lines_of(decode(file.data, source=file.name))
    head = [cell.strip().lstrip("\ufeff").lower() for cell in lines[0].split(",")]
    if not set(_NEEDED) <= set(head):
        raise Unreadable(source=file.name, place="line 1", wanted=f"the headings {', '.join(_NEEDED)}")
    first = next((cells for _, cells, problem in rows(lines[1:2]) if not problem and len(cells) == len(head)), None)
    dataset = first[head.index("dataset")] if first and "dataset" in head else ""
    source = re.sub(r"[^\w.-]+", "-", dataset).strip("-") or "opensanctions"
    header = Header(format=NAME, source=options.source or source)
    return Reading(header=header, items=_items(file, (head, lines), header, options))


def _items(file: File, table: tuple[list[str], list[str]], header: Header, options: Options) -> Iterator[Item]:
    head, lines = table
    found: dict[str, _Entity] = {}
    for line, cells, problem in rows(lines[1:]):
        place = Place(file=file.name, line=line + 1)
        row = dict(zip(head, cells, strict=False))
        reason, facts = _refusal(head, cells, problem, row)
        if reason:
            piece = _CUT if reason == "forbidden-property" else lines[line]
            yield set_aside(place, reason, piece, entry=False, **facts)
            continue
        _take(found, row, place)
    for key, entity in found.items():
        yield from _entity(key, entity, header, options)
    if not found:
        raise Unreadable(source=file.name, place="line 2", wanted="at least one statement that can be read")


def _refusal(head: list[str], cells: list[str], problem: str, row: dict[str, str]) -> tuple[str, dict[str, str]]:
    if problem:
        return problem, {}
    if len(cells) != len(head):
        return "wrong-columns", {"found": str(len(cells)), "wanted": str(len(head))}
    if sign := damage("".join(cells)):
        return "damaged-characters", {"character": sign}
    return _refusal_of_row(row) if row["entity_id"].strip() else ("no-id", {})


def _refusal_of_row(row: dict[str, str]) -> tuple[str, dict[str, str]]:
    known = all_schemata().get(row["schema"])
    key, prop = row["entity_id"].strip(), row["prop"].strip()
    if known is None:
        return "unknown-schema", {"key": key, "value": row["schema"]}
    if is_forbidden(prop):
        return "forbidden-property", {"key": key, "property": prop}
    if prop != "id" and prop not in known.properties:
        return "unknown-property", {"key": key, "property": prop, "schema": row["schema"]}
    return "", {}


def _take(found: dict[str, _Entity], row: dict[str, str], place: Place) -> None:
    key, schema = row["entity_id"].strip(), row["schema"]
    entity = found.setdefault(key, _Entity(schema=schema, place=place, canonical=row.get("canonical_id", "").strip()))
    if all_schemata()[schema].is_a(entity.schema):
        entity.schema = schema  # the most special of what its rows say
    if row["prop"] != "id" and row["value"].strip():
        entity.values.setdefault(row["prop"], {})[row["value"].strip()] = None


def _entity(key: str, entity: _Entity, header: Header, options: Options) -> Iterator[Item]:
    known = all_schemata()[entity.schema].properties
    properties = {
        name: tuple(f"{header.source}:{value}" for value in values) if known[name].type == "entity" else tuple(values)
        for name, values in entity.values.items()
        if name in known
    }
    record = Record(
        source=header.source,
        key=key,
        schema=entity.schema,
        properties=properties,
        place=entity.place,
        marking=options.marking,
    )
    yield record
    if entity.canonical and entity.canonical != key:
        other = f"{header.source}:{entity.canonical}"
        yield SameAs(left=record.thing, right=other, why="canonical_id", place=entity.place)


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
