"""What came in, what was set aside, and where exactly was a record read?"""

from __future__ import annotations

import re
from itertools import islice

import orjson
from django.db.models import QuerySet

from jisr.errors import NotFound
from jisr.node import chain, deliveries
from jisr.node.convert import facts_of, place_of, properties_of, source_of
from jisr.node.models import Batch, Quarantined, Record
from jisr.node.parties import Parties
from jisr.node.queries.reader import visible_markings
from jisr.node.values import BatchPage, BatchRow, PieceRow, RecordPage
from jisr.records import Place, schema
from jisr.sharing import Reader, Role, require

_SHOWN = 200
_PIECE = 4000
_AROUND = 400
_ELEMENT = re.compile(r"([^/\[]+)\[(\d+)\]$")  # the last step of a path: its name and number


def batches(*, reader: Reader, limit: int = 50, before: int = 0, state: str = "") -> tuple[BatchRow, ...]:
    """Deliveries, the newest first. `before`: only those with a smaller id; `state`: only those."""
    require(reader, *Role)
    found: QuerySet[Batch] = Batch.objects.filter(marking__in=visible_markings(reader)).order_by("-pk")
    if before:
        found = found.filter(pk__lt=before)
    if state:
        found = found.filter(state=state)
    return tuple(row_of(row) for row in found[:limit])


def batch(number: int, *, reader: Reader) -> BatchPage:
    """One delivery, with what was set aside. Raises `NotFound`. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE)
    visible = visible_markings(reader)
    row = Batch.objects.filter(pk=number, marking__in=visible).first()
    if row is None:
        message = f"no delivery {number}"
        raise NotFound(message, batch=str(number))
    chain.note(reader, "read-delivery", str(number))
    brought = Record.objects.filter(batch=row, marking__in=visible).select_related("batch", "marking")
    return BatchPage(
        row=row_of(row),
        pieces=tuple(_piece_row(piece) for piece in row.pieces.order_by("pk")[:_SHOWN]),
        records=tuple(source_of(record) for record in brought.order_by("pk")[:_SHOWN]),
    )


def record(number: int, *, reader: Reader) -> RecordPage:
    """One record version and the very piece of the delivery it was read from. Raises `NotFound`. Audited."""
    visible = visible_markings(reader)
    rows = Record.objects.filter(marking__in=visible).select_related("batch", "marking")
    row = rows.filter(pk=number).first()
    if row is None:
        message = f"no record {number}"
        raise NotFound(message, record=str(number))
    chain.note(reader, "read-record", row.thing, record=str(number))
    kept = {file["name"]: file["sha256"] for file in orjson.loads(row.batch.files)}
    place = place_of(row)
    digest = kept.get(place.file, "")
    labels = schema(row.schema).properties
    return RecordPage(
        source=source_of(row),
        caption=row.caption,
        schema=row.schema,
        party=Parties(markings=visible).party_of(row.about or row.thing),
        properties=tuple(
            (name, labels[name].label if name in labels else name, values)
            for name, values in properties_of(row).items()
        ),
        file=place.file,
        file_sha256=digest,
        piece=_piece(digest, place),
        versions=tuple(source_of(other) for other in rows.filter(thing=row.thing).order_by("-known_from", "-pk")),
    )


def _piece(digest: str, place: Place) -> str:
    """The lines (or characters) of the delivery around a place, as text."""
    if not digest:
        return ""
    try:
        text = deliveries.read(digest).decode("utf-8", errors="replace")
    except NotFound:
        return ""
    if place.start is not None:
        return text[max(0, place.start - _AROUND) : (place.end or place.start) + _AROUND][:_PIECE]
    if place.line is None:
        return text[:_PIECE]
    named = _ELEMENT.search(place.xpath)
    if named is None:
        return "".join(text.split("\n")[place.line - 1 : place.line]).rstrip("\r")[:_PIECE]
    tag, number = named.groups()
    start = next(islice(re.finditer(rf"<{tag}[\s>]", text), int(number) - 1, None), None)
    return "".join(text[start.start() :].partition(f"</{tag}>")[:2])[:_PIECE] if start else ""


def row_of(row: Batch, *, again: bool = False) -> BatchRow:
    """The value of a delivery's row."""
    return BatchRow(
        id=row.pk,
        source=row.source,
        title=row.title or row.source,
        format=row.format,
        files=tuple(file["name"] for file in orjson.loads(row.files)),
        sha256=row.sha256,
        state=row.state,
        reason=row.reason,
        facts=facts_of(row.facts),
        edition=row.edition,
        received=row.received,
        loaded_at=row.loaded_at,
        by=row.by,
        added=row.added,
        changed=row.changed,
        removed=row.removed,
        unchanged=row.unchanged,
        quarantined=row.quarantined,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        settled_why=row.settled_why,
        again=again,
    )


def _piece_row(row: Quarantined) -> PieceRow:
    return PieceRow(
        id=row.pk,
        place=row.place,
        reason=row.reason,
        facts=facts_of(row.facts),
        piece=bytes(row.piece)[:_PIECE].decode("utf-8", errors="replace"),
        entry=row.entry,
    )
