"""Which cases are there, what does one hold, and which reports were written?"""

from __future__ import annotations

import orjson
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jisr.errors import NotFound
from jisr.node import chain
from jisr.node.models import Case, CaseFinding, FiledReport, Finding
from jisr.node.queries.findings import finding_row
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import CaseLine, CasePage, CaseRow, ReportRow
from jisr.sharing import Reader, Role, require

_SHOWN = 200


def visible_cases(*, reader: Reader) -> QuerySet[Case]:
    """The cases this reader may know of: those that hold nothing hidden from them."""
    hidden = CaseFinding.objects.filter(case=OuterRef("pk")).exclude(finding__in=visible_findings(reader))
    return Case.objects.filter(~Exists(hidden), marking__in=visible_markings(reader))


def cases(*, reader: Reader, state: str = "") -> tuple[CaseRow, ...]:
    """The cases, the newest first; of one state if it is named."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    rows = visible_cases(reader=reader)
    rows = rows.filter(state=state) if state else rows
    return tuple(_row(row) for row in _counted(rows).order_by("-pk")[:_SHOWN])


def case(number: int, *, reader: Reader) -> CasePage:
    """One case with all that was done. Raises `NotFound`. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    row = _counted(visible_cases(reader=reader)).filter(pk=number).first()
    if row is None:
        message = f"no case {number}"
        raise NotFound(message, case=str(number))
    chain.note(reader, "case-read", str(number))
    held = Finding.objects.filter(casefinding__case=row).select_related("marking").prefetch_related("corrections")
    return CasePage(
        row=_row(row),
        proposed_by=row.proposed_by,
        settled_by=row.settled_by,
        findings=tuple(finding_row(one) for one in held.order_by("pk")),
        lines=tuple(
            CaseLine(
                id=one.pk,
                step=one.step,
                text=one.text,
                facts=orjson.loads(one.facts),
                due=one.due,
                done_at=one.done_at,
                by=one.by,
                at=one.at,
            )
            for one in row.steps.order_by("pk")
        ),
        reports=tuple(_report(one) for one in row.reports.select_related("case").order_by("-pk")),
    )


def reports(*, reader: Reader) -> tuple[ReportRow, ...]:
    """The reports that were written, the newest first."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    rows = FiledReport.objects.filter(case__in=visible_cases(reader=reader)).select_related("case")
    return tuple(_report(row) for row in rows.order_by("-pk")[:_SHOWN])


def report(number: int, *, reader: Reader) -> tuple[ReportRow, bytes]:
    """One report as it was written. Raises `NotFound`. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    rows = FiledReport.objects.filter(case__in=visible_cases(reader=reader)).select_related("case")
    row = rows.filter(pk=number).first()
    if row is None:
        message = f"no report {number}"
        raise NotFound(message, report=str(number))
    chain.note(reader, "case-read", str(row.case_id), report=str(number))
    return _report(row), bytes(row.body)


def _counted(rows: QuerySet[Case]) -> QuerySet[Case]:
    tasks = Count("steps", filter=Q(steps__step="task", steps__done_at=None), distinct=True)
    return rows.select_related("marking").annotate(number=Count("held", distinct=True), tasks=tasks)


def _row(row: Case) -> CaseRow:
    counted = row.__dict__
    return CaseRow(
        id=row.pk,
        title=row.title,
        state=row.state,
        outcome=row.outcome,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        findings=int(counted["number"]),
        tasks=int(counted["tasks"]),
        marking=row.marking.text,
    )


def _report(row: FiledReport) -> ReportRow:
    return ReportRow(
        id=row.pk,
        case=row.case_id,
        title=row.case.title,
        profile=row.profile,
        reference=row.reference,
        digest=row.digest,
        size=len(row.body),
        by=row.by,
        at=row.at,
    )
