"""What does one reader see of the node, as entities?  Parties put together from their records, at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache

import orjson
from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet

from jisr import tables
from jisr.errors import NotFound
from jisr.node import name_index, record_keys
from jisr.node.models import Batch, Record
from jisr.node.parties import Parties
from jisr.node.queries.reader import PUBLIC, visible_markings
from jisr.node.values import Dataset, Entity
from jisr.records import When, schema
from jisr.sharing import Reader, Role, require
from jisr.wording import source_name

ALL = ("default", "all")
SANCTIONS = "sanctions"
_CHUNK = 500
_OWN_TIMES = ("createdAt", "modifiedAt")  # when its source says a thing was first seen, and last changed
Row = tuple[str, str, str, str, datetime]  # thing, schema, caption, properties, known_from


class Shelf:
    """The visible records of now. Made for one question."""

    def __init__(self, *, reader: Reader) -> None:
        require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
        name_index.catch_up()  # after a stop between a delivery and its index, nothing must read as an all-clear
        record_keys.catch_up()
        self.markings = visible_markings(reader)
        self.parties = Parties(markings=self.markings)
        loaded = Batch.objects.filter(state="loaded", marking__in=self.markings)
        rows = loaded.values("source").annotate(at=Max("received"), number=Max("pk")).order_by("source")
        self.newest: dict[str, datetime] = {row["source"]: row["at"] for row in rows if _opened(row["source"], reader)}
        self._numbers = {row["source"]: row["number"] for row in rows}
        formats = loaded.values_list("source", "format").distinct()
        lists = {source for source, form in formats if not form.startswith("ftm")}
        self._with_own_ids = frozenset(self.newest) - lists

    def sources(self, dataset: str) -> frozenset[str]:
        """The sources of a data set or collection. Raises `NotFound`."""
        if dataset in ALL:
            return frozenset(self.newest)
        if dataset == SANCTIONS and dataset not in self.newest:
            return frozenset(source for source in self.newest if source in _lists())
        if dataset not in self.newest:
            message = "No such dataset."
            raise NotFound(message, dataset=dataset)
        return frozenset((dataset,))

    def datasets(self) -> tuple[Dataset, ...]:
        """The sources, then the collections."""
        counted = dict(self.current().filter(about="").values_list("source").annotate(Count("pk")))
        one = [
            Dataset(
                name=source,
                title=source_name(source, lang="en"),
                version=f"{at:%Y%m%d%H%M%S}-{self._numbers[source]:04}",
                updated_at=at,
                entities=counted.get(source, 0),
            )
            for source, at in self.newest.items()
        ]
        if not one:
            return ()
        newest = max(one, key=lambda each: each.updated_at)
        whole = Dataset(
            name=ALL[0],
            title="Everything this node holds",
            version=newest.version,
            updated_at=newest.updated_at,
            entities=sum(each.entities for each in one),
            children=tuple(each.name for each in one),
        )
        return (*one, whole)

    def current(self) -> QuerySet[Record]:
        """The rows of what stands now, as far as the reader may see it."""
        return Record.objects.filter(known_to=None, marking__in=self.markings, source__in=list(self.newest))

    def id_of(self, thing: str) -> str:
        """The id a program knows a thing by: its own where its source speaks FollowTheMoney, else ours."""
        source, _, key = thing.partition(":")
        return key if source in self._with_own_ids else thing

    def things_of(self, entity: str) -> tuple[str, ...]:
        """The things an id may mean, whether they are there or not."""
        return (entity, *(f"{source}:{entity}" for source in sorted(self._with_own_ids)))

    def party_of(self, entity: str) -> str:
        """The party an id belongs to. Raises `NotFound`."""
        wanted = [member for thing in self.things_of(entity) for member in self.parties.members(thing)]
        there = list(self.current().filter(thing__in=wanted).values_list("thing", flat=True)[:1])
        if not there:
            message = "No such entity!"
            raise NotFound(message, entity=entity)
        return self.parties.party_of(there[0])

    def entities(self, parties: Iterable[str]) -> dict[str, Entity]:
        """The entity of each of these parties that has a record, by the id of the party."""
        wanted = list(dict.fromkeys(parties))
        members = {party: self.parties.members(party) for party in wanted}
        things = sorted({thing for group in members.values() for thing in group})
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(things):
            rows[row[0]].append(row)
        listed, first = self._listed(things), self._first(list(rows))
        found = {}
        for party, group in members.items():
            mine = [row for thing in group for row in rows.get(thing, ())]
            if mine:
                entity = self._entity(group, mine, listed=any(thing in listed for thing in group))
                seen = min(first[row[0]] for row in mine)
                found[party] = _timed(entity, mine, seen, self.newest)
        return found

    def _rows(self, things: Sequence[str]) -> Iterator[Row]:
        for start in range(0, len(things), _CHUNK):
            yield from (
                self.current()
                .filter(thing__in=things[start : start + _CHUNK])
                .values_list("thing", "schema", "caption", "properties", "known_from")
            )

    def _listed(self, things: Sequence[str]) -> set[str]:
        """Of these those of which a listing stands."""
        return {
            about
            for start in range(0, len(things), _CHUNK)
            for about in self.current()
            .filter(about__in=things[start : start + _CHUNK], schema="Sanction")
            .values_list("about", flat=True)
        }

    def _first(self, things: Sequence[str]) -> dict[str, datetime]:
        return {
            thing: at
            for start in range(0, len(things), _CHUNK)
            for thing, at in Record.objects.filter(thing__in=things[start : start + _CHUNK], marking__in=self.markings)
            .values_list("thing")
            .annotate(Min("known_from"))
        }

    def _entity(self, group: Sequence[str], rows: Sequence[Row], *, listed: bool) -> Entity:
        kind = rows[0][1]
        for row in rows[1:]:
            kind = row[1] if schema(row[1]).is_a(kind) else kind
        said: dict[str, dict[str, None]] = defaultdict(dict)
        for _thing, name, _caption, text, _at in rows:
            for prop, values in self._said(name, text).items():
                said[prop].update(dict.fromkeys(values))
        if listed:
            said["topics"].update({"sanction": None})
        properties = {prop: tuple(values) for prop, values in said.items()}
        main = self.id_of(rows[0][0])
        return Entity(
            id=main,
            caption=rows[0][2] or schema(kind).label,
            schema=kind,
            properties=properties,
            datasets=tuple(sorted({row[0].partition(":")[0] for row in rows})),
            referents=tuple(
                one for thing in group if (one := self.id_of(thing)) != main and thing.partition(":")[0] in self.newest
            ),
            target=not concerns().isdisjoint(properties.get("topics", ())),
            first_seen=rows[0][4],
            last_seen=rows[0][4],
            last_change=rows[0][4],
        )

    def _said(self, schema_name: str, text: str) -> Mapping[str, tuple[str, ...]]:
        """The properties of a record, things it points to by the ids programs know them by."""
        return {
            prop: tuple(map(self.id_of, values)) if prop in _pointers(schema_name) else values
            for prop, values in _loaded(text).items()
            if prop not in _OWN_TIMES
        }


def _opened(source: str, reader: Reader) -> bool:
    """Whether this reader may know of the source at all: who brings no key, of the one a setting opens."""
    return reader.name != PUBLIC or settings.JISR_PUBLIC_DATASET in {source, *ALL}


@lru_cache(maxsize=20_000)
def _loaded(text: str) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in orjson.loads(text).items()}


@cache
def _pointers(schema_name: str) -> frozenset[str]:
    return frozenset(name for name, one in schema(schema_name).properties.items() if one.type == "entity")


def _timed(entity: Entity, rows: Sequence[Row], first: datetime, newest: Mapping[str, datetime]) -> Entity:
    """With its times: those its source tells, else when this node knew."""
    told = [(_told(row[3], _OWN_TIMES[0]), _told(row[3], _OWN_TIMES[1]), row[4]) for row in rows]
    return Entity(
        id=entity.id,
        caption=entity.caption,
        schema=entity.schema,
        properties=entity.properties,
        datasets=entity.datasets,
        referents=entity.referents,
        target=entity.target,
        first_seen=min((one for one, _, _ in told if one), default=first),
        last_seen=max((newest[source] for source in entity.datasets if source in newest), default=first),
        last_change=max(changed or known for _, changed, known in told),
    )


def _told(text: str, prop: str) -> datetime | None:
    """The instant a record says in a property of its own."""
    values = _loaded(text).get(prop, ())
    return When.read(values[0]).first.astimezone(UTC) if values else None


@cache
def concerns() -> frozenset[str]:
    """The topics by which a source marks a party as of concern."""
    return frozenset(row["topic"] for row in tables.rows("topics_of_concern"))


@cache
def _lists() -> frozenset[str]:
    return frozenset(row["source"] for row in tables.rows("sources") if row["jurisdiction"])
