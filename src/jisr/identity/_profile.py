"""What is compared, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from jisr.names import Kind, Match
from jisr.records import Reason, schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one source, or one question, says about one thing.

    `schema`: a FollowTheMoney schema; `weak_names`: low-quality aliases; `birth_dates`: ISO dates of any precision
    (YYYY, YYYY-MM, YYYY-MM-DD; a year of the Hijri calendar is understood); `countries`: ISO 3166 alpha-2, any case;
    `documents`: numbers of passports, identity papers, registrations, IMO; `genders`: as FollowTheMoney writes them.
    """

    id: str
    schema: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`score`: 0 .. 1, the clipped sum of the reasons' weights. `name`: the best pair of names, the question's left."""

    score: float
    name: Match | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The pair of names that agrees best. `weak`: one of them is a low-quality alias."""

    left: str
    right: str
    match: Match
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """The two sides of a comparison, with their names already laid side by side; what every feature looks at."""

    query: Profile
    candidate: Profile
    names: Names | None


def kind_of(schema_name: str) -> Kind | None:
    """How a thing of this schema is named; None: as a person or an organisation (LegalEntity), or not at all."""
    found = schema(schema_name)
    if found.is_a("Person"):
        return Kind.PERSON
    if found.is_a("Vessel") or found.is_a("Airplane"):
        return Kind.VESSEL
    return Kind.ORGANIZATION if found.is_a("Organization") else None
