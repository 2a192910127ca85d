"""Where is a public list fetched from, and how did the last try go?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One file at its official address, and what is known of it since it was last loaded."""

    file: str
    url: str
    etag: str = ""
    modified: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A list that can be fetched: its files, the source and format that must come; `whole`: it is all there is."""

    name: str
    source: str
    title: str
    format: str
    whole: bool
    addresses: tuple[Address, ...]
    loaded_at: datetime | None = None
    tried_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One file as it came. `same`: the server said that it has not changed, or its bytes are those that were loaded."""

    address: Address
    data: bytes = b""
    same: bool = False
