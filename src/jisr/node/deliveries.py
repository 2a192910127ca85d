"""Where do the delivered bytes lie?  As they came, by digest, so that the cause of every record can be opened."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings

from jisr.errors import NotFound


def digest(data: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of_set(digests: Sequence[str]) -> str:
    """One digest for a delivery of several files, whatever their order; of one file: its own."""
    return digests[0] if len(digests) == 1 else digest("\n".join(sorted(digests)).encode())


def keep(data: bytes) -> str:
    """Write the bytes under their digest, whole or not at all; returns the digest."""
    name = digest(data)
    path = _path(name)
    if not path.exists():
        write_whole(path, data)
    return name


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file, whole or piece by piece: a stop at any moment leaves the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.writelines((data,) if isinstance(data, bytes) else data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def read(name: str) -> bytes:
    """The bytes of that digest. Raises `NotFound` if they are gone (retention)."""
    path = _path(name)
    if not path.exists():
        message = f"the delivered bytes {name[:12]}… are no longer kept"
        raise NotFound(message, sha256=name)
    return path.read_bytes()


def forget(name: str) -> None:
    """Remove the bytes of that digest, if they are there."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.JISR_DATA) / "deliveries" / name[:2] / name
