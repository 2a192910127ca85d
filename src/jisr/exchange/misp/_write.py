"""What a caller adds, changes and takes back: only ever its own."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from jisr.exchange.misp._said import Call, Refused
from jisr.exchange.misp._shape import event, org
from jisr.node import clock
from jisr.node.actions import misp_events
from jisr.node.values import Shelf

_LISTS = ("Attribute", "Object")
_KINDS = {"0": "seen", "1": "false-positive", "2": "no-longer"}


def found(call: Call, key: str = "") -> tuple[Shelf, dict[str, Any]]:
    """The event a call names, as the caller may have it. Raises `Refused`."""
    known = misp_events.event(key or call.steps[2], caller=call.caller)
    if known is None:
        raise Refused(HTTPStatus.NOT_FOUND, "Invalid event")
    return known


def add(call: Call) -> object:
    """Keep a new event; one that is there already is MISP's 403."""
    said = dict(call.body.get("Event", call.body))
    made = _event(said, call)
    if misp_events.event(made["uuid"], caller=call.caller) is not None:
        raise Refused(
            HTTPStatus.FORBIDDEN,
            "Event already exists, if you would like to edit it, use the url in the location header.",
        )
    if not misp_events.keep({"Event": made}, caller=call.caller):
        raise Refused(HTTPStatus.FORBIDDEN, "You do not have permission to use this functionality.")
    return event({"Event": made})


def edit(call: Call) -> object:
    """Its next version: what the call holds in place of what bears the same UUID, the rest as it was."""
    shelf, body = _own(call, call.steps[2])
    said = dict(call.body.get("Event", call.body))
    before = body["Event"]
    merged = {**before, **{name: value for name, value in said.items() if name not in (*_LISTS, "uuid", "Orgc", "Org")}}
    for name in _LISTS:
        rows = {one["uuid"]: one for one in before.get(name, [])}
        given = [_with_uuid(one) for one in said.get(name) or () if isinstance(one, dict)]
        rows.update({one["uuid"]: one for one in given})
        merged[name] = list(rows.values())
    return _next(shelf, merged, call)


def delete(call: Call) -> object:
    """Withdrawn: from the shelf and from the records made of it."""
    _own(call, call.steps[2])
    if not misp_events.withdraw(call.steps[2], caller=call.caller):
        raise Refused(HTTPStatus.FORBIDDEN, "Event was not deleted.")
    return {"saved": True, "success": True, "name": "Event deleted.", "message": "Event deleted.", "url": call.ask.path}


def publish(call: Call) -> object:
    """It counts as published from now on."""
    shelf, body = _own(call, call.steps[2])
    _next(shelf, {**body["Event"], "published": True, "publish_timestamp": _seconds()}, call)
    return {"name": "Publish", "message": "Job queued", "url": call.ask.path}


def delete_attribute(call: Call) -> object:
    """An attribute of the caller's own event, by its UUID or number."""
    key = call.steps[2]
    for body in misp_events.events(caller=call.caller):
        every = [*body["Event"].get("Attribute", []), *_inside(body["Event"])]
        named = [one for one in every if key in (one["uuid"], misp_events.number_of(one["uuid"]))]
        if named:
            shelf, fresh = _own(call, body["Event"]["uuid"])
            _next(shelf, _without(fresh["Event"], named[0]["uuid"]), call)
            return {"saved": True, "success": True, "name": "Attribute deleted.", "message": "Attribute deleted."}
    raise Refused(HTTPStatus.NOT_FOUND, "Invalid attribute")


def sighting(call: Call) -> object:
    """Seen, seen wrongly, seen no longer: to where people look at sightings."""
    rows = call.body.get("rows") or [call.body]
    for one in rows:
        _sight(one if isinstance(one, dict) else {}, call)
    first = rows[0] if isinstance(rows[0], dict) else {}
    return {"Sighting": {**first, "uuid": _made(), "type": str(first.get("type", "0")), "date_sighting": _seconds()}}


def bulk_sightings(call: Call) -> object:
    """Those of a whole event, as servers send them."""
    found(call)
    rows = [one.get("Sighting", one) for one in call.body.get("rows", []) if isinstance(one, dict)]
    for one in rows:
        _sight(one, call)
    return {"saved": True, "success": True, "message": f"{len(rows)} sightings added."}


def proposal(call: Call) -> object:
    """A correction somebody suggests: to where people look at proposals."""
    _, body = found(call)
    said = call.body.get("ShadowAttribute", call.body)
    words = {"thing": body["Event"]["uuid"], "property": str(said.get("type", "")), "value": str(said.get("value", ""))}
    uid = _made()
    misp_events.told("proposal", {**words, "why": str(said.get("comment", "")), "uid": uid}, caller=call.caller)
    return {"ShadowAttribute": {**said, "uuid": uid, "event_id": misp_events.number_of(body["Event"]["uuid"])}}


def _sight(said: Mapping[str, Any], call: Call) -> None:
    kind = _KINDS.get(str(said.get("type", "0")), "seen")
    thing = str(said.get("uuid") or said.get("attribute_uuid") or said.get("value") or (said.get("values") or [""])[0])
    thing = call.steps[2] if len(call.steps) > 2 and not thing else thing  # noqa: PLR2004  # sightings/add/UUID
    words = {"thing": thing, "kind": kind, "note": str(said.get("source", "")), "uid": _made()}
    misp_events.told("sighting", words, caller=call.caller)


def _own(call: Call, key: str) -> tuple[Shelf, dict[str, Any]]:
    shelf, body = found(call, key)
    if not misp_events.is_own(body["Event"], shelf, caller=call.caller):
        raise Refused(HTTPStatus.FORBIDDEN, "You do not have permission to do that.")
    return shelf, body


def _next(shelf: Shelf, said: dict[str, Any], call: Call) -> object:
    made = {**said, "timestamp": _seconds()}
    if not misp_events.keep({"Event": made}, caller=call.caller, shelf=shelf):
        raise Refused(HTTPStatus.FORBIDDEN, "You do not have permission to do that.")
    return event({"Event": made})


def _event(said: dict[str, Any], call: Call) -> dict[str, Any]:
    """An event with all it must have; whoever sends it is who created it."""
    now = clock.now()
    owner = org(call.caller.partner)
    rest = {name: value for name, value in said.items() if name not in {"id", "Org", "Orgc", "orgc_id", "org_id"}}
    base = {
        "info": "",
        "date": now.date().isoformat(),
        "timestamp": str(int(now.timestamp())),
        "publish_timestamp": "0",
        "published": False,
        "analysis": "0",
        "threat_level_id": "4",
        "distribution": "0",
    }
    lists = {name: [_with_uuid(one) for one in said.get(name) or () if isinstance(one, dict)] for name in _LISTS}
    numbers = ("timestamp", "publish_timestamp", "analysis", "threat_level_id", "distribution")
    texts = {name: str(rest[name]) for name in numbers if rest.get(name) is not None}
    return {**base, **rest, **texts, **lists, "uuid": _key(said.get("uuid")), "Orgc": owner}


def _with_uuid(said: Mapping[str, Any]) -> dict[str, Any]:
    inner = [_with_uuid(one) for one in said.get("Attribute") or () if isinstance(one, dict)]
    made = {**said, "uuid": _key(said.get("uuid"))}
    return {**made, "Attribute": inner} if "Attribute" in said else made


def _key(value: object) -> str:
    try:
        return str(uuid.UUID(str(value))) if value else _made()
    except ValueError as error:
        raise Refused(HTTPStatus.FORBIDDEN, f"Invalid UUID {str(value)[:50]!r}") from error


def _made() -> str:
    return str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))


def _inside(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for thing in said.get("Object", []) for one in thing.get("Attribute", [])]


def _without(said: Mapping[str, Any], key: str) -> dict[str, Any]:
    def marked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**one, "deleted": True} if one["uuid"] == key else one for one in rows]

    things = [{**one, "Attribute": marked(one.get("Attribute", []))} for one in said.get("Object", [])]
    return {**said, "Attribute": marked(said.get("Attribute", [])), "Object": things}


def _seconds() -> str:
    return str(int(clock.now().timestamp()))
