"""What does a document name?"""

from __future__ import annotations

from dataclasses import dataclass

from jisr.node.values._news import AlsoIn
from jisr.node.values._reading import ReadingPage
from jisr.node.values._said import Source, Standing
from jisr.records import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A party a mention may mean: a proposal for a person, with its reasons."""

    party: str
    caption: str
    score: float
    reasons: tuple[Reason, ...]
    standings: tuple[Standing, ...]
    finding: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention in a text: characters [start, end), its type, what it is known as, whom it may mean.

    `namesakes`: parties of a like name that it is not linked to, with what speaks against it. `attributes`: what stands
    beside a person's name: (nationality, role, birth-year or age; the value).
    """

    start: int
    end: int
    text: str
    type: str
    id: str
    label_en: str
    label_ar: str
    candidates: tuple[Candidate, ...] = ()
    namesakes: tuple[Candidate, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A document with its mentions; `text` is the record's bodyText, so offsets fit."""

    thing: str
    title: str
    language: str
    published: str
    text: str
    source: Source
    mentions: tuple[MentionRow, ...]
    reading: ReadingPage
    also: tuple[AlsoIn, ...] = ()  # other articles of the same wire story
    sentences: tuple[tuple[int, int, str], ...] = ()  # characters, and how it speaks: fact, opinion …
    furniture: tuple[tuple[int, int, str], ...] = ()  # characters that are not of the article, and what they are


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document in a list."""

    thing: str
    title: str
    language: str
    published: str
    source: Source
    also: int = 0  # other articles of the same wire story
