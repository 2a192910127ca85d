"""What do records share?  Their numbers, what they point to, and short keys of their names: in a table, following them.

For what is looked up by many at once: programs that match, lists compared with lists. A person's question goes to the
index of names (name_index).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import orjson
from django.db.models import F, Sum

from jisr import names
from jisr.node import following
from jisr.node.models import Batch, Record, RecordKey
from jisr.node.name_index import NAMES, WEAK, kinds_of
from jisr.node.profiles import numbers, of_type
from jisr.node.store import bulk, insert, queue, write

WORK = "keys"
_CHUNK = 2000
_KEYS = 400


def waiting() -> int:
    """How many records of deliveries that came since are not indexed."""
    due = following.due(WORK)
    return Batch.objects.filter(pk__in=due).aggregate(count=Sum(F("added") + F("changed")))["count"] or 0


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
    """The keys of one record: its numbers, its names, and the things it points to."""
    pointed = {f"to:{value}" for prop in of_type(schema_name, "entity") for value in said.get(prop, ())}
    return own_keys(schema_name, said) | pointed


def own_keys(schema_name: str, said: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The keys by which the record is found for what it is: its numbers and its names."""
    texts = {text for prop in (*NAMES, *WEAK) for text in said.get(prop, ())}
    return numbers(said, schema_name) | name_keys(texts, kinds_of(schema_name))


def name_keys(texts: Iterable[str], kinds: Iterable[names.Kind]) -> frozenset[str]:
    """Keys that two spellings of one name share, of any of these kinds."""
    every = tuple(kinds)
    return frozenset(key for text in texts for kind in every for key in names.keys(text, kind=kind))


def holding(keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Of these keys, of names or of numbers, each with the records (ids) that hold it."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _KEYS):
        yield from RecordKey.objects.filter(key__in=wanted[start : start + _KEYS]).values_list("key", "record_id")
