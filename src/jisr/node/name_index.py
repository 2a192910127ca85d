"""How does a question find its candidates among all names?

Blocking keys of every name of every record version, in a table: answers are right at once in every process, and as
known then. The index follows the records: `catch_up` adds what came since it last looked, so a stop in between loses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import orjson
from django.db.models import Q

from jisr import names
from jisr.identity import Profile, kind_of
from jisr.node.models import Batch, NameKey, Record
from jisr.node.store import bulk, insert, queue, write
from jisr.node.values import Clocks
from jisr.records import schema

_CHUNK = 2000
NAMES = ("name", "alias", "previousName", "abbreviation")
WEAK = ("weakAlias",)


@bulk()
def catch_up() -> int:
    """Index the deliveries that came since; returns how many records were looked at.

    By delivery, not by number: of two that are written at once the later numbers may be seen first.
    """
    looked = 0
    for batch in Batch.objects.filter(state="loaded", indexed=False).order_by("pk").values_list("pk", flat=True):
        rows = Record.objects.filter(batch=batch).values_list("pk", "schema", "properties")
        found = []
        for pk, kind, text in rows.iterator(chunk_size=_CHUNK):
            found += [(key, pk) for key in keys_of(kind, orjson.loads(text))]
            looked += 1
        with write():
            queue("names")
            if Batch.objects.filter(pk=batch, indexed=False).update(indexed=True):  # else another process was faster
                insert(NameKey, ("key", "record"), found)
    return looked


def keys_of(schema_name: str, properties: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Every blocking key of a record's names."""
    texts = {text for prop in (*NAMES, *WEAK) for text in properties.get(prop, ())}
    kinds = kinds_of(schema_name)
    return frozenset(key for kind in kinds for text in texts for key in names.keys(text, kind=kind))


@cache
def kinds_of(schema_name: str) -> tuple[names.Kind, ...]:
    """How a thing of this schema may be named: a legal entity as a person or as an organisation; () not at all."""
    exact = kind_of(schema_name)
    if exact is not None:
        return (exact,)
    return (names.Kind.PERSON, names.Kind.ORGANIZATION) if schema(schema_name).is_a("LegalEntity") else ()


def candidates(name: str, *, kind: names.Kind | None, clocks: Clocks, markings: list[int]) -> list[tuple[int, Profile]]:
    """The record versions (ids) known at `clocks.known` that share a key with the name, as far as comparing needs."""
    kinds = (kind,) if kind else tuple(names.Kind)
    keys = {key for one in kinds for key in names.keys(name, kind=one)}
    stood = Q(known_to=None) | Q(known_to__gt=clocks.known) | Q(closed_why="removed")
    rows = Record.objects.filter(
        stood,
        pk__in=NameKey.objects.filter(key__in=keys).values("record_id"),
        known_from__lte=clocks.known,
        marking__in=markings,
    )
    return [
        (pk, _profile(thing, schema_name, orjson.loads(text)))
        for pk, thing, schema_name, text in rows.values_list("pk", "thing", "schema", "properties")
        if kind is None or kind in kinds_of(schema_name)
    ]


def _profile(thing: str, schema_name: str, said: Mapping[str, list[str]]) -> Profile:
    """What the comparison of two parties needs of a record."""

    def every(*props: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for prop in props for value in said.get(prop, ())))

    return Profile(
        id=thing,
        schema=schema_name,
        names=every(*NAMES),
        weak_names=every(*WEAK),
        birth_dates=every("birthDate"),
        countries=frozenset(every("nationality", "citizenship", "country", "jurisdiction", "flag", "birthCountry")),
        documents=frozenset(every("passportNumber", "idNumber", "registrationNumber", "taxNumber", "imoNumber")),
        genders=frozenset(every("gender")),
    )
