"""Lay what was shared with a member on its shelves, for its programs that follow no log: STIX, and events of MISP.

Nothing has to remember to do it: when a program of the member's asks, what is new in the log for it is laid out first.
A record taken back goes off the shelf; a revoked stub in its place tells whoever had it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson
from django.db.models import Max

from jisr import formats
from jisr.formats import Sending, Stamp
from jisr.formats.misp_json import event_key, event_of
from jisr.formats.stix_envelope import Piece, definitions_of, piece, pieces, tlp_id
from jisr.node import chain, clock, models
from jisr.node.actions import taxii_shelves, taxii_take
from jisr.node.actions.taxii_add import add
from jisr.node.convert import record_of
from jisr.node.own_name import node_name
from jisr.node.store import queue, write
from jisr.node.values import Caller, Shelf
from jisr.records import TLP, Record
from jisr.sharing import Reader

STIX, EVENTS = "for-", "events-"
_RULE = Reader(name="node:shelves", member="", roles=frozenset())
_CHUNK = 500
_KEPT = ("type", "spec_version", "id", "created", "extensions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a member's programs need: the secret, shown once; the UUIDs of the shelf to read and the one to write."""

    secret: str
    read: str
    write: str


def open_for(member: str, *, reader: Reader, label: str = "") -> Opened:
    """Shelves for a member's programs, if there are none yet, and a new secret. Raises `NotAllowed`, `WrongUse`."""
    wanted = (
        taxii_shelves.Wanted(title=f"For {member}", alias=STIX + member, takes=False),
        taxii_shelves.Wanted(title=f"From {member}", alias=f"from-{member}"),
        taxii_shelves.Wanted(title=f"Events, {member}", alias=EVENTS + member, root="misp"),
    )
    uids = [_uid(one, reader=reader) for one in wanted]
    for uid, (read, written) in zip(uids, ((True, False), (True, True), (True, True)), strict=True):
        taxii_shelves.grant(uid, member, read=read, write_=written, reader=reader)
    secret = taxii_shelves.account(member, reader=reader, label=label)
    return Opened(secret=secret, read=uids[0], write=uids[1])


def _uid(wanted: taxii_shelves.Wanted, *, reader: Reader) -> str:
    row = models.TaxiiCollection.objects.filter(root=wanted.root, alias=wanted.alias).first()
    return row.uid if row is not None else taxii_shelves.make(wanted, reader=reader)


def catch_up(shelf: Shelf, *, member: str) -> None:
    """Bring a member's shelf up to what is in the log for it; cheap when nothing is new."""
    if shelf.alias not in {STIX + member, EVENTS + member}:
        return
    key = f"shelved {shelf.uid}"
    sent = models.Sent.objects.filter(member=member, origin=node_name())
    newest = sent.aggregate(Max("seq"))["seq__max"] or 0
    if newest <= _mark(key):
        return
    with write():
        queue("taxii")
        news = list(sent.filter(seq__gt=_mark(key)).order_by("seq"))
        made = _events(news) if shelf.alias == EVENTS + member else _objects(news, shelf)
        if made:
            add(shelf, made, caller=Caller(partner=node_name(), account=node_name()))
        models.Setting.objects.update_or_create(key=key, defaults={"value": str(newest)})
        chain.note(_RULE, "shelve", member, shelf=shelf.uid, records=str(len(news)))


def _mark(key: str) -> int:
    row = models.Setting.objects.filter(key=key).first()
    return int(row.value) if row else 0


def _current(things: Iterable[str]) -> list[Record]:
    wanted = sorted(set(things))
    rows = models.Record.objects.filter(known_to=None).select_related("marking", "batch")
    parts = (wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK))
    return [record_of(row) for part in parts for row in rows.filter(thing__in=part)]


def _objects(news: Sequence[models.Sent], shelf: Shelf) -> list[Piece]:
    """What is live as STIX with all it needs; a stub for what is not."""
    live = _current(one.rid for one in news if one.live)
    seqs, now = {one.rid: one.seq for one in news}, clock.now()
    made: list[Piece] = []
    if live:
        stamps = {one.thing: Stamp(created=now, modified=now, seq=seqs[one.thing]) for one in live}
        made += pieces(formats.write_stix(live, sending=Sending(member=node_name()), stamps=stamps))
    things = {one.thing for one in live}
    gone = [one.rid for one in news if one.rid not in things]
    return made + [stub for thing in gone for stub in _stubs(thing, shelf)]


def _stubs(thing: str, shelf: Shelf) -> list[Piece]:
    """The object of a thing that went, without what it said: its id, and that it is revoked."""
    said = models.Record.objects.filter(thing=thing).order_by("-known_from", "-pk").first()
    if said is None:
        return []
    stix_id = formats.id_of(thing, said.schema)
    lying = models.TaxiiObject.objects.filter(collection=shelf.number, stix_id=stix_id)
    newest = lying.order_by("-version").first()
    if newest is None:
        return []
    body = orjson.loads(bytes(newest.body))
    kept = {name: body[name] for name in _KEPT if name in body}
    now = clock.now()
    stub = {**kept, "modified": f"{now:%Y-%m-%dT%H:%M:%S.%f}Z", "revoked": True, "name": "withdrawn"}
    stub["extensions"] = {name: {"extension_type": one.get("extension_type")} for name, one in _extensions(kept)}
    lying.delete()
    stub["object_marking_refs"] = [tlp_id(TLP.CLEAR)]
    return [piece(orjson.dumps({name: value for name, value in stub.items() if value != {}}))]


def _extensions(body: dict[str, object]) -> list[tuple[str, dict[str, object]]]:
    said = body.get("extensions")
    return [(name, one) for name, one in said.items() if isinstance(one, dict)] if isinstance(said, dict) else []


def _events(news: Sequence[models.Sent]) -> list[Piece]:
    """An event a party with what is said of it; one whose last record went is gone."""
    roots = {_root(one.rid) for one in news}
    parts = models.Sent.objects.filter(member=news[0].member, origin=news[0].origin, live=True)
    live = [one.rid for one in parts if _root(one.rid) in roots]
    things: dict[str, list[Record]] = {root: [] for root in roots}
    for record in _current(live):
        things[_root(record.thing)].append(record)
    models.TaxiiObject.objects.filter(stix_id__in=[_event_id(root) for root in roots], by=node_name()).delete()
    return [made for root, records in sorted(things.items()) if records for made in _event(root, records)]


def _event(root: str, records: Sequence[Record]) -> list[Piece]:
    """The event and the definitions of its markings, so that it stands under every one of them."""
    marking = max((record.marking for record in records), key=lambda one: tuple(TLP).index(one.tlp))
    said = event_of(records, org=node_name(), marking=marking, at=clock.now(), key=root)
    wanted = {str(record.marking): record.marking for record in records}.values()
    definitions = [made for one in wanted for made in definitions_of(one, originator=node_name())]
    refs = sorted({str(one["id"]) for one in definitions})
    made = Piece(
        raw=orjson.dumps({"Event": said}),
        body={"object_marking_refs": refs},
        stix_id=_event_id(root),
        kind=taxii_take.EVENT,
        version=int(clock.now().timestamp() * 1_000_000),
    )
    return [piece(orjson.dumps(one)) for one in definitions] + [made]


def _event_id(root: str) -> str:
    return f"{taxii_take.EVENT}--{event_key(root)}"


def _root(thing: str) -> str:
    """The party a record is of: a listing stands below it."""
    return thing.partition("/")[0]
