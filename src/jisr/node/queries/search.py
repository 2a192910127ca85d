"""Which entities hold these words?  A page of them, and counts over all that were found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from jisr import names
from jisr.errors import WrongUse
from jisr.node import chain, well_formed
from jisr.node.graph import matching
from jisr.node.queries.shelf import Shelf
from jisr.node.queries.text_index import GROUPS, Line, begins, lines, looking_for
from jisr.node.values import FacetValue, SearchOptions, SearchPage
from jisr.records import all_schemata, schema
from jisr.sharing import Reader
from jisr.tables import cldr
from jisr.wording import source_name

_LABELS = {
    "datasets": "Data sources",
    "schema": "Entity types",
    "countries": "Countries",
    "identifiers": "Identifiers",
    "topics": "Topics",
    "genders": "Genders",
}
_MOST_VALUES = 1000
Found = list[tuple[int, Line]]


def search(query: str, *, dataset: str, reader: Reader, options: SearchOptions) -> SearchPage:
    """The entities of a data set that hold the words, best first. Raises `NotFound`, `WrongUse`. Audited."""
    if options.schema not in all_schemata():
        message = "Invalid schema"
        raise WrongUse(message, schema=options.schema)
    if not (options.simple or options.prefix):
        well_formed.check(query)
    view = Shelf(reader=reader)
    sources = view.sources(dataset)
    if options.include_dataset:
        sources &= frozenset(options.include_dataset)
    sources -= frozenset(options.exclude_dataset)
    found = _found(query, lines(view), sources, options)
    chain.note(reader, "search", dataset, query=query[:200], found=str(len(found)))
    start = max(0, options.offset)
    page = _sorted(found, options.sort)[start : start + max(0, options.limit)]
    return SearchPage(
        results=tuple(line.entity for _score, line in page),
        total=len(found),
        facets={name: _facet(name, found) for name in options.facets},
    )


def _found(query: str, among: Iterable[Line], sources: frozenset[str], options: SearchOptions) -> Found:
    schemata = matching(options.schema) - frozenset(options.exclude_schema)
    words = tuple(names.fold(query).split())
    test = looking_for(query, fuzzy=options.fuzzy, simple=options.simple)
    scored = (
        (int(begins(line, words)) if options.prefix else test(line), line)
        for line in among
        if line.entity.schema in schemata and not sources.isdisjoint(line.entity.datasets) and _passes(line, options)
    )
    return [one for one in scored if one[0]]


def _passes(line: Line, options: SearchOptions) -> bool:
    entity = line.entity
    if options.changed_since is not None and entity.last_change <= options.changed_since:
        return False
    if options.target is not None and entity.target is not options.target:
        return False
    every = any if options.any_of else all
    return all(every(one in line.values(field) for one in wanted) for field, wanted in options.filters.items())


def _sorted(found: Found, sort: Sequence[tuple[str, bool]]) -> Found:
    """Best first, then the fuller entity; by the fields asked for, those without one last."""
    ordered = sorted(found, key=lambda one: (-one[0], -len(one[1].entity.properties), one[1].entity.id))
    for field, descending in reversed(sort):
        having = [one for one in ordered if _key(one[1], field)]
        without = [one for one in ordered if not _key(one[1], field)]
        ordered = sorted(having, key=lambda one: _key(one[1], field), reverse=descending) + without
    return ordered


def _key(line: Line, field: str) -> str:
    if field in {"first_seen", "last_seen", "last_change"}:
        return str(getattr(line.entity, field).isoformat())
    return min(line.values(field), default="")


def _facet(name: str, found: Found) -> tuple[str, tuple[FacetValue, ...]]:
    counts = Counter(value for _, line in found for value in line.values(name))
    values = (
        FacetValue(name=value, label=_label(name, value), count=count)
        for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST_VALUES]
    )
    return _LABELS.get(name, name), tuple(values)


def _label(field: str, value: str) -> str:
    if field == "datasets":
        return source_name(value, lang="en")
    if field == "schema":
        return schema(value).plural
    if GROUPS.get(field) == "country":
        return cldr.territories("en").get(value, value)
    return value
