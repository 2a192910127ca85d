"""How do two members know each other's word, and each other's call?

A member has two keys: one signs (Ed25519), one agrees on secrets (X25519). Both are made at first use and kept in
`keys/` of the node's folder. What a person compares is the fingerprint of both, read out in words. No secret is ever
sent: the password by which one node signs in at another is derived on both sides from their keys.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

from jisr import tables
from jisr.errors import NotFound, Unreadable
from jisr.node.models import Partner
from jisr.node.own_name import node_name

WORDS = 12  # of 7 bits: 84 bits that a stranger would have to meet exactly
_RAW = (Encoding.Raw, PublicFormat.Raw)
_BYTES = 32


def signing_key() -> Ed25519PrivateKey:
    """The key this node signs with."""
    return Ed25519PrivateKey.from_private_bytes(_secret("sign"))


def public_key() -> bytes:
    """Its public half, 32 bytes."""
    return signing_key().public_key().public_bytes(*_RAW)


def exchange_key() -> bytes:
    """The public half of the key secrets are agreed with, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(_secret("agree")).public_key().public_bytes(*_RAW)


def sign(data: bytes) -> bytes:
    """Our signature, 64 bytes."""
    return signing_key().sign(data)


def verify(key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` is that of the holder of `key` under `data`."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes, exchange: bytes) -> str:
    """SHA-256 over both public keys, hex."""
    return hashlib.sha256(b"jisr fingerprint\0" + public + exchange).hexdigest()


def words(public: bytes, exchange: bytes, *, lang: str) -> tuple[str, ...]:
    """The first 84 bits of the fingerprint in words of a language: `en` or `ar`."""
    number = int(fingerprint(public, exchange), 16) >> (256 - 7 * WORDS)
    table = tables.rows("fingerprint_words")
    return tuple(table[number >> 7 * place & 127][lang] for place in reversed(range(WORDS)))


def password_for(partner: str) -> str:
    """The password by which this node signs in at that partner. Raises `NotFound`."""
    row = Partner.objects.filter(name=partner).first()
    if row is None:
        raise NotFound(f"no partner {partner!r}", name=partner)
    return derived(row.exchange_key, client=node_name(), server=row.name)


def derived(exchange_key_hex: str, *, client: str, server: str) -> str:
    """The password of `client` at `server`, one of which is this node and the other holds that key.

    HKDF-SHA256 (RFC 5869) over the X25519 secret (RFC 7748). Raises `Unreadable` for a key that is none.
    """
    ours = X25519PrivateKey.from_private_bytes(_secret("agree"))
    try:
        secret = ours.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(exchange_key_hex)))
    except ValueError as error:
        raise Unreadable(source="partner", place="exchange_key", wanted="an X25519 key, 64 hex digits") from error
    info = f"jisr sign-in\0{client}\0{server}".encode()
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=info).derive(secret).hex()


def caller(user: str, password: str) -> str | None:
    """The partner that signs in with these, or None; unknown and wrong take the same time.

    A suspended or leaving one may still call: it is told corrections, and nothing else (`partners.terms`).
    """
    given = digest(password)
    row = Partner.objects.filter(name=user).exclude(state="invited").first()
    wanted = row.secret_sha256 if row is not None and row.secret_sha256 else "0" * 64
    fits = hmac.compare_digest(given, wanted)
    return row.name if row is not None and fits else None


def digest(password: str) -> str:
    """What is kept of a derived password: it has 256 bits of its own, so a plain digest does."""
    return hashlib.sha256(password.encode("utf-8", "replace")).hexdigest()


def _secret(name: str) -> bytes:
    return _read(Path(settings.JISR_DATA) / "keys" / f"{name}.key")


@cache
def _read(file: Path) -> bytes:
    """The raw key of a file that only its owner may read; made at first use, whoever comes first."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        draft = file.with_name(f".{file.name}-{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(made)
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_bytes()
