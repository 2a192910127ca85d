"""May whoever gives us another member's entry give it?  The receiver's half of the release rule.

That the entry is its origin's own is checked by the chain and its signature. This asks, of what the origin wrote on it,
whether the one between was free to pass it to us. What it was not free to pass is read as the bare number it should
have been: from its origin itself we take it still.
"""

from __future__ import annotations

from dataclasses import replace

from jisr.errors import Unreadable
from jisr.ledger import Entry, Kind, Page
from jisr.node import clock
from jisr.node.own_name import node_name
from jisr.records import Marking
from jisr.sharing import Recipient, Released, copy_of, release

_PASSED = frozenset({Kind.PUT, Kind.RETRACT, Kind.KEY})  # the rest is between two members


def checked(page: Page, *, via: str) -> tuple[Page, int]:
    """The page without what `via` was not free to pass, and how many entries that were."""
    me = node_name()
    if page.origin in {via, me}:
        return page, 0
    links = tuple(
        link if link.entry is None or _free(link.entry, page.origin, via=via, me=me) else replace(link, entry=None)
        for link in page.links
    )
    denied = sum(before.entry is not after.entry for before, after in zip(page.links, links, strict=True))
    return (replace(page, links=links), denied) if denied else (page, 0)


def _free(entry: Entry, origin: str, *, via: str, me: str) -> bool:
    """Purposes, agreements and the hour of an expiry are the giver's to judge: the word on the record is ours too."""
    if entry.kind is not Kind.PUT:
        return entry.kind in _PASSED
    try:
        marking = Marking.read(entry.marking)
    except Unreadable:
        return False
    said = replace(marking, purposes=(), expires=None)
    copy = copy_of(entry.rid, said, originator=origin, sender=via)
    asked = Recipient(member=me, communities=(frozenset({origin, me}),))
    return isinstance(release(copy, asked, now=clock.now()), Released)
