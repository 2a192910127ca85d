"""Which keys sign a member's log?  The first by a fingerprint that people compared, each next one inside the log."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from jisr.errors import Conflict, NotFound
from jisr.ledger import Key, key_id, public_of
from jisr.node import partner_keys
from jisr.node.models import LogKey
from jisr.node.own_name import node_name
from jisr.node.store import write


def keys_of(member: str) -> tuple[Key, ...]:
    """The keys we trust for a member's log, the first one first; of our own: made at first use."""
    rows = list(LogKey.objects.filter(member=member).order_by("pk"))
    if not rows and member == node_name():
        trust(member, partner_keys.public_key())
        return keys_of(member)
    return tuple(Key(public=bytes(row.public), since=row.since, until=row.until, revoked=row.revoked) for row in rows)


def keep_keys(member: str, keys: tuple[Key, ...]) -> None:
    """Write what the keys of a member are now. Inside a write."""
    for key in keys:
        LogKey.objects.update_or_create(
            member=member,
            public=key.public,
            defaults={"since": key.since, "until": key.until, "revoked": key.revoked},
        )


def trust(member: str, public: bytes) -> None:
    """Trust a key for a member's log from now on: its fingerprint was compared by people. Another one ends.

    A key that was revoked once is not trusted again: raises `Conflict`.
    """
    with write():
        if LogKey.objects.filter(member=member, public=public, revoked=True).exists():
            raise Conflict("that key was revoked", member=member, key=key_id(public))
        LogKey.objects.filter(member=member).exclude(public=public).update(revoked=True)
        LogKey.objects.get_or_create(member=member, public=public)


def revoke(member: str) -> None:
    """Trust no key of a member any more: nothing further of its log is taken."""
    with write():
        LogKey.objects.filter(member=member).update(revoked=True)


def signing(seq: int) -> tuple[bytes, ...]:
    """The private keys that sign our head of that number: the one of then, and today's."""
    keys = [key for key in keys_of(node_name()) if key.until is None or key.signs(seq)]
    return tuple(dict.fromkeys(_private(key.id) for key in keys))


def newest() -> bytes:
    """The private key that signs our log now."""
    (key,) = [key for key in keys_of(node_name()) if key.until is None and not key.revoked]
    return _private(key.id)


def privates() -> tuple[bytes, ...]:
    """Every private key that ever signed our log, of those in the node's folder."""
    files = sorted(_folder().glob("log-*.key"))
    return (partner_keys.signing_key().private_bytes_raw(), *map(_read, files))


def not_told(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """Our keys in the node's folder that are none of these: a restored node has yet to read of them in its log."""
    there = {key.public for key in keys}
    return tuple(Key(public=one) for one in map(public_of, privates()) if one not in there)


def end_after(origin: str, after: int, last: int) -> int:
    """Where a page after a number must end at the latest: a key that hands over signs its own last number."""
    if origin != node_name():
        return last
    return min((key.until - 1 for key in keys_of(origin) if key.until and after < key.until - 1 < last), default=last)


def new_private() -> bytes:
    """A fresh signing key, kept in the node's folder before anything names it."""
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    file = _folder() / f"log-{key_id(public_of(private))}.key"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(private)
        out.flush()
        os.fsync(out.fileno())
    return private


def _private(name: str) -> bytes:
    if key_id(partner_keys.public_key()) == name:
        return partner_keys.signing_key().private_bytes_raw()
    return _read(_folder() / f"log-{name}.key")


@cache
def _read(file: Path) -> bytes:
    if not file.exists():
        raise NotFound("the private key of the log is not in the node's folder", name=file.stem)
    return file.read_bytes()


def _folder() -> Path:
    return Path(settings.JISR_DATA) / "keys"
