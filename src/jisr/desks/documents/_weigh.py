"""Which party may a person's name be of?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jisr.desks.documents._found import Found
from jisr.desks.documents._page import Page
from jisr.desks.documents._parties import Parties
from jisr.desks.documents._values import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The candidates of a mention, best first, and the namesakes."""

    candidates: tuple[Candidate, ...]
    namesakes: tuple[Candidate, ...]


def weigh(page: Page, found: Sequence[Found], parties: Parties) -> Mapping[int, Weighed]:
    return {}
