"""Judge whether two things are one party; reversible, and a person's word beats a source's."""

from __future__ import annotations

from jisr.errors import NotFound, WrongUse
from jisr.node import chain, clock
from jisr.node.convert import typed
from jisr.node.models import Judgement, Record
from jisr.node.queries.reader import visible_markings
from jisr.node.store import write
from jisr.records import Verdict
from jisr.sharing import Reader, Role, require


def judge(left: str, right: str, *, reader: Reader, verdict: str, why: str) -> int:
    """Join two things (`same`), keep them apart (`different`), or say `unsure`. Returns the judgement's id.

    Raises `NotAllowed`, `NotFound`, `WrongUse`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if verdict not in set(Verdict) or not why.strip() or left == right:
        message = "a judgement joins two things: same, different or unsure, and says why"
        raise WrongUse(message, verdict=verdict)
    for thing in (left, right):
        if not _may_know(thing, reader):
            message = f"no party {thing!r}"
            raise NotFound(message, thing=thing)
    with write():
        row = Judgement.objects.create(
            left=left, right=right, verdict=verdict, why=typed(why).strip(), by=reader.name, at=clock.now()
        )
        chain.note(reader, "judge", left, right=right, verdict=verdict, why=typed(why).strip())
    return row.pk


def retract(judgement_id: int, *, reader: Reader, why: str) -> None:
    """Take a judgement back; it stays on record. Raises `NotFound`, `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    with write():
        row = Judgement.objects.filter(pk=judgement_id, retracted_at=None).first()
        if row is None or not (_may_know(row.left, reader) and _may_know(row.right, reader)):
            message = f"no judgement {judgement_id}"
            raise NotFound(message, judgement=str(judgement_id))
        row.retracted_at, row.retracted_by = clock.now(), reader.name
        row.save(update_fields=("retracted_at", "retracted_by"))
        chain.note(reader, "judge-retract", row.left, right=row.right, why=typed(why).strip())


def _may_know(thing: str, reader: Reader) -> bool:
    return Record.objects.filter(thing=thing, marking__in=visible_markings(reader)).exists()
