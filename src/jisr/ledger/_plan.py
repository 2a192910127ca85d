"""What does a page change?  All of it decided over plain values; the store then writes it in one transaction.

Order is the number in the origin's log, never a clock: of two entries about one record the higher number stands, in
whatever order and however often they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from jisr.errors import Forked, Gap
from jisr.ledger._entry import START, Draft, Entry, Kind, Link, Tip
from jisr.ledger._keys import Key, rotated, verify_head
from jisr.ledger._page import Head, Page
from jisr.ledger._wire import dumps

_STANDING = frozenset({Kind.PUT, Kind.RETRACT, Kind.WITHDRAW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a node has of one record of one origin: as of which number, and whether it stands (else a tombstone)."""

    seq: int
    live: bool
    ver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a node knows that a page could touch.

    `me`: its own name. `cursor`: up to where it has taken this log from this member, without a gap. `known`: hashes by
    number from the page's beginning on. `full`: the numbers whose entries it has. `held`: by record id. `claims`: heads
    that others showed, by number. `stopped`: the log forked at this number.
    """

    me: str
    cursor: int
    known: Mapping[int, bytes]
    full: frozenset[int]
    held: Mapping[str, Held]
    keys: tuple[Key, ...]
    claims: Mapping[int, bytes] = field(default_factory=dict)
    stopped: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One entry that takes effect now, once. `stale`: a later one about the same record came before it."""

    seq: int
    entry: Entry
    before: Held | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write: new links, links whose entries are now there, the cursor, effects in order, records held, keys."""

    links: tuple[Link, ...]
    filled: tuple[Link, ...]
    cursor: int
    head: Head
    effects: tuple[Effect, ...]
    held: Mapping[str, Held]
    keys: tuple[Key, ...]


def plan(page: Page, view: View) -> Plan:
    """What taking `page` changes. Raises `Forked`, `Gap`, `BadSignature`, `Unreadable`: then nothing does."""
    if view.stopped is not None:
        raise Forked("the log is stopped: it forked", origin=page.origin, seq=str(view.stopped))
    keys = _keys_after(page, view)
    verify_head(page.head, keys)
    _compare(page, view)
    new = tuple(link for link in page.links if link.seq not in view.known)
    filled = tuple(link for link in page.links if link.seq in view.known and link.entry and link.seq not in view.full)
    held: dict[str, Held] = {}
    told = sorted((*new, *filled), key=lambda link: link.seq) if page.origin != view.me else ()
    effects = [_effect(link.seq, link.entry, held, view) for link in told if link.entry is not None]
    return Plan(
        links=new,
        filled=filled,
        cursor=max(view.cursor, page.head.tip.seq) if page.before.seq <= view.cursor else view.cursor,
        head=page.head,
        effects=tuple(effects),
        held=held,
        keys=keys,
    )


def _keys_after(page: Page, view: View) -> tuple[Key, ...]:
    keys = view.keys
    for link in page.links:
        if link.entry is not None and link.entry.kind is Kind.KEY:
            keys = rotated(page.origin, link.seq, link.entry, keys)
    return keys


def _compare(page: Page, view: View) -> None:
    """Signed by its origin and unlike what we have: two histories. Signed and further on: something is missing."""
    known = {0: START, **view.known}
    for tip in (page.before, *(Tip(seq=link.seq, hash=link.hash) for link in page.links)):
        for hashes in (known, view.claims):
            if hashes.get(tip.seq, tip.hash) != tip.hash:
                raise Forked("the origin signed two histories", origin=page.origin, seq=str(tip.seq))
    if page.before.seq not in known:
        raise Gap(
            "pages before this one are missing", origin=page.origin, after=str(page.before.seq), have=str(view.cursor)
        )


def _effect(seq: int, entry: Entry, held: dict[str, Held], view: View) -> Effect:
    before = held.get(entry.rid) or view.held.get(entry.rid)
    if entry.kind not in _STANDING:
        return Effect(seq=seq, entry=entry)
    if before is not None and before.seq >= seq:
        return Effect(seq=seq, entry=entry, before=before, stale=True)
    held[entry.rid] = Held(seq=seq, live=entry.kind is Kind.PUT, ver=entry.ver)
    return Effect(seq=seq, entry=entry, before=before)


def receipt(origin: str, made: Plan, *, direct: bool) -> Draft | None:
    """The acknowledgement a page asks for: up to the cursor where its origin gave it, else of single numbers.

    None where nothing in it was for this node, so that members at rest write nothing.
    """
    applied = sorted(effect.seq for effect in made.effects if effect.entry.kind in {Kind.PUT, Kind.RETRACT})
    if not applied:
        return None
    through = made.cursor if direct else 0
    said = {"of": origin, "through": through, "seqs": [seq for seq in applied if seq > through]}
    return Draft(kind=Kind.ACK, rid=origin, to=(origin,), body=dumps(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Acked:
    """What a member acknowledged of our log: everything for it up to `through`, and these numbers."""

    through: int
    seqs: tuple[int, ...]


def read_receipt(entry: Entry, *, me: str) -> Acked | None:
    """What an acknowledgement says of our log; None when it is none of ours, or makes no sense."""
    try:
        said = orjson.loads(entry.body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(said, dict) or said.get("of") != me:
        return None
    through, seqs = said.get("through"), said.get("seqs")
    if not isinstance(through, int) or not isinstance(seqs, list) or not all(isinstance(seq, int) for seq in seqs):
        return None
    return Acked(through=through, seqs=tuple(seqs))
