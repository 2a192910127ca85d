"""What is watched for news, and where else does a story stand?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import orjson
from django.db.models import Min, QuerySet

from jisr.errors import NotFound
from jisr.node import clock
from jisr.node.convert import marking_of
from jisr.node.models import NewsSource, Record, StoryCopy
from jisr.node.queries.reader import visible_markings
from jisr.node.values import AlsoIn, NewsSourceRow
from jisr.sharing import Reader, Role, require


def sources(*, reader: Reader) -> tuple[NewsSourceRow, ...]:
    """Every watched source, the newest first: those whose marking the reader may see. Raises `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.EXCHANGE)
    rows = NewsSource.objects.filter(removed_at=None, marking__in=visible_markings(reader))
    return tuple(row_of(row) for row in rows.select_related("marking").order_by("-pk"))


def source(number: int, *, reader: Reader) -> NewsSourceRow:
    """One of them. Raises `NotFound`, `NotAllowed`."""
    found = next((row for row in sources(reader=reader) if row.id == number), None)
    if found is None:
        message = f"no source {number}"
        raise NotFound(message, source=str(number))
    return found


def due_sources() -> tuple[NewsSourceRow, ...]:
    """The sources to look at now, for the job of the node."""
    rows = NewsSource.objects.filter(removed_at=None, next_at__lte=clock.now())
    return tuple(row_of(row) for row in rows.select_related("marking").order_by("next_at"))


def next_due() -> datetime | None:
    """When the next source is to be looked at; None: nothing is watched."""
    first: datetime | None = NewsSource.objects.filter(removed_at=None).aggregate(first=Min("next_at"))["first"]
    return first


def told_by(number: int) -> tuple[str, str, str]:
    """(ETag, Last-Modified, SHA-256) of what a feed gave last, for the next request."""
    row = NewsSource.objects.get(pk=number)
    return row.etag, row.modified, row.sha256


def row_of(row: NewsSource) -> NewsSourceRow:
    """The value of a source's row."""
    return NewsSourceRow(
        id=row.pk,
        kind=row.kind,
        address=row.address,
        marking=str(marking_of(row.marking)),
        every=row.every,
        added_by=row.added_by,
        added_at=row.added_at,
        looked_at=row.looked_at,
        next_at=row.next_at,
        error=row.error,
        came=row.came,
        total=row.total,
        batch=row.batch_id or 0,
    )


def also_in(thing: str, *, reader: Reader) -> tuple[AlsoIn, ...]:
    """The other articles that tell the same wire story, as far as the reader may see them; the nearest first."""
    return also_in_of((thing,), reader=reader).get(thing, ())


def copies(*, reader: Reader) -> tuple[tuple[str, AlsoIn], ...]:
    """Every copy the reader may see, with the article whose story it repeats: (the copy's thing, the first one)."""
    rows = _seen(reader).select_related("record", "first").order_by("pk")
    return tuple((row.record.thing, _also(row, row.first)) for row in rows)


def also_in_of(things: Iterable[str], *, reader: Reader) -> Mapping[str, tuple[AlsoIn, ...]]:
    """The same for several articles at once; those without a copy are left out."""
    seen, wanted = _seen(reader), set(things)
    out: dict[str, list[AlsoIn]] = {}
    for this, that in (("record", "first"), ("first", "record")):
        rows = seen.filter(**{f"{this}__thing__in": wanted}).select_related("record", "first")
        for row in rows:
            mine, other = getattr(row, this), getattr(row, that)
            out.setdefault(mine.thing, []).append(_also(row, other))
    return {thing: tuple(sorted(rows, key=lambda one: -one.contained)) for thing, rows in out.items()}


def _seen(reader: Reader) -> QuerySet[StoryCopy]:
    markings = visible_markings(reader)
    return StoryCopy.objects.filter(
        undone_at=None,
        record__known_to=None,
        first__known_to=None,
        record__marking__in=markings,
        first__marking__in=markings,
    )


def _also(row: StoryCopy, other: Record) -> AlsoIn:
    said = orjson.loads(other.properties)
    return AlsoIn(
        copy=row.pk,
        thing=other.thing,
        title=other.caption,
        publisher=next(iter(said.get("publisher", ())), ""),
        published=next(iter(said.get("publishedAt", ())), ""),
        shared=round(row.shared, 4),
        contained=round(row.contained, 4),
        agency=row.agency,
    )
