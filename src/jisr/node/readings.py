"""How is what was read kept?  Every event, claim and proposal with its words, rule and score, a row each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jisr.desks.documents import Added, Article, Claim, Mention, Proposal, Told, key_of
from jisr.errors import Unreadable
from jisr.names import fold
from jisr.node import clock
from jisr.node.models import Participant, Reading, Record, Telling
from jisr.records import When

_LONGEST_KEY = 255
_PARTS = ("actor", "target", "place", "obj")

Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One reading: the article's text, what the rules told, what plug-ins added under their names, by which readers."""

    text: str
    told: Article
    added: tuple[tuple[str, Added], ...]
    reader: str
    published: date | None


def keep_reading(row: Record, read: Read) -> int:
    """Write a reading down in place of an older one; the number of things told. Inside a write."""
    Telling.objects.filter(record=row).delete()
    made = [*_rows(row, read)]
    Telling.objects.bulk_create(telling for telling, _parts in made)
    names = {one.text: one.id for one in read.told.mentions}
    words = {one.id: one.text for one in reversed(read.told.mentions) if one.id}
    full = {one.text: name for one in read.told.mentions if (name := _full_name(one))}
    Participant.objects.bulk_create(
        _participant(telling, part, said, (names, words, full)) for telling, parts in made for part, said in parts
    )
    Reading.objects.update_or_create(record=row, defaults={"reader": read.reader, "at": clock.now()})
    return len(made)


def _rows(row: Record, read: Read) -> Iterator[tuple[Telling, Parts]]:
    for event in read.told.events:
        yield _event(row, read, event)
    for claim in read.told.claims:
        yield _claim(row, read, claim)
    for proposal in read.told.proposals:
        yield _proposal(row, read, proposal)
    for producer, one in read.added:
        yield _added(row, read, producer, one)


def _event(row: Record, read: Read, one: Told) -> tuple[Telling, Parts]:
    first, last = _days(one.date, read.published)
    telling = Telling(
        record=row,
        kind="event",
        type=one.type,
        state=one.factuality.value,
        start=one.trigger[0],
        end=one.trigger[1],
        **_sentence(read, one.sentence),
        date=one.date,
        first=first,
        last=last,
        rule=one.rule,
        score=one.score,
    )
    parts = [(part, said) for part in _PARTS for said in getattr(one, part)]
    return telling, (*parts, *((("via", one.via),) if one.via else ()))


def _claim(row: Record, read: Read, one: Claim) -> tuple[Telling, Parts]:
    first, last = _days("", read.published)
    start, end = one.content or (0, 0)
    telling = Telling(
        record=row,
        kind="claim",
        type=one.kind,
        start=one.cue[0],
        end=one.cue[1],
        content_start=start,
        content_end=end,
        **_sentence(read, one.sentence),
        first=first,
        last=last,
        rule=f"claim-{one.kind}",
        score=1.0,
    )
    return telling, ((("via", one.source),) if one.source else ())


def _proposal(row: Record, read: Read, one: Proposal) -> tuple[Telling, Parts]:
    first, last = _days(one.date, read.published)
    place = _sentence(read, one.sentence)
    event = next((event for event in read.told.events if _tells(event, one)), None)
    telling = Telling(
        record=row,
        kind="proposal",
        type=one.kind,
        state=one.status,
        start=place["sentence_start"],
        end=place["sentence_end"],
        **place,
        date=one.date,
        until=one.until,
        first=first,
        last=last,
        rule=one.rule,
        score=event.score if event else 0.5,
    )
    via = event.via if event else ""
    said = (("subj", one.subj), ("obj", one.obj), ("via", via))
    return telling, tuple((part, words) for part, words in said if words)


def _tells(event: Told, one: Proposal) -> bool:
    return event.rule == one.rule and event.sentence == one.sentence


def _added(row: Record, read: Read, producer: str, one: Added) -> tuple[Telling, Parts]:
    sentences = read.told.sentences
    at = next((number for number, (start, end) in enumerate(sentences) if start <= one.start < end), 0)
    first, last = _days(one.date, read.published)
    telling = Telling(
        record=row,
        kind=one.kind,
        type=one.type,
        state=one.state,
        start=one.start,
        end=one.end,
        **_sentence(read, at),
        date=one.date,
        first=first,
        last=last,
        score=max(0.0, min(1.0, one.score)),
        producer=producer,
    )
    return telling, tuple((part, words) for part, found in one.parts.items() for words in found)


def _sentence(read: Read, number: int) -> dict[str, int]:
    start, end = read.told.sentences[number] if read.told.sentences else (0, len(read.text))
    return {"sentence": number, "sentence_start": start, "sentence_end": end}


def _participant(
    telling: Telling, part: str, said: str, known: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]
) -> Participant:
    """`said` is an id of a mention or its words; plug-ins give words only, and get no id for them.

    A short form counts as the full name that stands in the text.
    """
    names, words, full = known
    found = "" if telling.producer else said if said in words else names.get(said, "")
    key = key_of(found) if found else fold(full.get(said, said))
    return Participant(telling=telling, part=part, key=key[:_LONGEST_KEY], words=words.get(found, said), known=found)


def _full_name(mention: Mention) -> str:
    """Of a short form, the full name that stands in the text; "" of any other."""
    said = (dict(reason.facts) for reason in mention.reasons if reason.code == "mention-short-form")
    return next((facts.get("full", "") for facts in said), "")


def _days(said: str, published: date | None) -> tuple[str, str]:
    """The first and last day a date may mean; the day of publication where none is told."""
    begin, _slash, end = said.partition("/")
    try:
        if said and not said.startswith("--"):
            return When.read(begin).first.date().isoformat(), _last_day(end or begin)
    except Unreadable:
        return "", ""  # what is written stays in `date`; only the timeline cannot place it
    day = published.isoformat() if published else ""
    return day, day


def _last_day(text: str) -> str:
    moment = When.read(text)
    return date.fromordinal(max(moment.first.toordinal(), moment.after.toordinal() - 1)).isoformat()


def stale(reader: str) -> Sequence[int]:
    """Ids of the current articles not read yet by these readers, the oldest first."""
    rows: Iterable[int] = (
        Record.objects.filter(schema="Article", known_to=None)
        .exclude(reading__reader=reader)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return list(rows)
