"""Write the report of a case to the financial intelligence unit: of its payments, valid under the unit's profile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from jisr.errors import Conflict, NotFound, WrongUse
from jisr.formats import goaml
from jisr.node import chain, clock, observations
from jisr.node.convert import dumps, typed
from jisr.node.models import Case, CaseStep, Dependence, FiledReport, Record
from jisr.node.money_book import DIGITS, KIND
from jisr.node.money_evidence import SCHEMA
from jisr.node.observations import Wish
from jisr.node.queries.cases import visible_cases
from jisr.node.queries.reader import visible_markings
from jisr.node.store import write
from jisr.sharing import Reader, Role, require

PROFILES = goaml.profiles()
_INDICATORS = {"payment-hit": "TF-NAME", "account-hit": "TF-NAME", "travel-rule": "TF-SILENT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWish:
    """What a report needs beside its payments. `entity`, `user`: as the unit numbers us.

    `rates`: of the local currency for one unit of another. `indicators`: () those that the kinds of the findings say.
    """

    entity: int
    user: str
    reason: str
    profile: str = "sample"
    currency: str = "USD"
    action: str = ""
    branch: str = ""
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    indicators: tuple[str, ...] = ()


def report(number: int, wish: ReportWish, *, reader: Reader) -> int:
    """Write the report of a case that two persons decided to report; the id of the report. It is kept as it left.

    Raises `NotAllowed`, `NotFound`, `Conflict` (not decided), `WrongUse` (it would break the profile: nothing is kept).
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    case = _case(number, reader)
    filing = _filing(case, wish, reader)
    body = goaml.write(filing, profile=wish.profile)
    if found := goaml.faults(body, profile=wish.profile):
        told = "; ".join(f"{one.path}: {one.code} {one.value}".strip() for one in found[:5])
        message = f"the report would break the profile {wish.profile}: {told}"
        raise WrongUse(message, profile=wish.profile, faults=told)
    digest = hashlib.sha256(body).hexdigest()
    with write():
        row = FiledReport.objects.create(
            case=case,
            profile=wish.profile,
            reference=filing.reference,
            body=body,
            digest=digest,
            by=reader.name,
            at=clock.now(),
        )
        facts = {"report": str(row.pk), "sha256": digest}
        CaseStep.objects.create(
            case=case, step="report", text=filing.reference, facts=dumps(facts), by=reader.name, at=clock.now()
        )
        chain.note(reader, "write-report", str(number), profile=wish.profile, sha256=digest)
    return row.pk


def _case(number: int, reader: Reader) -> Case:
    row = visible_cases(reader=reader).filter(pk=number).first()
    if row is None:
        message = f"no case {number}"
        raise NotFound(message, case=str(number))
    if (row.state, row.outcome) != ("closed", "report"):
        message = f"case {number} was not decided by two persons to be reported"
        raise Conflict(message, case=str(number), state=row.state)
    return row


def _filing(case: Case, wish: ReportWish, reader: Reader) -> goaml.Filing:
    held = [(one.finding_id, one.finding.kind) for one in case.held.select_related("finding")]
    rows = _payments([finding for finding, _ in held], reader)
    missing = {str(row["currency"]) for row in rows} - {wish.currency, *wish.rates}
    if missing:
        message = f"a rate is needed for {', '.join(sorted(missing))}: how much {wish.currency} is one unit of it?"
        raise WrongUse(message, field="rates", currencies=",".join(sorted(missing)))
    if not rows:
        message = "the findings of the case rest on no payment that you may see"
        raise WrongUse(message, case=str(case.pk))
    told = wish.indicators or tuple(sorted({_INDICATORS.get(kind, "TF-SHAPE") for _, kind in held}))
    before = FiledReport.objects.filter(case=case).count()
    return goaml.Filing(
        entity=wish.entity,
        user=typed(wish.user),
        reference=f"case-{case.pk}-{before + 1}",
        at=clock.now(),
        currency=wish.currency,
        reason=typed(wish.reason),
        action=typed(wish.action),
        branch=typed(wish.branch),
        indicators=told,
        transfers=tuple(_transfer(row, wish) for row in rows),
    )


def _payments(findings: list[int], reader: Reader) -> list[dict[str, object]]:
    """The payments that these findings rest on, in order of time; only their days are read."""
    markings = visible_markings(reader)
    wanted = Dependence.objects.filter(finding__in=findings).values("record")
    records = Record.objects.filter(pk__in=wanted, schema=SCHEMA, marking__in=markings)
    said = [orjson.loads(text) for text in records.values_list("properties", flat=True)]
    if not said:
        return []
    keys = sorted({one["recordId"][0] for one in said})
    days = sorted(date.fromisoformat(one["date"][0][:10]) for one in said)
    wish = Wish(kind=KIND, known=clock.now(), markings=markings, since=days[0], until=days[-1] + timedelta(days=1))
    table = observations.read(wish)
    rows: list[dict[str, object]] = table.filter(pc.is_in(table.column("key"), pa.array(keys))).to_pylist()
    return rows


def _transfer(row: Mapping[str, object], wish: ReportWish) -> goaml.Transfer:
    def text(name: str) -> str:
        return str(row[name] or "")

    currency = text("currency")
    return goaml.Transfer(
        number=text("key"),
        at=observations.instant(row["at"]),
        amount=Decimal(int(str(row["amount"]))).scaleb(-DIGITS.get(currency, 0)),
        currency=currency,
        rate=Decimal(1) if currency == wish.currency else wish.rates[currency],
        channel=text("channel"),
        text=" ".join(filter(None, (text("text"), text("reference")))),
        payer=_end(text, "payer"),
        payee=_end(text, "payee"),
    )


def _end(text: Callable[[str], str], end: str) -> goaml.End:
    told = {name: text(f"{end}_{name}") for name in ("name", "account", "bank", "country")}
    told["country"] = told["country"] or told["bank"][4:6]
    return goaml.End(**told)
