"""Who is vetted for what, what was found, and what was decided?"""

from __future__ import annotations

from collections import Counter

from jisr import tables
from jisr.errors import NotFound
from jisr.node import chain, clock
from jisr.node.models import Vetting
from jisr.node.queries.check import Checker
from jisr.node.queries.reader import visible_markings
from jisr.node.values import (
    CheckHit,
    Criterion,
    Question,
    VettingAnswerRow,
    VettingCount,
    VettingPage,
    VettingRow,
    VettingStepRow,
    WatchHitRow,
)
from jisr.sharing import Reader, Role, require

_READS = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
_SHOWN = 500
FEW = 5  # cases: fewer are not told, so that nobody is found among them
_OPEN = frozenset({"open", "proposed", "appealed"})


def cases(*, reader: Reader) -> tuple[VettingRow, ...]:
    """Every case the reader may know of: what waits first, then what is due for review, then the newest."""
    require(reader, *_READS)
    rows = [_row(one) for one in Vetting.objects.filter(marking__in=visible_markings(reader)).order_by("-pk")[:_SHOWN]]
    return tuple(sorted(rows, key=lambda row: (row.state not in _OPEN, not row.due)))


def case(number: int, *, reader: Reader) -> VettingPage:
    """One case with what is found of the name now. Raises `NotFound`. Audited."""
    require(reader, *_READS)
    row = Vetting.objects.filter(pk=number, marking__in=visible_markings(reader)).select_related("marking").first()
    if row is None:
        message = f"no case {number}"
        raise NotFound(message, case=str(number))
    chain.note(reader, "read-vetting", str(number))
    question = Question(name=row.name, born=row.born, country=row.country, kind="person")
    found = Checker(reader=reader).answer(question).hits
    newest = {one.criterion: one for one in row.answers.order_by("pk")}
    steps = [
        VettingStepRow(step=one.step, outcome=one.outcome, why=one.why, by=one.by, at=one.at)
        for one in row.steps.order_by("pk")
    ]
    return VettingPage(
        row=_row(row),
        born=row.born,
        country=row.country,
        hits=tuple(_hit(one) for one in found),
        answers=tuple(
            VettingAnswerRow(
                criterion=one,
                verdict=newest[one.code].verdict if one.code in newest else "",
                why=newest[one.code].why if one.code in newest else "",
                record=newest[one.code].record_id if one.code in newest else None,
                by=newest[one.code].by if one.code in newest else "",
                at=newest[one.code].at if one.code in newest else None,
            )
            for one in criteria(reader=reader)
        ),
        steps=tuple(steps),
        outcome=next((one.outcome for one in reversed(steps) if one.outcome), ""),
        marking=row.marking.text,
    )


def criteria(*, reader: Reader) -> tuple[Criterion, ...]:
    """What conduct counts, and the law it stands on."""
    require(reader, *_READS)
    return tuple(
        Criterion(code=row["code"], en=row["en"], ar=row["ar"], law=row["law"], law_ar=row["law_ar"])
        for row in tables.rows("vetting_criteria")
    )


def counts(*, reader: Reader) -> tuple[VettingCount, ...]:
    """Cases by unit and state, without names; a unit's states of fewer than `FEW` cases are put together and untold.

    `number` 0 means fewer than `FEW`. Audited.
    """
    require(reader, *_READS)
    chain.note(reader, "vetting-export")
    rows = Vetting.objects.filter(marking__in=visible_markings(reader)).values_list("unit", "state")
    counted = Counter(rows)
    return tuple(
        VettingCount(unit=unit, state=state, number=number if number >= FEW else 0)
        for (unit, state), number in sorted(counted.items())
    )


def _row(row: Vetting) -> VettingRow:
    due = row.review_on is not None and row.review_on <= clock.today() and row.state not in _OPEN
    return VettingRow(
        id=row.pk,
        name=row.name,
        post=row.post,
        unit=row.unit,
        state=row.state,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        review_on=row.review_on,
        due=due,
    )


def _hit(hit: CheckHit) -> WatchHitRow:
    return WatchHitRow(
        row=hit.sources[0].record,
        number=0,
        name=hit.name,
        reference="",
        party=hit.party,
        caption=hit.caption,
        score=hit.score,
        reasons=hit.reasons,
        standing=tuple((one.jurisdiction, one.state, one.since) for one in hit.standings),
        since=hit.sources[0].known_from,
        cleared=None,
    )
