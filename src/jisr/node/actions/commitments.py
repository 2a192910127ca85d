"""Enter a promise; tell what became of it; a second person approves or refuses. Nothing is ever edited."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

import orjson

from jisr import tables
from jisr.errors import Conflict, NeedsSecond, NotFound, Unreadable, WrongUse
from jisr.node import chain, clock
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.convert import typed
from jisr.node.models import CommitmentStep, Record
from jisr.node.queries.commitments import FACT, SCHEMA, STATUSES
from jisr.node.queries.reader import visible_markings
from jisr.node.store import queue, write
from jisr.node.values import BatchRow
from jisr.records import Marking, When
from jisr.sharing import Reader, Role, require

FIELDS = (
    *("title", "promisor", "promisee", "instrument", "article", "quote", "language", "offset"),
    *("measure", "condition", "given", "due"),
)
_CODE = 3  # letters of a currency
_FORMAT = "commitments-csv"
_ACTS = {"approved": "commitment-approved", "refused": "commitment-refused"}


def enter(said: Mapping[str, str], *, reader: Reader, marking: str = "TLP:AMBER") -> BatchRow:
    """Bring one promise in, by hand, through the same door as a table of them. Raises `NotAllowed`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    row = {field: typed(said.get(field, "")).strip() for field in FIELDS}
    for field in ("title", "promisor"):
        if not row[field]:
            message = f"a commitment needs its {field}"
            raise WrongUse(message, field=field)
    for field in ("given", "due"):
        _day(row[field], field)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=FIELDS)
    writer.writeheader()
    writer.writerow(row)
    wanted = Wanted(format=_FORMAT, source="commitments-by-hand", marking=Marking.read(marking))
    return ingest((("commitment.csv", out.getvalue().encode()),), reader=reader, wanted=wanted)


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return When.read(text).first.date()
    except Unreadable as error:
        message = f"{text!r} is no day: write it as 2025-11-06"
        raise WrongUse(message, field=field) from error


def tell(thing: str, said: Mapping[str, str], *, reader: Reader, record: int | None = None) -> int:
    """Say what became of a promise, or of the common work; it counts when a second person approved it. The step.

    `said`: status, as_of (a day), why, evidence (an address or words; "" says there is none); of the common work also
    step (a milestone, or whose position) and amount with currency. `record`: an id that shows it. Raises `NotAllowed`,
    `NotFound`, `WrongUse`.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    status, why = said.get("status", ""), typed(said.get("why", "")).strip()
    if not why:
        message = "say why: it is kept with the promise"
        raise WrongUse(message, field="why")
    as_of = _day(said.get("as_of", ""), "as_of") or clock.today()
    if as_of > clock.today():
        message = f"{as_of.isoformat()}: that day has not come yet"
        raise WrongUse(message, field="as_of")
    markings, step_said = visible_markings(reader), typed(said.get("step", "")).strip()
    amount, currency = said.get("amount", "").strip(), said.get("currency", "").strip().upper()
    if amount and not (amount.replace(".", "", 1).isdecimal() and currency.isalpha() and len(currency) == _CODE):
        message = "an amount is a number with a currency of three letters"
        raise WrongUse(message, field="amount")
    with write():
        _may_be(status, _there(thing, reader), step_said)
        if record is not None and not Record.objects.filter(pk=record, marking__in=markings).exists():
            message = f"no record {record}"
            raise NotFound(message, record=str(record))
        step = CommitmentStep.objects.create(
            thing=thing,
            status=status,
            as_of=as_of,
            why=why,
            evidence=typed(said.get("evidence", "")).strip(),
            record_id=record,
            step=step_said,
            amount=amount,
            currency=currency,
            by=reader.name,
            at=clock.now(),
        )
        chain.note(reader, "commitment-step", thing, status=status, as_of=as_of.isoformat(), why=why)
    return step.pk


def approve(number: int, *, reader: Reader, why: str) -> None:
    """The second person's yes. Raises `NotAllowed`, `NeedsSecond`, `NotFound`, `Conflict`, `WrongUse`."""
    _second(number, reader, "approved", why)


def refuse(number: int, *, reader: Reader, why: str) -> None:
    """The second person's no: the step stays in the history and does not count. Raises as `approve`."""
    _second(number, reader, "refused", why)


def _second(number: int, reader: Reader, verdict: str, why: str) -> None:
    require(reader, Role.SUPERVISOR)
    if not typed(why).strip():
        message = "say why: it is kept with the promise"
        raise WrongUse(message, field="why")
    with write():
        queue("commitments")
        step = CommitmentStep.objects.filter(pk=number).first()
        if step is None:
            message = f"no step {number}"
            raise NotFound(message, step=str(number))
        _there(step.thing, reader)
        if step.verdict != "waiting":
            message = f"step {number} is {step.verdict} already"
            raise Conflict(message, step=str(number), state=step.verdict)
        if step.by.removeprefix("terminal:") == reader.name.removeprefix("terminal:"):
            message = "who told it may not be the second person"
            raise NeedsSecond(message, step=str(number))
        step.verdict, step.second, step.second_why, step.second_at = (
            verdict,
            reader.name,
            typed(why).strip(),
            clock.now(),
        )
        step.save(update_fields=("verdict", "second", "second_why", "second_at"))
        chain.note(reader, _ACTS[verdict], step.thing, step=str(number), why=typed(why).strip())


def _there(thing: str, reader: Reader) -> str:
    """Its kind of the common work; "" for a promise."""
    rows = Record.objects.filter(thing=thing, schema__in=(SCHEMA, FACT), known_to=None)
    row = rows.filter(marking__in=visible_markings(reader)).first()
    if row is None:
        message = f"no commitment {thing!r}"
        raise NotFound(message, thing=thing)
    return "" if row.schema == SCHEMA else orjson.loads(row.properties).get("kind", ("",))[0]


def _may_be(status: str, kind: str, step: str) -> None:
    known = {row["status"]: row for row in tables.rows("common_statuses") if row["kind"] == kind}
    names = tuple(known) if kind else STATUSES
    if status not in names:
        message = f"no status {status!r}: one of {', '.join(names)}"
        raise WrongUse(message, field="status")
    if kind and known[status]["moves"] == "n" and not step:
        message = "say which milestone, or whose position"
        raise WrongUse(message, field="step")
