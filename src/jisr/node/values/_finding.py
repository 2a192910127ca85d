"""What was found, settled and corrected?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jisr.node.values._said import Source, Standing
from jisr.records import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding in a list. `party`: the party its subject is one with, where the list brings them together."""

    id: int
    desk: str
    kind: str
    title: str
    subject: str
    score: float
    state: str
    marking: str
    created_at: datetime
    corrected: bool
    reasons: tuple[Reason, ...]
    quote: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What a person settled, and what became of it."""

    verdict: str
    why: str
    by: str
    at: datetime
    undone_at: datetime | None
    overtaken_at: datetime | None
    overtaken_batch: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A fact that was acted on and no longer stands."""

    finding: int
    title: str
    why: str
    was: str
    at: datetime
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """A finding with its evidence, decisions and corrections."""

    row: FindingRow
    party: str
    about: str
    question: Mapping[str, str]
    standings: tuple[Standing, ...]
    relied_on: tuple[Source, ...]
    decisions: tuple[DecisionRow, ...]
    corrections: tuple[CorrectionRow, ...]
