"""Which records of several lists may be one party, and what speaks for it?"""

from __future__ import annotations

from jisr.node.convert import properties_of, reasons_of
from jisr.node.models import Finding, Record
from jisr.node.queries.reader import visible_findings
from jisr.node.values import SameProposal, SameSide
from jisr.sharing import Reader, Role, require

KIND = "same-party"
_SHOWN = 200
_STATES = {"": ("open", "confirmed", "dismissed", "withdrawn"), "settled": ("confirmed", "dismissed")}
_TOLD = ("alias", "weakAlias", "birthDate", "birthPlace", "nationality", "country", "passportNumber", "idNumber")


def proposals(*, reader: Reader, state: str = "open", start: int = 0, most: int = _SHOWN) -> tuple[SameProposal, ...]:
    """Proposals in a state ("" any, "settled" either way), the surest first, from the `start`-th on, at most `most`.

    Raises `NotAllowed`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    rows = visible_findings(reader).filter(kind=KIND, state__in=_STATES.get(state, (state,)))
    found = list(rows.order_by("-score", "pk")[start : start + most])
    records = {
        (dependence.finding_id, dependence.record.thing): dependence.record
        for row in found
        for dependence in row.dependences.select_related("record")
    }
    return tuple(_value(row, records) for row in found)


def _value(row: Finding, records: dict[tuple[int, str], Record]) -> SameProposal:
    decided = row.decisions.filter(undone_at=None, overtaken_at=None).order_by("-pk").first()
    return SameProposal(
        finding=row.pk,
        state=row.state,
        score=row.score,
        reasons=reasons_of(row.reasons),
        left=_side(row.subject, records.get((row.pk, row.subject))),
        right=_side(row.about, records.get((row.pk, row.about))),
        decided_by=decided.by if decided else "",
        why=decided.why if decided else "",
    )


def _side(thing: str, record: Record | None) -> SameSide:
    if record is None:
        return SameSide(thing=thing, caption=thing, source=thing.partition(":")[0], facts=())
    said = properties_of(record)
    facts = tuple((name, tuple(said[name])) for name in _TOLD if name in said)
    return SameSide(thing=thing, caption=record.caption, source=record.source, facts=facts)
