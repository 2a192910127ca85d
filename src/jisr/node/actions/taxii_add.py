"""Put objects on a shelf: as the bytes they came in, in one durable write, numbered in the order of commits.

Nothing is parsed into records here: a job does that afterwards, so that whoever sends never waits for it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from jisr.formats.stix_envelope import Piece, marking_of, references
from jisr.node import chain, clock, models, taxii_terms
from jisr.node.actions import taxii_take
from jisr.node.convert import dumps
from jisr.node.own_name import node_name
from jisr.node.store import bulk, insert, queue, write
from jisr.node.taxii_posted import posted_of
from jisr.node.values import Caller, Posted, Shelf
from jisr.sharing import Reader

_COLUMNS = ("added", "collection", "by", "stix_id", "kind", "spec", "version", "newest", "oldest", "terms", "body")
_TOLD = 100  # successes told one by one, as long as they are that few
_CHUNK = 500
_CLOCK = "taxii-added"
_DEFINITION = "marking-definition"


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """A version that lies on the shelf already, or was put there a moment ago."""

    added: int
    version: int
    body: bytes | None = None


@dataclass(slots=True, kw_only=True)
class _Work:
    """What one envelope changes, as it is found out."""

    there: dict[str, dict[int, _There]]
    rows: dict[int, list[object]] = field(default_factory=dict)
    aged: list[tuple[str, int]] = field(default_factory=list)  # flag no longer true of a row that lay there
    successes: list[tuple[str, int]] = field(default_factory=list)
    failures: list[tuple[str, int, str]] = field(default_factory=list)


@bulk()
def add(shelf: Shelf, given: Sequence[Piece], *, caller: Caller) -> Posted:
    """Keep the objects of one envelope. What lies there already is no failure; other content under its version is."""
    with _durable(), write():
        queue("taxii")
        return _add(shelf, given, by=caller.partner, actor=caller)


def _add(shelf: Shelf, given: Sequence[Piece], *, by: str, actor: Caller) -> Posted:
    collection = models.TaxiiCollection.objects.get(pk=shelf.number)
    good = [one for one in given if not one.problem]
    work = _Work(there=_lying(shelf.number, by, {one.stix_id for one in good}))
    work.failures += [(one.stix_id, one.version, one.problem) for one in given if one.problem]
    terms = _terms(collection, by, good)
    setting, _ = models.Setting.objects.get_or_create(key=_CLOCK, defaults={"value": "0"})
    first = number = max(int(setting.value) + 1, _micros(clock.now()))
    for one in good:
        if _place(work, one, number, [shelf.number, by, terms[one.stix_id]]):
            number += 1
    if work.rows:
        for flag, added in work.aged:
            models.TaxiiObject.objects.filter(pk=added).update(**{flag: False})
        insert(models.TaxiiObject, _COLUMNS, list(work.rows.values()))
        setting.value = str(number - 1)
        setting.save(update_fields=("value",))
    return _settle(collection, work, actor, (first, number - 1) if work.rows else (0, 0))


def _place(work: _Work, one: Piece, number: int, place: Sequence[object]) -> bool:
    """Whether the object is new; otherwise it is the same again, or refused for saying otherwise under one version."""
    versions = work.there.setdefault(one.stix_id, {})
    before = versions.get(one.version)
    if before is not None:
        if _same(before, one):
            work.successes.append((one.stix_id, one.version))
        else:
            work.failures.append((one.stix_id, one.version, "another content lies there under this id and version"))
        return False
    newest, oldest = all(one.version > v for v in versions), all(one.version < v for v in versions)
    for flag, true, pick in (("newest", newest, max), ("oldest", oldest, min)):
        if true and versions:
            _age(work, versions[pick(versions)].added, flag)
    shelf, by, terms = place
    work.rows[number] = [
        *(number, shelf, by, one.stix_id, one.kind, one.spec, one.version, newest, oldest, terms, one.raw)
    ]
    versions[one.version] = _There(added=number, version=one.version, body=one.raw)
    work.successes.append((one.stix_id, one.version))
    return True


def _age(work: _Work, added: int, flag: str) -> None:
    if added in work.rows:
        work.rows[added][_COLUMNS.index(flag)] = False
    else:
        work.aged.append((flag, added))


def _same(before: _There, one: Piece) -> bool:
    body = before.body
    if body is None:
        body = bytes(models.TaxiiObject.objects.values_list("body", flat=True).get(pk=before.added))
    return body == one.raw or orjson.loads(body) == one.body


def _lying(collection: int, by: str, ids: Iterable[str]) -> dict[str, dict[int, _There]]:
    """The versions of these objects that lie on the shelf already."""
    found: dict[str, dict[int, _There]] = {}
    for part in _parts(sorted(ids)):
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT stix_id, version, added FROM node_taxiiobject "  # noqa: S608  # only placeholders are put in
                f"WHERE collection_id = %s AND stix_id IN ({marks}) AND by = %s",
                [collection, *part, by],
            )
            for stix_id, version, added in cursor.fetchall():
                found.setdefault(stix_id, {})[version] = _There(added=added, version=version)
    return found


def _parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _terms(collection: models.TaxiiCollection, by: str, good: Sequence[Piece]) -> dict[str, int]:
    """Object -> the row of its terms: what it carries, and what everything it names carries."""
    definitions = _definitions(collection.pk, good)
    assumed = collection.assumed
    found = {one.stix_id: frozenset({marking_of(one.body, definitions, assumed=assumed)}) for one in good}
    if by != node_name():  # what we share was looked at with all it names before it came here
        refs = {one.stix_id: references(one.body) for one in good}
        around = _terms_lying(collection.pk, frozenset().union(*refs.values()) - found.keys())
        found.update(around)
        taxii_terms.spread(found, refs)
    wanted = {(one.kind, found[one.stix_id]) for one in good}
    rows = {each: _terms_row(collection, taxii_terms.text_of(by, *each)) for each in wanted}
    return {one.stix_id: rows[one.kind, found[one.stix_id]] for one in good}


def _definitions(collection: int, good: Sequence[Piece]) -> dict[str, Mapping[str, Any]]:
    """The marking definitions that came with these objects, or lie on the shelf."""
    found: dict[str, Mapping[str, Any]] = {one.stix_id: one.body for one in good if one.kind == _DEFINITION}
    named = {ref for one in good for ref in one.body.get("object_marking_refs") or () if isinstance(ref, str)}
    for part in _parts(sorted(named - found.keys())):
        lying = models.TaxiiObject.objects.filter(collection=collection, stix_id__in=part, kind=_DEFINITION)
        found |= {row.stix_id: orjson.loads(bytes(row.body)) for row in lying}
    return found


def _terms_lying(collection: int, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in _parts(sorted(ids)):
        lying = models.TaxiiObject.objects.filter(collection=collection, stix_id__in=part, newest=True)
        for stix_id, text in lying.values_list("stix_id", "terms__text"):
            found[stix_id] = found.get(stix_id, frozenset()).union(taxii_terms.read(text)[2])
    return found


def _terms_row(collection: models.TaxiiCollection, text: str) -> int:
    digest = hashlib.sha256(text.encode()).hexdigest()
    row, _ = models.TaxiiTerms.objects.get_or_create(collection=collection, digest=digest, defaults={"text": text})
    return row.pk


def _settle(collection: models.TaxiiCollection, work: _Work, actor: Caller, span: tuple[int, int]) -> Posted:
    told = work.successes if len(work.successes) <= _TOLD else []
    takes = collection.takes and bool(work.rows) and actor.partner != node_name()
    row = models.TaxiiPost.objects.create(
        uid=str(UUID(bytes=secrets.token_bytes(16), version=4)),
        collection=collection,
        by=actor.partner,
        at=clock.now(),
        total=len(work.successes) + len(work.failures),
        successes=dumps(told),
        failures=dumps(work.failures),
        failed=len(work.failures),
        first=span[0],
        last=span[1],
        state="waiting" if takes else "kept",
    )
    reader = Reader(name=f"partner:{actor.account}", member=actor.partner, roles=frozenset())
    counts = {"new": str(len(work.rows)), "failed": str(row.failed), "total": str(row.total)}
    chain.note(reader, "taxii-post", row.uid, collection=collection.uid, **counts)
    if takes:
        taxii_take.plan()
    return posted_of(row)


def _micros(instant: datetime) -> int:
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@contextmanager
def _durable() -> Iterator[None]:
    """A partner is told 202: that must survive a power cut. Others of the node's writes may lose their last moment."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=NORMAL")
