"""Whose signature counts for which numbers of a log?

A key counts from the number it was told at until the number that told the next one. The first one is trusted because
two people compared its fingerprint; each further one because the one before signed it, inside the log.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jisr.errors import BadSignature, Unreadable
from jisr.ledger import _dsse
from jisr.ledger._entry import Draft, Entry, Kind
from jisr.ledger._page import HEAD_TYPE, Head
from jisr.ledger._wire import dumps, strict

KEY_TYPE = "application/vnd.jisr.key+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A member's public key; it signs heads of the numbers [`since`, `until`). `revoked`: it signs nothing any more."""

    public: bytes
    since: int = 0
    until: int | None = None
    revoked: bool = False

    @property
    def id(self) -> str:
        """Its short name."""
        return _dsse.key_id(self.public)

    def signs(self, seq: int) -> bool:
        """Whether it may sign the head of that number."""
        return not self.revoked and self.since <= seq and (self.until is None or seq < self.until)


def verify_head(head: Head, keys: Iterable[Key]) -> None:
    """Raise `BadSignature` unless a key that counts for its number signed it."""
    envelope = strict(head.envelope, source="head", most=4096)
    _dsse.verify(envelope, kind=HEAD_TYPE, keys={key.id: key.public for key in keys if key.signs(head.tip.seq)})


def rotation(origin: str, public: bytes, *, seq: int, private: bytes) -> Draft:
    """The entry, to be the `seq`-th of the log, by which the present key hands over to the next one."""
    payload = dumps({"origin": origin, "seq": seq, "public": base64.b64encode(public).decode()})
    body = dumps(_dsse.seal(payload, private, kind=KEY_TYPE))
    return Draft(kind=Kind.KEY, rid=_dsse.key_id(public), to=(), body=body)


def rotated(origin: str, seq: int, entry: Entry, keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """The keys after a key entry. Raises `BadSignature`, `Unreadable`.

    Told of a key that is trusted already (a member who joined later), nothing changes.
    """
    envelope = strict(entry.body, source="key", most=4096)
    said = strict(_dsse.opened(envelope, kind=KEY_TYPE), source="key", most=2048)
    public = _dsse.unbase64(said.get("public"), place="public", size=_dsse.KEY_BYTES)
    if said.get("origin") != origin or said.get("seq") != seq:
        raise Unreadable(source="key", place=entry.rid, wanted="the next key of this log at this number")
    if any(key.public == public for key in keys):
        return keys
    before = next((key for key in keys if key.signs(seq - 1) and key.until is None), None)
    if before is None:
        raise BadSignature("no key that is trusted hands over to this one", key=entry.rid)
    _dsse.verify(envelope, kind=KEY_TYPE, keys={before.id: before.public})
    return (*(replace(key, until=seq) if key == before else key for key in keys), Key(public=public, since=seq))
