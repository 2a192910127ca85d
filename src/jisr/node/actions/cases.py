"""Work a case: open it on findings, add to it, note, set tasks, and decide with four eyes how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jisr.errors import Conflict, NeedsSecond, NotFound, WrongUse
from jisr.node import chain, clock
from jisr.node.convert import dumps, typed
from jisr.node.models import Case, CaseFinding, CaseStep, Finding
from jisr.node.queries.cases import visible_cases
from jisr.node.queries.reader import visible_findings
from jisr.node.store import queue, write
from jisr.sharing import Reader, Role, require

OUTCOMES = ("report", "no-report")
_TLP = ("clear", "green", "amber", "amber+strict", "red")
_LONGEST = 8000


def open_case(title: str, numbers: Iterable[int], *, reader: Reader) -> int:
    """Open a case on findings; its id. Raises `NotAllowed`, `NotFound`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    wanted = sorted(set(numbers))
    title = _text(title, "title")
    if not wanted:
        message = "a case is opened on at least one finding"
        raise WrongUse(message, field="findings")
    with write():
        first, *others = (_finding(number, reader) for number in wanted)
        row = Case.objects.create(
            title=title[:300], state="open", opened_by=reader.name, opened_at=clock.now(), marking=first.marking
        )
        _step(row, reader, "open", title)
        for finding in (first, *others):
            _hold(row, finding, reader)
        chain.note(reader, "case-open", str(row.pk), findings=",".join(map(str, wanted)))
    return row.pk


def add(case: int, finding: int, *, reader: Reader) -> None:
    """Put a finding into an open case. Raises `NotAllowed`, `NotFound`, `Conflict`."""
    with write():
        row = _open(case, reader)
        _hold(row, _finding(finding, reader), reader)
        chain.note(reader, "case-add", str(case), finding=str(finding))


def note(case: int, text: str, *, reader: Reader) -> None:
    """Write something down in an open case. Raises as `add`."""
    with write():
        _step(_open(case, reader), reader, "note", _text(text, "text"))
        chain.note(reader, "case-note", str(case))


def task(case: int, text: str, *, reader: Reader, due: date | None = None) -> None:
    """Set a task in an open case. Raises as `add`."""
    with write():
        step = _step(_open(case, reader), reader, "task", _text(text, "text"))
        CaseStep.objects.filter(pk=step).update(due=due)
        chain.note(reader, "case-task", str(case), due=due.isoformat() if due else "")


def done(case: int, number: int, *, reader: Reader) -> None:
    """A task is done. Raises as `add`."""
    with write():
        row = _open(case, reader)
        if not row.steps.filter(pk=number, step="task", done_at=None).update(done_at=clock.now()):
            message = f"case {case} has no open task {number}"
            raise NotFound(message, task=str(number))
        _step(row, reader, "done", row.steps.get(pk=number).text)
        chain.note(reader, "case-task", str(case), done=str(number))


def propose(case: int, *, reader: Reader, outcome: str, why: str) -> None:
    """Propose how the case ends; it ends when another person agrees. Raises as `add`, `WrongUse`."""
    if outcome not in OUTCOMES:
        message = f"no outcome {outcome!r}: one of {', '.join(OUTCOMES)}"
        raise WrongUse(message, field="outcome")
    with write():
        queue("cases")
        row = _open(case, reader)
        row.state, row.outcome, row.proposed_by = "proposed", outcome, reader.name
        row.save(update_fields=("state", "outcome", "proposed_by"))
        _step(row, reader, "propose", _text(why, "why"), outcome=outcome)
        chain.note(reader, "case-propose", str(case), outcome=outcome, why=typed(why).strip())


def settle(case: int, *, reader: Reader, agree: bool, why: str) -> None:
    """The second person's word: the case ends, or is open again. Raises as `add`, `NeedsSecond`."""
    require(reader, Role.SUPERVISOR)
    with write():
        queue("cases")
        row = _case(case, reader)
        if row.state != "proposed":
            message = f"case {case} is {row.state}: nothing waits for a second person"
            raise Conflict(message, case=str(case), state=row.state)
        if reader.name.removeprefix("terminal:") == row.proposed_by.removeprefix("terminal:"):
            message = "who proposed it may not be the second person"
            raise NeedsSecond(message, case=str(case))
        row.state, row.settled_by = ("closed", reader.name) if agree else ("open", "")
        row.outcome = row.outcome if agree else ""
        row.save(update_fields=("state", "settled_by", "outcome"))
        _step(row, reader, "agree" if agree else "refuse", _text(why, "why"), outcome=row.outcome)
        chain.note(reader, "case-settle", str(case), agreed=str(agree), why=typed(why).strip())


def _hold(row: Case, finding: Finding, reader: Reader) -> None:
    _, new = CaseFinding.objects.get_or_create(case=row, finding=finding)
    if not new:
        return
    if _TLP.index(finding.marking.tlp) > _TLP.index(row.marking.tlp):
        row.marking = finding.marking
        row.save(update_fields=("marking",))
    _step(row, reader, "add", finding.title, finding=str(finding.pk))


def _step(row: Case, reader: Reader, step: str, text: str, **facts: str) -> int:
    made = CaseStep.objects.create(case=row, step=step, text=text, facts=dumps(facts), by=reader.name, at=clock.now())
    return made.pk


def _text(text: str, field: str) -> str:
    said = typed(text).strip()[:_LONGEST]
    if not said:
        message = "say it in words: it is kept with the case"
        raise WrongUse(message, field=field)
    return said


def _finding(number: int, reader: Reader) -> Finding:
    row = visible_findings(reader).filter(pk=number).select_related("marking").first()
    if row is None:
        message = f"no finding {number}"
        raise NotFound(message, finding=str(number))
    return row


def _case(number: int, reader: Reader) -> Case:
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    row = visible_cases(reader=reader).select_for_update().filter(pk=number).select_related("marking").first()
    if row is None:
        message = f"no case {number}"
        raise NotFound(message, case=str(number))
    return row


def _open(number: int, reader: Reader) -> Case:
    row = _case(number, reader)
    if row.state != "open":
        message = f"case {number} is {row.state}"
        raise Conflict(message, case=str(number), state=row.state)
    return row
