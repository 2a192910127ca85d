"""What is a thing called in STIX?  Ids made from names are the same on every node; times as STIX writes them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from jisr import tables

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
_SPACE = uuid.UUID("5d3c1b7e-9c55-5b0e-8a54-0f6c6b1f2a77")
_ID = re.compile(r"[a-z][a-z0-9-]{1,249}--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")


def made(type_: str, text: str) -> str:
    """The id of `type_` made from a text (UUIDv5): the same text, the same id."""
    return f"{type_}--{uuid.uuid5(_SPACE, text)}"


def stix_id(thing: str, type_: str) -> str:
    """The id under which a thing travels. A thing that came as STIX keeps the id it had."""
    key = thing.partition(":")[2]
    return key if _ID.fullmatch(key) and key.partition("--")[0] == type_ else made(type_, thing)


def is_id(text: object, type_: object = None) -> bool:
    """Whether it is a STIX id (section 2.9), of that type if one is given."""
    if not isinstance(text, str) or not _ID.fullmatch(text):
        return False
    return type_ is None or text.partition("--")[0] == type_


def member_id(name: str) -> str:
    """The identity of a member of the coalition."""
    return made("identity", f"member\0{name}")


def stamp(instant: datetime) -> str:
    """A timestamp as STIX writes it, to the millisecond, UTC (section 2.16)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03}Z"


def is_stamp(text: object) -> bool:
    """Whether it is a timestamp of STIX on a day of the calendar."""
    if not isinstance(text, str) or not _STAMP.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text[:19])
    except ValueError:
        return False
    return True


@cache
def _extensions() -> Mapping[str, tables.Row]:
    return {row["name"]: row for row in tables.rows("stix_extensions")}


def extension(name: str) -> str:
    """The id of one of our extensions."""
    return _extensions()[name]["id"]


def definition(name: str) -> dict[str, object]:
    """The extension definition of that name (section 7.3)."""
    row = _extensions()[name]
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": row["id"],
        "created_by_ref": member_id("jisr"),
        "created": stamp(EPOCH),
        "modified": stamp(EPOCH),
        "name": f"jisr {name}",
        "description": row["fields"],
        "schema": f"https://example.org/jisr/{name}.json",
        "version": "1.0.0",
        "extension_types": [row["kind"]],
    }


def identity(name: str, *, at: datetime = EPOCH) -> dict[str, object]:
    """The identity object of a member."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": member_id(name),
        "created": stamp(at),
        "modified": stamp(at),
        "name": name,
        "identity_class": "organization",
    }
