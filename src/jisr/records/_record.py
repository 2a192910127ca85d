"""What does one source say about one thing?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from jisr.records._marking import CLEAR, Marking
from jisr.records._schema import schema
from jisr.records._time import ALWAYS, Validity, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a delivery something stands: a file, and a line (from 1), an XPath, or characters [start, end)."""

    file: str
    line: int | None = None
    xpath: str = ""
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        """For a person: `sdn.csv, line 7`."""
        parts = [self.file]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.xpath:
            parts.append(self.xpath)
        if self.start is not None:
            parts.append(f"characters {self.start}-{self.end if self.end is not None else self.start}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What `source` says about the thing it calls `key`: a FollowTheMoney schema and its properties.

    `properties`: property name -> values as the source wrote them (dates ISO 8601, countries ISO 3166-1 alpha-2 in
    lower case), no empty value, no empty tuple. `announced`: when it became public at all, if the source says so.
    """

    source: str
    key: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    place: Place
    validity: Validity = ALWAYS
    marking: Marking = CLEAR
    announced: When | None = None

    @property
    def thing(self) -> str:
        """The id of the thing, stable across versions: `un:QDi.317`."""
        return f"{self.source}:{self.key}"

    def first(self, name: str, default: str = "") -> str:
        """The first value of a property."""
        values = self.properties.get(name)
        return values[0] if values else default


def version_of(record: Record) -> str:
    """The digest (SHA-256, hex) of what is said: not of where it stood, so a moved line is no new version."""
    body = {
        "thing": record.thing,
        "schema": record.schema,
        "properties": {name: sorted(values) for name, values in record.properties.items()},
        "valid": [str(record.validity.begins or ""), str(record.validity.ends or "")],
        "announced": str(record.announced or ""),
        "marking": str(record.marking),
    }
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def caption_of(record: Record) -> str:
    """The name to show: the first value of the schema's caption properties, else the key."""
    for name in schema(record.schema).caption:
        if record.properties.get(name):
            return record.properties[name][0]
    return record.key
