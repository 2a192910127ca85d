"""Where is each member's log kept, and how does ours grow?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson
from django.db.models import Max

from jisr import ledger
from jisr.errors import Conflict, Unreadable
from jisr.ledger import START, Draft, Entry, Head, Held, Kind, Link, Promise, Tip, entry_of, read_head, sign_head
from jisr.node import log_keys
from jisr.node.models import Cursor, Holding, LogEntry, Sent, Setting, Stopped
from jisr.node.own_name import node_name
from jisr.node.store import insert, queue, some, update_some, upsert

_SALT = 32
_COLUMNS = (
    *("origin", "seq", "hash", "commitment", "kind", "rid", "text", "salt", "audience", "body"),
    *("members", "members_salt", "head"),
)
_END = "log-end"
RECOVERING = "log-recovering"


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


def recovering() -> bool:
    """Whether this node was restored and has yet to hear from members what it said before."""
    return Setting.objects.filter(key=RECOVERING).exists()


def lost() -> tuple[int, ...]:
    """The numbers of our own log whose entries were lost with a restore."""
    return tuple(LogEntry.objects.filter(origin=node_name(), rid="").values_list("seq", flat=True))


def heard_back(via: str) -> int:
    """Up to where a member gave our own log back."""
    return Cursor.objects.filter(origin=node_name(), via=via).values_list("seq", flat=True).first() or 0


def require_whole() -> None:
    """Raise `Conflict` while our log may not be added to."""
    if recovering():
        raise Conflict("this node was restored and has not yet heard from every member what it said before")
    if Stopped.objects.filter(origin=node_name()).exists():
        raise Conflict("our own log has two histories: join the coalition anew under a new key")


def may_grow() -> bool:
    """Whether our log may be added to now."""
    return not (recovering() or Stopped.objects.filter(origin=node_name()).exists())


def append(drafts: Sequence[Draft]) -> tuple[Link, ...]:
    """Add entries to our own log, and note whom each is for. Inside a write.

    Raises `Conflict` while the log of a restored node is not yet whole again.
    """
    if not drafts:
        return ()
    queue("log")
    me = node_name()
    require_whole()
    links, rows = _written(me, drafts)
    insert(LogEntry, _COLUMNS, rows)
    Setting.objects.update_or_create(key=_END, defaults={"value": str(links[-1].seq)})
    _note_holdings(me, links)
    _note_sent(me, links, drafts)
    return links


def _written(me: str, drafts: Sequence[Draft]) -> tuple[tuple[Link, ...], list[tuple[object, ...]]]:
    links: list[Link] = []
    rows, tip = [], tip_of(me)
    for draft in drafts:
        salt = os.urandom(2 * _SALT)
        if draft.kind is Kind.WITHDRAW:
            salt = ledger.withdrawal_salt(log_keys.newest(), tip)
        (link,) = ledger.append(tip, [draft], [salt])
        tip = Tip(seq=link.seq, hash=link.hash)
        links.append(link)
        rows.append(row_of(me, link, draft=draft, salt=salt[_SALT:]))
    return tuple(links), rows


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


def leaving(row: Row) -> Link:
    """The link of a row that is passed on as it was read. Raises `Unreadable` where it is not as it was written."""
    body = row.body.encode()
    entry = Entry(
        kind=Kind(row.kind),
        rid=row.rid,
        ver="",  # as its text says
        marking="",
        body=body,
        text=row.text.encode(),
        salt=row.salt,
        audience=row.audience,
    )
    if ledger.commitment_of(entry) != row.commitment or (body and ledger.digest_of(body) not in row.text):
        raise Unreadable(source="log", place=f"{row.origin} {row.seq}", wanted="the entry as it was written")
    return Link(seq=row.seq, hash=row.hash, commitment=row.commitment, entry=entry)


class Row(NamedTuple):
    """A number of a log as it is served."""

    origin: str
    seq: int
    hash: bytes
    commitment: bytes
    kind: str
    rid: str
    text: str
    salt: bytes
    audience: bytes
    body: str
    members: str
    head: str

    def bare(self) -> Link:
        """Its link without its entry."""
        return Link(seq=self.seq, hash=self.hash, commitment=self.commitment)


def stretch(origin: str, after: int, last: int, *, most: int | None = None) -> Iterator[Row]:
    """The rows of a log after a number to another, in order."""
    rows = LogEntry.objects.filter(origin=origin, seq__gt=after, seq__lte=last).order_by("seq")
    plain = rows.values_list(*Row._fields)[:most]
    for told in plain.iterator(chunk_size=most or _CHUNK):
        row = Row(*told)
        yield row if isinstance(row.hash, bytes) else _unwrapped(row)


_CHUNK = 1000


def _unwrapped(row: Row) -> Row:
    """PostgreSQL hands bytes over in views."""
    return row._replace(
        hash=bytes(row.hash), commitment=bytes(row.commitment), salt=bytes(row.salt), audience=bytes(row.audience)
    )


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


def note_delivered(origin: str, member: str, rids: Iterable[str]) -> None:
    """Remember that these records left to a member. Inside a write."""
    update_some(Sent, {"delivered": True}, ("rid", rids), origin=origin, member=member)


def closed_at(origin: str, seq: int) -> str:
    """The signed head its origin closed a page with at that number, as JSON; "" none."""
    return LogEntry.objects.filter(origin=origin, seq=seq).values_list("head", flat=True).first() or ""


def noted_end(origin: str) -> int:
    """The number a log must reach here, as noted beside it: a missing end shows."""
    if origin == node_name():
        row = Setting.objects.filter(key=_END).first()
        return int(row.value) if row else 0
    return Cursor.objects.filter(origin=origin).aggregate(last=Max("seq"))["last"] or 0


def _note_holdings(me: str, links: Sequence[Link]) -> None:
    """How our own records stand: a retraction is for those who lose one, and changes nothing of that."""
    newest = {
        link.entry.rid: Held(seq=link.seq, live=link.entry.kind is Kind.PUT, ver=link.entry.ver)
        for link in links
        if link.entry and link.entry.kind in {Kind.PUT, Kind.WITHDRAW}
    }
    keep_holdings(me, newest)


def keep_holdings(origin: str, held: Mapping[str, Held]) -> None:
    """Write how records of a log stand, one row a record. Inside a write."""
    rows = [(origin, rid, one.seq, one.live, one.ver) for rid, one in held.items()]
    upsert(Holding, ("seq", "live", "ver"), rows, key=("origin", "rid"))


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
    said = [(row.origin, row.rid, row.member, row.seq, row.live) for row in rows]
    upsert(Sent, ("seq", "live"), said, key=("origin", "rid", "member"))


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
    rids = sorted({link.entry.rid for link in told if link.entry})
    held = held_of_log(node_name(), rids)
    promises = promises_to(via, node_name(), rids)
    back = ledger.given_back(told, held=held, promises=promises)
    keep_holdings(node_name(), back.held)
    keep_promises(node_name(), {(rid, via): one for rid, one in back.promises.items()})


def held_of(row: Holding) -> Held:
    """How a record stands, as the ledger has it."""
    return Held(seq=row.seq, live=row.live, ver=row.ver)


def promise_of(row: Sent) -> Promise:
    """Whom a record is for, as the ledger has it."""
    return Promise(seq=row.seq, live=row.live, delivered=row.delivered, came=row.came, unsure=row.unsure)


def promises_to(member: str, origin: str, rids: Iterable[str]) -> dict[str, Promise]:
    """What a member was promised of these records."""
    return {rid: promise for rid, _, promise in _promises(rids, origin=origin, member=member)}


def promises_of(origin: str, rids: Iterable[str]) -> dict[tuple[str, str], Promise]:
    """What every member was promised of these records, by record and member."""
    return {(rid, member): promise for rid, member, promise in _promises(rids, origin=origin)}


def _promises(rids: Iterable[str], **same: str) -> Iterator[tuple[str, str, Promise]]:
    columns = ("rid", "member", "seq", "live", "delivered", "came", "unsure")
    for rid, member, seq, live, delivered, came, unsure in some(Sent, columns, ("rid", rids), **same):
        said = Promise(seq=seq, live=bool(live), delivered=bool(delivered), came=bool(came), unsure=bool(unsure))
        yield rid, member, said


def held_of_log(origin: str, rids: Iterable[str]) -> dict[str, Held]:
    """How these records of a log stand."""
    rows = some(Holding, ("rid", "seq", "live", "ver"), ("rid", rids), origin=origin)
    return {rid: Held(seq=seq, live=bool(live), ver=ver) for rid, seq, live, ver in rows}


def keep_promises(origin: str, promises: Mapping[tuple[str, str], Promise]) -> None:
    """Write promises whole, by record and member. Inside a write."""
    rows = [
        (origin, rid, member, one.seq, one.live, one.delivered, one.came, one.unsure)
        for (rid, member), one in promises.items()
    ]
    upsert(Sent, ("seq", "live", "delivered", "came", "unsure"), rows, key=("origin", "rid", "member"))
