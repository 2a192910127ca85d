"""Say of something read that it is right or wrong, or what was not read; and take that back."""

from __future__ import annotations

from dataclasses import dataclass

from jisr.errors import Conflict, NotFound, WrongUse
from jisr.node import chain, clock
from jisr.node.convert import properties_of, typed
from jisr.node.models import Record, Review
from jisr.node.queries.reader import visible_markings
from jisr.node.queries.reading import visible_telling
from jisr.node.store import write
from jisr.sharing import Reader, Role, require

_KINDS = ("name", "event", "claim", "proposal")
_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What was not read. `words`: as the text has them; `start`: where they begin, -1: wherever they first stand."""

    thing: str
    kind: str
    words: str
    start: int = -1
    said: str = ""


def review(telling: int, *, reader: Reader, verdict: str, said: str = "") -> int:
    """Call something read right or wrong; the review's id. Raises `NotAllowed`, `NotFound`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if verdict not in {"right", "wrong"}:
        message = f"no verdict {verdict!r}: right or wrong"
        raise WrongUse(message, verdict=verdict)
    with write():
        row = visible_telling(telling, reader=reader)
        made = Review.objects.create(
            record=row.record,
            kind=row.kind,
            type=row.type,
            rule=row.rule,
            producer=row.producer,
            start=row.start,
            end=row.end,
            verdict=verdict,
            said=typed(said).strip()[:_LONGEST],
            by=reader.name,
            at=clock.now(),
        )
        chain.note(reader, "review", row.record.thing, verdict=verdict, rule=row.rule or row.producer)
    return made.pk


def missing(missed: Missed, *, reader: Reader) -> int:
    """Say what was not read, by its words; the review's id. Raises `NotAllowed`, `NotFound`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if missed.kind not in _KINDS:
        message = f"no kind {missed.kind!r}: one of {', '.join(_KINDS)}"
        raise WrongUse(message, field="kind")
    words = missed.words.strip()
    with write():
        rows = Record.objects.filter(thing=missed.thing, schema="Article", marking__in=visible_markings(reader))
        row = rows.order_by("-known_from", "-pk").first()
        if row is None:
            message = f"no document {missed.thing!r}"
            raise NotFound(message, thing=missed.thing)
        start = _start(next(iter(properties_of(row).get("bodyText", ())), ""), words, missed.start)
        made = Review.objects.create(
            record=row,
            kind=missed.kind,
            start=start,
            end=start + len(words),
            verdict="missing",
            said=typed(missed.said).strip()[:_LONGEST],
            by=reader.name,
            at=clock.now(),
        )
        chain.note(reader, "review", row.thing, verdict="missing", kind=missed.kind)
    return made.pk


def undo(review_id: int, *, reader: Reader) -> None:
    """Take one's own word back; it stays on record. Raises `NotAllowed`, `NotFound`, `Conflict`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    with write():
        rows = Review.objects.filter(pk=review_id, record__marking__in=visible_markings(reader))
        row = rows.select_related("record").first()
        if row is None:
            message = f"no review {review_id}"
            raise NotFound(message, review=str(review_id))
        if row.by != reader.name or row.undone_at is not None:
            message = f"review {review_id} is not yours to take back"
            raise Conflict(message, review=str(review_id))
        row.undone_at = clock.now()
        row.save(update_fields=("undone_at",))
        chain.note(reader, "review-undo", row.record.thing, verdict=row.verdict)


def _start(text: str, words: str, start: int) -> int:
    """Where the words stand in the text. Raises `WrongUse` where they do not."""
    if words and text[start : start + len(words)] == words and start >= 0:
        return start
    found = text.find(words) if words else -1
    if found < 0:
        message = "these words are not in the text: copy them as they stand there"
        raise WrongUse(message, field="words")
    return found
