"""From a text to its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jisr.desks.documents._acts import acts, sums
from jisr.desks.documents._attributes import attributes_of
from jisr.desks.documents._bodies_arabic import bodies_in_arabic
from jisr.desks.documents._bodies_latin import bodies_in_latin
from jisr.desks.documents._dates import dates
from jisr.desks.documents._evidence import people_of
from jisr.desks.documents._found import Found, found_of
from jisr.desks.documents._lexicon import Lexicon, prepare
from jisr.desks.documents._page import Page, read_page
from jisr.desks.documents._people_arabic import people_in_arabic
from jisr.desks.documents._people_latin import people_in_latin
from jisr.desks.documents._people_shape import people_by_shape
from jisr.desks.documents._scan import scan
from jisr.desks.documents._settle import choose_readings, full_names_only, merge, settle, span_of
from jisr.desks.documents._short import short_ministries, short_people
from jisr.desks.documents._values import Kind, Known, Mention
from jisr.desks.documents._weigh import Weighed, bodies_known, weigh


def annotate(text: str, *, known: Iterable[Known] | Lexicon = (), published: date | None = None) -> tuple[Mention, ...]:
    """The mentions of `text`, in its order, none overlapping another.

    `known`: what the node knows, or better a lexicon prepared from it once. `published`: the day of the
    document, the base of dates without a year and of "yesterday"; without it, the first full date of the text.
    """
    lexicon = known if isinstance(known, Lexicon) else prepare(known)
    page = read_page(text)
    return mentions_of(page, read_names(page, lexicon, published), lexicon)


def mentions_of(page: Page, found: Sequence[Found], lexicon: Lexicon) -> tuple[Mention, ...]:
    """What was found, as mentions with their candidates."""
    people = people_of(page, found)
    weighed = {**bodies_known(found, lexicon.bodies), **weigh(people, lexicon.parties)}
    said = attributes_of(people)
    return tuple(_mention(page, item, weighed.get(item.first), said.get(item.first, ())) for item in found)


def read_names(page: Page, lexicon: Lexicon, published: date | None) -> tuple[Found, ...]:
    """What the page names, in order, none overlapping another."""
    names = full_names_only(scan(page, lexicon))
    hits = {item.first: item for item in names}
    pieces = [found_of(page, piece) for piece in (*dates(page, published), *acts(page), *sums(page))]
    rules = (
        *bodies_in_arabic(page, hits),
        *bodies_in_latin(page, hits),
        *people_in_arabic(page, hits),
        *people_in_latin(page, hits),
    )
    seen = {(item.first, item.last) for item in rules}
    shaped = (item for item in people_by_shape(page, hits) if (item.first, item.last) not in seen)
    full = settle(page, merge((*names, *rules, *shaped, *pieces)))
    people = [item for item in full if item.type is Kind.PERSON]
    short = (*short_people(page, people), *short_ministries(page, full))
    return choose_readings(settle(page, (*full, *short)))


def _mention(page: Page, item: Found, weighed: Weighed | None, said: tuple[tuple[str, str], ...]) -> Mention:
    start, end = span_of(page, item)
    return Mention(
        start=start,
        end=end,
        text=page.raw[start:end],
        type=item.type,
        id=item.id,
        sentence=page.sentence_at(start, end),
        candidates=weighed.candidates if weighed else (),
        namesakes=weighed.namesakes if weighed else (),
        reasons=item.reasons,
        attributes=said,
    )
