"""Whom does a check look for, and whom does it find?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jisr.node.values._match import Cleared
from jisr.node.values._said import Clocks, Source, Standing
from jisr.records import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whom a check looks for. `born`: ISO 8601 or a year; `country`: ISO 3166-1 alpha-2; `kind`: of names.Kind."""

    name: str
    born: str = ""
    country: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Two names aligned: one part of each ("" where it is missing), what came of it, and its score 0..1."""

    left: str
    right: str
    verdict: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckHit:
    """A party that resembles the name asked for. `score`: the reasons' weights add up to it."""

    party: str
    caption: str
    name: str
    schema: str
    score: float
    standings: tuple[Standing, ...]
    reasons: tuple[Reason, ...]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    cleared: Cleared | None = None  # settled by two persons not to be meant; told all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A list that was asked: its newest delivery known at the time."""

    source: str
    title: str
    edition: datetime
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """The answer to one name: hits, the best first, and the lists they were looked for in."""

    name: str
    clocks: Clocks
    hits: tuple[CheckHit, ...]
    editions: tuple[Edition, ...]
    findings: tuple[int, ...] = ()
