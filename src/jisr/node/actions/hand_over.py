"""Write shared records as a file of STIX 2.1 for one member: judged and chained as whatever leaves by a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from jisr.errors import NotReleasable
from jisr.node import chain, clock, closure, egress, outgoing, partners
from jisr.node.models import Sent
from jisr.node.own_name import node_name
from jisr.node.queries import stix
from jisr.node.store import write
from jisr.sharing import Reader, Role, require

_CHUNK = 400


def as_stix(things: Iterable[str], member: str, *, reader: Reader) -> bytes:
    """The bundle of those of these shared records that `member` may have now; its lines are in the egress log.

    Only what was shared with the member goes, so that every correction follows. Raises `NotAllowed`, and
    `NotReleasable` where nothing of it may go.
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    with write(durable=True):
        recipient = partners.recipient(member)
        judged = outgoing.judge(stix.rows_of(_sent(things, member), reader=reader))
        go = [thing for thing in judged.rows if not judged.verdict(thing, member, recipient).code]
        if recipient is None or not go:
            raise NotReleasable(f"nothing of this was shared with {member}, or may go now", name=member)
        data = stix.bundle(go, reader=reader)
        digest = hashlib.sha256(data).digest()
        now, leaving = clock.now(), []
        for place, thing in enumerate(go, start=1):
            pairs = [(quote.thing, judged.markings[quote.thing]) for quote in closure.flat(thing, judged.copies)]
            facts = egress.facts_of(judged.copies[thing], recipient, now, pairs)
            leaving.append(egress.Leaving(origin=egress.FILE, seq=place, hash=digest, decision="released", facts=facts))
        egress.note(member, leaving)
        for start in range(0, len(go), _CHUNK):
            rows = Sent.objects.filter(origin=node_name(), member=member, rid__in=go[start : start + _CHUNK])
            rows.update(delivered=True)
        chain.note(reader, "stix-file", member, records=str(len(go)), sha256=digest.hex())
    return data


def _sent(things: Iterable[str], member: str) -> list[str]:
    wanted = list(dict.fromkeys(things))
    rows = Sent.objects.filter(origin=node_name(), member=member, live=True)
    found = {
        rid
        for start in range(0, len(wanted), _CHUNK)
        for rid in rows.filter(rid__in=wanted[start : start + _CHUNK]).values_list("rid", flat=True)
    }
    return [thing for thing in wanted if thing in found]
