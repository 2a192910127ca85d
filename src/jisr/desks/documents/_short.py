"""Short forms after the full name: الشرع after أحمد الشرع, الوزارة after وزارة الخارجية القطرية."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jisr.desks.documents._arabic import variants
from jisr.desks.documents._found import Found, because
from jisr.desks.documents._page import Page
from jisr.desks.documents._senses import exactly
from jisr.desks.documents._values import Kind

_LEAST: Final = 4  # letters of a surname that may stand alone
_MINISTRY: Final = frozenset({"الوزاره", "ministry"})
_MINISTRIES: Final = ("وزاره", "ministry", "department")


def short_people(page: Page, people: Sequence[Found]) -> Iterator[Found]:
    """The surname alone, after the full name or in the headline (the first sentence)."""
    first_seen: dict[str, Found] = {}
    for person in people:
        surname = page.words[person.last].fold
        if person.last > person.first and len(surname) >= _LEAST:
            first_seen.setdefault(surname, person)
    headline = page.sentences[0][1] if page.sentences else 0
    for index, word in enumerate(page.words):
        for letters, form in variants(word.fold):
            full = first_seen.get(form)
            if full is not None and (index > full.last or word.end <= headline) and _stands_alone(page, index, letters):
                first = index - _has_article(page, index) * _has_article(page, full.last)
                name = page.raw[page.start_of(full.first, full.letters) : page.words[full.last].end]
                yield Found(
                    first=first,
                    last=index,
                    letters=letters,
                    type=Kind.PERSON,
                    rank=2,
                    countries=full.countries,
                    reasons=because("short-form", full=name),
                )


def _has_article(page: Page, index: int) -> bool:
    """Whether "al-" stands before the word."""
    return index > 0 and page.words[index].gap in {" ", "-"} and page.words[index - 1].fold in {"al", "el"}


def _stands_alone(page: Page, index: int, letters: int) -> bool:
    """Not the end of another person's name (أسماء الشرع), and in Latin script with a capital."""
    word = page.words[index]
    if word.raw[0] < "\u0600" and not word.raw[0].isupper():
        return False
    before = page.words[index - 1] if index and word.gap in {" ", "-"} and not letters else None
    return before is None or not (exactly(before.fold, "given") or exactly(before.fold, "given-with-title"))


def short_ministries(page: Page, bodies: Sequence[Found]) -> Iterator[Found]:
    """الوزارة / the ministry, after a ministry was named: with the id of the last one."""
    named = [
        body for body in bodies if body.type is Kind.ORGANISATION and page.words[body.first].fold.endswith(_MINISTRIES)
    ]
    for index, word in enumerate(page.words):
        for letters, form in variants(word.fold):
            before = [body for body in named if body.last < index] if form in _MINISTRY else []
            if before:
                yield Found(
                    first=index,
                    last=index,
                    letters=letters,
                    type=Kind.ORGANISATION,
                    id=before[-1].id,
                    rank=2,
                    reasons=because(
                        "short-form",
                        full=page.raw[page.words[before[-1].first].start : page.words[before[-1].last].end],
                    ),
                )
