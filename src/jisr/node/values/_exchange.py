"""What the exchange tells: what went, what may not, what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a record may go to a member: `code` "" yes, else the first rule that refused, `path` the way to it."""

    thing: str
    caption: str
    member: str
    code: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What became of a wish to share: each verdict, and how many entries were written for those that may go."""

    verdicts: tuple[Verdict, ...]
    entries: int

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """Those that may not."""
        return tuple(one for one in self.verdicts if one.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a page changed here. `cursor`: how far its log is taken from that member now; `end`: where the page ends.

    `refused`: entries its giver was not free to pass on.
    """

    origin: str
    via: str
    cursor: int
    end: int
    new: int
    records: int
    dropped: int
    other: int
    quarantined: int
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a member has of each log (`heads`: origin, number), how far it has ours, and where we are.

    `taken`: from where to give it ours. `cursors`: from where to ask for each log. `stopped`: its own log forked there.
    `came_late`: it took more of ours since it gave back what it had.
    """

    member: str
    heads: tuple[tuple[str, int], ...]
    has_ours: int
    taken: int
    recovering: bool
    stopped: int | None
    cursors: tuple[tuple[str, int], ...]
    came_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """An entry that is no record, as it came: a proposal, an answer."""

    origin: str
    seq: int
    kind: str
    rid: str
    marking: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unacknowledged:
    """A member that has not signed for what is addressed to it. `left`: it went out, only the receipt is missing."""

    member: str
    thing: str
    seq: int
    live: bool
    left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeReport:
    """Whether logs and egress are whole. `fault`: the first place that is not, and what is wrong with it; "" whole."""

    entries: int
    egress: int
    fault: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """A record, or the end of one, that a member has not signed for. `left`: it went out; else it has yet to ask."""

    member: str
    thing: str
    caption: str
    seq: int
    live: bool
    left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One page that came and what it changed: `added`, `changed`, `removed` records, pieces `quarantined`."""

    origin: str
    batch: int
    title: str
    at: datetime
    via: str
    added: int
    changed: int
    removed: int
    quarantined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """A member's log: its last number here, how far it came from the member itself, the number it is stopped at."""

    origin: str
    last: int
    direct: int
    stopped: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressRow:
    """One entry that left. `at`: ISO 8601, UTC."""

    number: int
    at: str
    member: str
    origin: str
    seq: int
    decision: str
    rules: str
    digest: str
