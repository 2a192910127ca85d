"""What of a shelf may this caller have now?  As a condition on the terms of its objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache

from django.db import connection

from jisr import tables
from jisr.formats.stix_envelope import UNKNOWN
from jisr.node import clock, partners, taxii_terms
from jisr.node.convert import dumps
from jisr.node.own_name import node_name
from jisr.node.values import Caller
from jisr.records import Marking
from jisr.sharing import Copy, Recipient, Released, copy_of, release

_MOST, _FEW = 50_000, 200
_POLICY = (
    "SELECT id, name, state, communities FROM node_partner ORDER BY id",
    "SELECT id, partner_id, version, state, kinds, purposes, ceiling, until FROM node_agreement ORDER BY id",
    "SELECT COUNT(*), MAX(id) FROM node_group",
    "SELECT value FROM node_setting WHERE key = 'node-name'",
)
_recipients: dict[tuple[object, ...], Recipient] = {}
_decided: dict[tuple[str, Recipient, str], tuple[bool, datetime | None]] = {}


def allowed(collection: int, *, caller: Caller) -> str:
    """A condition for a statement over objects `o`: their terms let them go to this caller now.

    Decisions are kept as long as nothing they rest on changes: the terms, the recipient, the hour of an expiry.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, text FROM node_taxiiterms WHERE collection_id = %s", [collection])
        rows = cursor.fetchall()
    own = f'{{"by":{dumps(caller.partner)},'  # what is all their own needs no rule
    recipient = Recipient(member=caller.partner)
    if not all(text.startswith(own) for _, text in rows):
        recipient = recipient_of(caller)
    shown = [str(number) for number, text in rows if text.startswith(own) or _released(text, recipient)]
    if len(shown) == len(rows):
        return "TRUE"
    return f"o.terms_id IN ({', '.join(shown)})" if shown else "FALSE"


def recipient_of(caller: Caller) -> Recipient:
    """The caller's member as the rule knows it; one nobody joined gets nothing of others.

    Built anew whenever anything it is made of is not as it was: the few rows are read each time, as they are.
    """
    key = (connection.settings_dict["NAME"], caller.partner, *_policy())
    known = _recipients.get(key)
    if known is None:
        if len(_recipients) >= _FEW:
            _recipients.clear()
        known = partners.recipient(caller.partner) or Recipient(member=caller.partner, active=False)
        _recipients[key] = known
    return known


def _policy() -> Iterator[object]:
    """Everything recipients are made of. Rosters are only ever added, never changed."""
    with connection.cursor() as cursor:
        for statement in _POLICY:
            cursor.execute(statement)
            yield tuple(cursor.fetchall())


def copies(terms: int, recipient: Recipient, *, thing: str) -> tuple[Copy, ...]:
    """What the rule is asked about objects of these terms: one copy a marking they travel under."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM node_taxiiterms WHERE id = %s", [terms])
        by, kind, markings = taxii_terms.read(cursor.fetchone()[0])
    return _copies(by, kind, markings, recipient=recipient, thing=thing)


def _copies(by: str, kind: str, markings: tuple[str, ...], *, recipient: Recipient, thing: str) -> tuple[Copy, ...]:
    agreed = next(iter(_schemata(kind) & (recipient.kinds or frozenset())), kind)
    said = (copy_of(thing, Marking.read(one), originator=by, sender=node_name()) for one in markings)
    return tuple(replace(copy, kind=agreed) for copy in said)


@cache
def _schemata(kind: str) -> frozenset[str]:
    """The schemata an agreement may name that an object of this STIX type stands for."""
    return frozenset(row["schema"] for row in tables.rows("stix_types") if row["type"] == kind)


def _released(text: str, recipient: Recipient) -> bool:
    key, now = (text, recipient, node_name()), clock.now()
    known = _decided.get(key)
    if known is not None and (known[1] is None or now < known[1]):
        return known[0]
    if len(_decided) >= _MOST:
        _decided.clear()
    _decided[key] = found = _decide(text, recipient, now)
    return found[0]


def _decide(text: str, recipient: Recipient, now: datetime) -> tuple[bool, datetime | None]:
    """Whether the rule lets all of it go, and until when that word holds (None: for ever)."""
    by, kind, markings = taxii_terms.read(text)
    if by == recipient.member:
        return True, None
    if UNKNOWN in markings:
        return False, None
    found = _copies(by, kind, markings, recipient=recipient, thing="")
    passes = all(isinstance(release(copy, recipient, now=now), Released) for copy in found)
    ends = [one for one in (*(copy.expires for copy in found), recipient.until) if one and one > now]
    return passes, min(ends, default=None)
