"""Where is each member's log kept, and how does ours grow?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import orjson
from django.db.models import Max

from jisr import ledger
from jisr.errors import Conflict
from jisr.ledger import START, Draft, Head, Kind, Link, Tip, entry_of, read_head, sign_head
from jisr.node import log_keys
from jisr.node.models import Cursor, Holding, LogEntry, Sent, Setting, Stopped
from jisr.node.own_name import node_name
from jisr.node.store import insert, queue

_SALT = 32
_COLUMNS = (
    *("origin", "seq", "hash", "commitment", "kind", "rid", "text", "salt", "audience", "body"),
    *("members", "members_salt", "head"),
)
_END = "log-end"
RECOVERING = "log-recovering"
_CHUNK = 500


def tip_of(origin: str) -> Tip:
    """The last number of a log that we have."""
    row = LogEntry.objects.filter(origin=origin).order_by("-seq").values_list("seq", "hash").first()
    return Tip(seq=row[0], hash=bytes(row[1])) if row else Tip()


def hash_at(origin: str, seq: int) -> bytes | None:
    """The hash of one number; None: we do not have it."""
    if seq == 0:
        return START
    found = LogEntry.objects.filter(origin=origin, seq=seq).values_list("hash", flat=True).first()
    return bytes(found) if found is not None else None


def may_grow() -> bool:
    """Whether our log may be added to now."""
    me = node_name()
    return not (Setting.objects.filter(key=RECOVERING).exists() or Stopped.objects.filter(origin=me).exists())


def append(drafts: Sequence[Draft]) -> tuple[Link, ...]:
    """Add entries to our own log, and note whom each is for. Inside a write.

    Raises `Conflict` while the log of a restored node is not yet whole again.
    """
    if not drafts:
        return ()
    queue("log")
    me = node_name()
    if Setting.objects.filter(key=RECOVERING).exists():
        raise Conflict("this node was restored and has not yet heard from every member what it said before")
    if Stopped.objects.filter(origin=me).exists():
        raise Conflict("our own log has two histories: join the coalition anew under a new key")
    salts = [os.urandom(2 * _SALT) for _ in drafts]
    links = ledger.append(tip_of(me), drafts, salts)
    rows = [
        row_of(me, link, draft=draft, salt=salt[_SALT:]) for link, draft, salt in zip(links, drafts, salts, strict=True)
    ]
    insert(LogEntry, _COLUMNS, rows)
    Setting.objects.update_or_create(key=_END, defaults={"value": str(links[-1].seq)})
    _note_holdings(me, links)
    _note_sent(me, links, drafts)
    return links


def rotate(private: bytes) -> str:
    """Hand our log over to a new key; returns its short name. Inside a write."""
    me = node_name()
    tip, keys = tip_of(me), log_keys.keys_of(me)
    present = next(key for key in keys if key.until is None and not key.revoked)
    (old,) = (one for one in log_keys.signing(tip.seq) if ledger.public_of(one) == present.public)
    (link,) = append([ledger.rotation(me, ledger.public_of(private), seq=tip.seq + 1, private=old)])
    assert link.entry is not None  # noqa: S101  # just written
    log_keys.keep_keys(me, ledger.rotated(me, link.seq, link.entry, keys))
    return ledger.key_id(ledger.public_of(private))


def keep(origin: str, links: Iterable[Link], *, head: Head) -> None:
    """Write links that came. Inside a write."""
    envelope = head.envelope.decode()
    insert(
        LogEntry,
        _COLUMNS,
        [row_of(origin, link, head=envelope if link.seq == head.tip.seq else "") for link in links],
    )


def row_of(
    origin: str, link: Link, *, draft: Draft | None = None, salt: bytes = b"", head: str = ""
) -> tuple[object, ...]:
    """The row of a link, in the order of the columns."""
    entry = link.entry
    return (
        *(origin, link.seq, link.hash, link.commitment),
        *((entry.kind.value, entry.rid, entry.text.decode(), entry.salt, entry.audience) if entry else _WITHHELD),
        entry.body.decode() if entry else "",
        ",".join(draft.to) if draft else "",
        salt,
        head,
    )


_WITHHELD = ("", "", "", b"", b"")


def link_of(row: LogEntry, *, full: bool) -> Link:
    """The link of a row, with its entry or bare."""
    entry = None
    if full and row.text:
        entry = entry_of(
            text=row.text.encode(), salt=bytes(row.salt), audience=bytes(row.audience), body=row.body.encode()
        )
    return Link(seq=row.seq, hash=bytes(row.hash), commitment=bytes(row.commitment), entry=entry)


def own_head(tip: Tip | None = None) -> Head:
    """Our signed head, of the last number or of another."""
    me = node_name()
    at = tip or tip_of(me)
    return sign_head(me, at, *log_keys.signing(at.seq))


def head_of(origin: str) -> Head | None:
    """The last head we have of a member's log; ours is signed anew. None: nothing of it is here."""
    if origin == node_name():
        return own_head()
    row = LogEntry.objects.filter(origin=origin).exclude(head="").order_by("-seq").values_list("head", flat=True)
    found = row.first()
    return read_head(orjson.loads(found)) if found else None


def noted_end(origin: str) -> int:
    """The number a log must reach here, as noted beside it: a missing end shows."""
    if origin == node_name():
        row = Setting.objects.filter(key=_END).first()
        return int(row.value) if row else 0
    return Cursor.objects.filter(origin=origin).aggregate(last=Max("seq"))["last"] or 0


def _note_holdings(me: str, links: Sequence[Link]) -> None:
    """How our own records stand: a retraction is for those who lose one, and changes nothing of that."""
    newest = {
        link.entry.rid: Holding(
            origin=me, rid=link.entry.rid, seq=link.seq, live=link.entry.kind is Kind.PUT, ver=link.entry.ver
        )
        for link in links
        if link.entry and link.entry.kind in {Kind.PUT, Kind.WITHDRAW}
    }
    keep_holdings(newest.values())


def keep_holdings(rows: Iterable[Holding]) -> None:
    """Write how records stand, one row a record. Inside a write."""
    Holding.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("origin", "rid"),
        update_fields=("seq", "live", "ver"),
        batch_size=_CHUNK,
    )


def _note_sent(me: str, links: Sequence[Link], drafts: Sequence[Draft]) -> None:
    newest = {
        (draft.rid, member): Sent(origin=me, rid=draft.rid, member=member, seq=link.seq, live=draft.kind is Kind.PUT)
        for link, draft in zip(links, drafts, strict=True)
        if draft.kind in {Kind.PUT, Kind.RETRACT}
        for member in draft.to
    }
    keep_sent(newest.values())


def keep_sent(rows: Iterable[Sent]) -> None:
    """Write for whom records are; whether they left stays as it is. Inside a write."""
    Sent.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("origin", "rid", "member"),
        update_fields=("seq", "live"),
        batch_size=_CHUNK,
    )


def keep_came(rows: Iterable[Sent]) -> None:
    """Remember from whom records of a third member came: they are told when one no longer stands. Inside a write."""
    Sent.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("origin", "rid", "member"),
        update_fields=("seq", "live", "came"),
        batch_size=_CHUNK,
    )


def fill(origin: str, links: Iterable[Link]) -> None:
    """Put entries in where only their numbers were. Inside a write."""
    for link in links:
        entry = link.entry
        if entry is not None:
            LogEntry.objects.filter(origin=origin, seq=link.seq).update(
                kind=entry.kind.value,
                rid=entry.rid,
                text=entry.text.decode(),
                salt=entry.salt,
                audience=entry.audience,
                body=entry.body.decode(),
            )


def recovered(links: Iterable[Link], *, via: str) -> None:
    """What a member gives back of our own log, after we were restored: how records stand, and that it has them."""
    told = [link for link in links if link.entry is not None]
    for entry in LogEntry.objects.filter(origin=node_name(), seq__in=[link.seq for link in told], members_salt=b""):
        entry.members = ",".join(sorted({*filter(None, entry.members.split(",")), via}))
        entry.save(update_fields=("members",))
    newest = dict(Holding.objects.filter(origin=node_name()).values_list("rid", "seq"))
    _note_holdings(node_name(), [link for link in told if link.entry and link.seq > newest.get(link.entry.rid, 0)])
    rows = Sent.objects.filter(origin=node_name(), member=via)
    there = {row.rid: row for row in rows}
    for rid, link in {link.entry.rid: link for link in told if link.entry}.items():
        if link.entry is None or link.entry.kind not in {Kind.PUT, Kind.RETRACT}:
            continue
        row = there.get(rid) or Sent(origin=node_name(), rid=rid, member=via, seq=0, live=True)
        row.delivered = True
        if link.seq >= row.seq:
            row.seq, row.live, row.unsure = link.seq, link.entry.kind is Kind.PUT, False
        row.save()
