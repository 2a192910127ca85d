"""How is a change written so that nobody waits long and nothing is half done?

SQLite takes one writer at a time and lets a crowd of them starve one another; a file lock before the transaction makes
them queue (measured in decisions/0002). PostgreSQL needs no gate. No network call and no long computing inside.
"""

from __future__ import annotations

import fcntl
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction


@contextmanager
def write() -> Iterator[None]:
    """One short write transaction: all of it or nothing. Inside another one it joins it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _gate().open("ab") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            with transaction.atomic():
                yield
    else:
        with transaction.atomic():
            yield


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


def moment(instant: datetime | None) -> object:
    """An instant as the database wants it in a raw statement."""
    return connection.ops.adapt_datetimefield_value(instant.astimezone(UTC) if instant else None)


def instant(value: datetime | str) -> datetime:
    """An instant as a raw statement gives it, aware: SQLite keeps UTC without saying so."""
    said = datetime.fromisoformat(value) if isinstance(value, str) else value
    return said if said.tzinfo else said.replace(tzinfo=UTC)
