"""How does a row become a value of `records`, and back?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from jisr import tables
from jisr.node import models
from jisr.node.values import Source
from jisr.records import TLP, Marking, Place, Reason, Record, Validity, When

_UNRANKED = 7  # after every list the table knows, before what only speaks of listings


def dumps(value: object) -> str:
    """Canonical JSON text: keys sorted, so equal values are equal text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def typed(text: str) -> str:
    """What somebody typed, fit to be kept: without halves of characters and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def properties_of(row: models.Record) -> Mapping[str, tuple[str, ...]]:
    """The properties of a record version."""
    body: dict[str, list[str]] = orjson.loads(row.properties)
    return {name: tuple(values) for name, values in body.items()}


def record_of(row: models.Record) -> Record:
    """The record as the pure rooms know it."""
    return Record(
        source=row.source,
        key=row.thing.partition(":")[2],
        schema=row.schema,
        properties=properties_of(row),
        place=place_of(row),
        validity=Validity(begins=_when(row.valid_from), ends=_when(row.valid_to)),
        marking=marking_of(row.marking),
        announced=_when(row.announced),
    )


def _when(text: str) -> When | None:
    return When.read(text) if text else None


def place_of(row: models.Record) -> Place:
    """Where in its delivery a record stood."""
    body: dict[str, Any] = orjson.loads(row.place)
    return Place(**body)


def place_text(place: Place) -> str:
    """The JSON kept for a place."""
    body = {
        "file": place.file,
        "line": place.line,
        "xpath": place.xpath,
        "start": place.start,
        "end": place.end,
    }
    return dumps({name: value for name, value in body.items() if name == "file" or value not in {None, ""}})


def marking_of(row: models.Marking) -> Marking:
    """The marking as the pure rooms know it."""
    return Marking(
        tlp=TLP(row.tlp),
        releasable_to=tuple(filter(None, row.releasable_to.split(","))),
        purposes=tuple(filter(None, row.purposes.split(","))),
        retain_until=row.retain_until,
        named=tuple(filter(None, row.named.split(","))),
        onward=None if row.onward is None else tuple(filter(None, row.onward.split(","))),
        expires=row.expires,
    )


def marking_row(marking: Marking) -> models.Marking:
    """The one row of a marking, made if new. Inside a write."""
    row, _ = models.Marking.objects.get_or_create(
        text=str(marking),
        defaults={
            "tlp": marking.tlp.value,
            "releasable_to": ",".join(marking.releasable_to),
            "purposes": ",".join(marking.purposes),
            "retain_until": marking.retain_until,
            "named": ",".join(marking.named),
            "onward": None if marking.onward is None else ",".join(marking.onward),
            "expires": marking.expires,
        },
    )
    return row


def reasons_text(reasons: Iterable[Reason]) -> str:
    """The JSON kept for reasons."""
    return dumps([{"code": r.code, "weight": r.weight, "facts": [list(fact) for fact in r.facts]} for r in reasons])


def reasons_of(text: str) -> tuple[Reason, ...]:
    """Reasons from their JSON."""
    return tuple(
        Reason(code=item["code"], weight=item["weight"], facts=tuple((name, value) for name, value in item["facts"]))
        for item in orjson.loads(text)
    )


def facts_of(text: str) -> tuple[tuple[str, str], ...]:
    """Facts from their JSON, in the order of their names."""
    return tuple((name, str(value)) for name, value in sorted(orjson.loads(text).items()))


def as_known(rows: Iterable[models.Record], known: datetime) -> list[models.Record]:
    """The rows as the node knew them then: an end that came later is not told."""
    found = list(rows)
    for row in found:
        if row.known_to is not None and row.known_to > known:
            row.known_to, row.closed_by, row.closed_why = None, None, ""
    return found


def source_of(row: models.Record) -> Source:
    """Who said it and where: needs `batch` and `marking` joined."""
    return Source(
        record=row.pk,
        thing=row.thing,
        source=row.source,
        title=row.batch.title or row.source,
        batch=row.batch_id,
        place=str(place_of(row)),
        known_from=row.known_from,
        known_to=row.known_to,
        marking=row.marking.text,
    )


def rank(source: str) -> int:
    """Whose id names a party first (tables/sources.csv)."""
    return next((int(row["rank"]) for row in tables.rows("sources") if row["source"] == source), _UNRANKED)


def list_of(row: models.Record) -> str:
    """The list a record is of: what came by a member's log names in its thing whose it was there; `batch` joined."""
    return row.thing.split(":")[1] if row.batch.format == "jisr-log" else row.source


def jurisdiction(source: str) -> str:
    """Whose law a listing of this source is; the source's own name where the table knows no better."""
    return next((row["jurisdiction"] for row in tables.rows("sources") if row["source"] == source), source)


def jurisdiction_rank(name: str) -> int:
    """Whose law is told first: as its lists rank."""
    ranks = (int(row["rank"]) for row in tables.rows("sources") if row["jurisdiction"] == name)
    return min(ranks, default=_UNRANKED)
