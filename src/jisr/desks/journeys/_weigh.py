"""Is a traveller someone on a list?  What the name engine says, judged with the birth date a document carries.

A traveller's birth date is nearly always known to the day. It decides: a listed date that fits makes a hit, one that
conflicts makes none, and a name without a date is only for review. Nationality is evidence, never a cause.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from jisr.identity import THRESHOLD, Comparison, Profile, compare
from jisr.names import fold
from jisr.records import Reason

HIT: Final = "list-hit"
REVIEW: Final = "list-review"
_FITS: Final = {"birth-date-same": 0.25, "birth-date-swapped": 0.6, "birth-year-same": 0.7}
_CONFLICTS: Final = frozenset({"birth-date-differs", "birth-years-apart", "birth-year-near", "gender-differs"})
_NAME: Final = frozenset({"words-agree"})
_UNDATED: Final = 0.85  # of the name alone: for review
_RARE: Final = 0.8  # of the name, where few travellers bear it and the nationality is the same
BEARERS: Final = 2  # so many travellers at most bear a rare name


def weigh(traveller: Profile, entry: Profile, *, rare: bool = False) -> tuple[str, Comparison] | None:
    """(list-hit or list-review, the comparison); None: no reason to look.

    `rare`: hardly another traveller bears this name. Where the list has no birth date, that and the nationality decide.
    """
    found = compare(traveller, entry)
    codes = {reason.code for reason in found.reasons}
    if "document-same" in codes:
        return HIT, found
    name = found.name.score if found.name is not None and found.name.enough else 0.0
    if codes & _CONFLICTS:
        return None
    for code, least in _FITS.items():
        if code in codes:
            return (HIT, found) if name >= least and _whole(found) else None
    undated = not entry.birth_dates and "country-same" in codes and "words-missing" not in codes
    if rare and undated and name >= _RARE and _whole(found):
        return HIT, replace(found, reasons=(*found.reasons, Reason(code="journey-rare-name", weight=0.05)))
    if name >= _UNDATED and found.score >= THRESHOLD and _whole(found):
        return REVIEW, found
    return None


def _whole(found: Comparison) -> bool:
    """More than one word agrees."""
    parts = found.name.parts if found.name is not None else ()
    return sum(part.score >= 0.75 for part in parts) > 1  # noqa: PLR2004  # a name agrees in two words


def may_fit(traveller: Profile, entry: Profile) -> bool:
    """Whether `weigh` could find anything: without comparing names, so that most pairs cost nothing."""
    if traveller.documents and entry.documents and traveller.documents & {_plain(one) for one in entry.documents}:
        return True
    if not traveller.birth_dates or not entry.birth_dates:
        return True
    mine = traveller.birth_dates[0]
    return any(_near(mine, other) for other in entry.birth_dates)


def _near(mine: str, other: str) -> bool:
    if mine[:4] != other[:4] and other[:2] in {"19", "20"} and other[:4].isdigit() and len(other) in {4, 7, 10}:
        return False
    if len(mine) != 10 or len(other) != 10 or "-01-01" in (mine[4:], other[4:]):  # noqa: PLR2004  # a full date
        return True
    return mine == other or (mine[5:7], mine[8:]) == (other[8:], other[5:7])


def _plain(text: str) -> str:
    return fold(text).replace(" ", "").upper()


def reasons_of(found: Comparison) -> tuple[Reason, ...]:
    """What is shown of a comparison: every step of it."""
    return found.reasons
