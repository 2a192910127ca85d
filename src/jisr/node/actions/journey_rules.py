"""Rules over travellers: written with purpose and legal basis, tried on what is kept, approved by another person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from jisr.desks import journeys
from jisr.errors import Conflict, NeedsSecond, NotFound, WrongUse
from jisr.node import chain, clock, journeys_hits
from jisr.node.actions import journeys as looking
from jisr.node.convert import dumps, typed
from jisr.node.models import JourneyHit, JourneyPerson, JourneyRule
from jisr.node.store import write
from jisr.sharing import Reader, Role, require

LASTS: Final = timedelta(days=365)


def add(name: str, clauses: Sequence[str], *, reader: Reader, purpose: str, legal_basis: str) -> int:
    """Write a rule and try it on every traveller who is not masked; its id. It looks at nobody until it is approved.

    Raises `NotAllowed`, `WrongUse` (a field that may not be asked about, no purpose, no legal basis).
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    made = journeys.whole([journeys.clause(text) for text in clauses])
    for field, text in (("name", name), ("purpose", purpose), ("legal_basis", legal_basis)):
        if not text.strip():
            message = f"a rule needs its {field.replace('_', ' ')}"
            raise WrongUse(message, field=field)
    tested = _back_test(made)
    today = clock.today()
    with write():
        row = JourneyRule.objects.create(
            name=typed(name).strip()[:120],
            clauses=dumps([str(one) for one in made]),
            purpose=typed(purpose).strip(),
            legal_basis=typed(legal_basis).strip(),
            review_on=today + LASTS / 2,
            expires=today + LASTS,
            author=reader.name,
            created_at=clock.now(),
            tested=dumps(tested),
        )
        chain.note(reader, "rule-added", row.name, clauses="; ".join(str(one) for one in made))
    return row.pk


def _back_test(clauses: Sequence[journeys.Clause]) -> dict[str, int]:
    """How many of the travellers kept and not masked it would have told of."""
    looked = told = 0
    rows = JourneyPerson.objects.filter(masked=False, status__in=("aboard", "booked")).select_related("flight")
    for row in rows.iterator(chunk_size=2000):
        one = journeys_hits.known_of(row)
        looked += 1
        told += journeys.holds(clauses, journeys.facts_of(one.seen.journey, one.seen.flight, one.seen.departs))
    return {"looked": looked, "told": told}


def approve(number: int, *, reader: Reader) -> int:
    """Let a rule look, by another person than its author; the number of new findings.

    Raises `NotAllowed`, `NeedsSecond`, `NotFound`, `Conflict`.
    """
    require(reader, Role.SUPERVISOR)
    with write():
        row = _row(number)
        if row.author == reader.name:
            message = "who wrote a rule may not approve it"
            raise NeedsSecond(message, rule=str(number))
        if row.approved_at is not None or row.ended_at is not None:
            message = f"rule {number} is approved or ended already"
            raise Conflict(message, rule=str(number))
        row.approved_by, row.approved_at = reader.name, clock.now()
        row.save(update_fields=("approved_by", "approved_at"))
        chain.note(reader, "rule-approved", row.name, author=row.author)
    return _look_at_all()


def renew(number: int, *, reader: Reader) -> date:
    """Let a rule last another year from today. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.SUPERVISOR)
    with write():
        row = _row(number)
        row.expires, row.review_on = clock.today() + LASTS, clock.today() + LASTS / 2
        row.save(update_fields=("expires", "review_on"))
        chain.note(reader, "rule-renewed", row.name, expires=row.expires.isoformat())
    return row.expires


def end(number: int, *, reader: Reader) -> None:
    """End a rule; its open findings are withdrawn. Raises `NotAllowed`, `NotFound`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    with write():
        row = _row(number)
        row.ended_at = clock.now()
        row.save(update_fields=("ended_at",))
        chain.note(reader, "rule-ended", row.name)
    hits = JourneyHit.objects.filter(finding__subject=f"rule:{number}", ended_at=None)
    looking.look(hits.values_list("person_id", flat=True))


def _row(number: int) -> JourneyRule:
    row = JourneyRule.objects.filter(pk=number).first()
    if row is None:
        message = f"no rule {number}"
        raise NotFound(message, rule=str(number))
    return row


def _look_at_all() -> int:
    rows = JourneyPerson.objects.filter(masked=False, status__in=("aboard", "booked"))
    return looking.look(rows.values_list("pk", flat=True))
