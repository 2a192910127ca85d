"""What did somebody sign?  DSSE envelopes (github.com/secure-systems-lab/dsse, v1.0.2) with Ed25519 (RFC 8032).

What is verified are the bytes that were signed, never a form written anew.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jisr.errors import BadSignature, Unreadable

KEY_BYTES = 32
_SIGNATURES = 4


@lru_cache(maxsize=64)
def public_of(private: bytes) -> bytes:
    """The public key (32 bytes) of a private one (32 bytes)."""
    key = Ed25519PrivateKey.from_private_bytes(private).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """What two people read to each other: SHA-256 of the public key, hex."""
    return hashlib.sha256(public).hexdigest()


def key_id(public: bytes) -> str:
    """The short name of a key: the beginning of its fingerprint."""
    return fingerprint(public)[:16]


def seal(payload: bytes, *privates: bytes, kind: str) -> dict[str, object]:
    """The envelope of `payload`, signed by each private key. `kind`: its media type."""
    signed = _bytes_to_sign(kind, payload)
    return {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind,
        "signatures": [
            {"keyid": key_id(public_of(one)), "sig": base64.b64encode(_signature(one, signed)).decode()}
            for one in privates
        ],
    }


@lru_cache(maxsize=64)
def _signature(private: bytes, signed: bytes) -> bytes:
    """A head that is shown again and again is signed once: Ed25519 signs the same the same."""
    return _hand(private)(signed)


@lru_cache(maxsize=8)
def _hand(private: bytes) -> Callable[[bytes], bytes]:
    return Ed25519PrivateKey.from_private_bytes(private).sign


def opened(envelope: object, *, kind: str) -> bytes:
    """The payload of an envelope, not yet verified. Raises `Unreadable`."""
    if not isinstance(envelope, dict) or envelope.get("payloadType") != kind:
        raise Unreadable(source="envelope", place="payloadType", wanted=kind)
    return unbase64(envelope.get("payload"), place="payload")


def verify(envelope: object, *, kind: str, keys: Mapping[str, bytes]) -> str:
    """The id of the key that signed it, of `keys` (id -> public key). Raises `BadSignature`, `Unreadable`."""
    payload = opened(envelope, kind=kind)
    for name, signature in _signatures(envelope):
        public = keys.get(name)
        if public is None:
            continue
        if not _verified(public, signature, _bytes_to_sign(kind, payload)):
            raise BadSignature("the signature is not that key's", key=name)
        return name
    raise BadSignature("no key that is trusted for this signed it", key="")


@lru_cache(maxsize=512)
def _verified(public: bytes, signature: bytes, signed: bytes) -> bool:
    """Whether that key signed these bytes; heads come again and again."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def open_seal(envelope: object, *, kind: str, keys: Mapping[str, bytes]) -> bytes:
    """The payload of an envelope that one of `keys` signed. Raises `BadSignature`, `Unreadable`."""
    verify(envelope, kind=kind, keys=keys)
    return opened(envelope, kind=kind)


def unbase64(text: object, *, place: str, size: int | None = None) -> bytes:
    """Bytes from base64 written the one way, exactly `size` of them where it is given. Raises `Unreadable`."""
    if not isinstance(text, str):
        raise Unreadable(source="page", place=place, wanted="base64")
    try:
        found = binascii.a2b_base64(text)
    except ValueError as error:
        raise Unreadable(source="page", place=place, wanted="base64") from error
    if binascii.b2a_base64(found, newline=False) != text.encode():  # also bits that no byte has: nobody would see them
        raise Unreadable(source="page", place=place, wanted="base64, written one way")
    if size is not None and len(found) != size:
        raise Unreadable(source="page", place=place, wanted=f"{size} bytes")
    return found


def _signatures(envelope: object) -> list[tuple[str, bytes]]:
    signatures = envelope.get("signatures") if isinstance(envelope, dict) else None
    if not isinstance(signatures, list) or not 0 < len(signatures) <= _SIGNATURES:
        raise Unreadable(source="envelope", place="signatures", wanted="a list of signatures")
    found = []
    for one in signatures:
        if not isinstance(one, dict) or not isinstance(one.get("keyid"), str):
            raise Unreadable(source="envelope", place="signatures", wanted="keyid and sig")
        found.append((one["keyid"], unbase64(one.get("sig"), place="sig")))
    return found


def _bytes_to_sign(kind: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding."""
    name = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)
