"""A round with one member: show heads, give what they have not, take what we have not, acknowledge it at once.

A peer is whatever carries bytes: HTTP (`taxii_peer`), a node in the same process (tests). Nothing here decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from jisr.errors import Forked
from jisr.node.actions import meet, serve
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.take_page import take
from jisr.node.values import Meeting
from jisr.sharing import Reader

LIMIT = 1000


class Peer(Protocol):
    """Another node. `page` and `heads` answer bytes as `ledger` writes them; each call may fail with an error."""

    name: str

    def heads(self) -> bytes:
        """The signed heads it shows us."""

    def page(self, origin: str, after: int, limit: int) -> bytes:
        """The page of a log after a number, as we may have it."""

    def give(self, page: bytes) -> None:
        """Hand it a page of our log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round moved: pages and entries given and taken, records that came, records that were dropped."""

    member: str
    given: int
    taken: int
    records: int
    dropped: int
    quarantined: int


def sync(peer: Peer, *, reader: Reader) -> Round:
    """One round. What was taken stays taken whatever breaks; the next round goes on from there.

    Raises what the peer raises, and `Forked`, `BadSignature`, `Unreadable`.
    """
    met = meet.compare(peer.heads(), via=peer.name, reader=reader)
    if met.recovering or met.came_late:
        _fetch_back(peer, met)
        meet.heard(peer.name, reader=reader)
    if met.stopped is not None:
        raise Forked("its origin signed two histories: the log is stopped", origin=peer.name, seq=str(met.stopped))
    given = _give(peer, met.taken)
    taken = [_take_all(peer, origin, last, dict(met.cursors).get(origin, 0)) for origin, last in met.heads]
    given = _give(peer, given)
    catch_up()
    totals = [sum(column) for column in zip(*taken, strict=True)] or [0, 0, 0, 0]
    return Round(
        member=peer.name,
        given=max(given - met.taken, 0),
        taken=totals[0],
        records=totals[1],
        dropped=totals[2],
        quarantined=totals[3],
    )


def _give(peer: Peer, after: int) -> int:
    """Hand over our log from a number on, as they may have it; returns how far they have it now."""
    last = after if meet.stopped(serve.own_origin()) else serve.own_last()
    while after < last:
        data, after = serve.own_page(peer.name, after=after, limit=LIMIT)
        peer.give(data)
    return after


def _take_all(peer: Peer, origin: str, last: int, after: int) -> tuple[int, int, int, int]:
    new = records = dropped = quarantined = 0
    while after < last:
        done = take(peer.page(origin, after, LIMIT), via=peer.name)
        if done.end <= after:
            break
        after = done.end
        new += done.new
        records += done.records
        dropped += done.dropped
        quarantined += done.quarantined
    return new, records, dropped, quarantined


def _fetch_back(peer: Peer, met: Meeting) -> None:
    """Our own log as they have it: we were restored from an older copy."""
    after = 0
    while after < met.has_ours:
        done = take(peer.page(serve.own_origin(), after, LIMIT), via=peer.name)
        if done.end <= after:
            break
        after = done.end
