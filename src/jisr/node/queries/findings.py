"""What was found, on what does it rest, and what became of it?"""

from __future__ import annotations

import orjson
from django.db.models import Exists, OuterRef

from jisr.errors import NotFound
from jisr.node import chain
from jisr.node.convert import reasons_of, source_of
from jisr.node.models import Correction, Finding, Record
from jisr.node.parties import Parties
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.status import Statuses
from jisr.node.values import CorrectionRow, DecisionRow, FindingPage, FindingRow
from jisr.sharing import Reader, Role, require

_SHOWN = 200


def findings(*, reader: Reader, state: str = "open", desk: str = "") -> tuple[FindingRow, ...]:
    """Findings of a state ("" any) at the reader's desks: the corrected first, then by score, then by age."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    rows = visible_findings(reader)
    if state:
        rows = rows.filter(state=state)
    if desk:
        rows = rows.filter(desk=desk)
    if reader.desks:
        rows = rows.filter(desk__in=reader.desks)
    told = Exists(Correction.objects.filter(finding=OuterRef("pk")))
    found = rows.annotate(told=told).select_related("marking").prefetch_related("corrections")
    return tuple(sorted(map(finding_row, found.order_by("-told", "-score", "pk")[:_SHOWN]), key=_corrected_first))


def desks_open(*, reader: Reader) -> tuple[str, ...]:
    """The desks at which something waits for this reader."""
    rows = visible_findings(reader).filter(state="open")
    rows = rows.filter(desk__in=reader.desks) if reader.desks else rows
    return tuple(rows.order_by("desk").values_list("desk", flat=True).distinct())


def _corrected_first(row: FindingRow) -> bool:
    return not row.corrected


def finding(number: int, *, reader: Reader) -> FindingPage:
    """One finding with its evidence. Raises `NotFound`. Audited."""
    markings = visible_markings(reader)
    row = visible_findings(reader).filter(pk=number).select_related("marking").first()
    if row is None:
        message = f"no finding {number}"
        raise NotFound(message, finding=str(number))
    chain.note(reader, "read-finding", str(number), subject=row.subject)
    clocks = read_clocks()
    parties = Parties(markings=markings)
    relied = Record.objects.filter(dependence__finding=row, marking__in=markings).select_related("batch", "marking")
    return FindingPage(
        row=finding_row(row),
        party=parties.party_of(row.subject),
        about=row.about,
        question=orjson.loads(row.question),
        standings=Statuses(clocks=clocks, markings=markings, parties=parties).of(row.subject),
        relied_on=tuple(source_of(record) for record in relied.order_by("pk")),
        decisions=tuple(
            DecisionRow(
                verdict=decision.verdict,
                why=decision.why,
                by=decision.by,
                at=decision.at,
                undone_at=decision.undone_at,
                overtaken_at=decision.overtaken_at,
                overtaken_batch=decision.overtaken_by_id,
            )
            for decision in row.decisions.order_by("-pk")
        ),
        corrections=corrections(row),
    )


def corrections(row: Finding) -> tuple[CorrectionRow, ...]:
    """What no longer stands of what a finding relied on, the newest first."""
    found = Correction.objects.filter(finding=row).select_related("finding", "record__batch", "record__marking")
    return tuple(correction_row(one) for one in found.order_by("-pk"))


def correction_row(row: Correction) -> CorrectionRow:
    """The value of a correction; `finding`, `record.batch` and `record.marking` joined."""
    return CorrectionRow(
        finding=row.finding_id,
        title=row.finding.title,
        why=row.why,
        was=row.was,
        at=row.at,
        source=source_of(row.record),
    )


def finding_row(row: Finding) -> FindingRow:
    """The value of a finding's row; `marking` joined, `corrections` prefetched."""
    return FindingRow(
        id=row.pk,
        desk=row.desk,
        kind=row.kind,
        title=row.title,
        subject=row.subject,
        score=row.score,
        state=row.state,
        marking=row.marking.text,
        created_at=row.created_at,
        corrected=row.state == "open" and bool(row.corrections.all()),
        reasons=reasons_of(row.reasons),
        quote=row.quote,
    )
