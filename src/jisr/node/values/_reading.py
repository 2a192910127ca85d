"""What does an article tell, what do people say of that, and what do several articles tell together?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jisr.node.values._said import Source

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Who or what stands somewhere in a thing told: its words, and the id and names of the tables where it has one."""

    part: str
    words: str
    id: str
    label_en: str
    label_ar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """What a person said of something read. `verdict`: right, wrong, missing; `words`: of the text."""

    id: int
    kind: str
    verdict: str
    start: int
    end: int
    words: str
    said: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """An event, a claim or a proposal of an article, with the characters that tell it.

    `first`: of an event, the number of the first that tells the same happening: its own where it is new. `state`:
    factuality of an event, new status of a proposal. `content`: what is claimed. `producer`: "" of the
    rules. `finding`: of a proposal, the one a person decides.
    """

    id: int
    kind: str
    type: str
    state: str
    span: Span
    words: str
    content: str
    content_span: Span
    sentence: int
    sentence_span: Span
    quote: str
    date: str
    until: str
    parts: tuple[Named, ...]
    rule: str
    score: float
    producer: str
    review: ReviewRow | None = None
    finding: int | None = None
    first: int = 0

    def of(self, part: str) -> tuple[Named, ...]:
        """Those that stand there: actor, target, place, obj, via, subj."""
        return tuple(one for one in self.parts if one.part == part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPage:
    """All that was kept of the reading of one article; `sentences`: their characters; `reader`: which version read."""

    record: int
    thing: str
    title: str
    published: str
    source: Source
    reader: str
    told: tuple[ToldRow, ...]
    missing: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule and what people said of what it read. `precision`: right of those reviewed, None where nobody did."""

    rule: str
    kind: str
    producer: str
    read: int
    right: int
    wrong: int
    precision: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """Every rule that read something, the least precise first; `missing`: how often people found something unread."""

    rules: tuple[RuleRow, ...]
    missing: int
    reviewed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article's telling of a happening. `copies`: other articles with the same wire story, counted once."""

    told: ToldRow
    thing: str
    title: str
    outlet: str
    published: str
    marking: str
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event, however many told it. `disagreements`: date, factuality, numbers -> what each outlet says of it.

    `step`: visit, meeting, agreement, opening or promise, where it may be one between two members; "" none.
    """

    type: str
    state: str
    date: str
    first: str
    last: str
    parts: tuple[Named, ...]
    reports: tuple[Report, ...]
    disagreements: Mapping[str, tuple[str, ...]]
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """Happenings, the newest first. `steps`: kinds of steps there are. `more`: whether older ones were left out."""

    happenings: tuple[Happening, ...]
    known: datetime
    types: tuple[str, ...]
    steps: tuple[str, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PressLine:
    """An article's words about a party. `sure`: a person confirmed that the name is the party; otherwise it may be."""

    report: Report
    sure: bool
    finding: int | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressPage:
    """What articles say of a thing; `is_party`: of a party of the node, else of an id of the tables."""

    thing: str
    name_en: str
    name_ar: str
    is_party: bool
    lines: tuple[PressLine, ...]
