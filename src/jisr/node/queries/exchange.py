"""What waits to go, what came, who has not signed for it, and is the record of it whole?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import orjson
from django.db.models import Exists, OuterRef, QuerySet

from jisr.errors import JisrError
from jisr.ledger import START, Tip, commitment_of, hash_of, read_head, verify_head
from jisr.node import egress, log, log_keys
from jisr.node.models import Batch, Cursor, Egress, LogEntry, Receipt, Record, Sent, Stopped
from jisr.node.own_name import node_name
from jisr.node.queries.reader import visible_markings
from jisr.node.values import EgressRow, ExchangeReport, Inbound, LogRow, Outbound, Unacknowledged
from jisr.sharing import Reader, Role, require

_SEES = (Role.SUPERVISOR, Role.EXCHANGE, Role.AUDITOR)
_SHOWN = 500


def outbox(*, reader: Reader, member: str = "") -> tuple[Outbound, ...]:
    """What is addressed to members and has not left yet, or was not signed for: the oldest first."""
    require(reader, *_SEES)
    rows = Sent.objects.filter(origin=node_name(), came=False).order_by("seq", "member")
    rows = rows.filter(member=member) if member else rows
    waiting = rows.exclude(Exists(_signed()))
    captions = _captions([row.rid for row in waiting[:_SHOWN]], reader)
    return tuple(
        Outbound(
            member=row.member,
            thing=row.rid,
            caption=captions.get(row.rid, ""),
            seq=row.seq,
            live=row.live,
            left=Egress.objects.filter(origin=row.origin, seq=row.seq, peer=row.member).exists(),
        )
        for row in waiting[:_SHOWN]
        if row.live is False or row.rid in captions
    )


def receipts(*, reader: Reader) -> tuple[Unacknowledged, ...]:
    """Who has not yet signed for what: corrections first, then releases."""
    return tuple(
        Unacknowledged(member=one.member, thing=one.thing, seq=one.seq, live=one.live, left=one.left)
        for one in sorted(outbox(reader=reader), key=lambda one: (one.live, one.seq))
        if one.left
    )


def inbox(*, reader: Reader, origin: str = "") -> tuple[Inbound, ...]:
    """The pages that came from members and what each changed, the newest first."""
    require(reader, *_SEES, Role.ANALYST)
    rows = Batch.objects.filter(format="jisr-log", state="loaded", marking__in=visible_markings(reader))
    rows = rows.filter(source=origin) if origin else rows
    return tuple(
        Inbound(
            origin=row.source,
            batch=row.pk,
            title=row.title,
            at=row.loaded_at,
            via=row.by.removeprefix("member:"),
            added=row.added,
            changed=row.changed,
            removed=row.removed,
            quarantined=row.quarantined,
        )
        for row in rows.order_by("-pk")[:_SHOWN]
    )


def logs(*, reader: Reader) -> tuple[LogRow, ...]:
    """Each log we have: how far, how far taken directly, and whether it is stopped."""
    require(reader, *_SEES)
    stopped = dict(Stopped.objects.values_list("origin", "seq"))
    direct = {origin: seq for origin, via, seq in Cursor.objects.values_list("origin", "via", "seq") if origin == via}
    origins = sorted({*direct, node_name(), *LogEntry.objects.values_list("origin", flat=True).distinct()})
    return tuple(
        LogRow(
            origin=origin,
            last=log.tip_of(origin).seq,
            direct=direct.get(origin, 0),
            stopped=stopped.get(origin),
        )
        for origin in origins
    )


def left(*, reader: Reader, member: str = "", limit: int = _SHOWN) -> tuple[EgressRow, ...]:
    """What left, the newest first: what a member asks proof of."""
    require(reader, *_SEES)
    rows = Egress.objects.order_by("-number")
    rows = rows.filter(peer=member) if member else rows
    return tuple(
        EgressRow(
            number=row.number,
            at=row.at,
            member=row.peer,
            origin=row.origin,
            seq=row.seq,
            decision=row.decision,
            rules=row.rules,
            digest=row.digest,
        )
        for row in rows[:limit]
    )


def state_hash(*, reader: Reader) -> str:
    """One digest of all that logs brought here and how far each is: equal on nodes that hold the same."""
    require(reader, *_SEES)
    digest = hashlib.sha256()
    me = node_name()
    for one in (
        LogEntry.objects.exclude(origin=me).order_by("origin", "seq").values_list("origin", "seq", "hash", "text")
    ):
        digest.update(orjson.dumps([one[0], one[1], bytes(one[2]).hex(), one[3]]))
    rows = Record.objects.filter(known_to=None, batch__format="jisr-log").order_by("thing")
    for thing, version in rows.values_list("thing", "version").iterator(chunk_size=5000):
        digest.update(orjson.dumps([thing, version]))
    return digest.hexdigest()


def verify_exchange(*, reader: Reader) -> ExchangeReport:
    """Recompute every log and the egress chain, and ask the rule again about everything that left.

    Names the first place that is not as it was written, or was not allowed.
    """
    require(reader, *Role)
    entries = LogEntry.objects.count()
    fault = next(_faults(), ("", ""))
    return ExchangeReport(entries=entries, egress=Egress.objects.count(), fault=fault[0], place=fault[1])


def _faults() -> Iterator[tuple[str, str]]:
    named = LogEntry.objects.values_list("origin", flat=True).distinct()
    for origin in sorted({node_name(), *named, *Cursor.objects.values_list("origin", flat=True)}):
        for seq in _log_faults(origin):
            yield "log-changed", f"{origin} {seq}"
    for number, what in egress.faults():
        yield f"egress-{what}", str(number)
    for number, what in egress.unlike_the_log():
        yield f"egress-{what}", str(number)


def _log_faults(origin: str) -> Iterator[int]:
    tip, keys = Tip(seq=0, hash=START), log_keys.keys_of(origin)
    if not keys:
        yield 1
        return
    for row in LogEntry.objects.filter(origin=origin).order_by("seq").iterator(chunk_size=2000):
        commitment = bytes(row.commitment)
        try:
            link = log.link_of(row, full=True)
            entry = link.entry
            fits = not any((row.kind, row.rid, row.body, row.members))
            if entry is not None:
                fits = (commitment_of(entry), entry.kind.value, entry.rid) == (commitment, row.kind, row.rid)
            if row.head:
                head = read_head(orjson.loads(row.head))
                verify_head(head, keys)
                fits = fits and (head.origin, head.tip.seq, head.tip.hash) == (origin, row.seq, bytes(row.hash))
        except (JisrError, orjson.JSONDecodeError):
            fits = False
        if fits and row.members_salt:
            fits = bytes(row.audience) == _audience(row)
        elif row.members and origin != node_name():
            fits = False  # whom another's entry is for is not ours to know
        if not fits or row.seq != tip.seq + 1 or hash_of(tip, commitment) != bytes(row.hash):
            yield tip.seq + 1
            return
        tip = Tip(seq=row.seq, hash=bytes(row.hash))
    if tip.seq < log.noted_end(origin):
        yield tip.seq + 1


def _audience(row: LogEntry) -> bytes:
    members = sorted(filter(None, row.members.split(",")))
    return hashlib.sha256(bytes(row.members_salt) + orjson.dumps(members)).digest()


def _signed() -> QuerySet[Receipt]:
    through = Receipt.objects.filter(member=OuterRef("member"), through__gte=OuterRef("seq"))
    return through | Receipt.objects.filter(member=OuterRef("member"), seq=OuterRef("seq"))


def _captions(things: list[str], reader: Reader) -> dict[str, str]:
    rows = Record.objects.filter(known_to=None, marking__in=visible_markings(reader))
    return {
        thing: caption
        for start in range(0, len(things), 400)
        for thing, caption in rows.filter(thing__in=things[start : start + 400]).values_list("thing", "caption")
    }
