"""Which call gets what?  The paths are MISP's; below them, the events this caller may have and no word of others."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import orjson

from jisr.exchange import _callers
from jisr.exchange._http import Answer, Ask
from jisr.exchange.misp import _write
from jisr.exchange.misp._filter import attribute_fits, fits, of_page
from jisr.exchange.misp._said import Call, Refused, json_of, types
from jisr.exchange.misp._shape import attributes, event, org, row, small, tag
from jisr.node.actions import misp_events

_LOG = logging.getLogger("jisr.exchange.misp")
VERSION = "2.5.0"
PREFIX = "/misp"


def answer(ask: Ask) -> Answer:
    """Any request below `/misp/`; a refusal is MISP's error object and a line in the log."""
    try:
        return _answer(ask)
    except Refused as error:
        _LOG.info("refused %s %s from %s: %s", ask.method, ask.path, ask.remote, error.status)
        body = {"name": error.told, "message": error.told, "url": ask.path}
        return Answer(status=error.status, body=orjson.dumps(body), kind="application/json")


def _answer(ask: Ask) -> Answer:
    if _callers.guesses(ask):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "Rate limit exceeded.")
    caller = _callers.caller(ask)
    if caller is None:
        _callers.guessed_wrong(ask)
        told = "Authentication failed. Please make sure you pass the API key of an API enabled user along."
        raise Refused(HTTPStatus.FORBIDDEN, told)
    if _callers.too_often(caller):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "Rate limit exceeded.")
    steps = [step.removesuffix(".json") for step in ask.path.removeprefix(PREFIX).split("/") if step]
    named = [step for step in steps if ":" not in step]
    view = next((view for shape, view in _PATHS if _same(shape, named)), None)
    if view is None or not misp_events.places(caller=caller):
        raise Refused(HTTPStatus.NOT_FOUND, "Not found.")
    extra = dict(step.split(":", 1) for step in steps if ":" in step)
    call = Call(ask=ask, steps=tuple(named), body={**dict(ask.query or ()), **extra, **json_of(ask)}, caller=caller)
    found = view(call)
    body = orjson.dumps(found)
    digest = hashlib.sha256(body).hexdigest()[:32]
    if ask.headers.get("if-none-match", "").strip('"') == digest:
        return Answer(
            status=HTTPStatus.NOT_MODIFIED, body=b"", kind="application/json", headers={"ETag": f'"{digest}"'}
        )
    headers = {"ETag": f'"{digest}"', "X-Result-Count": str(len(found)) if isinstance(found, list) else "1"}
    return Answer(status=200, body=body, kind="application/json", headers=headers)


def _same(shape: tuple[str, ...], steps: list[str]) -> bool:
    return len(shape) == len(steps) and all(word in ("*", step) for word, step in zip(shape, steps, strict=True))


def _version(_call: Call) -> object:
    rights = {"perm_sync": True, "perm_sighting": True, "perm_galaxy_editor": False, "perm_analyst_data": False}
    return {"version": VERSION, **rights, "request_encoding": [], "filter_sightings": True}


def _client(_call: Call) -> object:
    return {"version": "2.5.0"}


def _me(call: Call) -> object:
    own = org(call.caller.partner)
    role = {"id": "3", "name": "Sync user", "perm_add": True, "perm_modify": True, "perm_sync": True, "perm_auth": True}
    role |= {"perm_site_admin": False, "perm_admin": False, "perm_publish": True, "perm_sighting": True}
    user = {"id": own["id"], "org_id": own["id"], "email": call.caller.account, "role_id": "3"}
    return {"User": user, "Role": role, "UserSetting": {}, "Organisation": own}


def _types(_call: Call) -> object:
    return {"result": types()}


def _events(call: Call) -> list[Mapping[str, Any]]:
    """Every event that fits, in full."""
    found = misp_events.events(caller=call.caller)
    return of_page((one for one in found if fits(event(one)["Event"], call.body)), call.body)


def _index(call: Call) -> object:
    shape = small if str(call.body.get("minimal", "")).lower() in {"1", "true"} else row
    return [shape(one) for one in _events(call)]


def _view(call: Call) -> object:
    return event(_write.found(call)[1])


def _search(call: Call) -> object:
    if call.body.get("returnFormat", "json") not in {"json", "", None}:
        raise Refused(HTTPStatus.BAD_REQUEST, "Only the return format json is known here.")
    metadata = str(call.body.get("metadata", "")).lower() in {"1", "true"}
    return {"response": [event(one, metadata=metadata) for one in _events(call)]}


def _search_attributes(call: Call) -> object:
    wanted = {name: value for name, value in call.body.items() if name not in {"limit", "page", "uuid"}}
    every = (one for one in misp_events.events(caller=call.caller) if fits(event(one)["Event"], wanted))
    found = (one for body in every for one in attributes(body) if attribute_fits(one, call.body))
    return {"response": {"Attribute": of_page(found, call.body)}}


def _organisations(call: Call) -> object:
    names = {str(event(one, metadata=True)["Event"]["Orgc"]["name"]) for one in misp_events.events(caller=call.caller)}
    return [{"Organisation": org(name)} for name in sorted(names)]


def _tags(call: Call) -> object:
    every = [tag for one in misp_events.events(caller=call.caller) for tag in event(one, metadata=True)["Event"]["Tag"]]
    return {"Tag": list({one["name"]: tag(one) for one in every}.values())}


def _rules(call: Call) -> object:
    tags = [one["name"] for one in _named(_tags(call), "Tag")]
    return {"organisations": [], "tags": tags}


def _named(body: object, name: str) -> list[Any]:
    return list(body[name]) if isinstance(body, dict) else []


def _for_push(call: Call) -> object:
    """Of the events another server would push, those that are news here."""
    given = [one.get("Event", one) for one in call.body.get("rows", []) if isinstance(one, dict)]
    found = []
    for one in given:
        known = misp_events.event(str(one.get("uuid", "")), caller=call.caller)
        if known is None or str(known[1]["Event"].get("timestamp", "0")) < str(one.get("timestamp", "0")):
            found.append(str(one.get("uuid", "")))
    return found


def _test(call: Call) -> object:
    """What a server sends to see whether a connection carries it whole."""
    return {"body": {name: call.body.get(name) for name in ("testString",)}, "headers": {"Accept": "application/json"}}


def _nothing(_call: Call) -> object:
    return []


def _no_response(_call: Call) -> object:
    return {"response": []}


def _no_group(_call: Call) -> object:
    return {}


View = Callable[[Call], object]
_PATHS: tuple[tuple[tuple[str, ...], View], ...] = (
    (("servers", "getVersion"), _version),
    (("servers", "getPyMISPVersion"), _client),
    (("users", "view", "me"), _me),
    (("attributes", "describeTypes"), _types),
    (("events", "index"), _index),
    (("events",), _index),
    (("events", "view", "*"), _view),
    (("events", "restSearch"), _search),
    (("attributes", "restSearch"), _search_attributes),
    (("sharingGroups", "index"), _no_response),
    (("sharing_groups", "index"), _no_response),
    (("organisations", "index"), _organisations),
    (("tags", "index"), _tags),
    (("tags",), _tags),
    (("taxonomies", "index"), _nothing),
    (("taxonomies",), _nothing),
    (("galaxies", "index"), _nothing),
    (("galaxies",), _nothing),
    (("events", "filterEventIdsForPush"), _for_push),
    (("sightings", "restSearch", "event"), _no_response),
    (("sightings", "filterSightingUuidsForPush", "*"), _nothing),
    (("sightings", "bulkSaveSightings", "*"), _write.bulk_sightings),
    (("shadowAttributes", "index"), _nothing),
    (("shadow_attributes", "index"), _nothing),
    (("galaxy_clusters", "restSearch"), _no_response),
    (("analyst_data", "indexMinimal"), _no_group),
    (("analyst_data", "filterAnalystDataForPush"), _no_group),
    (("servers", "getAvailableSyncFilteringRules"), _rules),
    (("servers", "postTest"), _test),
    (("events", "add"), _write.add),
    (("events", "edit", "*"), _write.edit),
    (("events", "delete", "*"), _write.delete),
    (("events", "publish", "*"), _write.publish),
    (("events", "alert", "*"), _write.publish),
    (("attributes", "delete", "*"), _write.delete_attribute),
    (("attributes", "delete", "*", "*"), _write.delete_attribute),
    (("sightings", "add"), _write.sighting),
    (("sightings", "add", "*"), _write.sighting),
    (("shadowAttributes", "add", "*"), _write.proposal),
    (("shadow_attributes", "add", "*"), _write.proposal),
)
