"""Flights, who is on them and what was found. Who is named is audited, one line a traveller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import orjson
from django.db.models import Count, Q, QuerySet

from jisr import names
from jisr.desks import journeys
from jisr.errors import NotFound
from jisr.node import chain
from jisr.node.journeys_seal import unsealed
from jisr.node.models import (
    JourneyFlight,
    JourneyHit,
    JourneyKey,
    JourneyPerson,
    JourneyUnmask,
)
from jisr.node.queries.findings import finding_row
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import (
    FlightPage,
    FlightRow,
    HitRow,
    JourneyLink,
    SeatRow,
    TravellerPage,
    TravellerRow,
    Unmasking,
)
from jisr.sharing import Reader, Role, require

_SHOWN = 100
_LINKED = 50
_LINKS = {"l": "booking", "p": "telephone", "c": "card", "e": "address"}


def visible(*, reader: Reader) -> QuerySet[JourneyFlight]:
    """The flights that this reader may know of."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    return JourneyFlight.objects.filter(marking__in=visible_markings(reader)).select_related("marking")


def flights(text: str = "", *, reader: Reader, limit: int = _SHOWN) -> tuple[FlightRow, ...]:
    """The newest flights; of a number, or of an airport."""
    rows = visible(reader=reader)
    word = text.strip().upper()
    if word:
        rows = rows.filter(Q(flight=word) | Q(key=word) | Q(origin=word) | Q(destination=word))
    found = list(rows.order_by("-day", "-departs", "key")[:limit])
    hits = _hits_of([row.pk for row in found])
    return tuple(_flight_row(row, hits.get(row.pk, 0)) for row in found)


def _hits_of(flights_: list[int]) -> Mapping[int, int]:
    rows = JourneyHit.objects.filter(person__flight__in=flights_, ended_at=None, finding__state="open")
    return dict(rows.values_list("person__flight").annotate(Count("pk")))


def flight(key: str, *, reader: Reader) -> FlightPage:
    """One flight and who is on it, by seat and not by name. Raises `NotFound`. Audited."""
    row = visible(reader=reader).filter(key=key).first()
    if row is None:
        message = f"no flight {key!r}"
        raise NotFound(message, flight=key)
    chain.note(reader, "read-flight", key, people=str(row.aboard + row.booked + row.off))
    hits = JourneyHit.objects.filter(person__flight=row, ended_at=None, finding__state="open")
    by_person = dict(hits.values_list("person").annotate(Count("pk")))
    people = [_seat(one, by_person.get(one.pk, 0)) for one in row.people.order_by("status", "pk")]
    return FlightPage(row=_flight_row(row, sum(by_person.values())), people=tuple(sorted(people, key=_hits_first)))


def _hits_first(one: SeatRow) -> tuple[bool, str, int]:
    return (not one.hits, one.status, one.id)


def _seat(row: JourneyPerson, hits: int) -> SeatRow:
    said = orjson.loads(row.said)
    return SeatRow(
        id=row.pk,
        status=row.status,
        seat=str(said.get("seat") or ""),
        role=str(said.get("role") or ""),
        since=row.since,
        forms=row.forms,
        hits=hits,
        masked=row.masked,
    )


def _flight_row(row: JourneyFlight, hits: int) -> FlightRow:
    same = (
        "key",
        "flight",
        "origin",
        "destination",
        "departs",
        "arrives",
        "aboard",
        "booked",
        "off",
        "come",
        "expected",
    )
    more = ("declared", "cancelled", "closed", "sensitive", "warnings", "digest")
    return FlightRow(**{name: getattr(row, name) for name in (*same, *more)}, hits=hits, marking=row.marking.text)


def search(text: str, *, reader: Reader, limit: int = 20) -> tuple[TravellerRow, ...]:
    """Travellers by words of the name, document number or locator; each one shown is a line of the audit."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    marked = visible_markings(reader)
    words = [f"n:{word[:60]}" for word in names.fold(text).split()]
    code = text.strip().upper()[:60]
    exact = JourneyKey.objects.filter(key__in=(f"d:{code}", f"l:{code}")).order_by("-person")
    ids = list(exact.values_list("person_id", flat=True)[:limit])
    if words and not ids:
        ids = _named(words, limit * 5)
    rows = JourneyPerson.objects.filter(pk__in=ids, flight__marking__in=marked).select_related("flight")
    found = tuple(_traveller_row(row) for row in rows.order_by("-flight__day", "pk")[:limit])
    for one in found:
        chain.note(reader, "read-traveller", str(one.id), flight=one.flight, by="search")
    return found


def _named(words: list[str], limit: int) -> list[int]:
    """Those whose names hold every word: begun with the rarest."""
    counted = sorted(
        words, key=lambda word: len(JourneyKey.objects.filter(key=word).values_list("pk", flat=True)[:2000])
    )
    rows = JourneyKey.objects.filter(key=counted[0])
    for word in counted[1:]:
        rows = rows.filter(person__journeykey__key=word)
    return list(rows.order_by("-person").values_list("person_id", flat=True)[:limit])


def _traveller_row(row: JourneyPerson) -> TravellerRow:
    said = orjson.loads(row.said)
    return TravellerRow(
        id=row.pk,
        name=_name(said),
        born=str(said.get("birth") or ""),
        document=str(said.get("doc_number") or ""),
        flight=row.flight.key,
        departs=row.flight.departs,
        status=row.status,
    )


def _name(said: Mapping[str, object]) -> str:
    return " ".join(filter(None, (str(said.get(part) or "") for part in ("given", "second", "surname"))))


def traveller(number: int, *, reader: Reader) -> TravellerPage:
    """One traveller on one flight, hits and links. Audited, also that it was unmasked. `NotFound`."""
    row = (
        JourneyPerson.objects.filter(pk=number, flight__in=visible(reader=reader))
        .select_related("flight__marking")
        .first()
    )
    if row is None:
        message = f"no traveller {number}"
        raise NotFound(message, traveller=str(number))
    opened = unsealed(row, reader=reader) if row.masked else None
    chain.note(reader, "read-traveller", str(number), flight=row.flight.key, by="unmasked" if opened else "page")
    said = orjson.loads(opened or row.said)
    return TravellerPage(
        id=row.pk,
        name=_name(said),
        status=row.status,
        since=row.since,
        forms=row.forms,
        masked=row.masked,
        opened=opened is not None,
        said={name: str(value) for name, value in said.items()},
        flight=_flight_row(row.flight, 0),
        hits=_hit_rows(JourneyHit.objects.filter(person=row), reader),
        links=_links(row, reader),
        unmaskings=tuple(_unmasking(one) for one in row.unmaskings.order_by("-pk")),
    )


def _unmasking(row: JourneyUnmask) -> Unmasking:
    return Unmasking(
        id=row.pk,
        why=row.why,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        granted_by=row.granted_by,
        ends_at=row.ends_at,
    )


def _links(row: JourneyPerson, reader: Reader) -> tuple[JourneyLink, ...]:
    """Who shares a booking, telephone, card or address: one step, no further."""
    mine = [key for key in JourneyKey.objects.filter(person=row).values_list("key", flat=True) if key[0] in _LINKS]
    others = JourneyKey.objects.filter(key__in=mine, person__flight__in=visible(reader=reader)).exclude(person=row)
    found = list(others.select_related("person__flight").order_by("person_id")[:_LINKED])
    hits = Counter(
        JourneyHit.objects.filter(person__in=[one.person_id for one in found], ended_at=None).values_list(
            "person", flat=True
        )
    )
    return tuple(
        JourneyLink(
            person=one.person_id, flight=one.person.flight.key, kind=_LINKS[one.key[0]], hits=hits[one.person_id]
        )
        for one in found
        if one.key[0] != "l" or one.person.flight_id == row.flight_id
    )


def hits(*, reader: Reader, state: str = "open", limit: int = _SHOWN) -> tuple[HitRow, ...]:
    """What was found about travellers, of a state ("" any): hits before what is only for review, the highest first."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    rows = JourneyHit.objects.filter(person__flight__in=visible(reader=reader))
    if state:
        rows = rows.filter(finding__state=state)
    found = _hit_rows(rows, reader, limit=limit)
    for one in found:
        chain.note(reader, "read-traveller", str(one.person), flight=one.flight, by="hits")
    return found


def _hit_rows(rows: QuerySet[JourneyHit], reader: Reader, *, limit: int = _SHOWN) -> tuple[HitRow, ...]:
    visible = rows.filter(finding__in=visible_findings(reader)).select_related("finding__marking", "person__flight")
    ordered = visible.order_by("-finding__score", "finding_id")
    made = [
        HitRow(kind=hit.kind, flight=hit.person.flight.key, person=hit.person_id, row=finding_row(hit.finding))
        for hit in (*ordered.exclude(kind=journeys.REVIEW)[:limit], *ordered.filter(kind=journeys.REVIEW)[:limit])
    ]
    return tuple(made[:limit])
