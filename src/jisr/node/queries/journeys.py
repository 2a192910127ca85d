"""Flights, who is on them and what was found. Who is named is audited, one line a traveller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import orjson
from django.db.models import Count, Q, QuerySet, Sum

from jisr import names
from jisr.desks import journeys
from jisr.errors import NotFound
from jisr.node import chain, clock, journeys_book
from jisr.node.convert import reasons_of
from jisr.node.journeys_seal import unsealed
from jisr.node.models import (
    AuditEntry,
    JourneyFlight,
    JourneyHit,
    JourneyKey,
    JourneyPerson,
    JourneyRule,
    JourneyUnmask,
)
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import (
    FlightPage,
    FlightRow,
    FlowPage,
    FlowRow,
    HitRow,
    JourneyLink,
    Protection,
    JourneyRuleRow,
    SeatRow,
    StrangeRow,
    TravellerPage,
    TravellerRow,
    Unmasking,
)
from jisr.sharing import Reader, Role, require

_SHOWN = 100
_LINKED = 50
_LINKS = {"l": "booking", "p": "telephone", "c": "card", "e": "address"}


def _visible(reader: Reader) -> QuerySet[JourneyFlight]:
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    return JourneyFlight.objects.filter(marking__in=visible_markings(reader)).select_related("marking")


def flights(text: str = "", *, reader: Reader, limit: int = _SHOWN) -> tuple[FlightRow, ...]:
    """The newest flights; of a number, or of an airport."""
    rows = _visible(reader)
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
    row = _visible(reader).filter(key=key).first()
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
    same = ("key", "flight", "origin", "destination", "departs", "arrives", "aboard", "booked", "off", "come", "expected")
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
    counted = sorted(words, key=lambda word: len(JourneyKey.objects.filter(key=word).values_list("pk", flat=True)[:2000]))
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
    """One traveller on one flight, hits and links. Raises `NotFound`. Audited, with the unmasking where there is one."""
    row = JourneyPerson.objects.filter(pk=number, flight__in=_visible(reader)).select_related("flight__marking").first()
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
        id=row.pk, why=row.why, asked_by=row.asked_by, asked_at=row.asked_at, granted_by=row.granted_by, ends_at=row.ends_at
    )


def _links(row: JourneyPerson, reader: Reader) -> tuple[JourneyLink, ...]:
    """Who shares a booking, telephone, card or address: one step, no further."""
    mine = [key for key in JourneyKey.objects.filter(person=row).values_list("key", flat=True) if key[0] in _LINKS]
    others = JourneyKey.objects.filter(key__in=mine, person__flight__in=_visible(reader)).exclude(person=row)
    found = list(others.select_related("person__flight").order_by("person_id")[:_LINKED])
    hits = Counter(
        JourneyHit.objects.filter(person__in=[one.person_id for one in found], ended_at=None).values_list("person", flat=True)
    )
    return tuple(
        JourneyLink(person=one.person_id, flight=one.person.flight.key, kind=_LINKS[one.key[0]], hits=hits[one.person_id])
        for one in found
        if one.key[0] != "l" or one.person.flight_id == row.flight_id
    )


def hits(*, reader: Reader, state: str = "open", limit: int = _SHOWN) -> tuple[HitRow, ...]:
    """What was found about travellers, of a state ("" any): hits before what is only for review, the highest first."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    rows = JourneyHit.objects.filter(person__flight__in=_visible(reader))
    if state:
        rows = rows.filter(finding__state=state)
    found = _hit_rows(rows, reader, limit=limit)
    for one in found:
        chain.note(reader, "read-traveller", str(one.person), flight=one.flight, by="hits")
    return found


def _hit_rows(rows: QuerySet[JourneyHit], reader: Reader, *, limit: int = _SHOWN) -> tuple[HitRow, ...]:
    visible = rows.filter(finding__in=visible_findings(reader)).select_related("finding", "person__flight")
    ordered = visible.order_by("-finding__score", "finding_id")
    made = [
        HitRow(
            finding=hit.finding_id,
            kind=hit.kind,
            title=hit.finding.title,
            score=hit.finding.score,
            state=hit.finding.state,
            flight=hit.person.flight.key,
            person=hit.person_id,
            reasons=reasons_of(hit.finding.reasons),
            created_at=hit.finding.created_at,
        )
        for hit in (*ordered.exclude(kind=journeys.REVIEW)[:limit], *ordered.filter(kind=journeys.REVIEW)[:limit])
    ]
    return tuple(made[:limit])


def flows(*, reader: Reader, split: bool = False) -> FlowPage:
    """Who travelled where in which month, so that nobody can be told from it. `split`: by nationality too. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    chain.note(reader, "read-flows", "nationality" if split else "route")
    counted: Counter[tuple[str, str, str, str]] = Counter()
    monthly: dict[tuple[str, str], Counter[str]] = {}
    for day, origin, destination, aboard in _visible(reader).values_list("day", "origin", "destination", "aboard"):
        month = day.strftime("%Y-%m")
        monthly.setdefault((origin, destination), Counter())[month] += aboard
        if not split:
            counted[month, origin, destination, ""] += aboard
    if split:
        rows = JourneyPerson.objects.filter(status="aboard", flight__in=_visible(reader))
        for day, origin, destination, said in rows.values_list(
            "flight__day", "flight__origin", "flight__destination", "said"
        ).iterator(chunk_size=5000):
            counted[day.strftime("%Y-%m"), origin, destination, str(orjson.loads(said).get("nationality") or "")] += 1
    told = journeys.flows(counted)
    totals = tuple(
        FlowRow(month=month, origin=origin, destination=destination, nationality="", count=count)
        for (month, origin, destination), count in sorted(told.routes.items(), reverse=True)
    )
    cells = tuple(
        FlowRow(month=one.month, origin=one.origin, destination=one.destination, nationality=one.nationality, count=one.count)
        for one in told.cells
    )
    odd = tuple(
        StrangeRow(
            month=one.month,
            origin=one.origin,
            destination=one.destination,
            count=one.count,
            usual=one.usual,
            deviations=one.deviations,
        )
        for one in journeys.strange(monthly)
    )
    return FlowPage(
        rows=cells, totals=totals, hidden=told.hidden, least=told.least, attacked=len(journeys.attack(told)), strange=odd
    )


def rules(*, reader: Reader) -> tuple[JourneyRuleRow, ...]:
    """Every rule with its purpose, its back-test and what people made of its hits."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    return tuple(_rule_row(row) for row in JourneyRule.objects.order_by("-pk"))


def _rule_row(row: JourneyRule) -> JourneyRuleRow:
    found = Counter(JourneyHit.objects.filter(finding__subject=f"rule:{row.pk}").values_list("finding__state", flat=True))
    tested = orjson.loads(row.tested)
    state = "waiting"
    if row.ended_at is not None:
        state = "ended"
    elif row.approved_at is not None:
        state = "runs" if row.expires > clock.today() else "expired"
    return JourneyRuleRow(
        id=row.pk,
        name=row.name,
        clauses=tuple(orjson.loads(row.clauses)),
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        author=row.author,
        approved_by=row.approved_by,
        state=state,
        expires=row.expires,
        review_on=row.review_on,
        looked=tested.get("looked", 0),
        told=tested.get("told", 0),
        hits=found.total(),
        confirmed=found["confirmed"],
        dismissed=found["dismissed"],
    )


def protection(*, reader: Reader) -> Protection:
    """The figures of the safeguards, as they are now."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
    people, now = JourneyPerson.objects.all(), clock.now()
    before = journeys_book.masked_before(now)
    states = Counter(JourneyHit.objects.values_list("finding__state", flat=True))
    audit = AuditEntry.objects.all()
    return Protection(
        flights=JourneyFlight.objects.count(),
        travellers=people.count(),
        masked=people.filter(masked=True).count(),
        late=people.filter(masked=False, flight__received__lt=before).count(),
        oldest=JourneyFlight.objects.order_by("day").values_list("day", flat=True).first(),
        sensitive=JourneyFlight.objects.aggregate(sum=Sum("sensitive"))["sum"] or 0,
        views=audit.filter(act="read-traveller").count(),
        unmaskings=JourneyUnmask.objects.filter(granted_at__isnull=False).count(),
        open_unmaskings=JourneyUnmask.objects.filter(ends_at__gt=now).count(),
        purged=audit.filter(act="journeys-purged").count(),
        confirmed=states["confirmed"],
        dismissed=states["dismissed"],
    )
