"""Read, keep and withdraw events of MISP: they lie on shelves of the root `misp`, under the same rule as all else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import orjson

from jisr.formats.misp_json import marking_of
from jisr.formats.stix_envelope import Piece, tlp_id
from jisr.ledger import Kind
from jisr.node import chain, clock, feedback
from jisr.node.actions import taxii_take
from jisr.node.actions.taxii_add import add
from jisr.node.actions.taxii_delete import delete
from jisr.node.actions.taxii_serve import page
from jisr.node.queries.taxii import shelves
from jisr.node.store import write
from jisr.node.values import Caller, Came, Shelf, Wish
from jisr.sharing import Reader

ROOT = "misp"
PREFIX = "x-misp-event--"
_PAGE = 500
_KINDS = (taxii_take.EVENT,)
_PARTS = 12  # hexadecimal digits of a UUID that make an event's number


def number_of(key: str) -> str:
    """MISP's number of anything that has a UUID: its first 48 bits, so that it leads back to it."""
    return str(int(key.replace("-", "")[:_PARTS], 16))


def places(*, caller: Caller) -> tuple[Shelf, ...]:
    """The shelves of events this caller may see."""
    return tuple(shelf for shelf in shelves(caller=caller) if shelf.root == ROOT)


def events(*, caller: Caller) -> Iterator[dict[str, Any]]:
    """Every event, in its newest version, in the order they came; each page is in the egress log before it is told."""
    for shelf in places(caller=caller):
        after, more = 0, shelf.can_read
        while more:
            found = page(shelf, Wish(after=after, limit=_PAGE, kinds=_KINDS), caller=caller)
            for one in found.kept:
                yield orjson.loads(one.body)
            more = found.more
            after = found.kept[-1].added if found.kept else after


def event(name: str, *, caller: Caller) -> tuple[Shelf, dict[str, Any]] | None:
    """The event of that UUID or number and where it lies; None: there is none for this caller."""
    for shelf in places(caller=caller):
        if not shelf.can_read:
            continue
        for key in _keys(name, shelf, caller):
            found = page(shelf, Wish(ids=(key,)), caller=caller)
            if found.kept:
                return shelf, orjson.loads(found.kept[-1].body)
    return None


def _keys(name: str, shelf: Shelf, caller: Caller) -> Iterator[str]:
    try:
        yield PREFIX + str(uuid.UUID(name))
    except ValueError:
        if name.isascii() and name.isdigit() and len(name) < 2 * _PARTS:
            yield from (one for one in _ids(shelf, caller) if number_of(one.removeprefix(PREFIX)) == str(int(name)))


def _ids(shelf: Shelf, caller: Caller) -> Iterator[str]:
    after, more = 0, True
    while more:
        found = page(shelf, Wish(after=after, limit=_PAGE, kinds=_KINDS), caller=caller, bodies=False)
        yield from (one.stix_id for one in found.kept)
        more = found.more
        after = found.kept[-1].added if found.kept else after


def keep(event_: dict[str, Any], *, caller: Caller, shelf: Shelf | None = None) -> bool:
    """Put an event, or its next version, on the shelf; False: there is no shelf this caller may write to."""
    place = shelf or next((one for one in places(caller=caller) if one.can_write), None)
    if place is None or not place.can_write:
        return False
    raw = orjson.dumps(event_ if "Event" in event_ else {"Event": event_})
    add(place, [_piece(event_, raw)], caller=caller)
    return True


def withdraw(key: str, *, caller: Caller) -> bool:
    """Take an event of the caller's own away, and the records made of it; False: not there, or not theirs."""
    found = event(key, caller=caller)
    if found is None:
        return False
    shelf, body = found
    inner = body["Event"]
    if delete(shelf, PREFIX + inner["uuid"], Wish(versions=("all",)), caller=caller):
        return False
    taxii_take.withdraw({"Event": {**inner, "deleted": True}}, by=caller.partner)
    return True


def is_own(event_: dict[str, Any], shelf: Shelf, *, caller: Caller) -> bool:
    """Whether the caller sent it: only who did may change it."""
    found = page(shelf, Wish(ids=(PREFIX + str(event_["uuid"]),)), caller=caller, bodies=False)
    return any(one.by == caller.partner for one in found.kept)


def _piece(event_: dict[str, Any], raw: bytes) -> Piece:
    """As the shelf takes it: its marking by its TLP tags; "your organisation only" goes on to nobody."""
    inner = event_.get("Event", event_)
    marking = marking_of(inner, None)
    tagged = any(str(tag.get("name", "")).lower().startswith("tlp:") for tag in inner.get("Tag", []))
    refs: list[str] = []
    if tagged:
        refs = [tlp_id(marking.tlp) if marking else "marking-definition--unknown"]
    if str(inner.get("distribution", "0")) == "0":
        refs = ["marking-definition--unknown"]
    now = clock.now()
    body = {"object_marking_refs": refs} if refs else {}
    return Piece(
        raw=raw,
        body=body,
        stix_id=PREFIX + inner["uuid"],
        kind=taxii_take.EVENT,
        version=int(now.timestamp() * 1_000_000),
    )


def told(kind: str, said: dict[str, str], *, caller: Caller) -> None:
    """A sighting or a proposal a partner's MISP sends: to where people look at them. `kind`: sighting, proposal."""
    came = Came(
        origin=caller.partner,
        seq=0,
        kind=Kind.PROPOSE.value,
        rid=said.get("uid", ""),
        marking="TLP:AMBER",
        body=orjson.dumps({"what": kind, **said}),
    )
    reader = Reader(name=f"partner:{caller.account}", member=caller.partner, roles=frozenset())
    with write():
        feedback.received(came)
        chain.note(reader, "misp-told", said.get("thing", ""), what=kind)
