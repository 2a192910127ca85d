"""What a reader that is no part of this house may add: proposals under its own name, never a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from jisr.desks.documents._told import Article, Factuality, Span

READER: Final = "rules 3"  # raise it when the rules read differently: what is kept is then read again
_KINDS: Final = frozenset({"event", "claim", "proposal"})
_PARTS: Final = frozenset({"actor", "target", "place", "obj", "via", "subj"})
_LONGEST: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One proposal of a plug-in. `kind`: event, claim, proposal; `type`, `state`: as of the rules' own.

    `start`, `end`: characters of the raw text. `parts`: actor, target, place, obj, via, subj -> words of the text.
    Words only: an id, a party or a link cannot be given. `score` 0 .. 1, as sure as the plug-in calls itself.
    """

    kind: str
    type: str
    state: str = ""
    start: int
    end: int
    date: str = ""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    score: float = 0.0


class Plugin(Protocol):
    """A reader from an entry point of the group `jisr.readers`. It gets the text and nothing of the node."""

    name: str
    version: str

    def annotate(self, text: str, *, published: date | None, language: str) -> Iterable[Added]:
        """What it would add; wrong values are left out."""


def accepted(text: str, told: Article, added: Iterable[Added]) -> tuple[Added, ...]:
    """Those proposals that are sound and new: the rules' own word for the same characters stands."""
    own: dict[str, list[Span]] = {
        "event": [one.trigger for one in told.events],
        "claim": [one.cue for one in told.claims],
        "proposal": [told.sentences[one.sentence] for one in told.proposals],
    }
    return tuple(one for one in added if _is_sound(text, one) and not _overlaps((one.start, one.end), own[one.kind]))


def _is_sound(text: str, one: Added) -> bool:
    inside = 0 <= one.start < one.end <= len(text)
    words = all(word and word in text for found in one.parts.values() for word in found)
    states = one.kind != "event" or one.state in set(Factuality)
    short = 0 < len(one.type) <= _LONGEST and len(one.state) <= _LONGEST - 8 and len(one.date) <= _LONGEST
    return one.kind in _KINDS and inside and states and short and words and set(one.parts) <= _PARTS


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
