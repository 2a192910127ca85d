"""How does a log go on after its member was restored from a copy?  From what the others give back of it.

A withdrawal is told to nobody, so nobody can give it back. Its salt is therefore no accident: its origin, and nobody
else, can try which of its records a bare number withdrew.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jisr.ledger._entry import Draft, Kind, Link, Tip, append
from jisr.ledger._plan import Held
from jisr.ledger._tell import Promise


def withdrawal_salt(secret: bytes, tip: Tip) -> bytes:
    """The 64 bytes of salt of a withdrawal that follows `tip`. `secret`: a private key of the log (32 bytes)."""
    return hmac.digest(secret, b"jisr withdrawal" + tip.hash + tip.seq.to_bytes(8, "big"), hashlib.sha512)


def withdrawn_at(before: Tip, link: Link, rids: Iterable[str], secrets: Sequence[bytes]) -> str | None:
    """The record that a bare number of our own log withdrew; None: none of these."""
    wanted = list(rids)
    for secret in secrets:
        salt = withdrawal_salt(secret, before)
        for rid in wanted:
            (tried,) = append(before, [Draft(kind=Kind.WITHDRAW, rid=rid, to=())], [salt])
            if tried.hash == link.hash:
                return rid
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What changes by what one member gave back of our own log: how records stand, and what it was promised."""

    held: Mapping[str, Held]
    promises: Mapping[str, Promise]


def given_back(links: Iterable[Link], *, held: Mapping[str, Held], promises: Mapping[str, Promise]) -> Back:
    """Entries of our own log as a member had them; `promises`: to that member, by record."""
    stand: dict[str, Held] = {}
    made: dict[str, Promise] = {}
    for link in links:
        entry = link.entry
        if entry is None or entry.kind not in {Kind.PUT, Kind.RETRACT}:
            continue
        known = stand.get(entry.rid) or held.get(entry.rid)
        if entry.kind is Kind.PUT and (known is None or known.seq < link.seq):
            stand[entry.rid] = Held(seq=link.seq, live=True, ver=entry.ver)
        promise = made.get(entry.rid) or promises.get(entry.rid) or Promise(seq=0, live=True)
        by_way_of_others = entry.kind is Kind.PUT and not (promise.live or promise.delivered)
        if link.seq >= promise.seq or by_way_of_others:  # told to drop what it then did not have, by a bare number
            promise = replace(promise, seq=link.seq, live=entry.kind is Kind.PUT, unsure=False)
        made[entry.rid] = replace(promise, delivered=True)
    return Back(held=stand, promises=made)


def came_late(bare: Iterable[int], *, heard: int, taken: int) -> bool:
    """Whether a member took more of our own log since it gave back what it had: a page of before, long on its way.

    `bare`: the numbers of our log whose entries are lost here. `heard`: up to where it gave them back; `taken`: up to
    where it has them now.
    """
    return any(heard < seq <= taken for seq in bare)


def to_say_again(
    promises: Mapping[tuple[str, str], Promise], held: Mapping[str, Held], gone: Iterable[str]
) -> frozenset[str]:
    """The records of ours that are told anew once our log is whole.

    What may have been lost with its end; and what was taken back (`gone`), of which not everybody may have heard.
    """
    away = frozenset(gone)
    return frozenset(
        rid
        for (rid, _), promise in promises.items()
        if promise.live and (rid in away or promise.unsure or (one := held.get(rid)) is None or one.seq != promise.seq)
    )
