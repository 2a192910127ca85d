"""What does the compliance desk need to know of a party, as known at an instant?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from django.db.models import QuerySet

from jisr import tables
from jisr.desks import compliance
from jisr.node.convert import as_known, jurisdiction, jurisdiction_rank, list_of, source_of
from jisr.node.models import Batch, Record
from jisr.node.parties import Parties
from jisr.node.values import Clocks, Source, Standing
from jisr.node.withdrawn import STANDS
from jisr.records import Dependence, Validity, When

_CHUNK = 400
_NEVER = datetime.min.replace(tzinfo=UTC)
_SAID_FIRST = ("delisted", "listed", "unclear", "not-yet")  # who acts on yesterday's fact must read this first


@dataclass(frozen=True, slots=True, kw_only=True)
class _Episode:
    """One stay of a thing with its source, from arrival to removal: its last version; `since`: its first edition."""

    row: Record
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    """A loaded delivery, known at the time: when it was made; `whole`: what is absent from it was not on the list."""

    made: datetime
    whole: bool


def _episodes(rows: Iterable[Record]) -> list[_Episode]:
    """The stays of each thing; none that was overtaken by a version the reader may not see. Rows: the oldest first."""
    found: list[_Episode] = []
    going: dict[str, _Episode] = {}
    for row in rows:
        since = going[row.thing].since if row.thing in going else row.seen_from or row.known_from
        going[row.thing] = _Episode(row=row, since=since)
        if row.closed_why == "removed":
            found.append(going.pop(row.thing))
    return found + [each for each in going.values() if each.row.closed_why != "changed"]


class Statuses:
    """Answers for many parties of one question: the deliveries and instruments are looked up once."""

    def __init__(self, *, clocks: Clocks, markings: list[int], parties: Parties) -> None:
        self._clocks = clocks
        self._markings = markings
        self._parties = parties
        self._effects = {row["action"]: row["effect"] for row in tables.rows("actions")}
        self._editions: dict[str, list[_Edition]] = {}
        self._acts: dict[str, list[Record]] | None = None

    def of(self, thing: str) -> tuple[Standing, ...]:
        """The standing with each jurisdiction of the party that `thing` belongs to."""
        return self.of_many((thing,))[thing]

    def of_many(self, things: Iterable[str]) -> dict[str, tuple[Standing, ...]]:
        """The standings of several things' parties: one query for all."""
        members = {thing: self._parties.members(thing) for thing in things}
        everything = sorted({member for group in members.values() for member in group})
        listings: dict[str, list[Record]] = defaultdict(list)
        for start in range(0, len(everything), _CHUNK):
            for row in self._said(Record.objects.filter(about__in=everything[start : start + _CHUNK])):
                listings[row.about].append(row)
        return {thing: self._standings(group, listings) for thing, group in members.items()}

    def listings(self, things: Iterable[str]) -> list[tuple[compliance.Listing, Record]]:
        """What the lists say of these things, each with the row it stands in (`batch`, `marking` joined)."""
        episodes = _episodes(self._said(Record.objects.filter(about__in=list(things))))
        return [(self._listing(each), each.row) for each in episodes]

    def _said(self, rows: QuerySet[Record]) -> list[Record]:
        """Every version known at the time, of what the reader may see, the oldest first."""
        found = rows.filter(STANDS, known_from__lte=self._clocks.known, marking__in=self._markings)
        found = found.exclude(closed_why="late")
        found = found.select_related("batch", "marking", "closed_by").order_by("known_from", "pk")
        return as_known(found, self._clocks.known)

    def _standings(self, group: Sequence[str], listings: Mapping[str, list[Record]]) -> tuple[Standing, ...]:
        episodes = _episodes(row for member in group for row in listings.get(member, ()))
        rows = [each.row for each in episodes]
        acts = [row for member in group for row in self._acts_about().get(member, ())]
        by_version = {row.version: row for row in (*rows, *acts)}
        found = compliance.standings(
            [self._listing(each) for each in episodes],
            [self._act(row) for row in {row.pk: row for row in acts}.values()],
            on=self._clocks.on,
        )
        return tuple(_value(one, by_version) for one in sorted(found, key=_order))

    def _acts_about(self) -> dict[str, list[Record]]:
        if self._acts is None:
            self._acts = defaultdict(list)
            for each in _episodes(self._said(Record.objects.filter(schema="Instrument"))):
                row = each.row
                for subject in orjson.loads(row.properties).get("subject", ()):
                    self._acts[subject].append(row)
        return self._acts

    def _listing(self, episode: _Episode) -> compliance.Listing:
        row = episode.row
        said = orjson.loads(row.properties)
        program = " / ".join(said.get("program", ())[:3])
        return compliance.Listing(
            jurisdiction=jurisdiction(list_of(row)),
            programme=f"{list_of(row).upper()} {program}".strip(),
            validity=Validity(
                begins=When.read(row.valid_from) if row.valid_from else None,
                ends=When.read(row.valid_to) if row.valid_to else None,
            ),
            seen=self._seen(episode),
            record=Dependence(thing=row.thing, version=row.version),
        )

    def _seen(self, episode: _Episode) -> compliance.Seen:
        if episode.row.batch.format == "jisr-log":  # a member's word: when an edition was made, it does not say
            return compliance.Seen(first=_NEVER, last=_NEVER)
        editions, ends = self._of_source(episode.row.source), None
        if episode.row.closed_by:
            ends = episode.row.seen_to or episode.row.closed_by.received
        first = next((each.made for each in editions if each.made >= episode.since), episode.since)
        with_it = [each.made for each in editions if ends is None or each.made < ends]
        without = [each.made for each in editions if each.made < episode.since and each.whole]
        return compliance.Seen(
            first=first,
            last=with_it[-1] if with_it else first,
            before=without[-1] if without else None,
            gone=next((each.made for each in editions if each.made >= ends), ends) if ends else None,
        )

    def _of_source(self, source: str) -> list[_Edition]:
        """Each loaded delivery known at the time, in the order they were made."""
        if source not in self._editions:
            rows = Batch.objects.filter(source=source, state="loaded", marking__in=self._markings)
            rows = rows.filter(received__lte=self._clocks.known).order_by("place", "received", "pk")
            self._editions[source] = [
                _Edition(made=place or edition or received, whole=snapshot)
                for received, edition, place, snapshot in rows.values_list("received", "edition", "place", "snapshot")
            ]
        return self._editions[source]

    def _act(self, row: Record) -> compliance.Act:
        said = orjson.loads(row.properties)

        def first(name: str) -> str:
            return next(iter(said.get(name, ())), "")

        return compliance.Act(
            jurisdiction=first("jurisdiction"),
            effect=self._effects.get(first("action"), "other"),
            title=first("title"),
            announced=When.read(row.announced) if row.announced else None,
            effective=When.read(row.valid_from) if row.valid_from else None,
            ends=When.read(row.valid_to) if row.valid_to else None,
            certain=first("confidence") not in {"low", "to_verify"},
            record=Dependence(thing=row.thing, version=row.version),
            amends=frozenset(said.get("amends", ())),
        )


def _order(one: compliance.Standing) -> tuple[int, int]:
    return _SAID_FIRST.index(one.state), jurisdiction_rank(one.jurisdiction)


def _value(one: compliance.Standing, by_version: Mapping[str, Record]) -> Standing:
    sources: list[Source] = [source_of(by_version[used.version]) for used in one.relied_on]
    return Standing(
        jurisdiction=one.jurisdiction,
        state=one.state,
        since=one.since,
        until=one.until,
        programme=one.programme,
        reasons=one.reasons,
        sources=tuple(sources),
    )
