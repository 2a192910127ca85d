"""What proves that a member signed two histories?  Two bare stretches of its log, each under its own signed head.

It tells nothing but that. Who is shown it stops that log, without having to believe who shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jisr.errors import Unreadable
from jisr.ledger._entry import Tip
from jisr.ledger._keys import Key, verify_head
from jisr.ledger._page import Head, Page, read_page, write_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Two stretches of one log that do not fit, as they travel."""

    one: bytes
    other: bytes


def stretch(page: Page, since: int = 0) -> bytes:
    """A page without what any entry says, from a number on."""
    before, links = page.before, list(page.links)
    while links and before.seq < since:
        before = Tip(seq=links[0].seq, hash=links[0].hash)
        del links[0]
    return write_page(before, [replace(link, entry=None) for link in links], page.head)


def single(head: Head) -> bytes:
    """A head alone, as a stretch of no links."""
    return write_page(head.tip, (), head)


def forked_at(fork: Fork, keys: Iterable[Key]) -> tuple[str, int]:
    """Whose log forked and the first number that shows it. Raises `BadSignature`, `Unreadable` where it proves nothing.

    `keys`: those trusted for that log.
    """
    one, other = read_page(fork.one), read_page(fork.other)
    counting = tuple(keys)
    for page in (one, other):
        verify_head(page.head, counting)
    tips = _tips(one)
    at = min((seq for seq, digest in _tips(other).items() if tips.get(seq, digest) != digest), default=None)
    if one.origin != other.origin or at is None:
        raise Unreadable(source="fork", place=one.origin, wanted="two signed stretches of one log that do not fit")
    return one.origin, at


def origin_of(fork: Fork) -> str:
    """Whose log it is about. Raises `Unreadable`."""
    return read_page(fork.one).origin


def _tips(page: Page) -> dict[int, bytes]:
    return {page.before.seq: page.before.hash} | {link.seq: link.hash for link in page.links}
