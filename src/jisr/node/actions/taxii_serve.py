"""Hand out a page of a shelf. What is not the caller's own is written to the egress log before it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from jisr.node import clock, egress
from jisr.node.actions import shelve
from jisr.node.queries import taxii
from jisr.node.store import write
from jisr.node.taxii_release import Ruling, copies
from jisr.node.values import Caller, Kept, Page, Shelf, Wish

ORIGIN = "taxii:"
"""Lines of the egress log whose origin begins so are of shelves: no log of a member holds them."""


def page(shelf: Shelf, wish: Wish, *, caller: Caller, bodies: bool = True) -> Page:
    """The next objects of a shelf that fit the wish; see `queries.taxii.page`."""
    shelve.catch_up(shelf, member=caller.partner)
    found, ruling = taxii.ruled_page(shelf, wish, caller=caller, bodies=bodies)
    foreign: dict[int, list[Kept]] = {}
    for one in found.kept:
        if one.by != caller.partner:
            foreign.setdefault(one.terms, []).append(one)
    if foreign and ruling is not None:
        leaving = list(_leaving(shelf, foreign, ruling))
        with write(durable=True):
            egress.note(caller.partner, leaving)
    return found


def _leaving(shelf: Shelf, foreign: dict[int, list[Kept]], ruling: Ruling) -> Iterable[egress.Leaving]:
    """A line for each marking the page's objects travel under, bound to their bytes."""
    now = clock.now()
    for terms, kept in sorted(foreign.items()):
        digest = hashlib.sha256(b"".join(one.body or one.stix_id.encode() for one in kept)).digest()
        thing = f"{kept[0].added}-{kept[-1].added}"
        for copy in copies(ruling.texts[terms], ruling.recipient, thing=thing):
            yield egress.Leaving(
                origin=ORIGIN + shelf.uid,
                seq=kept[-1].added,
                hash=digest,
                decision="released",
                facts=egress.facts_of(copy, ruling.recipient, now, ()),
            )
