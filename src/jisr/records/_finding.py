"""What did a desk conclude, and from what?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The life of a finding. A correction of what it relied on opens it again."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One step of an explanation, as data. The sentence is made in `wording` from `code` and `facts`.

    `weight`: -1 .. 1, added to the score; 0: said, not counted.
    """

    code: str
    weight: float = 0.0
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """One record version that a finding or a decision used: the thing and the digest of the version."""

    thing: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a desk concludes about `subject` (a thing's id): never without reasons, never about nothing.

    `score`: 0 .. 1. `quote`: the words of the source that a person can open, with `relied_on` saying where.
    """

    kind: str
    subject: str
    score: float
    reasons: tuple[Reason, ...]
    relied_on: tuple[Dependence, ...]
    quote: str = ""
