"""How is a text shown with its mentions, and what stands beside it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from jisr.node.values import Candidate, DocumentPage, MentionRow
from jisr.workspace.labels import MENTIONS

_BREAK = re.compile(r"\n\s*\n|\n")
_ORDER = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP", "LAW", "EVENT", "MONEY", "DATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text, with the mention it is, if any."""

    text: str
    mention: MentionRow | None = None

    @property
    def tone(self) -> str:
        """The class of its underline."""
        return MENTIONS[self.mention.type][1] if self.mention and self.mention.type in MENTIONS else "other"

    @property
    def word(self) -> str:
        """What kind of thing it is, and what it is known as."""
        if self.mention is None:
            return ""
        kind = str(MENTIONS[self.mention.type][0]) if self.mention.type in MENTIONS else self.mention.type
        label = label_of(self.mention)
        return f"{kind}: {label}" if label else kind

    @property
    def entity(self) -> str:
        """What ties it to its line in the list."""
        return key_of(self.mention) if self.mention else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing the text speaks of, however often."""

    key: str
    text: str
    label: str
    first: int
    count: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The things of one type."""

    tone: str
    word: str
    entities: tuple[Entity, ...]


def key_of(mention: MentionRow) -> str:
    """The same thing under the same name is one line of the list."""
    return f"{mention.type}:{mention.id or mention.text}"


def paragraphs(page: DocumentPage) -> tuple[tuple[Piece, ...], ...]:
    """The text, paragraph by paragraph; of mentions that overlap the first and longest is shown."""
    marked = tuple(_apart(page.mentions))
    found: list[tuple[Piece, ...]] = []
    start = 0
    for end, after in [*((one.start(), one.end()) for one in _BREAK.finditer(page.text)), (len(page.text), 0)]:
        if page.text[start:end].strip():
            found.append(tuple(_pieces(page.text, start, end, marked)))
        start = after
    return tuple(found)


def groups(page: DocumentPage) -> tuple[Group, ...]:
    """What the text speaks of, by type; those the node may know first, then the most often said."""
    by_type: dict[str, dict[str, list[MentionRow]]] = {}
    for mention in page.mentions:
        by_type.setdefault(mention.type, {}).setdefault(key_of(mention), []).append(mention)
    order = sorted(by_type, key=lambda one: (_ORDER.index(one) if one in _ORDER else len(_ORDER), one))
    return tuple(
        Group(
            tone=MENTIONS[type_][1] if type_ in MENTIONS else "other",
            word=str(MENTIONS[type_][0]) if type_ in MENTIONS else type_,
            entities=tuple(sorted((_entity(key, rows) for key, rows in by_type[type_].items()), key=_known_first)),
        )
        for type_ in order
    )


def _entity(key: str, rows: list[MentionRow]) -> Entity:
    best: dict[str, Candidate] = {}
    for row in rows:
        for candidate in row.candidates:
            if candidate.party not in best or candidate.score > best[candidate.party].score:
                best[candidate.party] = candidate
    return Entity(
        key=key,
        text=max((row.text for row in rows), key=len),
        label=next((label for row in rows if (label := label_of(row))), ""),
        first=rows[0].start,
        count=len(rows),
        candidates=tuple(sorted(best.values(), key=lambda one: -one.score)),
    )


def _known_first(entity: Entity) -> tuple[bool, int, int]:
    return (not entity.candidates, -entity.count, entity.first)


def _apart(mentions: Iterable[MentionRow]) -> Iterator[MentionRow]:
    """Mentions that do not overlap, in the order of the text."""
    reached = 0
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if mention.start >= reached:
            yield mention
            reached = mention.end


def _pieces(text: str, start: int, end: int, mentions: Iterable[MentionRow]) -> Iterator[Piece]:
    at = start
    for mention in mentions:
        if mention.end <= start or mention.start >= end:
            continue
        first, last = max(mention.start, at), min(mention.end, end)
        if text[at:first]:
            yield Piece(text=text[at:first])
        yield Piece(text=text[first:last], mention=mention)
        at = last
    if text[at:end]:
        yield Piece(text=text[at:end])


def label_of(row: MentionRow) -> str:
    """What a mention is known as, in the language of the page."""
    return row.label_ar if get_language() == "ar" else row.label_en
