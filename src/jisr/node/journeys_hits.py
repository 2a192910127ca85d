"""What follows from travellers: lists, lost documents, documents of two, broken travel, rules?

Nothing is written here but the record of a journey that a finding rests on: the flight and a digest, never the person.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count

from jisr import names, tables
from jisr.desks import journeys
from jisr.identity import Profile
from jisr.node import clock, name_index, observations, profiles, record_keys
from jisr.node.convert import dumps
from jisr.node.found import New
from jisr.node.journeys_book import bearers_key
from jisr.node.models import (
    JourneyHit,
    JourneyKey,
    JourneyPerson,
    JourneyRule,
    Marking,
    Observed,
)
from jisr.node.parties import Parties
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.status import Statuses
from jisr.records import Reason

_CHUNK: Final = 400
_MANY: Final = 40  # names from which on the compiled search is worth its start
_LEAST: Final = 0.25  # of a name, where everything else fits
_GENDERS: Final = {"M": "male", "F": "female"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A finding that follows about a person (id); the records it rests on beside the journey are in `new.records`."""

    person: int
    new: New


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A person as looked at."""

    id: int
    identity: str
    seen: journeys.Seen
    profile: Profile


class _Told(NamedTuple):
    """What is told of a person: about whom or what, why, and on which records it rests."""

    kind: str
    subject: str
    title: str
    reasons: tuple[Reason, ...]
    score: float
    rests: tuple[int, ...] = ()


class Screen:
    """Looks at many people against one state of the node."""

    def __init__(self) -> None:
        self._clocks = read_clocks()
        self._markings = list(Marking.objects.values_list("pk", flat=True))
        self._parties = Parties(markings=None)
        self._statuses = Statuses(clocks=self._clocks, markings=self._markings, parties=self._parties)
        self._rules = [(row, _clauses(row)) for row in running()]
        self._listed: dict[str, bool] = {}

    def look(self, people: Sequence[int]) -> list[Wanted]:
        """Everything that follows about these people as they stand, and what about others follows with them."""
        known = [one for one in _load(people) if one.seen.journey.status in {"aboard", "booked"}]
        return [
            *self._lists(known),
            *_lost(known),
            *_reused(known),
            *_broken(known),
            *self._ruled(known),
        ]

    def _lists(self, known: Sequence[_Known]) -> Iterator[Wanted]:
        """List hits: near names judged with birth dates, and documents."""
        by_document = _by_document(known)
        near = self._near(known)
        every = {pk for found in (*near, *by_document) for pk in found}
        entries = name_index.profiles(every, clocks=self._clocks, markings=self._markings)
        rare = _rare(known)
        for one, names_near, documents in zip(known, near, by_document, strict=True):
            best: dict[str, tuple[str, Any, int]] = {}
            for pk in sorted(names_near | documents):
                entry = entries.get(pk)
                if entry is None or not journeys.may_fit(one.profile, entry):
                    continue
                found = journeys.weigh(one.profile, entry, rare=one.id in rare)
                if found is None or not self._is_listed(entry.id):
                    continue
                party = self._parties.party_of(entry.id)
                if party not in best or (found[0] != journeys.REVIEW, found[1].score) > (
                    best[party][0] != journeys.REVIEW,
                    best[party][1].score,
                ):
                    best[party] = (found[0], found[1], pk)
            for party, (kind, compared, pk) in best.items():
                title = f"{one.seen.name} ~ {entries[pk].names[0] if entries[pk].names else party}"
                yield _wanted(one, _Told(kind, party, title, compared.reasons, compared.score, (pk,)))

    def _near(self, known: Sequence[_Known]) -> list[set[int]]:
        asked = name_index.Asked(
            kind=names.Kind.PERSON, least=_LEAST, known=self._clocks.known, markings=self._markings
        )
        texts = [(place, text) for place, one in enumerate(known) for text in one.profile.names if names.fold(text)]
        every = name_index.near([text for _, text in texts], asked, compiled=len(texts) > _MANY)
        found: list[set[int]] = [set() for _ in known]
        for (place, _), ids in zip(texts, every, strict=True):
            found[place] |= ids
        return found

    def _is_listed(self, thing: str) -> bool:
        party = self._parties.party_of(thing)
        if party not in self._listed:
            states = {standing.state for standing in self._statuses.of(party)}
            self._listed[party] = bool(states & {"listed", "unclear", "not-yet"})
        return self._listed[party]

    def _ruled(self, known: Sequence[_Known]) -> Iterator[Wanted]:
        if not self._rules:
            return
        parties = _party_sizes(known)
        for one in known:
            size = parties.get((one.seen.flight, one.seen.locator), 0)
            facts = journeys.facts_of(one.seen.journey, one.seen.flight, one.seen.departs, party=size)
            for rule, clauses in self._rules:
                if journeys.holds(clauses, facts):
                    reasons = (
                        Reason(code="journey-rule", weight=0.6, facts=(("rule", rule.name), ("purpose", rule.purpose))),
                        *journeys.reasons(clauses, facts),
                    )
                    told = _Told("rule", f"rule:{rule.pk}", f"{one.seen.name}: {rule.name}", reasons, 0.6)
                    yield _wanted(one, told)


def _rare(known: Sequence[_Known]) -> set[int]:
    """Those of them (ids) whose whole name hardly another traveller bears."""
    people: defaultdict[str, list[int]] = defaultdict(list)
    for one in known:
        people[bearers_key(one.seen.journey.said)].append(one.id)
    people.pop("", None)
    keys, found = sorted(people), set[int]()
    for start in range(0, len(keys), _CHUNK):
        rows = JourneyKey.objects.filter(key__in=keys[start : start + _CHUNK], person__status__in=_GOING)
        for key, bearers in rows.values_list("key").annotate(Count("person__identity", distinct=True)):
            found.update(people[key] if bearers <= journeys.BEARERS else ())
    return found


def running() -> list[JourneyRule]:
    """The rules that look today: approved, not ended, not expired."""
    rows = JourneyRule.objects.filter(approved_at__isnull=False, ended_at=None, expires__gt=clock.today())
    return list(rows.order_by("pk"))


def _clauses(row: JourneyRule) -> tuple[journeys.Clause, ...]:
    return tuple(journeys.clause(text) for text in orjson.loads(row.clauses))


def _load(people: Sequence[int]) -> list[_Known]:
    return [
        known_of(row)
        for start in range(0, len(people), _CHUNK)
        for row in JourneyPerson.objects.filter(pk__in=people[start : start + _CHUNK], masked=False).select_related(
            "flight"
        )
    ]


def known_of(row: JourneyPerson) -> _Known:
    """A person with the flight joined."""
    said: Mapping[str, Any] = orjson.loads(row.said)
    journey = journeys.Journey(
        person=row.person, status=row.status, said=said, since=row.since, forms=tuple(row.forms.split("+"))
    )
    seen = journeys.Seen(
        key=row.pk, flight=row.flight.key, departs=row.flight.departs, arrives=row.flight.arrives, journey=journey
    )
    other = " ".join(reversed(str(said.get("document_name") or "").split("/"))).strip()
    country = _two().get(str(said.get("nationality") or ""), "")
    profile = Profile(
        id=f"journey:{row.pk}",
        schema="Person",
        names=tuple(dict.fromkeys(filter(None, (seen.name, other, _as_spoken(seen.name, country))))),
        birth_dates=tuple(filter(None, (seen.born,))),
        countries=frozenset(filter(None, (country,))),
        documents=frozenset(filter(None, (seen.document[0],))),
        genders=frozenset(filter(None, (_GENDERS.get(str(said.get("sex") or ""), ""),))),
    )
    return _Known(id=row.pk, identity=row.identity, seen=seen, profile=profile)


def _as_spoken(name: str, country: str) -> str:
    """A name in a Latin alphabet whose X is the sound that others write kh: Uzbek, Azerbaijani; else ""."""
    return name.replace("X", "KH") if country in {"uz", "az"} and "X" in name else ""


@cache
def _two() -> Mapping[str, str]:
    return {row["alpha3"]: row["alpha2"] for row in tables.rows("travel_countries") if row["form"] == "iso"}


def _by_document(known: Sequence[_Known]) -> list[set[int]]:
    """For each person the records that carry the number of the document."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(known):
        if one.seen.document[0]:
            places[f"id:{profiles.number(one.seen.document[0])}"].append(place)
    found: list[set[int]] = [set() for _ in known]
    for key, pk in record_keys.holding(places):
        for place in places[key]:
            found[place].add(pk)
    return found


def lost_documents() -> pa.Table | None:
    """The newest list of each source of lost documents, as columns; None: there is none."""
    newest: dict[str, int] = {}
    rows = Observed.objects.filter(kind="lost-document", batch__state="loaded").order_by("batch__received", "batch")
    files: defaultdict[str, list[str]] = defaultdict(list)
    for source, batch, file in rows.values_list("batch__source", "batch", "file"):
        if newest.get(source) != batch:
            newest[source] = batch
            files[source] = []
        files[source].append(file)
    every = [file for some in files.values() for file in some]
    if not every:
        return None
    return pa.concat_tables(
        [observations.columns("lost-document", file, ("number", "issuer", "reported")) for file in every]
    )


def _lost(known: Sequence[_Known]) -> Iterator[Wanted]:
    table = lost_documents()
    if table is None:
        return
    numbers = pa.array([one.seen.document[0] for one in known], pa.string())
    among = table.filter(pc.is_in(table.column("number"), value_set=numbers)).to_pylist()
    reported = {(row["number"], row["issuer"] or ""): row["reported"] or "" for row in among}
    for one in known:
        reasons = journeys.lost(one.seen, reported)
        if reasons:
            subject = f"document:{'/'.join(one.seen.document)}"
            yield _wanted(one, _Told("lost-document", subject, one.seen.name, reasons, 1.0))


def carrying_lost() -> set[int]:
    """The people who carry a document of the lists of lost ones now."""
    table = lost_documents()
    if table is None:
        return set()
    keys = JourneyKey.objects.filter(key__startswith="d:", person__masked=False)
    held: defaultdict[str, list[int]] = defaultdict(list)
    for key, person in keys.values_list("key", "person_id").iterator(chunk_size=5000):
        held[key[2:]].append(person)
    numbers = pa.array(list(held), pa.string())
    found = table.filter(pc.is_in(table.column("number"), value_set=numbers)).column("number").to_pylist()
    return {person for number in found for person in held[number]}


def _others(known: Sequence[_Known]) -> list[_Known]:
    """These people, and every journey under the same documents."""
    keys = sorted({f"d:{one.seen.document[0][:60]}" for one in known if one.seen.document[0]})
    mine = {one.id for one in known}
    more: set[int] = set()
    for start in range(0, len(keys), _CHUNK):
        more.update(JourneyKey.objects.filter(key__in=keys[start : start + _CHUNK]).values_list("person_id", flat=True))
    return [*known, *(one for one in _load(sorted(more - mine)) if one.seen.journey.status in {"aboard", "booked"})]


def beside(people: Sequence[int]) -> set[int]:
    """Others whose hits rest on a document that these people carry too, or on how few bear a name."""
    found: set[int] = set()
    for start in range(0, len(people), _CHUNK):
        keys = JourneyKey.objects.filter(person__in=people[start : start + _CHUNK], key__startswith="d:")
        hits = JourneyHit.objects.filter(
            kind__in=_SHARED, ended_at=None, person__journeykey__key__in=keys.values("key")
        )
        found.update(hits.values_list("person_id", flat=True))
        named = JourneyKey.objects.filter(person__in=people[start : start + _CHUNK], key__startswith="x:")
        hits = JourneyHit.objects.filter(
            kind__in=_NAMED, ended_at=None, person__journeykey__key__in=named.values("key")
        )
        found.update(hits.values_list("person_id", flat=True))
    return found


_GOING: Final = ("aboard", "booked")
_NAMED: Final = (journeys.HIT, journeys.REVIEW)
_SHARED: Final = ("document-reuse", "broken-travel")


def _reused(known: Sequence[_Known]) -> Iterator[Wanted]:
    """Both carriers of a document are told of, also who is not among these."""
    every = {one.id: one for one in _others(known)}
    mine = {one.id for one in known}
    for left, right, reasons in journeys.reused(one.seen for one in every.values()):
        for one in (left, right):
            if {left.key, right.key} & mine:
                subject, title = f"document:{'/'.join(one.document)}", f"{left.name} / {right.name}"
                yield _wanted(every[one.key], _Told("document-reuse", subject, title, reasons, 0.9))


def _broken(known: Sequence[_Known]) -> Iterator[Wanted]:
    """Told of at the onward journey."""
    every = {one.id: one for one in _others(known)}
    mine = {one.id for one in known}
    for first, then, reasons in journeys.broken(one.seen for one in every.values()):
        if then.key in mine or first.key in mine:
            subject = f"journey:{every[first.key].seen.flight}"
            yield _wanted(every[then.key], _Told("broken-travel", subject, then.name, reasons, 0.7))


def _party_sizes(known: Sequence[_Known]) -> Mapping[tuple[str, str], int]:
    """People on each booking of each flight."""
    flights = sorted({one.seen.flight for one in known})
    found: Counter[tuple[str, str]] = Counter()
    for start in range(0, len(flights), _CHUNK):
        rows = JourneyPerson.objects.filter(
            flight__key__in=flights[start : start + _CHUNK], status__in=("aboard", "booked")
        )
        for flight, said in rows.values_list("flight__key", "said"):
            found[flight, str(orjson.loads(said).get("locator") or "")] += 1
    return found


def _wanted(one: _Known, told: _Told) -> Wanted:
    body = dumps([told.kind, told.subject, one.seen.flight, one.identity])
    new = New(
        desk="journeys",
        kind=told.kind,
        subject=told.subject,
        about=f"traveller:{one.identity}",
        title=told.title,
        score=min(1.0, told.score),
        reasons=told.reasons,
        records=told.rests,
        digest=hashlib.sha256(body.encode()).hexdigest(),
        question={"flight": one.seen.flight, "person": str(one.id)},
    )
    return Wanted(person=one.id, new=new)
