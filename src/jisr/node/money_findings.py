"""What is concluded of payments: a listed name, what a transfer fails to say, a shape. Each rests on payments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jisr import tables
from jisr.desks import money
from jisr.node import money_evidence
from jisr.node.convert import dumps
from jisr.node.found import New
from jisr.node.money_book import DESK, DIGITS, Book
from jisr.node.money_names import Named
from jisr.node.queries.clocks import clocks as clocks_of
from jisr.node.queries.reliefs import reliefs
from jisr.records import Reason
from jisr.sharing import Reader

_LICENCES = frozenset({"licence", "conditions"})
_TITLE = 200
_SILENCE = 0.4  # what a sender who never says all weighs: less than a name


def rules(*, on: bool) -> tuple[str, ...]:
    """The rules that are searched after every delivery, or those that are searched only when asked."""
    return tuple(row["rule"] for row in tables.rows("money_rules") if (row["on"] == "yes") is on)


def weight_of(rule: str) -> float:
    """How sure one is of what a rule finds before anybody looked."""
    return next((float(row["weight"]) for row in tables.rows("money_rules") if row["rule"] == rule), 0.5)


def of_name(found: Named, table: pa.Table, *, reader: Reader) -> New:
    """A listed party in payments: how much, since when, and the licence that may cover it. Inside a write."""
    rows = table.take(pa.array(found.rows[-money_evidence.MOST :], pa.int64())).to_pylist()
    told = [*found.reasons, _paid(table, found.rows)]
    relief_records: list[int] = []
    for relief in _licences(found.subject, rows, reader):
        told.append(relief[0])
        relief_records.append(relief[1])
    asked = {"name": found.words, "payments": str(len(found.rows))}
    return New(
        desk=DESK,
        kind=found.kind,
        subject=found.subject,
        about="",
        title=f"{found.words} ~ {found.caption}"[:_TITLE],
        score=found.score,
        reasons=tuple(told),
        records=(*money_evidence.rest_on(rows), *found.records, *relief_records),
        question=asked | ({"country": found.country} if found.country else {}),
        digest=_digest([found.kind, found.words, found.country, found.subject]),
    )


def _licences(subject: str, rows: Sequence[money_evidence.Row], reader: Reader) -> Iterable[tuple[Reason, int]]:
    """The reliefs in force on the last of these days, each with its record; whether a payment names it is said."""
    on = _day(max(int(str(row["at"])) for row in rows))
    texts = " ".join(f"{row.get('text') or ''} {row.get('reference') or ''}" for row in rows).casefold()
    for one in reliefs(subject, reader=reader, clocks=replace(clocks_of(), on=on)):
        if one.decides in _LICENCES and one.state == "in-force":
            named = one.id.rpartition(":")[2].casefold() in texts or one.title.casefold() in texts
            code = "money-licence-named" if named else "money-licence"
            facts = (("licence", one.title), ("until", one.expires or "–"))
            yield Reason(code=code, facts=facts), one.record


def _paid(table: pa.Table, rows: Sequence[int]) -> Reason:
    part = table.take(pa.array(rows, pa.int64()))
    return Reason(code="money-paid", facts=(("count", str(len(rows))), ("sum", _sums(part)), *_span(part)))


def _sums(part: pa.Table) -> str:
    summed = part.group_by("currency").aggregate([("amount", "sum")]).to_pylist()
    most = sorted(summed, key=lambda one: -one["amount_sum"])
    return "; ".join(money_evidence.amount_of(one["amount_sum"], one["currency"]) for one in most)


def _span(part: pa.Table) -> tuple[tuple[str, str], tuple[str, str]]:
    first, last = (_day(pc.min_max(part.column("at"))[end].as_py()) for end in ("min", "max"))
    return ("first", first.isoformat()), ("last", last.isoformat())


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


def of_silence(table: pa.Table) -> list[New]:
    """What transfers of a delivery fail to say, a finding a sending bank and delivery. Inside a write."""
    wires = table.filter(pc.invert(pc.is_in(pc.fill_null(table.column("channel"), ""), pa.array(["cash", "hawala"]))))
    if not len(wires):
        return []
    columns = sorted({column for duty in money.duties() for column in duty.any_of})
    told = {name: ~pc.is_null(wires.column(name)).to_numpy() for name in columns}
    missing = money.lacking(told, large_abroad=_large(wires) & _abroad(wires))
    code = np.zeros(len(wires), np.int64)
    for place, lacks in enumerate(missing.values()):
        code |= lacks.astype(np.int64) << place
    if not code.any():
        return []
    coded = pc.fill_null(wires.column("payer_bank"), "").combine_chunks().dictionary_encode()
    banks, numbers = coded.dictionary.to_pylist(), np.asarray(coded.indices)
    return [
        _silent(wires.filter(pa.array(numbers == place)), code[numbers == place], bank)
        for place, bank in enumerate(banks)
        if code[numbers == place].any()
    ]


def _large(wires: pa.Table) -> np.ndarray:
    currencies = wires.column("currency").combine_chunks().dictionary_encode()
    limits = np.array([money.limit_of(one) * 10 ** DIGITS.get(one, 0) for one in currencies.dictionary.to_pylist()])
    large: np.ndarray = wires.column("amount").to_numpy() >= limits[np.asarray(currencies.indices)]
    return large


def _abroad(wires: pa.Table) -> np.ndarray:
    """Two countries, or not told: by the country of the end, else that of its bank (ISO 9362, letters 5 and 6)."""
    ends = []
    for end in ("payer", "payee"):
        bank = pc.utf8_lower(pc.utf8_slice_codeunits(wires.column(f"{end}_bank"), 4, 6))
        ends.append(pc.coalesce(wires.column(f"{end}_country"), bank))
    same: np.ndarray = pc.fill_null(pc.equal(*ends), fill_value=False).to_numpy(zero_copy_only=False)
    return ~same


def _silent(wires: pa.Table, code: np.ndarray, bank: str) -> New:
    """One sender's transfers; the share that fails each duty is said."""
    silent = np.flatnonzero(code)
    reasons = []
    for place, duty in enumerate(money.duties()):
        number = int(((code >> place) & 1).sum())
        if number:
            facts = (("count", str(number)), ("all", str(len(wires))))
            reasons.append(Reason(code=f"travel-{duty.rule}", facts=facts))
    weight = round(_SILENCE * len(silent) / len(wires), 4)
    facts = (("count", str(len(silent))), ("all", str(len(wires))))
    reasons.insert(0, Reason(code="travel-share", weight=weight, facts=facts))
    rows = wires.take(pa.array(silent[: money_evidence.MOST], pa.int64())).to_pylist()
    return New(
        desk=DESK,
        kind="travel-rule",
        subject=f"bank:{bank or rows[0]['batch']}",
        about="",
        title=bank or str(rows[0]["file"]),
        score=weight,
        reasons=tuple(reasons),
        records=money_evidence.rest_on(rows),
        question={"payments": str(len(silent))},
        digest=_digest(["travel-rule", bank, str(rows[0]["batch"])]),
    )


def of_shape(book: Book, one: money.Match, *, settings: Sequence[money.Setting]) -> New:
    """A shape with its payments and what it was searched with. Inside a write."""
    places = [int(book.paid.given[place]) for place in one.payments]
    part = book.table.take(pa.array(places, pa.int64()))
    rows = part.slice(0, money_evidence.MOST).to_pylist()
    account, name = book.accounts[one.account], book.names[one.account]
    weight = weight_of(one.shape)
    touched = len({int(ends[place]) for ends in (book.paid.source, book.paid.target) for place in one.payments})
    facts = (("count", str(len(places))), ("sum", _sums(part)), ("accounts", str(touched)), *_span(part))
    searched = "; ".join(f"{each.parameter} {each.value:g} {each.unit}" for each in settings)
    return New(
        desk=DESK,
        kind=one.shape,
        subject=f"account:{account}"[:255],
        about="",
        title=(f"{name} · {account}" if name and name != account else account)[:_TITLE],
        score=weight,
        reasons=(
            Reason(code=f"shape-{one.shape}", weight=weight, facts=facts),
            Reason(code="shape-searched", facts=(("settings", searched),)),
        ),
        records=money_evidence.rest_on(rows),
        question={"account": account, "currency": book.currency, "payments": str(len(places))},
        digest=_digest([one.shape, book.currency, sorted(str(key) for key in part.column("key").to_pylist())]),
    )


def _digest(told: object) -> str:
    return hashlib.sha256(dumps(told).encode()).hexdigest()
