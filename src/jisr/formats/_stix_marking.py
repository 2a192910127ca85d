"""How does STIX say who may have it?  TLP by its official marking definitions, the rest by our own extension."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats._narrow import narrowed
from jisr.formats._stix_ids import EPOCH, extension, made, stamp
from jisr.records import TLP, Marking, When

Definitions = Mapping[str, Mapping[str, object]]
_TLP2 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP2_MADE = "2022-10-01T00:00:00.000Z"


class UnknownMarking(ValueError):
    """A marking nobody here can read: what it stands on may be shown to nobody."""


@cache
def _labels() -> Mapping[str, TLP]:
    return {row["id"]: TLP(row["label"]) for row in tables.rows("stix_tlp")}


@cache
def tlp_id(label: TLP) -> str:
    """The official id of a TLP 2.0 label."""
    return next(row["id"] for row in tables.rows("stix_tlp") if row["label"] == label.value and row["edition"] == "2.0")


def tlp_definition(label: TLP) -> dict[str, object]:
    """The official marking definition of a TLP 2.0 label."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": tlp_id(label),
        "created": _TLP2_MADE,
        "name": f"TLP:{label.value.upper()}",
        "extensions": {_TLP2: {"extension_type": "property-extension", "tlp_2_0": label.value}},
    }


def written(marking: Marking, *, originator: str) -> tuple[dict[str, object], ...]:
    """The marking definitions that say it: the label, and what narrows it if anything does."""
    found = (tlp_definition(marking.tlp),)
    name = str(marking).partition(" ")[2]
    if not name:
        return found
    narrowing: dict[str, object] = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": made("marking-definition", f"{originator}\0{name}"),
        "created": stamp(EPOCH),
        "name": name,
        "extensions": {extension("releasability"): _said(marking, originator)},
    }
    return (*found, narrowing)


def _said(marking: Marking, originator: str) -> dict[str, object]:
    """What narrows the label, each only where it does."""
    said: dict[str, object] = {
        "rel_to": list(marking.releasable_to),
        "originator": originator,
        "named_recipients": list(marking.named),
        "no_onward": marking.onward is not None,
        "onward_granted": list(marking.onward or ()),
        "purposes": list(marking.purposes),
        "expires": stamp(marking.expires) if marking.expires else "",
        "retain_until": marking.retain_until.isoformat() if marking.retain_until else "",
    }
    return {"extension_type": "property-extension", **{name: value for name, value in said.items() if value}}


def read(body: Mapping[str, object], definitions: Definitions, *, default: Marking) -> Marking:
    """The marking of an object: the narrowest of all it refers to, and never wider than `default`.

    Raises `UnknownMarking`: refused by whoever reads on, for an unread limit is a limit.
    """
    found = default
    for reference in _references(body):
        label = _labels().get(reference)
        if label is not None:
            said = Marking(tlp=label)
        elif reference in definitions:
            said = _defined(definitions[reference], found)
        else:
            raise UnknownMarking(reference)
        found = narrowed(said, found)
    return found


def _references(body: Mapping[str, object]) -> list[str]:
    """Of the whole object and of any part of it: a record is one thing, so the narrowest part binds."""
    found: list[object] = []
    whole = body.get("object_marking_refs", [])
    parts = body.get("granular_markings", [])
    if not isinstance(whole, list) or not isinstance(parts, list):
        raise UnknownMarking("object_marking_refs")
    found += whole
    for part in parts:
        if not isinstance(part, dict) or not ("marking_ref" in part or "lang" in part):
            raise UnknownMarking("granular_markings")
        found += [part["marking_ref"]] if "marking_ref" in part else []
    if not all(isinstance(one, str) for one in found):
        raise UnknownMarking("object_marking_refs")
    return [str(one) for one in found]


def _defined(definition: Mapping[str, object], default: Marking) -> Marking:
    """What a definition of the delivery says; a label of ours, our releasability, or words for people alone."""
    extensions = definition.get("extensions")
    known = extensions if isinstance(extensions, dict) else {}
    own, label = known.get(extension("releasability")), known.get(_TLP2)
    if isinstance(own, dict):
        return _releasability(own, default)
    if isinstance(label, dict) and label.get("tlp_2_0") in set(TLP):
        return Marking(tlp=TLP(str(label["tlp_2_0"])))
    if definition.get("definition_type") == "statement":  # words of copyright or thanks: they limit nothing here
        return default
    raise UnknownMarking(str(definition.get("id", "")))


def _releasability(said: Mapping[str, object], default: Marking) -> Marking:
    return Marking(
        tlp=default.tlp,
        releasable_to=_words(said.get("rel_to", [])),
        purposes=_words(said.get("purposes", [])),
        retain_until=until.date() if (until := _instant(said.get("retain_until"))) else None,
        named=_words(said.get("named_recipients", [])),
        onward=_words(said.get("onward_granted", [])) if said.get("no_onward", False) is not False else None,
        expires=_instant(said.get("expires")),
    )


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one and "," not in one for one in value):
        raise UnknownMarking("releasability")
    return tuple(sorted(set(value)))


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        return When.read(str(value)).first.replace(microsecond=0)
    except Unreadable as error:
        raise UnknownMarking("expires") from error
