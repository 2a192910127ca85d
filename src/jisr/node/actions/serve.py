"""Give a member what it may have of a log: pages with each number either told or bare, and the signed heads.

The rule is asked again at the moment something leaves, and what leaves is chained in the egress log before it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson
from django.db.models import Min

from jisr.errors import NotFound
from jisr.ledger import Asked, Head, Kind, Line, Link, Shown, Tip, Told, read_head, told, write_heads, write_page
from jisr.node import clock, closure, egress, forks, log, log_keys, outgoing, partners
from jisr.node.convert import dumps
from jisr.node.models import Cursor, Sent
from jisr.node.own_name import node_name
from jisr.node.store import bulk, write
from jisr.records import CLEAR, Marking
from jisr.sharing import Copy, Recipient, Released, copy_of, release

PAGE = 1000
MOST = 4000  # entries a page, whoever asks
_BYTES = 6 * 1024 * 1024


def heads(partner: str) -> bytes:
    """What we show `partner`: the heads it may know of, how far we have its log, and proofs of forks it may know of.

    Heads: of ours, of its own as we have it, of logs we pass on to it.
    """
    me = node_name()
    outgoing.under_new_terms(partner)
    passed = set(Sent.objects.filter(member=partner).exclude(origin=me).values_list("origin", flat=True))
    found = [log.head_of(origin) for origin in sorted({me, partner} | passed)]
    taken = Cursor.objects.filter(origin=partner, via=partner).values_list("seq", flat=True).first()
    waiting = Sent.objects.filter(member=partner, live=True, delivered=False, came=False).exclude(origin=me)
    since = waiting.values("origin").annotate(first=Min("seq")).values_list("origin", "first")
    shown = Shown(
        heads=tuple(head for head in found if head is not None),
        taken=taken or 0,
        forks=forks.known_to(partner),
        since={origin: max(first - 1, 0) for origin, first in since},
    )
    return write_heads(shown)


def page(partner: str, origin: str, *, after: int = 0, limit: int = PAGE) -> bytes:
    """The page of a log after a number, as `partner` may have it. Raises `NotFound` where it may know of none."""
    return _page(partner, origin, after, limit)[0]


@bulk()
def _page(partner: str, origin: str, after: int, limit: int) -> tuple[bytes, int]:
    """The page, and the number it ends at. What leaves is on the disk before anybody has the page."""
    with write(durable=True):
        recipient = partners.recipient(partner)
        if recipient is None or not _may_know(partner, origin):
            raise NotFound("no such log", origin=origin)
        if origin == node_name():
            outgoing.under_new_terms(partner)
        before = log.hash_at(origin, after)
        head = log.head_of(origin)
        if before is None or head is None or after > head.tip.seq:
            raise NotFound("no such log", origin=origin)
        rows = _rows(origin, after, log_keys.end_after(origin, after, head.tip.seq), min(limit, MOST))
        judge = _Judge(origin=origin, recipient=recipient, rows=rows)
        links = [judge.link(row) for row in rows]
        egress.note(partner, judge.leaving)
        judge.note_delivered()
        last = Tip(seq=links[-1].seq, hash=links[-1].hash) if links else Tip(seq=after, hash=before)
        return write_page(Tip(seq=after, hash=before), links, _head(origin, last, rows, head)), last.seq


def _may_know(partner: str, origin: str) -> bool:
    return origin in {node_name(), partner} or Sent.objects.filter(origin=origin, member=partner).exists()


def _rows(origin: str, after: int, last: int, limit: int) -> list[log.Row]:
    """The next rows, to where a signed head of theirs stands; ours can be signed anywhere."""
    found, size = [], 0
    own = origin == node_name()
    for row in log.stretch(origin, after, last, most=limit if own else None):
        found.append(row)
        size += len(row.body) + len(row.text) + 200
        if size >= _BYTES and (own or row.head):
            break
        if len(found) >= limit and row.head:
            break
    return found if own else _to_a_head(found)


def _to_a_head(rows: list[log.Row]) -> list[log.Row]:
    last = max((place for place, row in enumerate(rows) if row.head), default=-1)
    return rows[: last + 1]


def _head(origin: str, last: Tip, rows: Sequence[log.Row], newest: Head) -> Head:
    if last == newest.tip:
        return newest
    if origin == node_name():
        return log.own_head(last)
    said = rows[-1].head if rows else log.closed_at(origin, last.seq)
    if not said:
        raise NotFound("no such log", origin=origin)
    return read_head(orjson.loads(said))


class _Judge:
    """Decides number by number what one member is told of a stretch of one log; knows what of it leaves."""

    def __init__(self, *, origin: str, recipient: Recipient, rows: Sequence[log.Row]) -> None:
        self._origin, self._recipient, self._me = origin, recipient, node_name()
        self._asked = Asked(me=self._me, asker=recipient.member, origin=origin, whole=not log.recovering())
        self._now: datetime = clock.now()
        self.leaving: list[egress.Leaving] = []
        self._delivered: set[str] = set()
        self._alike: dict[tuple[Marking, str, str], tuple[str, str]] = {}
        rids = {row.rid for row in rows if row.kind in {"put", "retract"}}
        self._promises = log.promises_to(recipient.member, origin, rids)
        self._held = log.held_of_log(origin, rids)
        self._copies, self._markings = self._carried(rids) if rids else ({}, {})

    def _carried(self, rids: set[str]) -> tuple[dict[str, Copy], dict[str, Marking]]:
        """The copies of what stands now of these records, and of all they carry."""
        things = rids if self._origin == self._me else {f"{self._origin}:{rid}" for rid in rids}
        return closure.copies(closure.current(things), me=self._me)

    def link(self, row: log.Row) -> Link:
        """The link as the member gets it."""
        decision, facts = self._decide(row)
        if decision:
            self.leaving.append(
                egress.Leaving(origin=row.origin, seq=row.seq, hash=row.hash, decision=decision, facts=facts)
            )
        return log.leaving(row) if decision and row.text else row.bare()

    def _decide(self, row: log.Row) -> tuple[str, str]:
        """Why it may have the entry, with the facts; "" it may not."""
        line = Line(
            seq=row.seq,
            kind=Kind(row.kind) if row.text else None,
            body=bool(row.body),
            ver=self._version(row),
            to=frozenset(row.members.split(",")),
        )
        match told(line, self._asked, self._promises.get(row.rid), self._held.get(row.rid)):
            case Told.IF_RELEASED:
                return self._released(row)
            case Told.TOMBSTONE:
                return Told.TOMBSTONE.value, self._tombstone(row)
            case why:
                return why.value, ""

    def _version(self, row: log.Row) -> str:
        """The version an earlier number tells, where a later one told it to somebody else."""
        held = self._held.get(row.rid)
        if held is None or held.seq == row.seq or row.kind != Kind.PUT:
            return ""
        return str(orjson.loads(row.text)["ver"])

    def _released(self, row: log.Row) -> tuple[str, str]:
        thing = row.rid if self._origin == self._me else f"{self._origin}:{row.rid}"
        copy = self._copies.get(thing)
        facts = self._facts(copy) if copy is not None else ""
        if not facts:
            return "", ""
        self._delivered.add(row.rid)
        return Told.IF_RELEASED.value, facts

    def _facts(self, copy: Copy) -> str:
        """What the rule was asked, where it allows the copy; "" where it refuses.

        Of copies that carry nothing it is asked once a marking, kind and originator: nothing else of them counts.
        """
        if copy.quotes:
            return self._asked_rule(copy)
        alike = self._markings[copy.thing], copy.kind, copy.originator
        if alike not in self._alike:
            before, _, after = self._asked_rule(copy).partition(f'"thing":{dumps(copy.thing)}')
            self._alike[alike] = before, after
        before, after = self._alike[alike]
        return f'{before}"thing":{dumps(copy.thing)}{after}' if before else ""

    def _asked_rule(self, copy: Copy) -> str:
        if not isinstance(release(copy, self._recipient, now=self._now, closure=self._copies), Released):
            return ""
        pairs = [(quote.thing, self._markings[quote.thing]) for quote in closure.flat(copy.thing, self._copies)]
        return egress.facts_of(copy, self._recipient, self._now, pairs)

    def _tombstone(self, row: log.Row) -> str:
        copy = replace(
            copy_of(row.rid, CLEAR, originator=self._origin, sender=self._me),
            tombstone=True,
            withdrawn=True,
            sent_before=frozenset({self._recipient.member}),
        )
        return egress.facts_of(copy, self._recipient, self._now, [])

    def note_delivered(self) -> None:
        """Remember what left."""
        new = [rid for rid in self._delivered if not self._promises[rid].delivered]
        log.note_delivered(self._origin, self._recipient.member, new)


def own_origin() -> str:
    """The name of our log."""
    return node_name()


def own_last() -> int:
    """The last number of our log."""
    return log.tip_of(node_name()).seq


def own_page(partner: str, *, after: int, limit: int) -> tuple[bytes, int]:
    """The page of our log that `partner` is given next, and the number it ends at. Raises `NotFound`."""
    return _page(partner, node_name(), after, limit)
