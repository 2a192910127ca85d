"""How does an entity read in the terms of FollowTheMoney and of the Reconciliation Service API?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jisr import wording
from jisr.node.values import Adjacent, Dataset, Entity, Matches, Scored, SearchPage, TypeRow
from jisr.records import Reason

Json = dict[str, Any]


def entity(one: Entity) -> Json:
    """An entity with what is nested in it."""
    return {
        "id": one.id,
        "caption": one.caption,
        "schema": one.schema,
        "properties": {
            name: [value if isinstance(value, str) else entity(value) for value in values]
            for name, values in one.properties.items()
        },
        "datasets": list(one.datasets),
        "referents": list(one.referents),
        "target": one.target,
        "first_seen": _at(one.first_seen),
        "last_seen": _at(one.last_seen),
        "last_change": _at(one.last_change),
    }


def scored(one: Scored) -> Json:
    """A match with its explanations: each reason of ours as a feature."""
    told = {
        **entity(one.entity),
        "score": one.score,
        "explanations": _explained(one),
        "match": one.match,
    }
    if one.cleared is not None:
        told["cleared"] = {
            "number": one.cleared.number,
            "why": one.cleared.why,
            "expires": _at(one.cleared.expires),
            "asked_by": one.cleared.asked_by,
            "approved_by": one.cleared.approved_by,
        }
    return told


def matches(one: Matches) -> Json:
    """The answer to one example."""
    example = one.example
    return {
        "status": 200,
        "results": [scored(each) for each in one.results],
        "total": _total(one.total),
        "query": {
            "id": example.id,
            "schema": example.schema,
            "properties": {name: list(values) for name, values in example.properties.items()},
        },
    }


def page(one: SearchPage, *, limit: int, offset: int) -> Json:
    """A page of a search."""
    return {
        "limit": limit,
        "offset": offset,
        "total": _total(one.total),
        "results": [entity(each) for each in one.results],
        "facets": {
            name: {
                "label": label,
                "values": [{"name": value.name, "label": value.label, "count": value.count} for value in values],
            }
            for name, (label, values) in one.facets.items()
        },
    }


def adjacent(one: Adjacent, *, limit: int, offset: int) -> Json:
    """A page of what stands beside an entity."""
    results = [each if isinstance(each, str) else entity(each) for each in one.results]
    return {"limit": limit, "offset": offset, "total": _total(one.total), "results": results}


def dataset(one: Dataset) -> Json:
    """A data set of the catalogue."""
    return {
        "name": one.name,
        "title": one.title,
        "version": one.version,
        "updated_at": _at(one.updated_at),
        "last_export": _at(one.updated_at),
        "entity_count": one.entities,
        "thing_count": one.entities,
        "resources": [],
        "children": list(one.children),
        "load": not one.children,
        "entities_url": None,
        "delta_url": None,
        "namespace": False,
        "tags": [],
        "index_version": None if one.children else one.version,
        "index_current": not one.children,
    }


def kind(one: TypeRow) -> Json:
    """A kind of thing, as a choice."""
    return {"id": one.name, "name": one.plural, "description": one.label}


def candidate(one: Entity, of: TypeRow) -> Json:
    """An entity as a choice."""
    return {"id": one.id, "name": one.caption, "description": of.label, "type": [kind(of)]}


def _explained(one: Scored) -> Mapping[str, Json]:
    found: dict[str, Json] = {}
    for reason in one.reasons:
        names = not reason.code.startswith(_NOT_OF_NAMES)
        sides = dict(reason.facts)
        found[reason.code] = {
            "detail": sentence(reason),
            "score": reason.weight,
            "query": one.left if names else sides.get("one"),
            "candidate": one.right if names else sides.get("other"),
        }
    return found


_NOT_OF_NAMES = ("birth-", "country-", "gender-", "document-", "other-")


def sentence(reason: Reason) -> str:
    """The reason in English."""
    return wording.say(reason.code, lang="en", facts=dict(reason.facts))


def _total(number: int) -> Json:
    return {"value": number, "relation": "eq"}


def _at(when: datetime) -> str:
    """As its clients read it: to the second, UTC, without a zone."""
    return when.replace(tzinfo=None).isoformat(timespec="seconds")
