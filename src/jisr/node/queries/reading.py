"""What was read in an article, what did people say of it, and how often is each rule right?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import orjson
from django.db.models import Count

from jisr.desks.documents import Here, same_here
from jisr.errors import NotFound
from jisr.node import chain
from jisr.node.convert import properties_of, source_of
from jisr.node.models import Record, Review, Telling
from jisr.node.naming import named
from jisr.node.queries.reader import visible_findings, visible_markings
from jisr.node.values import ReadingPage, ReviewRow, RuleRow, RulesPage, ToldRow
from jisr.sharing import Reader, Role, require

Place = tuple[int, str, str, int, int]


def reading(thing: str, *, reader: Reader) -> ReadingPage:
    """The kept reading of the newest version of an article. Raises `NotFound`. Audited."""
    rows = Record.objects.filter(thing=thing, schema="Article", marking__in=visible_markings(reader))
    row = rows.select_related("batch", "marking", "reading").order_by("-known_from", "-pk").first()
    if row is None:
        message = f"no document {thing!r}"
        raise NotFound(message, thing=thing)
    chain.note(reader, "read-document", thing)
    return reading_of(row, reader=reader)


def reading_of(row: Record, *, reader: Reader) -> ReadingPage:
    """The reading of a version the caller may see; `batch` and `marking` joined."""
    said = properties_of(row)
    text = next(iter(said.get("bodyText", ())), "")
    reviews = standing_reviews(row)
    rows = Telling.objects.filter(record=row).prefetch_related("participants").order_by("start", "pk")
    proposed = _proposed(row, reader)
    firsts = _firsts(rows)
    return ReadingPage(
        record=row.pk,
        thing=row.thing,
        title=row.caption,
        published=next(iter(said.get("publishedAt", ())), ""),
        source=source_of(row),
        reader=row.reading.reader if hasattr(row, "reading") else "",
        told=tuple(
            replace(told_row(one, text, reviews=reviews, findings=proposed), first=firsts.get(one.pk, one.pk))
            for one in rows
        ),
        missing=tuple(_review_row(one, text) for one in reviews.values() if one.verdict == "missing"),
    )


def _firsts(rows: Iterable[Telling]) -> Mapping[int, int]:
    """Each event -> the first that tells the same happening: the headline, the lead and the body tell it again."""
    events = [row for row in rows if row.kind == "event" and not row.producer]
    firsts = same_here([_here(row) for row in events])
    return {row.pk: events[first].pk for row, first in zip(events, firsts, strict=True)}


def _here(row: Telling) -> Here:
    parts = frozenset((one.part, one.key) for one in row.participants.all() if one.part != "via")
    return Here(type=row.type, state=row.state, sentence=row.sentence, date=row.date, parts=parts)


def standing_reviews(row: Record) -> Mapping[Place, Review]:
    """What is said of each thing read in a version now: the last word that nobody took back."""
    rows = Review.objects.filter(record=row, undone_at=None).order_by("pk")
    return {(one.record_id, one.kind, one.rule or one.producer, one.start, one.end): one for one in rows}


def told_row(
    row: Telling,
    text: str,
    *,
    reviews: Mapping[Place, Review] | None = None,
    findings: Mapping[tuple[str, str, str], int] | None = None,
) -> ToldRow:
    """The value of a thing told; `participants` prefetched."""
    said = (reviews or {}).get(place_of(row))
    parts = tuple(named(one.part, one.words, one.known) for one in row.participants.all())
    subject = next((one.words for one in parts if one.part == "subj"), "")
    return ToldRow(
        id=row.pk,
        kind=row.kind,
        type=row.type,
        state=row.state,
        span=(row.start, row.end),
        words=text[row.start : row.end],
        content=text[row.content_start : row.content_end],
        content_span=(row.content_start, row.content_end),
        sentence=row.sentence,
        sentence_span=(row.sentence_start, row.sentence_end),
        quote=text[row.sentence_start : row.sentence_end].strip(),
        date=row.date,
        until=row.until,
        parts=parts,
        rule=row.rule,
        score=row.score,
        producer=row.producer,
        review=_review_row(said, text) if said else None,
        finding=(findings or {}).get((row.type, row.state, subject)) if row.kind == "proposal" else None,
    )


def place_of(row: Telling) -> Place:
    """What a review of a thing told goes by: it outlives a new reading that reads the same."""
    return row.record_id, row.kind, row.rule or row.producer, row.start, row.end


def rules(*, reader: Reader) -> RulesPage:
    """How often people called what a rule read right, of those articles the reader may see. Raises `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR)
    chain.note(reader, "read-rules")
    markings = visible_markings(reader)
    seen = Telling.objects.filter(record__marking__in=markings)
    read = seen.values_list("rule", "producer", "kind").annotate(number=Count("pk"))
    last = {
        (one.record_id, one.kind, one.rule or one.producer, one.start, one.end): one
        for one in Review.objects.filter(record__marking__in=markings, undone_at=None).order_by("pk")
    }
    said: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in last.values():
        said[one.rule, one.producer, one.kind][one.verdict] += 1
    numbers = {(rule, producer, kind): number for rule, producer, kind, number in read}
    judged = {key for key, verdicts in said.items() if verdicts["right"] or verdicts["wrong"]}
    rows = [_rule_row(key, numbers.get(key, 0), said.get(key, {})) for key in numbers.keys() | judged]
    missing = sum(verdicts["missing"] for verdicts in said.values())
    return RulesPage(
        rules=tuple(sorted(rows, key=_least_precise)),
        missing=missing,
        reviewed=sum(row.right + row.wrong for row in rows),
    )


def _rule_row(key: tuple[str, str, str], read: int, said: Mapping[str, int]) -> RuleRow:
    right, wrong = said.get("right", 0), said.get("wrong", 0)
    precision = right / (right + wrong) if right + wrong else None
    rule, producer, kind = key
    return RuleRow(rule=rule, kind=kind, producer=producer, read=read, right=right, wrong=wrong, precision=precision)


def _least_precise(row: RuleRow) -> tuple[bool, float, int, str]:
    return row.precision is None, row.precision or 0.0, -row.read, row.rule


def _review_row(row: Review, text: str) -> ReviewRow:
    return ReviewRow(
        id=row.pk,
        kind=row.kind,
        verdict=row.verdict,
        start=row.start,
        end=row.end,
        words=text[row.start : row.end],
        said=row.said,
        by=row.by,
        at=row.at,
    )


def _proposed(row: Record, reader: Reader) -> Mapping[tuple[str, str, str], int]:
    """(kind, status, subject) -> the finding of that proposal that the reader may see."""
    found: Iterable[tuple[int, str, str]] = (
        visible_findings(reader)
        .filter(kind="status-proposal", dependences__record=row)
        .values_list("pk", "question", "title")
    )
    asked = ((pk, orjson.loads(question), title) for pk, question, title in found)
    return {(said.get("kind", ""), said.get("status", ""), title): pk for pk, said, title in asked}


def told(number: int, *, reader: Reader) -> tuple[str, ToldRow]:
    """The article and the value of one thing told, with what is said of it now. Raises `NotFound`."""
    row = visible_telling(number, reader=reader)
    text = next(iter(properties_of(row.record).get("bodyText", ())), "")
    value = told_row(row, text, reviews=standing_reviews(row.record), findings=_proposed(row.record, reader))
    return row.record.thing, value


def visible_telling(number: int, *, reader: Reader) -> Telling:
    """A thing told that the reader may see. Raises `NotFound`."""
    rows = Telling.objects.filter(pk=number, record__marking__in=visible_markings(reader))
    row = rows.select_related("record__batch", "record__marking").prefetch_related("participants").first()
    if row is None:
        message = f"nothing read with the number {number}"
        raise NotFound(message, telling=str(number))
    return row
