"""Who said it, when, and how does a party stand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jisr.records import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The two clocks of a question: true `on` that day, as `known` at that instant (UTC)."""

    on: date
    known: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who said it, in which delivery, and where in it: enough to open the cause."""

    record: int
    thing: str
    source: str
    title: str
    batch: int
    place: str
    known_from: datetime
    known_to: datetime | None
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a party stands with one jurisdiction on a day.

    `state`: listed, delisted, not-yet, unclear. `since`/`until`: ISO 8601 as exact as known, "" unknown.
    `reasons` explain it; `sources` are the records it rests on.
    """

    jurisdiction: str
    state: str
    since: str = ""
    until: str = ""
    programme: str = ""
    reasons: tuple[Reason, ...] = ()
    sources: tuple[Source, ...] = ()
