"""What speaks for and against: small functions, one a kind of evidence, each with its weight and its reason."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from jisr.identity._dates import Birth, births, years_apart
from jisr.identity._profile import Both
from jisr.names import fold
from jisr.records import Reason

WEAK_ALIAS: Final = -0.1
WEAK_WORD: Final = -0.25  # a low-quality alias of one word
COMMON_WORD: Final = -0.75
SAME_DAY: Final = 0.4
SAME_YEAR: Final = 0.1
SWAPPED: Final = 0.2
OTHER_DAY: Final = -0.45
YEARS_APART: Final = ((2, -0.15), (3, -0.3), (6, -0.4))  # at least so many years: weight
SAME_COUNTRY: Final = 0.03
OTHER_COUNTRY: Final = -0.1
OTHER_GENDER: Final = -0.4
SAME_DOCUMENT: Final = 0.75


def name(both: Both) -> Iterator[Reason]:
    """Each step of the comparison of names; low-quality aliases and one common word alone weigh less."""
    found = both.names
    if found is None:
        return
    for clue in found.match.reasons:
        yield Reason(code=clue.code, weight=clue.weight, facts=clue.facts)
    if found.weak:
        alone = len(found.match.parts) == 1
        yield Reason(code="weak-alias", weight=WEAK_WORD if alone else WEAK_ALIAS, facts=(("name", found.right),))
    if not found.match.enough:
        yield Reason(code="common-word-alone", weight=COMMON_WORD, facts=(("name", found.left),))


def birth_date(both: Both) -> Iterator[Reason]:
    """The pair of birth dates that agrees best. Full dates that conflict outweigh any name."""
    pairs = product(births(both.query.birth_dates), births(both.candidate.birth_dates))
    found = [_dates(one, other) for one, other in pairs]
    if found:
        yield max(found, key=lambda reason: reason.weight)


def country(both: Both) -> Iterator[Reason]:
    """Nationality, residence, flag: little for, a little more against."""
    mine, theirs = (frozenset(map(str.lower, side.countries)) for side in (both.query, both.candidate))
    if mine and theirs:
        shared = sorted(mine & theirs)
        facts = (("country", shared[0]),) if shared else (("one", _listed(mine)), ("other", _listed(theirs)))
        code = "country-same" if shared else "country-differs"
        yield Reason(code=code, weight=SAME_COUNTRY if shared else OTHER_COUNTRY, facts=facts)


def gender(both: Both) -> Iterator[Reason]:
    """Only a difference counts: half of all people have the same."""
    mine, theirs = both.query.genders & _GENDERS, both.candidate.genders & _GENDERS
    if mine and theirs and not mine & theirs:
        yield Reason(code="gender-differs", weight=OTHER_GENDER)


def document(both: Both) -> Iterator[Reason]:
    """The same number on a passport, a register or a hull is reason to look, whatever the name."""
    mine = {_number(text): text for text in sorted(both.query.documents)}
    theirs = {_number(text) for text in both.candidate.documents}
    shared = sorted(mine.keys() & theirs - {""})
    if shared:
        yield Reason(code="document-same", weight=SAME_DOCUMENT, facts=(("number", mine[shared[0]]),))


def _dates(one: Birth, other: Birth) -> Reason:
    apart = years_apart(one, other)
    years = (("one", _written(one)), ("other", _written(other)))
    if one.full and other.full:
        if one == other:
            return Reason(code="birth-date-same", weight=SAME_DAY, facts=(("date", _written(one)),))
        if apart == 0 and (one.month, one.day) == (other.day, other.month):
            return Reason(code="birth-date-swapped", weight=SWAPPED, facts=years)
        return Reason(code="birth-date-differs", weight=OTHER_DAY, facts=years)
    if apart == 0 and not (one.loose or other.loose):
        return Reason(code="birth-year-same", weight=SAME_YEAR, facts=(("year", str(one.first)),))
    for least, weight in reversed(YEARS_APART):
        if apart >= least:
            return Reason(code="birth-years-apart", weight=weight, facts=years)
    return Reason(code="birth-year-near", weight=0.0, facts=years)


def _written(date: Birth) -> str:
    year = str(date.first) if date.first == date.last else f"{date.first}-{date.last}"
    return f"{year}-{date.month:02}-{date.day:02}" if date.day else year


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _number(text: str) -> str:
    return fold(text).replace(" ", "")


_GENDERS: Final = frozenset({"male", "female"})
FEATURES: Final = (name, birth_date, country, gender, document)
