"""How do the others learn that a member signed two histories?  By a proof that each checks for itself."""

from __future__ import annotations

import orjson

from jisr.errors import Unreadable
from jisr.ledger import Fork, Key, Tip, origin_of, read_head, single, write_page
from jisr.node import log, log_keys, partners
from jisr.node.models import Claim, LogEntry, Stopped
from jisr.node.own_name import node_name

_MOST = 10_000


def known_to(member: str) -> tuple[tuple[bytes, bytes], ...]:
    """The proofs a member is shown: about its own log, and of members of a community it belongs to."""
    found = []
    communities = partners.communities()
    for row in Stopped.objects.exclude(evidence="").order_by("origin"):
        if row.origin == member or any({row.origin, member} <= one for one in communities):
            one, other = orjson.loads(row.evidence)
            found.append((orjson.dumps(one), orjson.dumps(other)))
    return tuple(found)


def about(pair: tuple[bytes, bytes]) -> str:
    """Whose log a proof is about; "" where it is none."""
    try:
        return origin_of(Fork(one=pair[0], other=pair[1]))
    except Unreadable:
        return ""


def written(proof: Fork | None) -> str:
    """A proof as it is kept; "" where there is none."""
    return orjson.dumps([orjson.loads(proof.one), orjson.loads(proof.other)]).decode() if proof else ""


def ours(origin: str, at: int) -> bytes | None:
    """What we have of a log from a number on, to a signed head, without its words; or the claim we were shown."""
    if origin == node_name():
        digest = log.hash_at(origin, at)
        return None if digest is None else single(log.own_head(Tip(seq=at, hash=digest)))
    rows = list(LogEntry.objects.filter(origin=origin, seq__gte=at).order_by("seq")[:_MOST])
    end = next((place for place, row in enumerate(rows) if row.head), None)
    if end is None or rows[0].seq != at:
        claim = Claim.objects.filter(origin=origin, seq=at).first()
        return single(read_head(orjson.loads(claim.envelope))) if claim else None
    links = [log.link_of(row, full=False) for row in rows[1 : end + 1]]
    return write_page(Tip(seq=at, hash=bytes(rows[0].hash)), links, read_head(orjson.loads(rows[end].head)))


def keys_to_judge(origin: str) -> tuple[Key, ...]:
    """The keys by which a head of a log is judged; of our own also those a restored node has yet to read of."""
    keys = log_keys.keys_of(origin)
    if origin != node_name():
        return keys
    return (*keys, *log_keys.not_told(keys))
