"""Where do observations lie?  In columns: a Parquet file a delivery, kind and day, beside the store of records.

A file is written whole under its digest before the delivery's row is committed, and read only while that row says that
the delivery is loaded; so a stop at any moment leaves all of a delivery or nothing of it. The kinds and their columns
stand in `tables/observations.csv`.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db.models import QuerySet

from jisr.node.deliveries import write_whole
from jisr.node.models import Batch, Observed
from jisr.records import Observation, columns_of

_PLACED = (
    ("key", pa.string()),
    ("at", pa.int64()),
    ("file", pa.string()),
    ("line", pa.int32()),
    ("xpath", pa.string()),
)
_TYPES = {"text": pa.string(), "number": pa.int64()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for: as known at `known`, under `markings`, from the day `since` to before `until`.

    `batch`: of that delivery alone.
    """

    kind: str
    known: datetime
    markings: Sequence[int]
    since: date | None = None
    until: date | None = None
    batch: int = 0


def store(observed: Iterable[Observation], batch: Batch) -> None:
    """Write what a delivery observed. Inside a write: the files first, then the rows that let them be seen."""
    days: defaultdict[tuple[str, date], list[Observation]] = defaultdict(list)
    for one in observed:
        days[one.kind, one.at.date()].append(one)
    rows = []
    for (kind, day), found in sorted(days.items()):
        digest = _write(_table(kind, found))
        rows.append(Observed(batch=batch, kind=kind, day=day, file=digest, rows=len(found)))
    Observed.objects.bulk_create(rows)


def _schema(kind: str) -> pa.Schema:
    return pa.schema([*_PLACED, *((name, _TYPES[form]) for name, form in columns_of(kind).items())])


def _table(kind: str, found: list[Observation]) -> pa.Table:
    """In order of time; a column that is not told is null."""
    found.sort(key=lambda one: (one.at, one.key))
    columns: dict[str, list[str | int | None]] = {
        "key": [one.key for one in found],
        "at": [int(one.at.timestamp()) for one in found],
        "file": [one.place.file for one in found],
        "line": [one.place.line for one in found],
        "xpath": [one.place.xpath for one in found],
    }
    for name in columns_of(kind):
        columns[name] = [one.values.get(name) for one in found]
    return pa.table(columns, schema=_schema(kind))


def _write(table: pa.Table) -> str:
    room = io.BytesIO()
    pq.write_table(table, room, compression="zstd")
    data = room.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        write_whole(path, data)
    return digest


def _path(digest: str) -> Path:
    return Path(settings.JISR_DATA) / "observations" / digest[:2] / f"{digest}.parquet"


def _files(wish: Wish) -> QuerySet[Observed]:
    """The files that a question reads: no other day, no delivery that is not loaded, known or allowed."""
    rows = Observed.objects.filter(
        kind=wish.kind, batch__state="loaded", batch__received__lte=wish.known, batch__marking__in=wish.markings
    )
    if wish.batch:
        rows = rows.filter(batch=wish.batch)
    if wish.since:
        rows = rows.filter(day__gte=wish.since)
    return rows.filter(day__lt=wish.until) if wish.until else rows


def newest(wish: Wish, rows: int) -> date | None:
    """The day from which on there are so many rows; None: there are fewer in all."""
    found = 0
    for day, number in _files(wish).order_by("-day").values_list("day", "rows").iterator(2000):
        found += number
        if found >= 2 * rows:  # twice: the same one may come from two banks
            return day
    return None


def read(wish: Wish) -> pa.Table:
    """What was observed, in order of time, with the `batch` of each row; the same key twice: as it was known first."""
    rows = _files(wish)
    pieces = []
    for file, batch in rows.order_by("batch__received", "batch", "day").values_list("file", "batch"):
        table = pq.read_table(_path(file), schema=_schema(wish.kind))
        pieces.append(table.append_column("batch", pa.array([batch] * len(table), pa.int64())))
    if not pieces:
        return _schema(wish.kind).append(pa.field("batch", pa.int64())).empty_table()
    return _once(pa.concat_tables(pieces)).sort_by([("at", "ascending"), ("key", "ascending")])


def columns(kind: str, file: str, wanted: Sequence[str]) -> pa.Table:
    """Some columns of one file, by its digest."""
    return pq.read_table(_path(file), columns=list(wanted), schema=_schema(kind))


def without(kind: str, file: str, *, keep: Sequence[str]) -> str:
    """Write a file again with none of its columns but these and its places; the digest of the new one."""
    table = pq.read_table(_path(file), schema=_schema(kind))
    stay = {*keep, *(name for name, _ in _PLACED)}
    for at, field in enumerate(table.schema):
        if field.name not in stay:
            table = table.set_column(at, field, pa.nulls(len(table), field.type))
    return _write(table)


def _once(table: pa.Table) -> pa.Table:
    first: dict[str, int] = {}
    for place, key in enumerate(table.column("key").to_pylist()):
        first.setdefault(key, place)
    return table if len(first) == len(table) else table.take(pa.array(list(first.values()), pa.int64()))


def instant(seconds: object) -> datetime:
    """The instant of a row's `at`, UTC."""
    return datetime.fromtimestamp(int(str(seconds)), UTC)


def let_go(batch: Batch) -> tuple[str, ...]:
    """The delivery holds nothing any more; the digests of what it held. Inside a write."""
    held = tuple(Observed.objects.filter(batch=batch).values_list("file", flat=True))
    Observed.objects.filter(batch=batch).delete()
    return held


def forget(digests: Iterable[str]) -> None:
    """Away with the files that no delivery holds."""
    for digest in digests:
        if not Observed.objects.filter(file=digest).exists():
            _path(digest).unlink(missing_ok=True)
