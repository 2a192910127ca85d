"""What waits to leave, what came, and who has signed for what?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jisr.records import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OutRow:
    """One record of ours for one member. `state`: waits, out, signed; `live` False: it is taken back.

    `why`: the code of what keeps it: a rule of the release, `partner-trouble`, or `not-fetched`; "" when it left.
    """

    thing: str
    caption: str
    member: str
    seq: int
    live: bool
    state: str
    why: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InRow:
    """One page of a partner's log that changed something here. `reopened`: findings it opened again."""

    batch: int
    origin: str
    via: str
    title: str
    at: datetime
    added: int
    changed: int
    removed: int
    quarantined: int
    reopened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirFinding:
    """A finding of a partner's, as its log says it stands now. `record`: where it can be opened; `score`: 0 .. 1."""

    record: int
    thing: str
    origin: str
    title: str
    desk: str
    kind: str
    state: str
    score: float
    marking: str
    reasons: tuple[Reason, ...]
    rests_on: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """Our own log. `waiting`: members a restored node has yet to hear, and who said first to go on without each.

    `forked_at`: the number at which it has two histories; 0: it has one.
    """

    recovering: bool
    waiting: tuple[tuple[str, str], ...]
    forked_at: int
    partners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReach:
    """How far one member's log is here. `stopped`: the number where it told two stories; 0: it never did."""

    origin: str
    seq: int
    records: int
    stopped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutPage:
    """What of ours is for others: what waits first."""

    rows: tuple[OutRow, ...]
    waits: int
    out: int
    signed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InPage:
    """What came of others' logs, newest first, and how far each is."""

    rows: tuple[InRow, ...]
    logs: tuple[LogReach, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """A correction (or a record) of ours and who has signed for it. `missing`: who has not, `signed`: who has."""

    thing: str
    caption: str
    seq: int
    live: bool
    signed: tuple[str, ...]
    missing: tuple[str, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """Corrections first, those that somebody has not signed for before the others."""

    rows: tuple[ReceiptRow, ...]
    missing: int
