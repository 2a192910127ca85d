"""What is shown of projects, of who takes part in them, and of what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Texts = tuple[tuple[str, str], ...]  # (language, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """One project in a list. `title_ar`: "" where nobody told one. `partners`: findings about its partners, open."""

    thing: str
    title: str
    title_ar: str
    publisher: str
    status: str
    countries: tuple[str, ...]
    begins: str
    ends: str
    source: str
    marking: str
    partners: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectList:
    """A page of projects. `total`: of all that fit; `countries`: code -> how many, of all that the reader may see."""

    rows: tuple[ProjectRow, ...]
    total: int
    countries: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyStage:
    """One stage of the money: pledged, incoming, committed, paid, spent, budget; sums by currency."""

    stage: str
    sums: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """A budget of a period. `counts`: no revised one replaces it."""

    revised: bool
    committed: bool
    begins: str
    ends: str
    currency: str
    amount: Decimal
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPartnerRow:
    """Who takes part, in which roles, and whom the name resembles among those listed: the findings about it."""

    name: str
    ref: str
    roles: tuple[str, ...]
    findings: tuple[tuple[int, str, str, float], ...] = ()  # number, title, state, score


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One period of an indicator."""

    result: str
    indicator: str
    baseline: str
    begins: str
    ends: str
    target: str
    actual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkRow:
    """Something to look at. `code`, `facts`: its sentence; `line`: in the delivered file, or in the element kept."""

    code: str
    severity: str
    line: int
    place: str
    facts: Mapping[str, str]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """One project with all that its publisher told."""

    row: ProjectRow
    record: int
    batch: int
    place: str
    known_from: datetime
    titles: Texts
    descriptions: Texts
    partners: tuple[ProjectPartnerRow, ...]
    sectors: tuple[tuple[str, str, str, str], ...]
    places: tuple[tuple[str, str, str, str], ...]
    money: tuple[MoneyStage, ...]
    budgets: tuple[BudgetLine, ...]
    outcomes: tuple[OutcomeRow, ...]
    papers: tuple[tuple[str, str], ...]
    markers: tuple[tuple[str, str], ...]
    parents: tuple[tuple[str, str], ...]
    remarks: tuple[RemarkRow, ...]
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """One promise on a board. `status`: as of the day asked; `due`: ISO 8601, "" where none was given.

    `state`: overdue, due, open, met, closed: what the day makes of status and due. `waiting`: for a second person.
    """

    thing: str
    title: str
    promisor: str
    promisee: str
    instrument: str
    due: str
    status: str
    state: str
    since: str
    evidence: bool
    waiting: bool
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The commitments as of a day: `counts` by state over all that fit, `rows` a part of them."""

    on: date
    rows: tuple[CommitmentRow, ...]
    total: int
    counts: tuple[tuple[str, int], ...]
    promisors: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentStepRow:
    """A step of its history. `second`: who looked again; `verdict`: waiting, approved, refused, told."""

    number: int
    thing: str
    status: str
    as_of: date
    by: str
    at: datetime
    why: str
    evidence: str
    record: int | None
    second: str
    second_why: str
    verdict: str
    step: str = ""
    amount: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentPage:
    """One promise: its exact words with their place, what is due, its history."""

    row: CommitmentRow
    record: int
    source: str
    place: str
    quote: str
    quote_lang: str
    offset: str
    facts: Texts
    steps: tuple[CommitmentStepRow, ...]
    marking: str
