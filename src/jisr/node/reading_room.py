"""What does the documents desk need to know, and what did it see in a text?

The lexicon of the node's parties is prepared once per process and again when records came or went; what it makes of a
name is kept on `lexicon_shelf`, so only new names cost anything.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import orjson
from django.db.models import Count, Max, Q

from jisr import records
from jisr.desks import documents
from jisr.node import lexicon_shelf
from jisr.node.convert import marking_of
from jisr.node.models import Judgement, Marking, Record
from jisr.node.parties import Parties
from jisr.records import When, schema
from jisr.sharing import covers

_NAMES = ("name", "alias", "previousName", "weakAlias")
_COUNTRIES = ("nationality", "citizenship", "country", "birthCountry", "jurisdiction")
_CACHED = 4
_WORTH = 100  # new names from which the file is written again: making them takes some milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a lexicon was made from: when it differs, the lexicon is made again."""

    newest_record: int
    records: int  # fewer after retention
    newest_batch: int
    newest_judgement: int
    judgements: int  # that stand
    markings: tuple[int, ...]


def lexicon(markings: list[int]) -> documents.Lexicon:
    """Names of every current party a reader of these markings may know of, with what speaks for each."""
    held = Record.objects.aggregate(newest=Max("pk"), number=Count("pk"), batch=Max("closed_by"))
    judged = Judgement.objects.aggregate(newest=Max("pk"), number=Count("pk", filter=Q(retracted_at=None)))
    state = State(
        newest_record=held["newest"] or 0,
        records=held["number"],
        newest_batch=held["batch"] or 0,
        newest_judgement=judged["newest"] or 0,
        judgements=judged["number"],
        markings=tuple(sorted(markings)),
    )
    return _prepared(state)


@lru_cache(maxsize=_CACHED)
def _prepared(state: State) -> documents.Lexicon:
    parties = Parties(markings=state.markings)
    names: dict[str, dict[str, documents.Kind]] = defaultdict(dict)
    countries: dict[str, set[str]] = defaultdict(set)
    births: dict[str, set[str]] = defaultdict(set)
    rows = Record.objects.filter(marking__in=state.markings, about="", closed_why__in=("", "removed"))
    for thing, kind, text in rows.values_list("thing", "schema", "properties").iterator(chunk_size=2000):
        found = _kind(kind)
        if found is None:
            continue
        party, said = parties.party_of(thing), orjson.loads(text)
        names[party].update({name: found for prop in _NAMES for name in said.get(prop, ())})
        countries[party].update(value for prop in _COUNTRIES for value in said.get(prop, ()))
        births[party].update(said.get("birthDate", ()))
    known = (
        documents.Known(
            thing=party,
            name=name,
            kind=kind,
            countries=frozenset(countries[party]),
            birth_dates=tuple(sorted(births[party])),
            references=references,
        )
        for party, every in names.items()
        for references in (tuple(filter(_tells, (one.partition(":")[2] for one in parties.members(party)))),)
        for name, kind in every.items()
    )
    return _with_shelf(known)


def _with_shelf(known: Iterable[documents.Known]) -> documents.Lexicon:
    """Only what is made of new names is made; it is kept for the next process where there is much of it."""
    with _no_collection():
        shapes = lexicon_shelf.taken()
        before = len(shapes)
        made = documents.prepare(known, shapes=shapes)
    if len(shapes) - before >= _WORTH:
        lexicon_shelf.put(shapes)
    return made


@contextmanager
def _no_collection() -> Iterator[None]:
    """A hundred thousand small values that all stay: looking for waste among them takes three times their making."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def markings_within(marking: Marking) -> list[int]:
    """The markings whose records everyone who may see one of `marking` may see, on every day."""
    narrower = _known(marking)
    every = [(row.pk, _known(row)) for row in Marking.objects.order_by("pk")]
    return [pk for pk, wider in every if wider is not None and narrower is not None and covers(wider, narrower)]


def _known(row: Marking) -> records.Marking | None:
    """The marking; None for one of words this version does not know, which hides."""
    try:
        return marking_of(row)
    except ValueError:
        return None


def _tells(reference: str) -> bool:
    """Whether a list's number means that list in a running text: QDi.317 does, 15945 does not."""
    return not reference.isdecimal() and "/" not in reference


def published_on(row: Record) -> date | None:
    """The day a document was published, where its record says it exactly."""
    return exact_day(next(iter(orjson.loads(row.properties).get("publishedAt", ())), ""))


def exact_day(said: str) -> date | None:
    """The day a text was published, where it is said to the day."""
    return When.read(said).first.date() if len(said) >= len("2025-11-25") else None


def _kind(name: str) -> documents.Kind | None:
    found = schema(name)
    if found.is_a("Person"):
        return documents.Kind.PERSON
    return documents.Kind.ORGANISATION if found.is_a("Organization") or found.is_a("Company") else None
