"""What is shown of narratives: a test of the posts, groups, and the shares behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jisr.node.values._finding import DecisionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceRow:
    """A test of the posts against chance. `state`: found, none (enough was looked at), insufficient.

    `level`: the probability, at most, of telling any group where chance alone made the log. `who_bar`, `when_bar`: the
    best of any shuffle, -ln; `candidates`: pairs of accounts tested; `left_out`: things too popular to look at.
    """

    state: str
    mode: str
    posts: int
    shares: int
    accounts: int
    objects: int
    left_out: int
    candidates: int
    shuffles: int
    level: float
    who_bar: float
    when_bar: float
    who: tuple[float, ...]
    when: tuple[float, ...]
    groups: int = 0
    best: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEdge:
    """Two accounts told together. `near`: of `met` common things so many within `window` seconds."""

    source: str
    target: str
    near: int
    met: int
    window: int
    who: float
    when: float
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One share on an evidence card: seconds after the first share of the thing by the group."""

    account: str
    post: str
    at: datetime
    after: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCard:
    """One thing a group shared: side by side with times. `others`: shares of it by accounts outside the group."""

    object: str
    shares: tuple[ShareRow, ...]
    others: int
    spread: int
    begins: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRow:
    """A group in a list; `number`: its finding."""

    number: int
    title: str
    state: str
    accounts: int
    objects: int
    seconds: int
    score: float
    marking: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage:
    """A group with all its evidence."""

    row: CampaignRow
    members: tuple[str, ...]
    question: Mapping[str, str]
    edges: tuple[NetworkEdge, ...]
    cards: tuple[EvidenceCard, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """Posts that say nearly the same: the commonest wording, who came first. `marking`: the strictest of all posts."""

    text: str
    posts: int
    wordings: int
    accounts: int
    first: str
    begins: datetime
    ends: datetime
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """A story, named by its most typical post. `arabic`: how many of its posts have Arabic letters."""

    key: str
    title: str
    posts: int
    wordings: int
    accounts: int
    arabic: int
    starter: str
    words: tuple[str, ...]
    begins: datetime
    ends: datetime
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDay:
    """Posts of a story on a day (UTC); `part`: of its busiest day, 0 .. 1."""

    day: date
    posts: int
    part: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """A story with its volume, its carriers (account, posts) and its wordings."""

    row: StoryRow
    days: tuple[StoryDay, ...]
    carriers: tuple[tuple[str, int], ...]
    wordings: tuple[CopyRow, ...]
