"""Who did or read what?  A chain of lines that shows any change of any line; `note` writes the next one.

An entry's digest is SHA-256 over the digest before it and the JSON of its number, time, actor, act, subject and facts.
The last number and digest are noted beside the chain, so that a missing end shows too. Facts never hold secrets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import orjson
from django.db import connection

from jisr.node import clock
from jisr.node.convert import dumps, typed
from jisr.node.models import AuditEntry, Setting
from jisr.node.store import insert, write
from jisr.sharing import Reader

START = "0" * 64
_HEAD = "audit-head"


def note(reader: Reader, act: str, subject: str = "", /, **facts: str) -> None:
    """Append a line, in the caller's transaction if there is one."""
    notes(reader, act, ((subject, facts),))


def notes(reader: Reader, act: str, lines: Sequence[tuple[str, Mapping[str, str]]], /) -> None:
    """Append a line for each subject with its facts, as `note` would one after another, by two statements."""
    with write():
        number, digest = _head_locked()
        at, rows = clock.now().isoformat(timespec="microseconds"), []
        for subject, facts in lines:
            number += 1
            entry = AuditEntry(
                number=number,
                at=at,
                actor=typed(reader.name),
                act=act,
                subject=typed(subject)[:300],
                facts=dumps({name: typed(value) for name, value in facts.items()}),
                previous=digest,
            )
            entry.digest = digest = digest_of(entry)
            rows.append([getattr(entry, name) for name in _COLUMNS])
        insert(AuditEntry, _COLUMNS, rows)
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [f"{number} {digest}", _HEAD])


_COLUMNS = ("number", "at", "actor", "act", "subject", "facts", "previous", "digest")
_MOVE = "UPDATE node_setting SET value = %s WHERE key = %s"
_LOOK = "SELECT value FROM node_setting WHERE key = %s"  # by hand: a line is written with every question


def _head_locked() -> tuple[int, str]:
    """Where the chain stands. Locked: on SQLite by the gate, elsewhere the row itself is the queue."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK if connection.vendor == "sqlite" else f"{_LOOK} FOR UPDATE", [_HEAD])
        row: tuple[str] | None = cursor.fetchone()
    if row is None:
        Setting.objects.get_or_create(key=_HEAD)
        return _head_locked()
    number, digest = row[0].split() if row[0] else ("0", START)
    return int(number), digest


def digest_of(entry: AuditEntry) -> str:
    """The digest an entry must carry."""
    body = [entry.number, entry.at, entry.actor, entry.act, entry.subject, entry.facts]
    return hashlib.sha256(entry.previous.encode() + orjson.dumps(body)).hexdigest()


def head() -> str:
    """The number and digest of the last line, as noted beside the chain; "" before the first."""
    return next(iter(Setting.objects.filter(key=_HEAD).values_list("value", flat=True)), "")


def entries() -> Iterator[AuditEntry]:
    """Every entry, the oldest first, without loading them all at once."""
    return AuditEntry.objects.order_by("number").iterator(chunk_size=2000)
