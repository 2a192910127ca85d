"""How is a change written so that nobody waits long and nothing is half done?

SQLite takes one writer at a time and lets a crowd of them starve one another; a file lock before the transaction makes
them queue (measured in decisions/0002). PostgreSQL needs no gate. No network call and no long computing inside.
"""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, models, transaction


@contextmanager
def write(*, durable: bool = False) -> Iterator[None]:
    """One short write transaction: all of it or nothing. Inside another one it joins it.

    `durable`: what it wrote outlives a power cut from the end of the block on. Every other write outlives a kill of the
    node; PostgreSQL keeps each through both.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _gate().open("ab") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            with transaction.atomic():
                yield
        if durable:
            _to_the_disk()
    else:
        with transaction.atomic():
            yield


def _to_the_disk() -> None:
    """Wait until the log of SQLite is on the disk: outside the gate, so that nobody else waits.

    In WAL mode with `synchronous=NORMAL` a commit is written and not yet synced (sqlite.org/wal.html).
    """
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    if log.exists():
        with log.open("rb") as file:
            os.fsync(file.fileno())


def queue(name: str) -> None:
    """Be the only one at this until the write ends: what is read now, nobody changes meanwhile. Inside a write.

    On SQLite the gate has seen to it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def _gate() -> Path:
    return Path(settings.JISR_DATA) / "write.gate"


@contextmanager
def bulk() -> Iterator[None]:
    """No cycle collector inside: it walks every new record again and again and finds nothing (a third of the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add many rows by one prepared statement; values as the database wants them (see `moment`)."""
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, tuple(columns), connection.vendor), rows)


@cache
def _statement(model: type[models.Model], columns: tuple[str, ...], _vendor: str) -> str:
    fields = {field.name: str(field.column) for field in model._meta.concrete_fields}  # noqa: SLF001  # documented API
    names = ", ".join(connection.ops.quote_name(fields[column]) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  # Django's documented API
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608  # no user value


def upsert(
    model: type[models.Model], values: Sequence[str], rows: Sequence[Sequence[Any]], *, key: Sequence[str]
) -> None:
    """Add rows, or write `values` anew where one of that `key` is there. A row: the key, then the values.

    Every other column of a new row has its default.
    """
    others = _others(model, (*key, *values))
    fixed = [value for _, value in others]
    columns = (*key, *values, *(name for name, _ in others))
    anew = ", ".join(f"{name} = excluded.{name}" for name in map(connection.ops.quote_name, values))
    at = ", ".join(map(connection.ops.quote_name, key))
    statement = f"{_statement(model, columns, connection.vendor)} ON CONFLICT ({at}) DO UPDATE SET {anew}"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*row, *fixed) for row in rows])


@cache
def _others(model: type[models.Model], named: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    """The columns that are not named, but the number, with their defaults."""
    fields = model._meta.concrete_fields  # noqa: SLF001  # Django's documented API
    rest = (field for field in fields if field.name not in named and not field.primary_key)
    return tuple((field.name, field.get_default()) for field in rest)


def some(
    model: type[models.Model], columns: Sequence[str], among: tuple[str, Iterable[str]], **same: str | None
) -> Sequence[tuple[Any, ...]]:
    """Plain rows, as the database gives them, whose column is among many texts, in the order of their numbers.

    `same`: columns that have these values (None: none). In one statement: the ORM takes longer over a thousand
    placeholders than the database over the rows.
    """
    where, values = _among(model, among, same)
    named = ", ".join(_column(model, name) for name in columns)
    statement = f"SELECT {named} FROM {_table(model)} WHERE {where} ORDER BY {_column(model, 'pk')}"  # noqa: S608  # no user value
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return found


def update_some(
    model: type[models.Model], anew: Mapping[str, Any], among: tuple[str, Iterable[str]], **same: str | None
) -> None:
    """Write these columns anew where another is among many texts; see `some`. Inside a write."""
    where, values = _among(model, among, same)
    told = ", ".join(f"{_column(model, name)} = %s" for name in anew)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_table(model)} SET {told} WHERE {where}", [*anew.values(), *values])  # noqa: S608  # no user value


def _among(
    model: type[models.Model], among: tuple[str, Iterable[str]], same: Mapping[str, str | None]
) -> tuple[str, list[Any]]:
    """The condition, and its values."""
    postgresql = connection.vendor == "postgresql"
    wanted = sorted(among[1])
    one_of = "= ANY(%s)" if postgresql else "IN (SELECT value FROM json_each(%s))"
    where = [f"{_column(model, name)} {'IS NULL' if value is None else '= %s'}" for name, value in same.items()]
    values = [value for value in same.values() if value is not None]
    where.append(f"{_column(model, among[0])} {one_of}")
    return " AND ".join(where), [*values, wanted if postgresql else orjson.dumps(wanted).decode()]


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  # Django's documented API


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)  # noqa: SLF001  # documented API
    return connection.ops.quote_name(str(field.column))  # type: ignore[union-attr]


def moment(instant: datetime | None) -> object:
    """An instant as the database wants it in a raw statement."""
    return _moment(instant, _vendor())


@cache
def _vendor() -> str:
    """A process has one kind of database; to ask the connection takes longer than the rest."""
    return connection.vendor


@lru_cache(maxsize=256)
def _moment(instant: datetime | None, _vendor: str) -> object:
    """The same few instants stand in every row of a delivery."""
    return connection.ops.adapt_datetimefield_value(instant.astimezone(UTC) if instant else None)


def instant(value: datetime | str) -> datetime:
    """An instant as a raw statement gives it, aware: SQLite keeps UTC without saying so."""
    said = datetime.fromisoformat(value) if isinstance(value, str) else value
    return said if said.tzinfo else said.replace(tzinfo=UTC)
