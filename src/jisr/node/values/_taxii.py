"""What travels between the exchange and the shelves of STIX objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A partner's program that showed its secret. `per_minute`: requests it may make; 0: the node's default."""

    partner: str
    account: str
    per_minute: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A collection as one caller may see it. `number`: its row; `uid`: its UUID on the wire."""

    number: int
    uid: str
    root: str
    alias: str
    title: str
    description: str
    can_read: bool
    can_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The filters of a request (TAXII 2.1, 3.4). `after`: microseconds, exclusive; `limit`: objects, 0 the node's.

    `versions`: "last", "first", "all", or microseconds as text; `specs`: empty: each object's latest.
    """

    after: int = 0
    limit: int = 0
    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    specs: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One object version on a shelf, sent `by` a partner. `body` is empty where only its manifest was asked for."""

    added: int
    stix_id: str
    version: int
    spec: str
    by: str
    terms: int
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, oldest first; `more`: something follows."""

    kept: tuple[Kept, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of an envelope. `successes`: (id, version); `failures`: (id, version, message)."""

    uid: str
    at: datetime
    total: int
    failed: int
    successes: tuple[tuple[str, int], ...]
    failures: tuple[tuple[str, int, str], ...]
