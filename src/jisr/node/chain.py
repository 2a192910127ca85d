"""Who did or read what?  A chain of lines that shows any change of any line; `note` writes the next one.

An entry's digest is SHA-256 over the digest before it and the canonical JSON of its number, time, actor, act, subject
and facts. Facts never hold secrets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import orjson
from django.db import connection

from jisr.node import clock
from jisr.node.models import AuditEntry, Setting
from jisr.node.store import write
from jisr.sharing import Reader

START = "0" * 64
_HEAD = "audit-head"


def note(reader: Reader, act: str, subject: str = "", /, **facts: str) -> None:
    """Append a line, in the caller's transaction if there is one."""
    with write():
        if connection.vendor != "sqlite":  # SQLite's writers already queue; elsewhere the head is the queue
            Setting.objects.get_or_create(key=_HEAD)
            Setting.objects.select_for_update().get(key=_HEAD)
        last = AuditEntry.objects.order_by("-number").first()
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            at=clock.now().isoformat(timespec="microseconds"),
            actor=reader.name,
            act=act,
            subject=subject[:300],
            facts=orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode(),
            previous=last.digest if last else START,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)


def digest_of(entry: AuditEntry) -> str:
    """The digest an entry must carry."""
    facts: Mapping[str, str] = orjson.loads(entry.facts)
    body = [entry.number, entry.at, entry.actor, entry.act, entry.subject, facts]
    return hashlib.sha256(entry.previous.encode() + orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def entries() -> Iterator[AuditEntry]:
    """Every entry, the oldest first, without loading them all at once."""
    return AuditEntry.objects.order_by("number").iterator(chunk_size=2000)
