"""What is shown of narratives: a test of the posts, groups, and the shares behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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
