"""How likely is it that two profiles are of the same one, and why?"""

from __future__ import annotations

from typing import Final

from jisr import names
from jisr.identity._different import surely_different
from jisr.identity._features import FEATURES, SAME_COUNTRY, SAME_DAY, name
from jisr.identity._profile import Both, Comparison, Names, Profile, kind_of
from jisr.records import Reason

THRESHOLD: Final = 0.7  # from here it is a hit, for a person to look at
_WHOLE: Final = 0.95  # of two names: they agree


def compare(query: Profile, candidate: Profile) -> Comparison:
    """The comparison of a question (or a record) with a record: the clipped sum of what every feature says.

    What is `surely_different` scores 0, and says by which rule.
    """
    both = Both(query=query, candidate=candidate, names=_names(query, candidate))
    told = surely_different(query, candidate)
    if told:  # only the names are weighed, and outweighed
        reasons = (*name(both), Reason(code=told, weight=-1.0))
    else:
        reasons = tuple(reason for feature in FEATURES for reason in feature(both))
    score = min(1.0, max(0.0, sum(reason.weight for reason in reasons)))
    return Comparison(score=score, name=both.names.match if both.names else None, reasons=reasons)


def to_review(found: Comparison) -> bool:
    """Whether a person should see it: a hit, or a whole name that agrees while only the years of birth lie apart.

    A year is often a guess: it weighs, and the conflict is named, but alone it does not hide a name. Full dates that
    conflict, and a generation between, do.
    """
    if found.score >= THRESHOLD:
        return True
    against = {reason.code for reason in found.reasons if reason.weight < 0}
    agreed = found.name is not None and found.name.enough and len(found.name.parts) > 1 and found.name.score >= _WHOLE
    return agreed and against == {"birth-years-apart"}


def may_be_hit(query: Profile, candidate: Profile) -> bool:
    """Whether `compare` could reach `THRESHOLD`: without the explanation, so much sooner. Never False for a hit."""
    if query.documents and candidate.documents:
        return True
    kind = kind_of(query.schema) or kind_of(candidate.schema) or names.Kind.ORGANIZATION
    least = THRESHOLD - SAME_DAY - SAME_COUNTRY
    theirs = (*candidate.names, *candidate.weak_names)
    return any(
        names.score(left, right, kind=kind) >= least for left in (*query.names, *query.weak_names) for right in theirs
    )


def least_name(query: Profile) -> float:
    """What a name must score at least that `compare` can reach `THRESHOLD`, when no documents are told."""
    return THRESHOLD - SAME_DAY * bool(query.birth_dates) - SAME_COUNTRY * bool(query.countries)


def _names(query: Profile, candidate: Profile) -> Names | None:
    """The pair of names that agrees best; a low-quality alias only where no good name does as well."""
    kind = kind_of(query.schema) or kind_of(candidate.schema) or names.Kind.ORGANIZATION
    found = [
        Names(left=left, right=right, match=match, weak=weak)
        for mine, theirs, weak in (
            (query.names, candidate.names, False),
            ((*query.names, *query.weak_names), candidate.weak_names, True),
            (query.weak_names, candidate.names, True),
        )
        for left in mine
        if (closest := names.closest(left, theirs, kind=kind))
        for right, match in (closest,)
    ]
    return max(found, key=lambda pair: (pair.match.score - 0.1 * pair.weak, pair.left, pair.right), default=None)
