"""What does a document say, and whom or what does it name?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from jisr.desks import documents as desk
from jisr.errors import NotFound, Unreadable, WrongUse
from jisr.node import chain
from jisr.node.convert import properties_of, source_of
from jisr.node.models import Record
from jisr.node.naming import labels
from jisr.node.parties import Parties
from jisr.node.queries.clocks import clocks as read_clocks
from jisr.node.queries.news import also_in_of
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.queries.reading import reading_of as kept_reading
from jisr.node.reading_json import as_json
from jisr.node.reading_room import exact_day, lexicon, published_on
from jisr.node.status import Statuses
from jisr.node.values import Candidate, Clocks, DocumentPage, DocumentRow, MentionRow, Standing
from jisr.records import When
from jisr.sharing import Reader, Role, require

LONGEST = 2_000_000
"""Characters of a text that is read while somebody waits."""


def documents(*, reader: Reader, limit: int = 100) -> tuple[DocumentRow, ...]:
    """Every article the reader may see, the newest first."""
    found = Record.objects.filter(schema="Article", known_to=None, marking__in=visible_markings(reader))
    rows = list(found.select_related("batch", "marking").order_by("-pk")[:limit])
    also = also_in_of((row.thing for row in rows), reader=reader)
    return tuple(
        DocumentRow(
            thing=row.thing,
            title=row.caption,
            language=_first(row, "language"),
            published=_first(row, "publishedAt"),
            source=source_of(row),
            also=len(also.get(row.thing, ())),
        )
        for row in rows
    )


def document(thing: str, *, reader: Reader, clocks: Clocks | None = None) -> DocumentPage:
    """One article with its mentions and what the node knows of each. Raises `NotFound`. Audited."""
    markings = visible_markings(reader)
    rows = Record.objects.filter(thing=thing, schema="Article", marking__in=markings)
    row = rows.select_related("batch", "marking", "reading").order_by("-known_from", "-pk").first()
    if row is None:
        message = f"no document {thing!r}"
        raise NotFound(message, thing=thing)
    chain.note(reader, "read-document", thing)
    text = _first(row, "bodyText")
    found = {
        each.subject: each.pk for each in visible_findings(reader).filter(about=thing, kind="mention").order_by("-pk")
    }
    told = desk.read_article(text, known=lexicon(markings), published=published_on(row))
    return DocumentPage(
        thing=row.thing,
        title=row.caption,
        language=_first(row, "language"),
        published=_first(row, "publishedAt"),
        text=text,
        source=source_of(row),
        mentions=_mentions(
            desk.supported(text, told), markings=markings, clocks=clocks or read_clocks(), findings=found
        ),
        reading=kept_reading(row, reader=reader),
        also=also_in_of((thing,), reader=reader).get(thing, ()),
        sentences=tuple((*span, how) for span, how in zip(told.sentences, told.modalities, strict=True)),
        furniture=tuple((one.start, one.end, one.kind) for one in told.furniture),
    )


def mentions_in(text: str, *, reader: Reader, clocks: Clocks | None = None) -> tuple[MentionRow, ...]:
    """The mentions of a text that is not kept. Raises `NotAllowed`, `WrongUse` for an endless one. Audited."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    if len(text) > LONGEST:
        message = f"a text of {len(text)} characters is too long: at most {LONGEST}"
        raise WrongUse(message, field="text")
    chain.note(reader, "read-text", characters=str(len(text)))
    markings = visible_markings(reader)
    told = desk.read_article(text, known=lexicon(markings))
    return _mentions(desk.supported(text, told), markings=markings, clocks=clocks or read_clocks(), findings={})


def reading_of(article: tuple[str, str, str], *, reader: Reader) -> dict[str, Any]:
    """All that a text tells, as one JSON value: `article` is (name, text, day of publication or ""). Not kept. Audited.

    Raises `NotAllowed`, `WrongUse` for an endless text or a day that is none.
    """
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    name, text, day = article
    if len(text) > LONGEST:
        message = f"a text of {len(text)} characters is too long: at most {LONGEST}"
        raise WrongUse(message, field="text")
    published = _day(day)
    chain.note(reader, "read-text", characters=str(len(text)))
    told = desk.read_article(text, known=lexicon(visible_markings(reader)), published=published)
    return as_json(name, text, told, published=day)


def _day(text: str) -> date | None:
    try:
        return exact_day(When.read(text).text) if text else None
    except Unreadable as error:
        message = f"{text!r} is no day: write it as 2025-11-06"
        raise WrongUse(message, field="published", value=text) from error


def _mentions(
    found: Sequence[desk.Mention], *, markings: list[int], clocks: Clocks, findings: Mapping[str, int]
) -> tuple[MentionRow, ...]:
    parties = Parties(clocks.known, markings=markings)
    every = [one for mention in found for one in (*mention.candidates, *mention.namesakes)]
    things = {parties.party_of(one.thing) for one in every}
    standings = Statuses(clocks=clocks, markings=markings, parties=parties).of_many(sorted(things))
    captions = _captions(things, markings)
    english, arabic = labels("en"), labels("ar")
    return tuple(
        MentionRow(
            start=mention.start,
            end=mention.end,
            text=mention.text,
            type=mention.type.value,
            id=mention.id,
            label_en=english.get(mention.id, ""),
            label_ar=arabic.get(mention.id, ""),
            candidates=_candidates(mention.candidates, captions, standings, findings, parties),
            namesakes=_candidates(mention.namesakes, captions, standings, {}, parties),
            attributes=mention.attributes,
        )
        for mention in found
    )


def _candidates(
    found: Iterable[desk.Candidate],
    captions: Mapping[str, str],
    standings: Mapping[str, tuple[Standing, ...]],
    findings: Mapping[str, int],
    parties: Parties,
) -> tuple[Candidate, ...]:
    best: dict[str, desk.Candidate] = {}
    for one in found:
        party = parties.party_of(one.thing)
        if party not in best or one.score > best[party].score:
            best[party] = one
    shown = (
        Candidate(
            party=party,
            caption=captions.get(party, party),
            score=round(one.score, 4),
            reasons=one.reasons,
            standings=standings.get(party, ()),
            finding=findings.get(party),
        )
        for party, one in best.items()
    )
    return tuple(sorted(shown, key=_delisted_first))


def _delisted_first(one: Candidate) -> tuple[bool, float]:
    """Nobody is called listed who was taken off: that is told first."""
    return not any(standing.state == "delisted" for standing in one.standings), -one.score


def _captions(things: Iterable[str], markings: list[int]) -> dict[str, str]:
    rows = Record.objects.filter(thing__in=sorted(things), marking__in=markings).order_by("known_from", "pk")
    return dict(rows.values_list("thing", "caption"))


def _first(row: Record, name: str) -> str:
    return next(iter(properties_of(row).get(name, ())), "")
