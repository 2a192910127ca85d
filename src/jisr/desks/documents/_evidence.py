"""Facts of a text that speak for or against a party, one small function each; each gives its reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from jisr import tables
from jisr.desks.documents._found import Found
from jisr.desks.documents._page import Page
from jisr.desks.documents._parties import Likeness
from jisr.desks.documents._senses import has
from jisr.desks.documents._values import Kind, Known
from jisr.names import fold
from jisr.records import Reason

BORN: Final = re.compile(
    r"(?:مواليد|ولد|المولود|ولاده|تاريخ الميلاد|born|birth)\D{0,25}(?:\d{1,2}\D{1,12})?((?:19|20)\d\d)"
)
_YEARS_APART: Final = 1  # a Hijri year straddles two Gregorian ones
_WINDOW: Final = 400  # characters around a name that can speak of it
NEIGHBOURS: Final = 8  # mentions before and after a name that are looked at
_SHARED: Final = "?"  # a surname of two persons, or of none: nobody's
_NATIONALITY, _YEAR, _REFERENCE, _ROLE, _ALIAS, _AGAINST = 0.3, 0.3, 0.5, 0.2, 0.3, -0.6
_OFFICE = 0.1  # its country is counted with the nationality


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One mention of a person.

    `folded`: the name's words. `full`: of a short form, the folded full name, else ""; `full_text`: as written.
    `countries`: of the words of nationality that go with the name; `said`: those words. `sentence`: where its
    sentence stands; `near`: its words, as written, no further than `_WINDOW` characters off; `around`: with
    those after it.
    """

    found: Found
    text: str
    folded: str
    full: str = ""
    full_text: str = ""
    countries: frozenset[str] = frozenset()
    said: str = ""
    sentence: tuple[int, int]
    near: str
    around: str


Alike = Callable[[str], Sequence[Likeness]]
"""A name as written -> the known names that agree with it."""


def people_of(page: Page, found: Sequence[Found]) -> tuple[Person, ...]:
    """The persons among the mentions, with what stands around them."""
    surnames = _full_names(page, found)
    spans = [page.span_of(item.first, item.last, item.letters) for item in found]
    sentences = [page.sentence_at(*span) for span in spans]
    return tuple(
        _person(page, item, (spans[at], sentences[at]), _beside(found, sentences, at), surnames)
        for at, item in enumerate(found)
        if item.type is Kind.PERSON
    )


def _beside(found: Sequence[Found], sentences: Sequence[tuple[int, int]], at: int) -> tuple[Found, ...]:
    """The mentions of the same sentence, itself among them, the nearest only."""
    around = range(max(0, at - NEIGHBOURS), min(len(found), at + NEIGHBOURS + 1))
    return tuple(found[other] for other in around if sentences[other] == sentences[at])


def _words(page: Page, item: Found) -> str:
    words = page.words[item.first : item.last + 1]
    return " ".join((words[0].fold[item.letters :], *(word.fold for word in words[1:])))


def _full_names(page: Page, found: Sequence[Found]) -> dict[str, str]:
    """Surname -> the one full name of the page that ends with it; "" where two persons share it."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for item in found:
        if item.type is Kind.PERSON and item.last > item.first:
            names[page.words[item.last].fold].add(_words(page, item))
    return {surname: min(full) if len(full) == 1 else "" for surname, full in names.items()}


def _person(
    page: Page,
    item: Found,
    place: tuple[tuple[int, int], tuple[int, int]],
    beside: Sequence[Found],
    surnames: Mapping[str, str],
) -> Person:
    (start, end), (first, last) = place
    folded = _words(page, item)
    countries, said = _nationality(page, item, beside)
    near = max(first, start - _WINDOW)
    return Person(
        found=item,
        text=page.raw[start:end],
        folded=folded,
        full=(surnames.get(folded, "") or _SHARED) if item.first == item.last else "",
        full_text=_fact(item, "full"),
        countries=countries,
        said=said,
        sentence=(first, last),
        near=page.raw[near : min(last, end + _WINDOW)],
        around=page.raw[near : end + _WINDOW],
    )


def _fact(item: Found, name: str) -> str:
    return next((value for reason in item.reasons for key, value in reason.facts if key == name), "")


def _nationality(page: Page, item: Found, beside: Sequence[Found]) -> tuple[frozenset[str], str]:
    """The nationality said of a person: in its title, before it (the Syrian trader X), or set off after it."""
    if item.countries:
        return item.countries, _fact(item, "title")
    alone = sum(other.type is Kind.PERSON for other in beside) == 1
    for other in beside:
        if other.type is Kind.NATIONALITY and (
            _leads_to(page, other, item) or (alone and other.first > item.last and _is_set_off(page, item, other))
        ):
            word = page.raw[slice(*page.span_of(other.first, other.last, other.letters))]
            return frozenset({other.entries[0].country}), word
    return frozenset(), ""


def _leads_to(page: Page, nationality: Found, item: Found) -> bool:
    """Syrian X, the Jordanian businessman X; not «Jordanian police arrested X», whose last word is no person's."""
    between = page.words[nationality.last + 1 : item.first]
    if nationality.last >= item.first or len(between) > _BETWEEN:
        return False
    gaps = (word.gap for word in page.words[nationality.last + 1 : item.first + 1])
    nouns = not between or (
        has(between[-1].fold, "title", "role", "bearer") and not has(between[0].fold, "stop", "speech")
    )
    return nouns and all(gap in {" ", "-"} for gap in gaps)


def _is_set_off(page: Page, item: Found, nationality: Found) -> bool:
    """X، سوري: set off by commas, as lists do; X, a Jordanian businessman: in apposition."""
    opening = page.words[nationality.first].gap.strip() in {",", "،"}
    after = nationality.last + 1
    gap = page.words[after].gap if after < len(page.words) else "."
    if opening and gap.strip()[:1] in {".", ",", "،", "؛", ";", ""}:
        return bool(gap.strip()) or not page.words[after].raw[:1].isascii()
    first = item.last + 1
    comma = page.words[first].gap.strip() in {",", "،"}
    article = first == nationality.first - 1 and page.words[first].fold in {"a", "an"}
    noun = after < len(page.words) and has(page.words[after].fold, "title", "role", "bearer")
    return comma and (article or first == nationality.first) and noun


_BETWEEN: Final = 3  # words of a trade between a nationality and a name


def nationality_said(person: Person, _people: Sequence[Person], known: Known, _alike: Alike) -> Reason | None:
    """The text calls the person a national of a country of the party."""
    country = min(person.countries & known.countries, default="")
    if not country:
        return None
    return Reason(
        code="mention-nationality-said",
        weight=_NATIONALITY,
        facts=(("country", country), ("word", person.said or country)),
    )


def nationality_differs(person: Person, _people: Sequence[Person], known: Known, _alike: Alike) -> Reason | None:
    """The text calls the person a national of another country."""
    if not person.countries or not known.countries or person.countries & known.countries:
        return None
    word = person.said or min(person.countries)
    return Reason(code="mention-nationality-differs", weight=_AGAINST, facts=(("word", word),))


def birth_year(person: Person, people: Sequence[Person], known: Known, _alike: Alike) -> Reason | None:
    """The year of birth in the sentence, for or against the party's."""
    found = BORN.search(fold(person.near))
    years = {int(day[:4]) for day in known.birth_dates if day[:4].isdigit()}
    if found is None or not years or sum(other.sentence == person.sentence for other in people) > _PEOPLE_OF_ONE:
        return None
    year = int(found.group(1))
    apart = min(abs(year - other) for other in years)
    if apart == 0:
        return Reason(code="mention-birth-year-same", weight=_YEAR, facts=(("year", str(year)),))
    if apart > _YEARS_APART:
        return Reason(code="mention-birth-year-differs", weight=_AGAINST, facts=(("year", str(year)),))
    return None


_PEOPLE_OF_ONE: Final = 2  # a name and an alias may stand in one sentence


def reference_said(person: Person, _people: Sequence[Person], known: Known, _alike: Alike) -> Reason | None:
    """The sentence carries the party's reference on a list."""
    for reference in known.references:
        if reference and reference.casefold() in person.near.casefold():
            return Reason(code="mention-reference-said", weight=_REFERENCE, facts=(("reference", reference),))
    return None


def role_said(person: Person, _people: Sequence[Person], known: Known, _alike: Alike) -> Reason | None:
    """The title before the name is a role of the party."""
    title = _fact(person.found, "title")
    words = set(fold(title).split())
    for role in known.roles:
        if title and set(fold(role).split()) <= words:
            return Reason(code="mention-role-said", weight=_ROLE, facts=(("role", role),))
    return None


def office_said(person: Person, _people: Sequence[Person], known: Known, _alike: Alike) -> Reason | None:
    """The title is an office one person holds at a time, of a country of the party: the Syrian president X."""
    title = _fact(person.found, "title")
    words = [word.removeprefix("ال") for word in fold(title).split()]
    office = any(has(word, "office") for word in words) and not any(has(word, "head") for word in words)
    if not office or not person.found.countries & known.countries:
        return None
    return Reason(code="mention-office-said", weight=_OFFICE, facts=(("title", title),))


def other_name_said(person: Person, people: Sequence[Person], known: Known, alike: Alike) -> Reason | None:
    """The sentence gives another name of the party too: X المعروف بـ"Y"."""
    for other in people:
        beside = other.sentence == person.sentence and other.folded != person.folded and not other.full
        if beside and any(likeness.known.thing == known.thing for likeness in alike(other.text)):
            return Reason(code="mention-other-name-said", weight=_ALIAS, facts=(("name", other.text),))
    return None


def namesake_said(person: Person, _people: Sequence[Person], _known: Known, _alike: Alike) -> Reason | None:
    """The text itself says that names are alike and persons are not."""
    around = fold(person.around)
    for phrase in _namesake_phrases():
        if phrase in around:
            return Reason(code="mention-namesake-said", weight=_AGAINST, facts=(("word", phrase),))
    return None


@cache
def _namesake_phrases() -> tuple[str, ...]:
    rows = (row for row in tables.rows("titles") if row["kind"] == "namesake")
    return tuple(fold(phrase) for row in rows for phrase in row["words"].split(";"))


Feature = Callable[[Person, Sequence[Person], Known, Alike], Reason | None]
FEATURES: Final[tuple[Feature, ...]] = (
    reference_said,
    nationality_said,
    birth_year,
    role_said,
    office_said,
    other_name_said,
    nationality_differs,
    namesake_said,
)
