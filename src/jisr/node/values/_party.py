"""What is known of a party?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jisr.node.values._finding import FindingRow
from jisr.node.values._said import Clocks, Source, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a fact, and every source that says it."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One property of a party. `contested`: sources give different values where one is expected."""

    name: str
    label: str
    type: str
    values: tuple[Value, ...]
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a history: `at` is ISO 8601 as exact as known; `clock`: world or node."""

    at: str
    code: str
    clock: str
    facts: tuple[tuple[str, str], ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """Two things joined or kept apart, by whom and why."""

    id: int
    left: str
    right: str
    verdict: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPage:
    """Everything a reader may see about a party, as of two clocks."""

    id: str
    caption: str
    other_names: tuple[str, ...]
    schema: str
    things: tuple[str, ...]
    marking: str
    clocks: Clocks
    standings: tuple[Standing, ...]
    facts: tuple[Fact, ...]
    records: tuple[Source, ...]
    history: tuple[Event, ...]
    judgements: tuple[JudgementRow, ...]
    findings: tuple[FindingRow, ...]
