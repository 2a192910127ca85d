"""How does a record become unusable everywhere at once?  Its content goes, in every version; a tombstone stays.

The rows stay, so that what relied on them can say so; they hold no name, no property, no key any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from jisr.node import lexicon_shelf, name_index
from jisr.node.models import Batch, LogEntry, Record, RecordKey

STANDS = ~Q(closed_why="withdrawn")
"""Record versions whose content was not taken back: every question about content asks for these."""
_CHUNK = 400


def erase(things: Iterable[str], *, batch: Batch, at: datetime) -> None:
    """Take the content of every version of these things away. Inside a write, after what relied on them was told."""
    for chunk in _chunks(things):
        rows = Record.objects.filter(thing__in=chunk)
        RecordKey.objects.filter(record__in=rows.values("pk")).delete()
        gone = frozenset(map(str, rows.values_list("pk", flat=True)))
        transaction.on_commit(partial(name_index.erase, gone))
        transaction.on_commit(lexicon_shelf.forget)
        rows.filter(known_to=None).update(known_to=at, closed_by=batch)
        rows.update(
            properties="{}", caption="", about="", valid_from="", valid_to="", announced="", closed_why="withdrawn"
        )


def forget_bodies(origin: str, rids: Iterable[str]) -> None:
    """Take the content out of the log as well; the chain binds its digest and stays whole. Inside a write."""
    for chunk in _chunks(rids):
        LogEntry.objects.filter(origin=origin, rid__in=chunk, kind="put").update(body="")


def _chunks(items: Iterable[str]) -> Iterable[list[str]]:
    everything = sorted(items)
    return (everything[start : start + _CHUNK] for start in range(0, len(everything), _CHUNK))
