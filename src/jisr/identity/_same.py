"""May two records of different lists be proposed as one party?  By names, births and countries; a person decides."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Final

from jisr.identity._compare import THRESHOLD, compare
from jisr.identity._dates import Birth, births
from jisr.identity._profile import Comparison, Profile
from jisr.records import Reason

NEXT_DAY: Final = 0.3  # two lists that print neighbouring days disagree less than two that print any
_AGAINST: Final = frozenset({"birth-years-apart", "birth-date-differs", "gender-differs"})
_SURE: Final = frozenset({"birth-date-same", "document-same"})


def propose(one: Profile, other: Profile) -> Comparison | None:
    """The comparison, where it is reason enough to ask a person whether the two are one; None otherwise.

    Stricter than a hit: birth dates must not conflict, and a weak alias alone is not enough without the same day.
    """
    found = _next_day(compare(one, other), one, other)
    codes = {reason.code for reason in found.reasons}
    weak = "weak-alias" in codes and codes.isdisjoint(_SURE)
    against = not codes.isdisjoint(_AGAINST) and "birth-date-next-day" not in codes and "document-same" not in codes
    return None if found.score < THRESHOLD or weak or against else found


def _next_day(found: Comparison, one: Profile, other: Profile) -> Comparison:
    differs = next((reason for reason in found.reasons if reason.code == "birth-date-differs"), None)
    pairs = product(births(one.birth_dates), births(other.birth_dates))
    if differs is None or not any(_neighbours(left, right) for left, right in pairs):
        return found
    said = Reason(code="birth-date-next-day", weight=NEXT_DAY, facts=differs.facts)
    reasons = (*found.reasons, said)
    score = min(1.0, max(0.0, sum(reason.weight for reason in reasons)))
    return replace(found, score=score, reasons=reasons)


def _neighbours(one: Birth, other: Birth) -> bool:
    same_month = (one.first, one.month) == (other.first, other.month)
    return one.full and other.full and same_month and abs(one.day - other.day) == 1
