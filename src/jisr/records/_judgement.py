"""Are two things one?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jisr.records._record import Place


class Verdict(StrEnum):
    """What a person, or a source, settled about two things."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """A source itself says that two things (ids `source:key`) are one. `why` is its own words."""

    left: str
    right: str
    why: str
    place: Place
