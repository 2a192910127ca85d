"""Flows that tell on nobody, rules with what came of them, and the figures of the safeguards."""

from __future__ import annotations

from collections import Counter

import orjson
from django.db.models import Sum

from jisr.desks import journeys
from jisr.node import chain, clock, journeys_book
from jisr.node.models import AuditEntry, JourneyFlight, JourneyHit, JourneyPerson, JourneyRule, JourneyUnmask
from jisr.node.queries.journeys import visible
from jisr.node.values import FlowPage, FlowRow, JourneyRuleRow, Protection, StrangeRow
from jisr.sharing import Reader, Role, require


def flows(*, reader: Reader, split: bool = False) -> FlowPage:
    """Who travelled where in which month, so that nobody can be told from it. `split`: by nationality too. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    chain.note(reader, "read-flows", "nationality" if split else "route")
    counted: Counter[tuple[str, str, str, str]] = Counter()
    monthly: dict[tuple[str, str], Counter[str]] = {}
    for day, origin, destination, aboard in visible(reader=reader).values_list(
        "day", "origin", "destination", "aboard"
    ):
        month = day.strftime("%Y-%m")
        monthly.setdefault((origin, destination), Counter())[month] += aboard
        if not split:
            counted[month, origin, destination, ""] += aboard
    if split:
        rows = JourneyPerson.objects.filter(status="aboard", flight__in=visible(reader=reader))
        for day, origin, destination, said in rows.values_list(
            "flight__day", "flight__origin", "flight__destination", "said"
        ).iterator(chunk_size=5000):
            counted[day.strftime("%Y-%m"), origin, destination, str(orjson.loads(said).get("nationality") or "")] += 1
    told = journeys.flows(counted)
    return FlowPage(
        rows=tuple(_row((one.month, one.origin, one.destination, one.nationality), one.count) for one in told.cells),
        totals=tuple(_row((*route, ""), count) for route, count in sorted(told.routes.items(), reverse=True)),
        hidden=told.hidden,
        least=told.least,
        attacked=len(journeys.attack(told)),
        strange=tuple(_strange(one) for one in journeys.strange(monthly)),
    )


def _row(cell: tuple[str, str, str, str], count: int | None) -> FlowRow:
    month, origin, destination, nationality = cell
    return FlowRow(month=month, origin=origin, destination=destination, nationality=nationality, count=count)


def _strange(one: journeys.Strange) -> StrangeRow:
    return StrangeRow(
        month=one.month,
        origin=one.origin,
        destination=one.destination,
        count=one.count,
        usual=one.usual,
        deviations=one.deviations,
    )


def rules(*, reader: Reader) -> tuple[JourneyRuleRow, ...]:
    """Every rule with its purpose, its back-test and what people made of its hits."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    return tuple(_rule_row(row) for row in JourneyRule.objects.order_by("-pk"))


def rule_fields(language: str, *, reader: Reader) -> tuple[tuple[str, str], ...]:
    """What a rule may ask about, in "en" or "ar"."""
    require(reader, *Role)
    return tuple((name, row[language]) for name, row in journeys.fields().items())


def _rule_row(row: JourneyRule) -> JourneyRuleRow:
    found = Counter(
        JourneyHit.objects.filter(finding__subject=f"rule:{row.pk}").values_list("finding__state", flat=True)
    )
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
