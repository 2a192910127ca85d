"""What follows from what another member shows of logs?  Forks, claims to be kept, and whether we were restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jisr.errors import BadSignature, Unreadable
from jisr.ledger._fork import Fork, forked_at, origin_of
from jisr.ledger._keys import Key, verify_head
from jisr.ledger._page import Head, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a node has of the logs it is shown. `keys`: those trusted, by origin.

    `hashes`: by origin and number, of the numbers shown. `tip`: the last number of its own log.
    """

    me: str
    via: str
    keys: Mapping[str, tuple[Key, ...]]
    hashes: Mapping[tuple[str, int], bytes]
    tip: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What to do: logs to ask for (of origins we know), heads to keep as claims, forks, and whether we are behind.

    `unlike`: heads that do not fit what we have. `proven`: forks others found: origin, number, proof. `taken`: up to
    where the other has ours; 0 where what it has is another history, so that it finds that out.
    """

    heads: tuple[Head, ...]
    claims: tuple[Head, ...]
    unlike: tuple[Head, ...]
    proven: tuple[tuple[str, int, Fork], ...]
    behind: bool
    taken: int


def meet(shown: Shown, known: Known) -> Met:
    """Judge what was shown. A head nobody we know signed counts for nothing here: its page will tell."""
    heads = tuple(head for head in shown.heads if known.keys.get(head.origin))
    sound = tuple(head for head in heads if _signed(head, known.keys[head.origin]))
    unlike = tuple(head for head in sound if not _fits(head, known))
    others = [head for head in sound if head.origin not in {known.me, known.via}]
    return Met(
        heads=heads,
        claims=tuple(head for head in others if (head.origin, head.tip.seq) not in known.hashes),
        unlike=unlike,
        proven=tuple(found for pair in shown.forks if (found := _proven(pair, known)) is not None),
        taken=0 if any(head.origin == known.me and not _fits(head, known) for head in heads) else shown.taken,
        behind=any(head.origin == known.me and head.tip.seq > known.tip for head in sound),
    )


def _fits(head: Head, known: Known) -> bool:
    return known.hashes.get((head.origin, head.tip.seq), head.tip.hash) == head.tip.hash


def _signed(head: Head, keys: tuple[Key, ...]) -> bool:
    try:
        verify_head(head, keys)
    except BadSignature:
        return False
    return True


def _proven(pair: tuple[bytes, bytes], known: Known) -> tuple[str, int, Fork] | None:
    """A proof that proves it, about a log we know; anything else is nothing to us."""
    fork = Fork(one=pair[0], other=pair[1])
    try:
        origin, seq = forked_at(fork, known.keys.get(origin_of(fork), ()))
    except (BadSignature, Unreadable):
        return None
    return origin, seq, fork
