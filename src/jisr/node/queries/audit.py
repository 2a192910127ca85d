"""Who looked, who decided, and is the record of it whole?"""

from __future__ import annotations

from jisr.node import chain
from jisr.node.convert import facts_of
from jisr.node.models import AuditEntry
from jisr.node.values import AuditPage, AuditRow, ChainReport
from jisr.sharing import Reader, Role, require


def audit(*, reader: Reader, actor: str = "", act: str = "", before: int = 0, limit: int = 50) -> AuditPage:
    """Lines of the audit, the newest first; an auditor sees everyone's, others their own. Raises `NotAllowed`."""
    require(reader, *Role)
    rows = AuditEntry.objects.order_by("-number")
    if not reader.has(Role.AUDITOR, Role.SUPERVISOR):
        rows = rows.filter(actor=reader.name)
    acts = tuple(rows.order_by("act").values_list("act", flat=True).distinct())
    actors = tuple(rows.order_by("actor").values_list("actor", flat=True).distinct())
    for field, value in (("actor", actor), ("act", act)):
        rows = rows.filter(**{field: value}) if value else rows
    if before:
        rows = rows.filter(number__lt=before)
    found = list(rows[: limit + 1])
    return AuditPage(
        rows=tuple(
            AuditRow(
                number=row.number,
                at=row.at,
                actor=row.actor,
                act=row.act,
                subject=row.subject,
                facts=facts_of(row.facts),
                digest=row.digest,
            )
            for row in found[:limit]
        ),
        more=len(found) > limit,
        acts=acts,
        actors=actors,
    )


def verify(*, reader: Reader) -> ChainReport:
    """Recompute every digest; names the first entry that does not fit: changed, missing or put in."""
    require(reader, *Role)
    previous, number = chain.START, 0
    for entry in chain.entries():
        number += 1
        if entry.number != number or entry.previous != previous or chain.digest_of(entry) != entry.digest:
            return ChainReport(entries=number - 1, broken_at=number, head=previous)
        previous = entry.digest
    whole = chain.head() == (f"{number} {previous}" if number else "")
    return ChainReport(entries=number, broken_at=None if whole else number + 1, head=previous)
