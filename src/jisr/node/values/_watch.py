"""Whom does somebody watch, whom do they resemble, and what changed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jisr.node.values._match import Cleared
from jisr.records import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """A portfolio in a list. Counts are of what the reader may see."""

    id: int
    name: str
    by: str
    stars: bool
    file: str
    rows: int
    aside: int
    hits: int
    changes: int
    created_at: datetime
    screened_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedRow:
    """One customer or starred party; `problem` and `facts` say why a row of the file is kept apart."""

    id: int
    number: int
    reference: str
    name: str
    said: tuple[tuple[str, tuple[str, ...]], ...]
    thing: str
    problem: str
    facts: tuple[tuple[str, str], ...]
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRecord:
    """One record of a party that a watched one resembles: which source says it, and how near it comes."""

    thing: str
    caption: str
    source: str
    record: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchHitRow:
    """Which party a watched one resembles now: `records` by the best first; score and reasons are the best one's."""

    row: int
    number: int
    name: str
    reference: str
    party: str
    caption: str
    score: float
    reasons: tuple[Reason, ...]
    standing: tuple[tuple[str, str, str], ...]  # jurisdiction, state, since
    since: datetime
    cleared: Cleared | None
    records: tuple[WatchRecord, ...] = ()
    born: str = ""  # as the watched row says, with `country` what a clearing is bound to
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChange:
    """A difference that was told. `what`: new, gone, changed, or ending (a relief runs out)."""

    id: int
    portfolio: int
    number: int
    name: str
    party: str
    caption: str
    what: str
    reasons: tuple[Reason, ...]
    at: datetime
    finding: int | None
    cleared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioPage:
    """A portfolio with its rows, its hits and the history of what changed, the newest first."""

    row: PortfolioRow
    rows: tuple[WatchedRow, ...]
    aside: tuple[WatchedRow, ...]
    hits: tuple[WatchHitRow, ...]
    changes: tuple[WatchChange, ...]
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would be read as: the mapping (field, heading), the first rows, and those that are kept apart."""

    file: str
    columns: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    total: int
    rows: tuple[WatchedRow, ...]
    aside: tuple[WatchedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodGuyRow:
    """A question settled not to mean a party. `state`: asked, approved, refused, expired, overtaken, revoked.

    `applies`: it is approved, in time, and the party's records are those it is bound to.
    """

    number: int
    name: str
    born: str
    country: str
    party: str
    caption: str
    why: str
    state: str
    applies: bool
    asked_by: str
    asked_at: datetime
    settled_by: str
    settled_at: datetime | None
    settled_why: str
    expires: datetime
    ended_at: datetime | None
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What conduct counts in a vetting, and the source of law it stands on; in both languages."""

    code: str
    en: str
    ar: str
    law: str
    law_ar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VettingAnswerRow:
    """The newest answer on one criterion; verdict "" while nobody gave one."""

    criterion: Criterion
    verdict: str
    why: str
    record: int | None
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VettingStepRow:
    """One step of a case."""

    step: str
    outcome: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VettingRow:
    """A case in a list."""

    id: int
    name: str
    post: str
    unit: str
    state: str
    opened_by: str
    opened_at: datetime
    review_on: date | None
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VettingPage:
    """A case: who, what is found against listings and records, the answers, the steps, what may be done next."""

    row: VettingRow
    born: str
    country: str
    hits: tuple[WatchHitRow, ...]
    answers: tuple[VettingAnswerRow, ...]
    steps: tuple[VettingStepRow, ...]
    outcome: str
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VettingCount:
    """How many cases of a unit and a state: for export, without names; few are told as `<5`."""

    unit: str
    state: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SameSide:
    """One of two records that may be one party: what it says of it."""

    thing: str
    caption: str
    source: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SameProposal:
    """Two records of different lists that may be one party, with what speaks for and against."""

    finding: int
    state: str
    score: float
    reasons: tuple[Reason, ...]
    left: SameSide
    right: SameSide
    decided_by: str
    why: str

    @property
    def sides(self) -> tuple[SameSide, SameSide]:
        """Both, left first."""
        return self.left, self.right
