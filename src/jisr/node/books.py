"""What does the decision engine need to know?  Acts, entries on lists and owners, as known at an instant.

The acts and the ownership records are read once per process and again when a delivery came: `Shelf` keeps them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import orjson

from jisr import records, tables
from jisr.desks import compliance
from jisr.node.convert import record_of
from jisr.node.lines import Line
from jisr.node.models import Record
from jisr.node.parties import Parties
from jisr.node.state import State, state
from jisr.node.status import Statuses
from jisr.node.values import Clocks
from jisr.records import Dependence

_SCHEMATA = ("Instrument", "Ownership")
_CACHED = 4
_SHARE = re.compile(r"\d+(?:[.,]\d+)?")
_CONTROL = re.compile(r"\bcontrol", re.IGNORECASE)
_HIGHEST = 12  # links followed up from a company


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An act as the node holds it: known in [`known_from`, `known_to`)."""

    pk: int
    act: compliance.Instrument
    known_from: datetime
    known_to: datetime | None

    def then(self, known: datetime) -> bool:
        """Whether the node held it at that instant."""
        return self.known_from <= known and (self.known_to is None or self.known_to > known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A stake as the node holds it."""

    pk: int
    stake: compliance.Stake
    known_from: datetime
    known_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everything of one state of the node, for readers of some markings. `links`: by the thing that is owned."""

    acts: tuple[Kept, ...]
    links: Mapping[str, tuple[Link, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A book for one question, and the row of each record version in it: (thing, version) -> id."""

    book: compliance.Book
    rows: Mapping[tuple[str, str], int]
    stakes: tuple[compliance.Stake, ...]


def shelf(markings: Iterable[int], seen: State | None = None) -> Shelf:
    """The acts and stakes that readers of these markings may know of. `seen`: the state, if it was just looked at."""
    return _shelf((seen or state()).acts, tuple(sorted(markings)))


@lru_cache(maxsize=_CACHED)
def _shelf(_state: tuple[object, ...], markings: tuple[int, ...]) -> Shelf:
    rows = Record.objects.filter(schema__in=_SCHEMATA, marking__in=markings).exclude(closed_why="late")
    acts: list[Kept] = []
    links: dict[str, list[Link]] = defaultdict(list)
    for row in rows.select_related("marking").order_by("known_from", "pk").iterator(chunk_size=2000):
        if row.schema == "Instrument":
            act = compliance.read_instrument(record_of(row), known_from=row.known_from)
            acts.append(Kept(pk=row.pk, act=act, known_from=row.known_from, known_to=row.known_to))
            continue
        for stake in stakes_of(record_of(row), row.version):
            links[stake.owned].append(Link(pk=row.pk, stake=stake, known_from=row.known_from, known_to=row.known_to))
    return Shelf(acts=tuple(acts), links={owned: tuple(every) for owned, every in links.items()})


def stakes_of(record: records.Record, version: str) -> list[compliance.Stake]:
    """The stakes that an Ownership record tells of."""
    said = record.properties
    words = " ".join((*said.get("role", ()), *said.get("ownershipType", ()), *said.get("summary", ())))
    return [
        compliance.Stake(
            owner=owner,
            owned=asset,
            share=_share(next(iter(said.get("percentage", ())), "")),
            control=bool(_CONTROL.search(words)),
            record=Dependence(thing=record.thing, version=version),
        )
        for owner in said.get("owner", ())
        for asset in said.get("asset", ())
    ]


def _share(text: str) -> Decimal | None:
    found = _SHARE.search(text)
    try:
        return Decimal(found[0].replace(",", ".")) if found else None
    except InvalidOperation:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """As known when, to whom: with the parties of then."""

    clocks: Clocks
    markings: list[int]
    parties: Parties
    state: State


def open_book(who: compliance.Counterparty, *, view: View, owners_told: Iterable[str] = ()) -> Opened:
    """What is known for one question about `who`. `owners_told`: owners that the question itself names, by id."""
    clocks, markings, parties = view.clocks, view.markings, view.parties
    kept = shelf(markings, view.state)
    acts = [one for one in kept.acts if one.then(clocks.known)]
    rows = {(one.act.id, one.act.record.version): one.pk for one in acts}
    stakes, owners = _above(who, kept, clocks.known, parties)
    owners |= {parties.party_of(thing): _owner(thing, parties) for thing in owners_told}
    rows |= {(one.stake.record.thing, one.stake.record.version): one.pk for one in stakes if one.stake.record}
    statuses = Statuses(clocks=clocks, markings=markings, parties=parties)
    listed: list[compliance.OnList] = []
    for party in (one for one in (who, *owners.values()) if one.things):
        for listing, row in statuses.listings(sorted(party.things)):
            rows[row.thing, row.version] = row.pk
            listed.append(_on_list(listing, row, party.things))
    book = compliance.Book(acts=tuple(one.act for one in acts), listed=tuple(listed), owners=owners)
    return Opened(book=book, rows=rows, stakes=tuple(_of_party(one.stake, parties) for one in stakes))


def _of_party(stake: compliance.Stake, parties: Parties) -> compliance.Stake:
    owner, owned = parties.party_of(stake.owner), parties.party_of(stake.owned)
    return compliance.Stake(owner=owner, owned=owned, share=stake.share, control=stake.control, record=stake.record)


def _above(
    who: compliance.Counterparty, kept: Shelf, known: datetime, parties: Parties
) -> tuple[list[Link], dict[str, compliance.Counterparty]]:
    """Every stake above a party, and its owners as parties."""
    found: dict[tuple[int, str, str], Link] = {}
    owners: dict[str, compliance.Counterparty] = {}
    level = set(who.things)
    seen: set[str] = set(level)
    for _ in range(_HIGHEST):
        above: set[str] = set()
        for link in (link for thing in sorted(level) for link in kept.links.get(thing, ())):
            if link.known_from <= known and (link.known_to is None or link.known_to > known):
                found[link.pk, link.stake.owner, link.stake.owned] = link
                above |= set(parties.members(link.stake.owner))
                owners.setdefault(parties.party_of(link.stake.owner), _owner(link.stake.owner, parties))
        level = above - seen
        seen |= level
        if not level:
            break
    return list(found.values()), owners


def _owner(thing: str, parties: Parties) -> compliance.Counterparty:
    members = parties.members(thing)
    rows = Record.objects.filter(thing__in=members, about="").values_list("caption", flat=True)
    names = tuple(dict.fromkeys(rows)) or (thing,)
    return compliance.describe(names[0], things=frozenset(members), names=names)


def _on_list(listing: compliance.Listing, row: Line, things: frozenset[str]) -> compliance.OnList:
    said = next(
        (one["measures"] for one in tables.rows("list_measures") if one["source"] == row.source), "asset freeze"
    )
    program = " ".join(orjson.loads(row.properties).get("program", ()))
    act = compliance.Instrument(
        record=listing.record,
        title=listing.programme,
        issuer=row.title or row.source,
        jurisdiction=listing.jurisdiction,
        action="designate",
        decides="restricts",
        measures=compliance.measures_in(said),
        subject="",
        note="",
        refs=things,
        covers=(),
        excludes=(),
        programmes=compliance.read_words(program, "act").programmes,
        announced=None,
        effective=listing.validity.begins,
        ends=listing.validity.ends,
        ends_as_printed="",
        amends=frozenset(),
        confidence="high",
        sources=(f"{row.title or row.source} ({row.sha256[:12]})",),
    )
    return compliance.OnList(act=act, listing=listing)
