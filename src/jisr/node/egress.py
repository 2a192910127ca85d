"""What left, to whom, and by which rule?  A chain beside the audit, which can be asked again whether it was right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import orjson
from django.db import connection

from jisr.node import clock
from jisr.node.convert import dumps
from jisr.node.models import Egress, LogEntry, Setting
from jisr.node.store import insert
from jisr.records import TLP, Marking
from jisr.sharing import RULES_VERSION, Copy, Quote, Recipient, Released, copy_of, release

START = "0" * 64
_HEAD = "egress-head"
_COLUMNS = (*("number", "at", "peer", "origin", "seq", "hash", "decision", "rules", "facts", "previous", "digest"),)
FILE = "file:stix"
"""The origin of what left in a file of STIX: `hash` is the file's SHA-256, `seq` the place of the record in it."""
ADDRESSED = "addressed"
"""The decision for what is no record: a proposal to its member, an answer, an acknowledgement, a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """One entry about to leave: `facts` of the rule that let it."""

    origin: str
    seq: int
    hash: bytes
    decision: str
    facts: str


def note(peer: str, leaving: Sequence[Leaving]) -> None:
    """Chain what leaves to `peer`. Inside the write that decided it, before a byte goes out."""
    if not leaving:
        return
    number, digest = _head()
    at, last, rows = clock.now().isoformat(timespec="microseconds"), int(number), []
    for one in leaving:
        last += 1
        body = (last, at, peer, one.origin, one.seq, one.hash.hex(), one.decision, RULES_VERSION, one.facts)
        previous, digest = digest, _digest(digest, body)
        rows.append((*body, previous, digest))
    insert(Egress, _COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE node_setting SET value = %s WHERE key = %s", [f"{last} {digest}", _HEAD])


def _head() -> tuple[str, str]:
    """Where the chain stands, and nobody else writes to it until the write ends. Raw: asked every page."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM node_setting WHERE key = %s{lock}", [_HEAD])  # noqa: S608  # no user value
        found = cursor.fetchone()
    if found is None:
        Setting.objects.create(key=_HEAD)
        return _head()
    number, digest = found[0].split() if found[0] else ("0", START)
    return number, digest


def _digest(previous: str, body: tuple[object, ...]) -> str:
    return hashlib.sha256(previous.encode() + orjson.dumps(body)).hexdigest()


def facts_of(copy: Copy, recipient: Recipient, now: datetime, closure: Sequence[tuple[str, Marking]]) -> str:
    """What the rule was asked, so that it can be asked again."""
    return dumps(
        {
            **_terms_of(recipient),
            "thing": copy.thing,
            "originator": copy.originator,
            "sender": copy.sender,
            "marking": _marking_text(copy),
            "tombstone": copy.tombstone,
            "held": recipient.member in copy.sent_before,
            "kind": copy.kind,
            "to": recipient.member,
            "now": now.isoformat(),
            "carries": [[thing, str(marking)] for thing, marking in closure],
        }
    )


@lru_cache(maxsize=256)
def _terms_of(recipient: Recipient) -> Mapping[str, object]:
    """What of the facts is the same for all that goes to one recipient."""
    return {
        "purposes": sorted(recipient.purposes),
        "communities": [sorted(one) for one in recipient.communities],
        "kinds": None if recipient.kinds is None else sorted(recipient.kinds),
        "ceiling": recipient.ceiling.value if recipient.ceiling else "",
        "until": recipient.until.isoformat() if recipient.until else "",
        "active": recipient.active,
    }


def _marking_text(copy: Copy) -> str:
    marking = Marking(
        tlp=TLP(copy.tlp[0]),
        releasable_to=tuple(sorted(copy.releasable_to)),
        purposes=tuple(sorted(copy.purposes)),
        named=tuple(sorted(copy.named)),
        onward=tuple(sorted(copy.onward_granted)) if copy.no_onward else None,
        expires=copy.expires,
    )
    return str(marking)


def allowed_then(facts: str) -> bool:
    """Whether the rule allows again what it allowed."""
    said = orjson.loads(facts)

    def copy(thing: str, marking: str) -> Copy:
        return copy_of(thing, Marking.read(marking), originator=said["originator"], sender=said["sender"])

    made = copy(said["thing"], said["marking"])
    asked = Copy(
        thing=made.thing,
        originator=made.originator,
        sender=made.sender,
        tlp=made.tlp,
        releasable_to=made.releasable_to,
        named=made.named,
        no_onward=made.no_onward,
        onward_granted=made.onward_granted,
        purposes=made.purposes,
        expires=made.expires,
        sent_before=frozenset({said["to"]}) if said["held"] else frozenset(),
        tombstone=said["tombstone"],
        kind=said["kind"],
        quotes=tuple(Quote(path="", thing=thing) for thing, _ in said["carries"]),
    )
    recipient = Recipient(
        member=said["to"],
        purposes=frozenset(said["purposes"]),
        communities=tuple(map(frozenset, said["communities"])),
        kinds=None if said["kinds"] is None else frozenset(said["kinds"]),
        ceiling=TLP(said["ceiling"]) if said["ceiling"] else None,
        until=datetime.fromisoformat(said["until"]) if said["until"] else None,
        active=said["active"],
    )
    closure = {thing: copy(thing, marking) for thing, marking in said["carries"]}
    answer = release(asked, recipient, now=datetime.fromisoformat(said["now"]), closure=closure)
    return isinstance(answer, Released)


def faults() -> Iterator[tuple[int, str]]:
    """Each egress line that is not as it was written (`changed`), or let go what the rule forbids (`not-allowed`).

    After the first changed line nothing more can be said.
    """
    previous, number = START, 0
    for row in Egress.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        body = (row.number, row.at, row.peer, row.origin, row.seq, row.hash, row.decision, row.rules, row.facts)
        if row.number != number or row.previous != previous or _digest(previous, body) != row.digest:
            yield number, "changed"
            return
        previous = row.digest
        if row.decision != ADDRESSED and not allowed_then(row.facts):
            yield number, "not-allowed"
    head = next(iter(Setting.objects.filter(key=_HEAD).values_list("value", flat=True)), "")
    if head != (f"{number} {previous}" if number else ""):
        yield number + 1, "changed"


def unlike_the_log() -> Iterator[tuple[int, str]]:
    """Each egress line whose entry is not in the log under that number and hash."""
    of_logs = Egress.objects.exclude(origin__startswith="taxii:")  # a shelf's are bound to the bytes that were sent
    of_logs = of_logs.exclude(origin=FILE)  # so are a file's
    rows = of_logs.order_by("number").values_list("number", "origin", "seq", "hash")
    for number, origin, seq, digest in rows.iterator(chunk_size=2000):
        found = LogEntry.objects.filter(origin=origin, seq=seq).values_list("hash", flat=True).first()
        if found is None or bytes(found).hex() != digest:
            yield number, "not-in-log"
