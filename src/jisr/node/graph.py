"""How do the schemata of FollowTheMoney point at one another?  Read from the schemata as written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from jisr import tables
from jisr.records import all_schemata, schema


@cache
def reverse_of(schema_name: str, prop: str) -> str:
    """What the other end calls a property that points to it: Sanction.entity -> sanctions; "" nothing."""
    for ancestor in schema(schema_name).ancestors:
        spec = _properties(ancestor).get(prop) or {}
        if spec.get("reverse"):
            return str(spec["reverse"]["name"])
    return ""


@cache
def reverses(schema_name: str) -> frozenset[str]:
    """Every name under which others point to a thing of this schema."""
    mine = schema(schema_name).ancestors
    return frozenset(
        str(spec["reverse"]["name"])
        for name in all_schemata()
        for spec in _properties(name).values()
        if spec and spec.get("reverse") and spec.get("range", "Thing") in mine
    )


@cache
def is_edge(schema_name: str) -> bool:
    """Whether it joins two others, as Ownership does, and is looked through."""
    return any(tables.schema(ancestor).get("edge") for ancestor in schema(schema_name).ancestors)


@cache
def featured(schema_name: str) -> tuple[str, ...]:
    """The properties that tell most of a thing of this schema."""
    own = [schema_name, *sorted(schema(schema_name).ancestors - {schema_name})]
    found = (cast("list[str]", tables.schema(name).get("featured") or ()) for name in own)
    return tuple(next((tuple(names) for names in found if names), ()))


@cache
def matching(schema_name: str) -> frozenset[str]:
    """The schemata a thing of this one may be: its kinds, and what it is a kind of, as far as they are matched."""
    asked = schema(schema_name)
    if not asked.matchable:
        return frozenset(name for name in all_schemata() if schema(name).is_a(schema_name))
    return frozenset(
        name
        for name, other in all_schemata().items()
        if other.matchable and (other.is_a(schema_name) or asked.is_a(name))
    )


def _properties(name: str) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", tables.schema(name).get("properties") or {})
