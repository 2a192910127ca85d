"""The whole reading of one text: mentions, events, who says so, and what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from jisr.desks.documents._annotate import mentions_of, read_names
from jisr.desks.documents._claims import claims
from jisr.desks.documents._events import events
from jisr.desks.documents._found import Found
from jisr.desks.documents._furniture import Furniture, furniture
from jisr.desks.documents._lexicon import Lexicon, prepare
from jisr.desks.documents._line import lines_of
from jisr.desks.documents._modality import modalities
from jisr.desks.documents._page import Page, read_page
from jisr.desks.documents._proposals import proposals
from jisr.desks.documents._same_here import here, same_here
from jisr.desks.documents._told import Article, Claim, Span, Told
from jisr.desks.documents._values import Kind, Known, Mention


def read_article(text: str, *, known: Iterable[Known] | Lexicon = (), published: date | None = None) -> Article:
    """All that `text` tells. `known`, `published`: as of `annotate`."""
    lexicon = known if isinstance(known, Lexicon) else prepare(known)
    page = read_page(text)
    aside = furniture(text)
    found = tuple(item for item in read_names(page, lexicon, published) if not _is_guessed_aside(page, item, aside))
    lines = tuple(line for line in lines_of(page, found) if not _is_aside(page.sentences[line.number], aside))
    said = claims(lines)
    told = tuple(_with_source(event, said) for event in events(lines, published))
    mentions = mentions_of(page, found, lexicon)
    return Article(
        sentences=page.sentences,
        mentions=mentions,
        events=told,
        claims=said,
        proposals=proposals(lines, told),
        modalities=modalities(lines, told, len(page.sentences)),
        same=_same(told, mentions),
        furniture=aside,
    )


def _same(told: Sequence[Told], mentions: Sequence[Mention]) -> tuple[int, ...]:
    if len({event.type for event in told}) == len(told):
        return tuple(range(len(told)))
    full = {one.text: name for one in mentions for name in _full_name(one)}
    return same_here([here(one, full) for one in told])


def _full_name(mention: Mention) -> list[str]:
    """Of a short form, the full name that stands in the text."""
    short = (reason for reason in mention.reasons if reason.code == "mention-short-form")
    return [value for reason in short for key, value in reason.facts if key == "full"]


def _is_aside(sentence: Span, aside: Sequence[Furniture]) -> bool:
    """Whether the whole sentence is furniture."""
    return any(one.start <= sentence[0] and sentence[1] <= one.end for one in aside)


def _is_guessed_aside(page: Page, item: Found, aside: Sequence[Furniture]) -> bool:
    """A person nobody knows, guessed from the words of a menu or a ticker; who signs a byline is somebody."""
    if not aside or item.type is not Kind.PERSON or item.rank == 0:
        return False
    start, end = page.start_of(item.first), page.words[item.last].end
    return any(one.kind != "byline" and one.start <= start and end <= one.end for one in aside)


def _with_source(event: Told, said: Sequence[Claim]) -> Told:
    """Who reports it: the source of the claim that holds the deed, or that denies it."""
    for claim in said:
        if claim.sentence != event.sentence:
            continue
        if claim.content is None or claim.content[0] <= event.trigger[0] < claim.content[1]:
            return replace(event, via=claim.source)
    return event
