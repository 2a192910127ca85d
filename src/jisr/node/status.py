"""What does the compliance desk need to know of a party, as known at an instant?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import orjson
from django.db.models import QuerySet

from jisr import tables
from jisr.desks import compliance
from jisr.node.convert import jurisdiction, source_of
from jisr.node.models import Batch, Record
from jisr.node.parties import Parties
from jisr.node.values import Clocks, Source, Standing
from jisr.records import Dependence, Validity, When

_CHUNK = 400
_SAID_FIRST = ("delisted", "listed", "unclear", "not-yet")  # who acts on yesterday's fact must read this first


class Statuses:
    """Answers for many parties of one question: the deliveries and instruments are looked up once."""

    def __init__(self, *, clocks: Clocks, markings: list[int], parties: Parties) -> None:
        self._clocks = clocks
        self._markings = markings
        self._parties = parties
        self._effects = {row["action"]: row["effect"] for row in tables.rows("actions")}
        self._editions: dict[str, list[tuple[datetime, datetime]]] = {}
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

    def _said(self, rows: QuerySet[Record]) -> QuerySet[Record]:
        """Every version known at the time, of what the reader may see."""
        found = rows.filter(known_from__lte=self._clocks.known, marking__in=self._markings)
        return found.select_related("batch", "marking", "closed_by").order_by("known_from", "pk")

    def _standings(self, group: Sequence[str], listings: Mapping[str, list[Record]]) -> tuple[Standing, ...]:
        said = [row for member in group for row in listings.get(member, ())]
        since = {row.thing: row.known_from for row in reversed(said)}  # the oldest version has the last word
        rows = self._latest(said)
        acts = [row for member in group for row in self._acts_about().get(member, ())]
        by_version = {row.version: row for row in (*rows, *acts)}
        found = compliance.standings(
            [self._listing(row, since[row.thing]) for row in rows],
            [self._act(row) for row in {row.pk: row for row in acts}.values()],
            on=self._clocks.on,
        )
        return tuple(_value(one, by_version) for one in sorted(found, key=lambda one: _SAID_FIRST.index(one.state)))

    def _latest(self, rows: Iterable[Record]) -> list[Record]:
        """Of each thing the newest version; none where that one was overtaken by one the reader may not see."""
        newest = {row.thing: row for row in rows}
        return [row for row in newest.values() if row.closed_why != "changed" or not self._over(row)]

    def _over(self, row: Record) -> bool:
        return row.known_to is not None and row.known_to <= self._clocks.known

    def _acts_about(self) -> dict[str, list[Record]]:
        if self._acts is None:
            self._acts = defaultdict(list)
            for row in self._latest(self._said(Record.objects.filter(schema="Instrument"))):
                for subject in orjson.loads(row.properties).get("subject", ()):
                    self._acts[subject].append(row)
        return self._acts

    def _listing(self, row: Record, since: datetime) -> compliance.Listing:
        said = orjson.loads(row.properties)
        program = " / ".join(said.get("program", ())[:3])
        return compliance.Listing(
            jurisdiction=jurisdiction(row.source),
            programme=f"{row.source.upper()} {program}".strip(),
            validity=Validity(
                begins=When.read(row.valid_from) if row.valid_from else None,
                ends=When.read(row.valid_to) if row.valid_to else None,
            ),
            seen=self._seen(row, since),
            record=Dependence(thing=row.thing, version=row.version),
        )

    def _seen(self, row: Record, since: datetime) -> compliance.Seen:
        editions = self._of_source(row.source)
        gone = row.known_to if self._over(row) else None
        first = next((edition for received, edition in editions if received >= since), since)
        with_it = [edition for received, edition in editions if gone is None or received < gone]
        without = row.closed_by.edition or row.closed_by.received if gone and row.closed_by else None
        return compliance.Seen(first=first, last=with_it[-1] if with_it else first, gone=without)

    def _of_source(self, source: str) -> list[tuple[datetime, datetime]]:
        """Received and edition of each loaded delivery known at the time, the oldest first."""
        if source not in self._editions:
            rows = Batch.objects.filter(source=source, state="loaded", received__lte=self._clocks.known)
            self._editions[source] = [
                (row.received, row.edition or row.received) for row in rows.order_by("received", "pk")
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
