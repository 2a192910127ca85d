"""Vet a candidate for a post by conduct alone: answers on a table's criteria, two persons, appeal, review."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from jisr import tables
from jisr.errors import Conflict, NeedsSecond, NotFound, Unreadable, WrongUse
from jisr.node import chain, clock, sheets
from jisr.node.convert import marking_row, typed
from jisr.node.models import Record, Vetting, VettingAnswer, VettingStep
from jisr.node.queries.reader import visible_markings
from jisr.node.store import queue, write
from jisr.records import TLP, Marking, When, is_forbidden
from jisr.sharing import Reader, Role, require

FIELDS = ("name", "born", "country", "post", "unit")
VERDICTS = ("met", "not-met", "unclear")
OUTCOMES = ("cleared", "conditional", "declined")
LONGEST = timedelta(days=3 * 366)  # until the next review
_MARKING = Marking(tlp=TLP.AMBER_STRICT)
_SPLIT = re.compile(r"[\W_]+")


def open_case(fields: Mapping[str, str], *, reader: Reader) -> int:
    """Open a case. `fields`: name and post, and born, country, unit. Returns its id.

    Raises `NotAllowed`, and `WrongUse` for any other field: one that nobody may be asked for says so.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    allowed(fields)
    said = {name: typed(value).strip() for name, value in fields.items()}
    if not said.get("name") or not said.get("post"):
        message = "a case needs the candidate's name and the post"
        raise WrongUse(message, field="name")
    if said.get("born"):
        _day(said["born"], "born")
    with write():
        row = Vetting.objects.create(
            **{name: said.get(name, "") for name in FIELDS},
            state="open",
            opened_by=reader.name,
            opened_at=clock.now(),
            marking=marking_row(_MARKING),
        )
        chain.note(reader, "vetting-open", str(row.pk), name=row.name, post=row.post)
    return row.pk


def open_file(file: str, data: bytes, *, reader: Reader) -> tuple[int, ...]:
    """Open a case for each row of a CSV or XLSX file, all or none. Raises as `open_case`, and `Unreadable`."""
    heading, *rows = sheets.read(file, data)
    columns = [" ".join(cell.lower().split()) for cell in heading]
    allowed(dict.fromkeys(columns, ""))
    for number, row in enumerate(rows, start=2):
        said = dict(zip(columns, row, strict=False))
        if not said.get("name") or not said.get("post"):
            raise Unreadable(source=file, place=f"line {number}", wanted="a name and a post")
    with write():
        return tuple(open_case(dict(zip(columns, row, strict=False)), reader=reader) for row in rows)


def allowed(fields: Mapping[str, str]) -> None:
    """Raise `WrongUse` for a field that is none of a case, above all for one that nobody may be asked for (law 9)."""
    for name in fields:
        if any(is_forbidden(word) for word in (name, *_SPLIT.split(name.lower())) if word):
            message = f"{name!r} may be asked of nobody: only conduct counts"
            raise WrongUse(message, field=name, rule="forbidden-field")
        if name not in FIELDS:
            message = f"no field {name!r}: a case has {', '.join(FIELDS)}"
            raise WrongUse(message, field=name)


def answer(number: int, criterion: str, *, reader: Reader, verdict: str, said: tuple[str, int | None]) -> None:
    """Answer one criterion. `said`: why, and the record it rests on, which what speaks against somebody needs.

    Raises `NotAllowed`, `NotFound`, `WrongUse`, `Conflict`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    why, record = said
    if criterion not in {row["code"] for row in tables.rows("vetting_criteria")}:
        message = f"no criterion {criterion!r}: only conduct by the table counts"
        raise WrongUse(message, criterion=criterion)
    if verdict not in VERDICTS or not why.strip():
        message = "an answer is met, not-met or unclear, and says why"
        raise WrongUse(message, verdict=verdict)
    if verdict == "not-met" and record is None:
        message = "what speaks against somebody must rest on a record that can be opened"
        raise WrongUse(message, field="record")
    if record is not None and not Record.objects.filter(pk=record, marking__in=visible_markings(reader)).exists():
        message = f"no record {record}"
        raise NotFound(message, record=str(record))
    with write():
        row = _case(number, reader)
        if row.state not in {"open", "appealed"}:
            message = f"case {number} is {row.state}: only an open one is answered"
            raise Conflict(message, case=str(number), state=row.state)
        VettingAnswer.objects.create(
            vetting=row,
            criterion=criterion,
            verdict=verdict,
            why=typed(why).strip(),
            record_id=record,
            by=reader.name,
            at=clock.now(),
        )
        chain.note(reader, "vetting-answer", str(number), criterion=criterion, verdict=verdict)


def propose(number: int, *, reader: Reader, outcome: str, why: str, review_on: str) -> None:
    """The first person's decision. It acts only when a second one approves.

    `cleared` needs every criterion met; `declined` one that is not. Raises as `answer`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if outcome not in OUTCOMES or not why.strip():
        message = f"a decision is one of {', '.join(OUTCOMES)}, and says why"
        raise WrongUse(message, outcome=outcome)
    day = _day(review_on, "review")
    if not clock.today() < day <= clock.today() + LONGEST:
        message = "it is reviewed on a day within three years from now"
        raise WrongUse(message, field="review")
    with write():
        queue("vetting")
        row = _case(number, reader)
        if row.state not in {"open", "appealed"}:
            message = f"case {number} is {row.state} already"
            raise Conflict(message, case=str(number), state=row.state)
        _fits(row, outcome)
        row.state, row.review_on = "proposed", day
        row.save(update_fields=("state", "review_on"))
        _step(row, reader, "propose", (outcome, why))


def approve(number: int, *, reader: Reader, why: str) -> str:
    """The second person's yes; returns the outcome. Raises `NeedsSecond` for who proposed or answered for it."""
    require(reader, Role.SUPERVISOR)
    with write():
        queue("vetting")
        row, proposal = _proposed(number, reader)
        _fits(row, proposal.outcome)
        row.state = proposal.outcome
        row.save(update_fields=("state",))
        _step(row, reader, "approve", (proposal.outcome, why))
    return row.state


def refuse(number: int, *, reader: Reader, why: str) -> None:
    """The second person's no: the case is open again. Raises as `approve`."""
    require(reader, Role.SUPERVISOR)
    with write():
        queue("vetting")
        row, proposal = _proposed(number, reader)
        row.state = "open"
        row.save(update_fields=("state",))
        _step(row, reader, "refuse", (proposal.outcome, why))


def appeal(number: int, *, reader: Reader, why: str) -> None:
    """The candidate appeals: the case is open again, for others than those who decided. Raises `Conflict`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    with write():
        row = _case(number, reader)
        if row.state not in OUTCOMES:
            message = f"case {number} is {row.state}: there is nothing to appeal yet"
            raise Conflict(message, case=str(number), state=row.state)
        row.state = "appealed"
        row.save(update_fields=("state",))
        _step(row, reader, "appeal", ("", why))


def _fits(row: Vetting, outcome: str) -> None:
    newest = {one.criterion: one.verdict for one in row.answers.order_by("pk")}
    missing = [one["code"] for one in tables.rows("vetting_criteria") if one["code"] not in newest]
    if missing:
        message = f"still without an answer: {', '.join(missing)}"
        raise Conflict(message, case=str(row.pk))
    if outcome == "cleared" and set(newest.values()) != {"met"}:
        message = "not every criterion is met: it can be conditional or declined"
        raise Conflict(message, case=str(row.pk))
    if outcome == "declined" and "not-met" not in newest.values():
        message = "no criterion is unmet: nobody is declined without one"
        raise Conflict(message, case=str(row.pk))


def _proposed(number: int, reader: Reader) -> tuple[Vetting, VettingStep]:
    row = _case(number, reader)
    proposal = row.steps.filter(step="propose").order_by("-pk").first()
    if row.state != "proposed" or proposal is None:
        message = f"case {number} is {row.state}: no decision waits for a second person"
        raise Conflict(message, case=str(number), state=row.state)
    before = {one.by for one in row.steps.filter(step__in=("propose", "approve"))} if _appealed(row) else {proposal.by}
    if reader.name.removeprefix("terminal:") in {name.removeprefix("terminal:") for name in before}:
        message = "who decided may not be the second person"
        raise NeedsSecond(message, case=str(number))
    return row, proposal


def _appealed(row: Vetting) -> bool:
    return row.steps.filter(step="appeal").exists()


def _step(row: Vetting, reader: Reader, step: str, said: tuple[str, str]) -> None:
    outcome, why = said
    if not why.strip():
        message = "say why: it is kept with the case"
        raise WrongUse(message, field="why")
    VettingStep.objects.create(
        vetting=row, step=step, outcome=outcome, why=typed(why).strip(), by=reader.name, at=clock.now()
    )
    chain.note(reader, f"vetting-{step}", str(row.pk), outcome=outcome, why=typed(why).strip())


def _day(text: str, field: str) -> date:
    try:
        return When.read(text).first.date()
    except Unreadable as error:
        message = f"{text!r} is no day: write it as 2027-11-06"
        raise WrongUse(message, field=field) from error


def _case(number: int, reader: Reader) -> Vetting:
    row = Vetting.objects.filter(pk=number, marking__in=visible_markings(reader)).first()
    if row is None:
        message = f"no case {number}"
        raise NotFound(message, case=str(number))
    return row
