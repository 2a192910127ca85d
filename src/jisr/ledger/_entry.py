"""What is one line of a log, and how is it tied to the one before?

    commitment = SHA-256(salt, SHA-256(text), SHA-256(audience salt, audience))
    hash       = SHA-256(hash before, number, commitment)

Whoever may not read an entry is given its commitment: the chain verifies, and with 32 random bytes of salt nothing of
content, kind or audience shows. Whoever may read it is given text and salt, and of the audience only its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jisr.errors import Unreadable, WrongUse
from jisr.ledger._wire import dumps, strict

START = bytes(32)
SALT_BYTES = 32
MOST_TEXT = 16 * 1024
MOST_BODY = 4 * 1024 * 1024
_LONGEST = 300


class Kind(StrEnum):
    """What an entry does. `WITHDRAW` is the origin's note to itself; those who hold the record get `RETRACT`."""

    PUT = "put"
    RETRACT = "retract"
    WITHDRAW = "withdraw"
    PROPOSE = "propose"
    ANSWER = "answer"
    ACK = "ack"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be written. `to`: the members it is for; of a key everybody, whatever stands here."""

    kind: Kind
    rid: str
    to: tuple[str, ...]
    ver: str = ""
    marking: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as its reader has it. `text`: the very bytes that are bound; the words before it are read from them."""

    kind: Kind
    rid: str
    ver: str
    marking: str
    body: bytes
    text: bytes
    salt: bytes
    audience: bytes  # digest
    bound: bool = False  # it was written with a body


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One number of a log. `entry` None: withheld, or not yet come."""

    seq: int
    hash: bytes
    commitment: bytes
    entry: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """How far a log is: its last number and hash."""

    seq: int = 0
    hash: bytes = START


def append(tip: Tip, drafts: Sequence[Draft], salts: Iterable[bytes]) -> tuple[Link, ...]:
    """The links that follow `tip`; `salts`: 64 random bytes a draft."""
    found = []
    for draft, salt in zip(drafts, salts, strict=True):
        if len(salt) != 2 * SALT_BYTES:
            raise WrongUse("a salt has 64 bytes")
        entry = _written(draft, salt)
        tip = Tip(seq=tip.seq + 1, hash=hash_of(tip, commitment := commitment_of(entry)))
        found.append(Link(seq=tip.seq, hash=tip.hash, commitment=commitment, entry=entry))
    return tuple(found)


def _written(draft: Draft, salt: bytes) -> Entry:
    text = dumps(
        {
            "kind": draft.kind.value,
            "rid": draft.rid,
            "ver": draft.ver,
            "marking": draft.marking,
            "body": hashlib.sha256(draft.body).hexdigest() if draft.body else "",
        }
    )
    audience = hashlib.sha256(salt[SALT_BYTES:] + dumps(sorted(draft.to))).digest()
    return entry_of(text=text, salt=salt[:SALT_BYTES], audience=audience, body=draft.body)


def entry_of(*, text: bytes, salt: bytes, audience: bytes, body: bytes) -> Entry:
    """An entry from what came. `body` may be empty where it was erased since. Raises `Unreadable`."""
    said = strict(text, source="entry", most=MOST_TEXT)
    words = {name: value for name, value in said.items() if isinstance(value, str)}
    if words.keys() != _WORDS or said.keys() != _WORDS or words["kind"] not in _KINDS:
        raise Unreadable(source="entry", place="text", wanted="kind, rid, ver, marking and body")
    if not words["rid"] or len(words["rid"]) > _LONGEST or not words["rid"].isprintable():
        raise Unreadable(source="entry", place="rid", wanted=f"an id of 1 to {_LONGEST} printable characters")
    if len(body) > MOST_BODY or (body and hashlib.sha256(body).hexdigest() != words["body"]):
        raise Unreadable(source="entry", place=words["rid"], wanted="the body it was written with")
    return Entry(
        kind=Kind(words["kind"]),
        rid=words["rid"],
        ver=words["ver"],
        marking=words["marking"],
        body=body,
        text=text,
        salt=salt,
        audience=audience,
        bound=bool(words["body"]),
    )


def digest_of(body: bytes) -> str:
    """The digest of a body as the text of its entry has it."""
    return hashlib.sha256(body).hexdigest()


def commitment_of(entry: Entry) -> bytes:
    """What binds an entry without telling it."""
    return hashlib.sha256(entry.salt + hashlib.sha256(entry.text).digest() + entry.audience).digest()


def hash_of(before: Tip, commitment: bytes) -> bytes:
    """The hash of the link after `before`."""
    return hashlib.sha256(before.hash + (before.seq + 1).to_bytes(8, "big") + commitment).digest()


_WORDS = {"kind", "rid", "ver", "marking", "body"}
_KINDS = frozenset(kind.value for kind in Kind)
