"""What is shown of a search over everything the node holds?"""

from __future__ import annotations

from dataclasses import dataclass

from jisr.node.values._said import Clocks


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One thing that was found. `key`: what its page goes by; `schema`: of records; `at`: ISO 8601, "" for none.

    `detail`: what else tells it from its namesakes; `score`: 0..1, of names alone.
    """

    kind: str
    key: str
    title: str
    detail: str = ""
    at: str = ""
    schema: str = ""
    marking: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKind:
    """How many of a kind were found: at least so many where there are `more`."""

    kind: str
    count: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """The answer to a search. `closed`: the kinds that this reader may not search."""

    text: str
    kind: str
    clocks: Clocks
    rows: tuple[FoundRow, ...]
    kinds: tuple[FoundKind, ...]
    closed: tuple[str, ...]
