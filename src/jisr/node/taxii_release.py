"""What of a shelf may this caller have now?  As a condition on the terms of its objects."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

from jisr import tables
from jisr.formats.stix_envelope import UNKNOWN
from jisr.node import clock, models, partners, taxii_terms
from jisr.node.own_name import node_name
from jisr.node.values import Caller
from jisr.records import Marking
from jisr.sharing import Recipient, Released, copy_of, release

_MOST = 50_000
_decided: dict[tuple[str, Recipient, str], tuple[bool, datetime | None]] = {}


def allowed(collection: int, *, caller: Caller) -> str:
    """A condition for a statement over objects `o`: their terms let them go to this caller now.

    Decisions are kept as long as nothing they rest on changes: the terms, the recipient, the hour of an expiry.
    """
    rows = list(models.TaxiiTerms.objects.filter(collection=collection).values_list("pk", "text"))
    others = any(taxii_terms.read(text)[0] != caller.partner for _, text in rows)
    known = partners.recipient(caller.partner) if others else None  # what is all their own needs no rule
    recipient = known or Recipient(member=caller.partner, active=False)
    ours = node_name() if others else ""
    shown = [str(number) for number, text in rows if _released(text, recipient, ours)]
    if len(shown) == len(rows):
        return "TRUE"
    return f"o.terms_id IN ({', '.join(shown)})" if shown else "FALSE"


@cache
def _schemata(kind: str) -> frozenset[str]:
    """The schemata an agreement may name that an object of this STIX type stands for."""
    return frozenset(row["schema"] for row in tables.rows("stix_types") if row["type"] == kind)


def _released(text: str, recipient: Recipient, ours: str) -> bool:
    key, now = (text, recipient, ours), clock.now()
    known = _decided.get(key)
    if known is not None and (known[1] is None or now < known[1]):
        return known[0]
    if len(_decided) >= _MOST:
        _decided.clear()
    _decided[key] = found = _decide(text, recipient, ours, now)
    return found[0]


def _decide(text: str, recipient: Recipient, ours: str, now: datetime) -> tuple[bool, datetime | None]:
    """Whether the rule lets all of it go, and until when that word holds (None: for ever)."""
    by, kind, markings = taxii_terms.read(text)
    if by == recipient.member:
        return True, None
    if UNKNOWN in markings:
        return False, None
    said = [Marking.read(one) for one in markings]
    agreed = next(iter(_schemata(kind) & (recipient.kinds or frozenset())), kind)
    copies = [replace(copy_of("", one, originator=by, sender=ours), kind=agreed) for one in said]
    passes = all(isinstance(release(copy, recipient, now=now), Released) for copy in copies)
    ends = [one for one in (*(marking.expires for marking in said), recipient.until) if one and one > now]
    return passes, min(ends, default=None)
