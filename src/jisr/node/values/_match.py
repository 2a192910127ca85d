"""What does a program that screens parties ask, and what does it get?  In the terms of FollowTheMoney."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Union

from jisr.records import Reason

EntityValues = Mapping[str, tuple[Union[str, "Entity"], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A source as a data set, or a collection of them (`children`). `version`: of its newest delivery."""

    name: str
    title: str
    version: str
    updated_at: datetime
    entities: int
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A party as one entity: what every record of it says that the reader may see.

    `target`: a source marks it as of concern. `referents`: other ids it goes by. Times are record times.
    """

    id: str
    caption: str
    schema: str
    properties: EntityValues
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    target: bool
    first_seen: datetime
    last_seen: datetime
    last_change: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Whom a program looks for: a schema and what is known; `id` is the program's own."""

    schema: str
    properties: Mapping[str, tuple[str, ...]]
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """A person settled, with a second one, that this is a good guy: until when, why, by whom."""

    number: int
    why: str
    expires: datetime
    asked_by: str
    approved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An entity that resembles an example. `left`, `right`: the pair of names that agrees best."""

    entity: Entity
    score: float
    match: bool
    reasons: tuple[Reason, ...]
    left: str
    right: str
    cleared: Cleared | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The answer to one example, best first. `total`: how many reach the threshold."""

    example: Example
    results: tuple[Scored, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchOptions:
    """How to match. Scores above `cutoff` are told; `threshold` makes a match; the rest narrows whom to look among.

    `names_only`: weigh nothing but names. `weights`: reason code -> what its weight is multiplied by.
    """

    limit: int = 5
    threshold: float = 0.7
    cutoff: float = 0.7
    names_only: bool = False
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    changed_since: datetime | None = None
    exclude_entity_ids: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """A search for words. `filters`: field (countries, topics, datasets, properties.NAME …) -> wanted values.

    `any_of`: one of the values of a field is enough, else all. `sort`: (field, descending).
    """

    schema: str = "Thing"
    limit: int = 10
    offset: int = 0
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    any_of: bool = True
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    changed_since: datetime | None = None
    target: bool | None = None
    fuzzy: bool = False
    simple: bool = False
    prefix: bool = False
    facets: tuple[str, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet and how many of the found have it."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A page of what a search found, and counts over all of it: facet -> (label, values)."""

    results: tuple[Entity, ...]
    total: int
    facets: Mapping[str, tuple[str, tuple[FacetValue, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjacent:
    """A page of the entities beside one, by the property that leads there."""

    results: tuple[str | Entity, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """A kind of thing, as a choice."""

    name: str
    label: str
    plural: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRow:
    """Something a kind of thing can say. `qname`: with the schema it comes from, `Thing:name`."""

    name: str
    qname: str
    label: str
    type: str
