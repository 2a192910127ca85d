"""What is shown of flights and travellers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jisr.node.values._finding import FindingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightRow:
    """A flight in a list. `come` of `expected` parts of its newest list; times local to the airports."""

    key: str
    flight: str
    origin: str
    destination: str
    departs: str
    arrives: str
    aboard: int
    booked: int
    off: int
    come: int
    expected: int
    declared: int | None
    cancelled: bool
    closed: bool
    hits: int
    sensitive: int
    warnings: int
    digest: str
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A traveller in the list of a flight: not by name, so that who is named was looked at one by one."""

    id: int
    status: str
    seat: str
    role: str
    since: str
    forms: str
    hits: int
    masked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightPage:
    """A flight and who is on it."""

    row: FlightRow
    people: tuple[SeatRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TravellerRow:
    """A traveller who was looked for."""

    id: int
    name: str
    born: str
    document: str
    flight: str
    departs: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyLink:
    """Another traveller who shares something: `kind` booking, telephone, card, address; a link, never a hit."""

    person: int
    flight: str
    kind: str
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A finding about a traveller. `person`: the traveller's id; `flight`: its key; `row`: the finding."""

    kind: str
    flight: str
    person: int
    row: FindingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmasking:
    """A request to show a masked traveller."""

    id: int
    why: str
    asked_by: str
    asked_at: datetime
    granted_by: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TravellerPage:
    """One traveller on one flight. `said`: column -> value as told; of a masked one what is left."""

    id: int
    name: str
    status: str
    since: str
    forms: str
    masked: bool
    opened: bool
    said: Mapping[str, str]
    flight: FlightRow
    hits: tuple[HitRow, ...]
    links: tuple[JourneyLink, ...]
    unmaskings: tuple[Unmasking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """Travellers of a month on a route; `count` None: hidden because it is small, or would give a small one away."""

    month: str
    origin: str
    destination: str
    nationality: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangeRow:
    """A month unlike those before it."""

    month: str
    origin: str
    destination: str
    count: int
    usual: float
    deviations: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPage:
    """Flows as they may be published; `totals`: of each month and route, where they may be told."""

    rows: tuple[FlowRow, ...]
    totals: tuple[FlowRow, ...]
    hidden: int
    least: int
    attacked: int
    strange: tuple[StrangeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyRuleRow:
    """A rule with what its hits came to. `looked`, `told`: of its back-test."""

    id: int
    name: str
    clauses: tuple[str, ...]
    purpose: str
    legal_basis: str
    author: str
    approved_by: str
    state: str
    expires: date
    review_on: date
    looked: int
    told: int
    hits: int
    confirmed: int
    dismissed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """The figures of the safeguards. `late`: kept unmasked past their day: must be 0."""

    flights: int
    travellers: int
    masked: int
    late: int
    oldest: date | None
    sensitive: int
    views: int
    unmaskings: int
    open_unmaskings: int
    purged: int
    confirmed: int
    dismissed: int
