"""What runs out when, who relies on it, and which answers were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jisr.node.values._may import MayAnswer, MayQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """A finding that rests on an act: its number, kind (may: a kept answer), title and state."""

    finding: int
    kind: str
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRow:
    """An act with a printed end. `relief`: licence, conditions, or restricts (a listing that has to be renewed).

    `ends`: as printed; `day`: the UTC day; `left`: days until then, negative: over. `after`: what took its place.
    """

    id: str
    record: int
    title: str
    issuer: str
    jurisdiction: str
    action: str
    relief: str
    begins: str
    ends: str
    day: date
    left: int
    after: tuple[str, ...]
    relying: tuple[Reliance, ...]
    number: int
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """What runs out from a day on, and what has run out, as known then."""

    on: date
    known: datetime
    coming: tuple[CalendarRow, ...]
    over: tuple[CalendarRow, ...]
    open_ended: tuple[CalendarRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefRow:
    """An act about a party, on a day. `state`: in-force, coming, over, announced, replaced, ended."""

    id: str
    record: int
    title: str
    issuer: str
    jurisdiction: str
    action: str
    decides: str
    measures: tuple[str, ...]
    state: str
    announced: str
    effective: str
    expires: str
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingRow:
    """A kept answer in a list. `state`: the finding's; `now`: its status when last asked again, "" never."""

    finding: int
    status: str
    now: str
    state: str
    law: str
    kind: str
    counterparty: str
    on: str
    known: datetime
    next_change: str
    by: str
    at: datetime
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingPage:
    """A kept answer beside the same question asked today. `same_bytes`: asked again as known then, it is word for word.

    `engine_same`: the rules and the engine are those of then.
    """

    row: RulingRow
    question: MayQuestion
    answer: MayAnswer
    same_bytes: bool
    engine_same: bool
    today: MayAnswer
