"""Decide a finding: a person's verdict with a reason, that can be taken back, bound to the records of that moment."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from jisr.errors import Conflict, NotFound, WrongUse
from jisr.node import chain, clock, concluded
from jisr.node.convert import typed
from jisr.node.models import Decision, Finding
from jisr.node.queries.reader import visible_findings
from jisr.node.store import write
from jisr.sharing import Reader, Role, require

MOST_AT_ONCE = 200
VERDICTS = {"confirmed": "confirmed", "dismissed": "dismissed", "unsure": "open"}


def decide(finding_id: int, *, reader: Reader, verdict: str, why: str = "") -> None:
    """Settle an open finding. `verdict`: confirmed (needs a reason), dismissed, unsure (stays open, is noted).

    Raises `NotAllowed`, `NotFound`, `WrongUse`, `Conflict` (decided meanwhile).
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if verdict not in VERDICTS:
        message = f"no verdict {verdict!r}: one of {', '.join(VERDICTS)}"
        raise WrongUse(message, verdict=verdict)
    if verdict == "confirmed" and not why.strip():
        message = "to confirm a match, say why"
        raise WrongUse(message, field="why")
    why = typed(why).strip()
    with write():
        row = _visible(finding_id, reader)
        if row.state != "open":
            message = f"finding {finding_id} is {row.state} already"
            raise Conflict(message, finding=str(finding_id), state=row.state)
        Decision.objects.create(finding=row, verdict=verdict, why=why, by=reader.name, at=clock.now())
        row.state = VERDICTS[verdict]
        row.save(update_fields=("state",))
        concluded.tell_anew((finding_id,), by=reader.name)
        chain.note(reader, "decide", str(finding_id), verdict=verdict, why=why, subject=row.subject)


def decide_all(finding_ids: Sequence[int], *, reader: Reader, verdict: str, why: str) -> tuple[int, ...]:
    """Settle several with one reason, each as `decide` does; those done. What was decided meanwhile stays as it is.

    Raises `WrongUse` (no reason, none or too many named), `NotAllowed`, `NotFound`.
    """
    if not why.strip():
        message = "to decide several at once, say why"
        raise WrongUse(message, field="why")
    if not 0 < len(finding_ids) <= MOST_AT_ONCE:
        message = f"choose at least one finding, and at most {MOST_AT_ONCE}"
        raise WrongUse(message, field="number")
    done = []
    for number in dict.fromkeys(finding_ids):
        with suppress(Conflict):
            decide(number, reader=reader, verdict=verdict, why=why)
            done.append(number)
    return tuple(done)


def undo_all(finding_ids: Sequence[int], *, reader: Reader) -> tuple[int, ...]:
    """Take back one's own last decision on each; those done. Raises `NotAllowed`, `NotFound`."""
    done = []
    for number in dict.fromkeys(finding_ids):
        with suppress(Conflict):
            undo(number, reader=reader)
            done.append(number)
    return tuple(done)


def undo(finding_id: int, *, reader: Reader) -> None:
    """Take back one's own last decision. Raises `NotFound`, `Conflict` (nothing of one's own to take back)."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    with write():
        row = _visible(finding_id, reader)
        last = row.decisions.filter(undone_at=None, overtaken_at=None).order_by("-pk").first()
        if last is None or last.by != reader.name:
            message = f"finding {finding_id} has no decision of yours to take back"
            raise Conflict(message, finding=str(finding_id))
        last.undone_at = clock.now()
        last.save(update_fields=("undone_at",))
        row.state = "open"
        row.save(update_fields=("state",))
        concluded.tell_anew((finding_id,), by=reader.name)
        chain.note(reader, "decide-undo", str(finding_id), verdict=last.verdict)


def _visible(finding_id: int, reader: Reader) -> Finding:
    row = visible_findings(reader).select_for_update().filter(pk=finding_id).first()
    if row is None:
        message = f"no finding {finding_id}"
        raise NotFound(message, finding=str(finding_id))
    return row
