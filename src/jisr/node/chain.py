"""Who did or read what?  A chain of lines that shows any change of any line; `note` writes the next one.

An entry's digest is SHA-256 over the digest before it and the JSON of its number, time, actor, act, subject and facts.
The last number and digest are noted beside the chain, so that a missing end shows too. Facts never hold secrets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import orjson
from django.db import connection

from jisr.node import clock
from jisr.node.convert import dumps, typed
from jisr.node.models import AuditEntry, Setting
from jisr.node.store import write
from jisr.sharing import Reader

START = "0" * 64
_HEAD = "audit-head"


def note(reader: Reader, act: str, subject: str = "", /, **facts: str) -> None:
    """Append a line, in the caller's transaction if there is one."""
    with write():
        row = _head_row()
        number, digest = row.value.split() if row.value else ("0", START)
        entry = AuditEntry(
            number=int(number) + 1,
            at=clock.now().isoformat(timespec="microseconds"),
            actor=typed(reader.name),
            act=act,
            subject=typed(subject)[:300],
            facts=dumps({name: typed(value) for name, value in facts.items()}),
            previous=digest,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        row.value = f"{entry.number} {entry.digest}"
        row.save(update_fields=("value",))


def _head_row() -> Setting:
    """Where the chain stands. Locked: on SQLite by the gate, elsewhere the row itself is the queue."""
    row, _ = Setting.objects.get_or_create(key=_HEAD)
    return row if connection.vendor == "sqlite" else Setting.objects.select_for_update().get(key=_HEAD)


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
