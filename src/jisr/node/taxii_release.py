"""What of a shelf may this caller have now?  As a condition on the terms of its objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    "SELECT 1, id, 0, name, state, communities, '', '' FROM node_partner"
    " UNION ALL SELECT 2, id, partner_id, state, kinds, purposes, ceiling, COALESCE(CAST(until AS TEXT), '')"
    " FROM node_agreement"
    " UNION ALL SELECT 3, COUNT(*), COALESCE(MAX(id), 0), '', '', '', '', '' FROM node_group"
    " UNION ALL SELECT 4, 0, 0, value, '', '', '', '' FROM node_setting WHERE key = 'node-name'"
    " ORDER BY 1, 2"
)
_recipients: dict[tuple[object, ...], Recipient] = {}
_decided: dict[tuple[str, Recipient, str], tuple[bool, datetime | None]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the rule says about a shelf now: a condition for a statement over objects `o`, and what it was asked with.

    `texts`: the terms of the shelf, by their row.
    """

    condition: str
    recipient: Recipient
    texts: Mapping[int, str]


def ruling(collection: int, *, caller: Caller) -> Ruling:
    """Which objects of a shelf may go to this caller now.

    Decisions are kept as long as nothing they rest on changes: the terms, the recipient, the hour of an expiry.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, text FROM node_taxiiterms WHERE collection_id = %s", [collection])
        texts = dict(cursor.fetchall())
    own = f'{{"by":{dumps(caller.partner)},'  # what is all their own needs no rule
    recipient = Recipient(member=caller.partner)
    if not all(text.startswith(own) for text in texts.values()):
        recipient = recipient_of(caller)
    me = node_name() if texts else ""
    shown = [str(number) for number, text in texts.items() if text.startswith(own) or _released(text, recipient, me)]
    condition = f"o.terms_id IN ({', '.join(shown)})" if shown else "FALSE"
    condition = condition if len(shown) < len(texts) else "TRUE"
    return Ruling(condition=condition, recipient=recipient, texts=texts)


def recipient_of(caller: Caller) -> Recipient:
    """The caller's member as the rule knows it; one nobody joined gets nothing of others.

    Built anew whenever anything it is made of is not as it was: the few rows are read each time, as they are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_POLICY)  # everything recipients are made of; rosters are only ever added, never changed
        key = (connection.settings_dict["NAME"], caller.partner, *cursor.fetchall())
    known = _recipients.get(key)
    if known is None:
        if len(_recipients) >= _FEW:
            _recipients.clear()
        known = partners.recipient(caller.partner) or Recipient(member=caller.partner, active=False)
        _recipients[key] = known
    return known


def copies(text: str, recipient: Recipient, *, thing: str) -> tuple[Copy, ...]:
    """What the rule is asked about objects of these terms: one copy a marking they travel under."""
    return tuple(replace(one, thing=thing) for one in _copies(text, recipient, node_name()))


def _copies(text: str, recipient: Recipient, me: str) -> tuple[Copy, ...]:
    by, kind, markings = taxii_terms.read(text)
    agreed = next(iter(_schemata(kind) & (recipient.kinds or frozenset())), kind)
    said = (copy_of("", Marking.read(one), originator=by, sender=me) for one in markings)
    return tuple(replace(copy, kind=agreed) for copy in said)


@cache
def _schemata(kind: str) -> frozenset[str]:
    """The schemata an agreement may name that an object of this STIX type stands for."""
    return frozenset(row["schema"] for row in tables.rows("stix_types") if row["type"] == kind)


def _released(text: str, recipient: Recipient, me: str) -> bool:
    key, now = (text, recipient, me), clock.now()
    known = _decided.get(key)
    if known is not None and (known[1] is None or now < known[1]):
        return known[0]
    if len(_decided) >= _MOST:
        _decided.clear()
    _decided[key] = found = _decide(text, recipient, me, now)
    return found[0]


def _decide(text: str, recipient: Recipient, me: str, now: datetime) -> tuple[bool, datetime | None]:
    """Whether the rule lets all of it go, and until when that word holds (None: for ever)."""
    by, _, markings = taxii_terms.read(text)
    if by == recipient.member:
        return True, None
    if UNKNOWN in markings:
        return False, None
    found = _copies(text, recipient, me)
    passes = all(isinstance(release(copy, recipient, now=now), Released) for copy in found)
    ends = [one for one in (*(copy.expires for copy in found), recipient.until) if one and one > now]
    return passes, min(ends, default=None)
