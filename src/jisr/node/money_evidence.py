"""How does a finding rest on payments?  On records of them, made when a finding first needs them.

So evidence is opened, marked, shared and ended like every record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from jisr import records
from jisr.node.convert import dumps, marking_of, place_text
from jisr.node.models import Batch, Record
from jisr.node.money_book import DIGITS
from jisr.records import Place, version_of

SCHEMA = "Payment"
MOST = 60  # payments one finding carries as evidence; it says of how many
_CHUNK = 500
_LONGEST = 100
Row = Mapping[str, object]


def amount_of(minor: int, currency: str) -> str:
    """`1,200.50 USD`: whole units and the digits that the currency has."""
    digits = DIGITS.get(currency, 0)
    return f"{minor / 10**digits:,.{digits}f} {currency}"


def rest_on(rows: Iterable[Row]) -> tuple[int, ...]:
    """The ids of the records of these payments, rows of the columns with their `batch`; the missing are made.

    Inside a write.
    """
    wanted = {thing_of(row): row for row in rows}
    known = _known(wanted)
    batches = {one.pk: one for one in Batch.objects.filter(pk__in={_number(row["batch"]) for row in wanted.values()})}
    fresh = [_row(row, batches[_number(row["batch"])]) for thing, row in wanted.items() if thing not in known]
    Record.objects.bulk_create(fresh, batch_size=_CHUNK)
    known |= _known([row.thing for row in fresh])
    return tuple(known[thing] for thing in wanted)


def thing_of(row: Row) -> str:
    """What the record of a payment is called, for ever."""
    key = str(row["key"])
    return f"payment:{key if len(key) <= _LONGEST else hashlib.sha256(key.encode()).hexdigest()}"


def _known(things: Iterable[str]) -> dict[str, int]:
    wanted = sorted(things)
    return {
        thing: pk
        for start in range(0, len(wanted), _CHUNK)
        for thing, pk in Record.objects.filter(
            thing__in=wanted[start : start + _CHUNK], schema=SCHEMA, known_to=None
        ).values_list("thing", "pk")
    }


def _row(row: Row, batch: Batch) -> Record:
    said = _said(row)
    record = records.Record(
        source=batch.source,
        key=thing_of(row).partition(":")[2],
        schema=SCHEMA,
        properties={name: (value,) for name, value in sorted(said.items()) if value},
        place=Place(file=_text(row, "file"), line=_number(row["line"]), xpath=_text(row, "xpath")),
        marking=marking_of(batch.marking),
    )
    return Record(
        thing=thing_of(row),
        source=batch.source,
        schema=SCHEMA,
        caption=f"{said['amount']} {said['currency']} · {_end(row, 'payer')} > {_end(row, 'payee')}",
        version=version_of(record),
        properties=dumps(record.properties),
        place=place_text(record.place),
        marking=batch.marking,
        batch=batch,
        known_from=batch.received,
        seen_from=batch.place,
    )


def _said(row: Row) -> dict[str, str]:
    currency = _text(row, "currency")
    digits = DIGITS.get(currency, 0)
    return {
        "amount": f"{_number(row['amount']) / 10**digits:.{digits}f}",
        "currency": currency,
        "date": datetime.fromtimestamp(_number(row["at"]), UTC).isoformat().replace("+00:00", "Z"),
        "transactionNumber": _text(row, "reference"),
        "purpose": _text(row, "purpose"),
        "description": f"{_end(row, 'payer')} > {_end(row, 'payee')}",
        "summary": _text(row, "text"),
        "recordId": _text(row, "key"),
    }


def _end(row: Row, end: str) -> str:
    """Whom the payment names there; a cash end has neither name nor account."""
    told = [_text(row, f"{end}_{part}") for part in ("name", "account", "bank")]
    return ", ".join(filter(None, told)) or "–"


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "")


def _number(value: object) -> int:
    return int(str(value or 0))
