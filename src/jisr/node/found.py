"""Write a finding down, with every record version it rests on. Never without one (law 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jisr.errors import WrongUse
from jisr.node import clock
from jisr.node.convert import dumps, reasons_text
from jisr.node.models import Dependence, Finding, Record
from jisr.node.store import queue
from jisr.records import Reason

_TLP = ("clear", "green", "amber", "amber+strict", "red")


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A finding to be written. `records`: ids of the record versions it relied on; `digest`: what makes it the same."""

    desk: str
    kind: str
    subject: str
    about: str
    title: str
    score: float
    reasons: tuple[Reason, ...]
    records: tuple[int, ...]
    digest: str
    quote: str = ""
    question: Mapping[str, str] = field(default_factory=dict)


def find(new: New, *, by: str) -> int:
    """The id of the finding, old or new. Inside a write. Its marking is the narrowest of what it rests on."""
    if not new.records or not new.reasons:
        message = "a finding needs the records it rests on, and a reason"
        raise WrongUse(message, finding=new.title)
    queue("findings")
    known = Finding.objects.filter(digest=new.digest).first()
    if known is not None:
        return known.pk
    records = list(Record.objects.filter(pk__in=new.records).select_related("marking"))
    narrowest = max(records, key=lambda row: (_TLP.index(row.marking.tlp), bool(row.marking.releasable_to)))
    row = Finding.objects.create(
        desk=new.desk,
        kind=new.kind,
        subject=new.subject,
        about=new.about,
        title=new.title,
        score=new.score,
        reasons=reasons_text(new.reasons),
        quote=new.quote,
        question=dumps(dict(new.question)),
        state="open",
        digest=new.digest,
        marking=narrowest.marking,
        created_at=clock.now(),
        created_by=by,
    )
    Dependence.objects.bulk_create(Dependence(finding=row, record=record) for record in records)
    return row.pk
