"""What people's decisions say about names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Two names that somebody called the same one, or not. `what`: finding or judgement, with its `number`."""

    left: str
    right: str
    schema: str
    same: bool
    by: str
    at: datetime
    what: str
    number: int
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Of the hits decided in a month (`2026-11`, UTC) how many were confirmed."""

    month: str
    confirmed: int
    decided: int

    @property
    def precision(self) -> float:
        """Confirmed / decided, 0 .. 1."""
        return self.confirmed / self.decided
