"""What was read, and what the reader was told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jisr.records import Reason


class Kind(StrEnum):
    """What a mention is of.

    GPE: countries and groups of states; LOC: cities and regions; NORP: words of nationality; FAC: camps, crossings,
    buildings; LAW: laws, lists, resolutions.
    """

    PERSON = "PER"
    ORGANISATION = "ORG"
    COUNTRY = "GPE"
    PLACE = "LOC"
    FACILITY = "FAC"
    NATIONALITY = "NORP"
    LAW = "LAW"
    DATE = "DATE"
    MONEY = "MONEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One name of a thing the node knows; a thing with several names is several of these.

    `thing`: its id (`un:QDi.317`). `countries`: ISO 3166-1 alpha-2, lower case, of its nationality or seat.
    `birth_dates`: ISO 8601, as exact as known. `references`: marks of the lists that carry it ("QDi.317").
    `roles`: "president" …
    """

    thing: str
    name: str
    kind: Kind = Kind.PERSON
    countries: frozenset[str] = frozenset()
    birth_dates: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A thing that a mention may be of, for a person to settle.

    `score`: 0 .. 1, the sum of the weights of `reasons`.
    """

    thing: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a text that name something: `text` is `raw[start:end]`, attached conjunctions and prepositions left out.

    `id`: of the desk's tables (`sy`, `org:isis`, `loc:mosul`), an ISO 8601 day, month, year or interval
    `from/to` (a day without a year is `--11-10`), `35000000 USD`, or "" where nothing is sure; never a
    person's. `sentence`: characters [start, end) of the sentence it stands in. `candidates`: parties this may
    be; of a person, each with a fact of the text that speaks for it; of a body, by its full name. `namesakes`:
    parties with the same words in their name and no such fact, or with one against: not a link. `reasons`: why
    it was read so. `attributes`: what the sentence says of a person beside its name, (nationality, role, birth-year
    or age; the value: a country's code, the words of the role, a year, years).
    """

    start: int
    end: int
    text: str
    type: Kind
    id: str = ""
    sentence: tuple[int, int]
    candidates: tuple[Candidate, ...] = ()
    namesakes: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
