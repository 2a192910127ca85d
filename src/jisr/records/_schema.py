"""Which things can a record be about, and what can it say of them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from jisr import tables
from jisr.errors import Unreadable

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One thing a record can say. `type` is FollowTheMoney's: name, date, country, identifier, entity, text …"""

    name: str
    label: str
    type: str
    range: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A kind of thing. `ancestors` holds its own name too. `caption`: the properties to name it by, best first."""

    name: str
    label: str
    plural: str
    ancestors: frozenset[str]
    properties: Mapping[str, Property]
    caption: tuple[str, ...]
    required: tuple[str, ...]
    matchable: bool

    def is_a(self, name: str) -> bool:
        """Whether this is `name` or one of its kinds."""
        return name in self.ancestors


@cache
def all_schemata() -> Mapping[str, Schema]:
    """Every schema of the node: FollowTheMoney 4.11 and ours, without the forbidden fields, by name."""
    return MappingProxyType({name: schema(name) for name in sorted(tables.schema_files())})


@cache
def schema(name: str) -> Schema:
    """The schema of that name; only it and its ancestors are read. Raises `Unreadable`."""
    if name not in tables.schema_files():
        raise Unreadable(source="schema", place=repr(name[:40]), wanted="a FollowTheMoney schema")
    return _build(name)


def _written(name: str) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", tables.schema(name))


def _build(name: str) -> Schema:
    lineage = _lineage(name)
    own = _written(name)
    properties: dict[str, Property] = {}
    caption: tuple[str, ...] = ()
    required: list[str] = []
    matchable = False
    for ancestor in reversed(lineage):  # the nearest has the last word
        body = _written(ancestor)
        properties.update({key: _property(key, spec or {}) for key, spec in (body.get("properties") or {}).items()})
        caption = tuple(body.get("caption") or caption)
        required += body.get("required") or ()
        matchable = bool(body.get("matchable", matchable))
    return Schema(
        name=name,
        label=str(own.get("label", name)),
        plural=str(own.get("plural", own.get("label", name))),
        ancestors=frozenset(lineage),
        properties=MappingProxyType({key: value for key, value in properties.items() if not is_forbidden(key)}),
        caption=caption,
        required=tuple(dict.fromkeys(required)),
        matchable=matchable,
    )


def _lineage(name: str) -> tuple[str, ...]:
    """`name` first, then its ancestors, each once, nearest first."""
    found = [name]
    for current in found:
        parents: Iterable[str] = _written(current).get("extends") or ()
        found += [parent for parent in parents if parent not in found]
    return tuple(found)


def _property(name: str, spec: Mapping[str, Any]) -> Property:
    return Property(
        name=name,
        label=str(spec.get("label", name)),
        type=str(spec.get("type", "string")),
        range=str(spec.get("range", "")),
    )


@cache
def is_forbidden(property_name: str) -> bool:
    """Whether a property's name holds a word of `tables/forbidden_fields.csv` (law 9)."""
    words = {word.lower() for word in _WORD.findall(property_name)}
    return any(row["word"] in words for row in tables.rows("forbidden_fields"))
