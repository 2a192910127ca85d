"""How an event looks on the wire of MISP: numbers as text, everything that must be there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from jisr.node.actions.misp_events import number_of

_SEEN = ("Object", "Attribute")


def org(name: str, key: str = "") -> dict[str, Any]:
    """An organisation as events carry it."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    made = f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"
    return {"id": number_of(key or made), "name": name, "uuid": key or made, "local": False}


def event(body: Mapping[str, Any], *, metadata: bool = False) -> dict[str, Any]:
    """An event in full; `metadata`: without what it holds."""
    inner = dict(body.get("Event", body))
    number = number_of(inner["uuid"])
    owner = inner.get("Orgc") or {}
    made = org(str(owner.get("name", "unknown")), str(owner.get("uuid") or ""))
    attributes = [_attribute(one, number) for one in _live(inner.get("Attribute"))]
    objects = [_object(one, number) for one in _live(inner.get("Object"))]
    count = len(attributes) + sum(len(one["Attribute"]) for one in objects)
    shown = {
        **inner,
        "id": number,
        "org_id": made["id"],
        "orgc_id": made["id"],
        "Org": made,
        "Orgc": made,
        "attribute_count": str(count),
        "sharing_group_id": "0",
        "proposal_email_lock": False,
        "locked": False,
        "disable_correlation": False,
        "extends_uuid": inner.get("extends_uuid", ""),
        "protected": None,
        "Tag": [tag(one) for one in inner.get("Tag") or ()],
    }
    holds = {
        "Attribute": attributes,
        "ShadowAttribute": [],
        "RelatedEvent": [],
        "Galaxy": [],
        "Object": objects,
        "EventReport": [],
        "CryptographicKey": [],
    }
    if metadata:
        return {"Event": {name: value for name, value in shown.items() if name not in _SEEN}}
    return {"Event": {**shown, **holds}}


def row(body: Mapping[str, Any]) -> dict[str, Any]:
    """An event in a list."""
    shown = event(body, metadata=True)["Event"]
    tags = [{"id": one["id"], "event_id": shown["id"], "tag_id": one["id"], "Tag": one} for one in shown.pop("Tag")]
    return {**shown, "EventTag": tags}


def small(body: Mapping[str, Any]) -> dict[str, Any]:
    """An event in the list another MISP server pulls by."""
    shown = event(body, metadata=True)["Event"]
    names = ("uuid", "timestamp", "published", "sighting_timestamp")
    return {**{name: shown.get(name, "0") for name in names}, "orgc_uuid": shown["Orgc"]["uuid"]}


def tag(said: Mapping[str, Any]) -> dict[str, Any]:
    """A tag; what it is called is all there is to it."""
    name = str(said.get("name", ""))
    number = str(int(hashlib.sha256(name.encode()).hexdigest()[:8], 16))
    return {
        "id": number,
        "name": name,
        "colour": str(said.get("colour", "#ffffff")),
        "exportable": True,
        "local": False,
    }


def attributes(body: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Every attribute of an event, also those in its objects, each with its event in short."""
    shown = event(body)["Event"]
    names = ("id", "org_id", "distribution", "info", "orgc_id", "uuid")
    short = {name: shown.get(name, "") for name in names}
    for one in shown["Attribute"]:
        yield {**one, "Event": short}
    for thing in shown["Object"]:
        for one in thing["Attribute"]:
            yield {**one, "Event": short}


def _live(rows: object) -> list[Mapping[str, Any]]:
    found = rows if isinstance(rows, list) else []
    return [one for one in found if isinstance(one, dict) and not one.get("deleted") and one.get("uuid")]


def _attribute(said: Mapping[str, Any], number: str, thing: str = "0") -> dict[str, Any]:
    base = {"category": "Other", "to_ids": False, "comment": "", "distribution": "5", "timestamp": "0"}
    ids = {"id": number_of(said["uuid"]), "event_id": number, "object_id": thing, "sharing_group_id": "0"}
    fixed = {"deleted": False, "disable_correlation": bool(said.get("disable_correlation")), "ShadowAttribute": []}
    return {**base, "object_relation": None, **said, **ids, **fixed, "timestamp": str(said.get("timestamp", "0"))}


def _object(said: Mapping[str, Any], number: str) -> dict[str, Any]:
    thing = number_of(said["uuid"])
    base = {"description": "", "comment": "", "distribution": "5", "timestamp": "0", "template_version": "1"}
    return {
        **base,
        **said,
        "id": thing,
        "event_id": number,
        "sharing_group_id": "0",
        "deleted": False,
        "Attribute": [_attribute(one, number, thing) for one in _live(said.get("Attribute"))],
        "ObjectReference": [
            {**one, "id": number_of(one["uuid"]), "object_id": thing, "event_id": number, "object_uuid": said["uuid"]}
            for one in _live(said.get("ObjectReference"))
        ],
    }
