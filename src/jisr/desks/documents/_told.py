"""What a text tells: events, who says so, and what they would change of a status; each with its characters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jisr.desks.documents._furniture import Furniture
from jisr.desks.documents._values import Mention
from jisr.records import Reason

Span = tuple[int, int]


class Factuality(StrEnum):
    """How the text presents an event. Planned: decided, pledged or permitted; possible: hedged, hoped for, demanded."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event of one sentence. `type`: of `tables/event_types.csv` (PLOVER-aligned).

    `trigger`, `sentence`: characters [start, end) of the raw text. `date`: ISO 8601 day, month, year or interval,
    "" where the text gives none. `actor`, `target`, `place`, `obj`: ids of mentions, or their words where none is
    sure. `via`: who reports it. `rule`: the row of the table of cues. `score` 0 .. 1.
    """

    type: str
    factuality: Factuality
    trigger: Span
    sentence: int
    date: str = ""
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    obj: tuple[str, ...] = ()
    via: str = ""
    rule: str = ""
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something said by a source. `kind`: quote or indirect; `cue`: the words of saying; `content`: None if untold."""

    source: str
    kind: str
    cue: Span
    content: Span | None
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change of status that the text reports; a person decides.

    `kind`: membership, listed, waiver, mission, sanctions.
    `status`: member, left, listed, delisted, suspended, renewed, expired, imposed, lifted, open, closed,
    permitted-to-reopen. `until`: the last day of a waiver. `sentence`: where the body says it most fully.
    """

    kind: str
    status: str
    subj: str
    obj: str = ""
    date: str = ""
    until: str = ""
    sentence: int
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """All that was read in one text. `sentences`: their characters; the first is the title.

    `modalities`: of each sentence, how it speaks: fact, opinion, projection, boilerplate. `same`: of each event, the
    position of the first that tells the same happening. `furniture`: what stands on the page and is not of the article.
    """

    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    events: tuple[Told, ...]
    claims: tuple[Claim, ...]
    proposals: tuple[Proposal, ...]
    modalities: tuple[str, ...] = ()
    same: tuple[int, ...] = ()
    furniture: tuple[Furniture, ...] = ()
