"""Where are the numbers of records, and what points to what?  Keys in a table, that follow the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import orjson

from jisr.node import following
from jisr.node.models import NameKey, Record, RecordKey
from jisr.node.profiles import numbers, of_type
from jisr.node.store import bulk, insert, queue, write

WORK = "keys"
_CHUNK = 2000
_KEYS = 400


@bulk()
def catch_up() -> int:
    """Index the deliveries that came since; returns how many records were looked at. Cheap when nothing is due."""
    looked = 0
    for batch in following.due(WORK):
        rows = Record.objects.filter(batch=batch).values_list("pk", "schema", "properties")
        found: list[tuple[str, int]] = []
        for pk, kind, text in rows.iterator(chunk_size=_CHUNK):
            found += [(key, pk) for key in keys_of(kind, orjson.loads(text))]
            looked += 1
        with write():
            queue("record-keys")
            if following.done(WORK, batch):
                insert(RecordKey, ("key", "record"), found)
    return looked


def keys_of(schema_name: str, said: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The keys of one record: its numbers, and the things it points to."""
    pointed = {f"to:{value}" for prop in of_type(schema_name, "entity") for value in said.get(prop, ())}
    return numbers(said, schema_name) | pointed


def holding(keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Of these keys, of names or of numbers, each with the records (ids) that hold it."""
    wanted = sorted(set(keys))
    for model in (NameKey, RecordKey):
        for start in range(0, len(wanted), _KEYS):
            yield from model.objects.filter(key__in=wanted[start : start + _KEYS]).values_list("key", "record_id")
