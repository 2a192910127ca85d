"""The whole reading of one text: mentions, events, who says so, and what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from jisr.desks.documents._annotate import mentions_of, read_names
from jisr.desks.documents._claims import claims
from jisr.desks.documents._events import events
from jisr.desks.documents._lexicon import Lexicon, prepare
from jisr.desks.documents._line import lines_of
from jisr.desks.documents._page import read_page
from jisr.desks.documents._proposals import proposals
from jisr.desks.documents._told import Article, Claim, Told
from jisr.desks.documents._values import Known


def read_article(text: str, *, known: Iterable[Known] | Lexicon = (), published: date | None = None) -> Article:
    """All that `text` tells. `known`, `published`: as of `annotate`."""
    lexicon = known if isinstance(known, Lexicon) else prepare(known)
    page = read_page(text)
    found = read_names(page, lexicon, published)
    lines = lines_of(page, found)
    said = claims(lines)
    told = tuple(_with_source(event, said) for event in events(lines, published))
    return Article(
        sentences=page.sentences,
        mentions=mentions_of(page, found, lexicon),
        events=told,
        claims=said,
        proposals=proposals(lines, told),
    )


def _with_source(event: Told, said: Sequence[Claim]) -> Told:
    """Who reports it: the source of the claim that holds the deed, or that denies it."""
    for claim in said:
        if claim.sentence != event.sentence:
            continue
        if claim.content is None or claim.content[0] <= event.trigger[0] < claim.content[1]:
            return replace(event, via=claim.source)
    return event
