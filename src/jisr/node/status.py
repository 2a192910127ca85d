"""What does the compliance desk need to know of a party, as known at an instant?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson
from django.db.models import Q, QuerySet

from jisr import tables
from jisr.desks import compliance
from jisr.node.convert import jurisdiction, source_of
from jisr.node.models import Batch, Record
from jisr.node.parties import Parties
from jisr.node.values import Clocks, Source, Standing
from jisr.records import Dependence, Validity, When

_CHUNK = 400


class Statuses:
    """Answers for many parties of one question: the deliveries and instruments are looked up once."""

    def __init__(self, *, clocks: Clocks, markings: list[int], parties: Parties) -> None:
        self._clocks = clocks
        self._markings = markings
        self._parties = parties
        self._effects = {row["action"]: row["effect"] for row in tables.rows("actions")}
        self._editions: dict[str, list[tuple[datetime, datetime, int]]] = {}
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
            for row in self.known(Record.objects.filter(about__in=everything[start : start + _CHUNK])):
                listings[row.about].append(row)
        return {thing: self._standings(group, listings) for thing, group in members.items()}

    def known(self, rows: QuerySet[Record]) -> QuerySet[Record]:
        """The newest version of each thing known at the time, removed ones too, of what the reader may see."""
        still = Q(known_to=None) | Q(known_to__gt=self._clocks.known) | Q(closed_why="removed")
        return rows.filter(still, known_from__lte=self._clocks.known, marking__in=self._markings).select_related(
            "batch", "marking", "closed_by"
        )

    def _standings(self, group: Sequence[str], listings: dict[str, list[Record]]) -> tuple[Standing, ...]:
        rows = [row for member in group for row in _newest(listings.get(member, ()))]
        acts = [row for member in group for row in self._acts_about().get(member, ())]
        by_version = {row.version: row for row in (*rows, *acts)}
        found = compliance.standings(
            [self._listing(row) for row in rows],
            [self._act(row) for row in {row.pk: row for row in acts}.values()],
            on=self._clocks.on,
        )
        return tuple(_value(one, by_version) for one in found)

    def _acts_about(self) -> dict[str, list[Record]]:
        if self._acts is None:
            self._acts = defaultdict(list)
            for row in self.known(Record.objects.filter(schema="Instrument")):
                for subject in orjson.loads(row.properties).get("subject", ()):
                    self._acts[subject].append(row)
        return self._acts

    def _listing(self, row: Record) -> compliance.Listing:
        said = orjson.loads(row.properties)
        program = " / ".join(said.get("program", ())[:3])
        return compliance.Listing(
            jurisdiction=jurisdiction(row.source),
            programme=f"{row.source.upper()} {program}".strip(),
            validity=Validity(
                begins=When.read(row.valid_from) if row.valid_from else None,
                ends=When.read(row.valid_to) if row.valid_to else None,
            ),
            seen=self._seen(row),
            record=Dependence(thing=row.thing, version=row.version),
        )

    def _seen(self, row: Record) -> compliance.Seen:
        editions = self._of_source(row.source)
        gone = row.known_to if row.known_to is not None and row.known_to <= self._clocks.known else None
        first = next((edition for received, edition, _ in editions if received >= row.known_from), row.known_from)
        with_it = [edition for received, edition, _ in editions if gone is None or received < gone]
        without = row.closed_by.edition or row.closed_by.received if gone and row.closed_by else None
        return compliance.Seen(first=first, last=with_it[-1] if with_it else first, gone=without)

    def _of_source(self, source: str) -> list[tuple[datetime, datetime, int]]:
        """Received, edition and id of each loaded delivery known at the time, the oldest first."""
        if source not in self._editions:
            rows = Batch.objects.filter(source=source, state="loaded", received__lte=self._clocks.known)
            self._editions[source] = [
                (row.received, row.edition or row.received, row.pk) for row in rows.order_by("received", "pk")
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
        )


def _newest(rows: Iterable[Record]) -> list[Record]:
    """Of each thing the version known last: an open one, else the one removed last."""
    best: dict[str, Record] = {}
    for row in rows:
        kept = best.get(row.thing)
        if kept is None or (row.known_to is None, row.known_from) > (kept.known_to is None, kept.known_from):
            best[row.thing] = row
    return list(best.values())


def _value(one: compliance.Standing, by_version: dict[str, Record]) -> Standing:
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
