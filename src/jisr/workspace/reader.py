"""How is a text shown with what was read in it?  Cut where anything begins or ends, each piece saying what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from jisr.node.values import DocumentPage, MentionRow, ToldRow
from jisr.workspace.labels import MENTIONS
from jisr.workspace.people_named import key_of, label_of

_BREAK = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text: where it begins, the mention it is of, the things told by it, and the sentence it stands in.

    `told`: their numbers; `tone`: "event", "claim" or "proposal" where its words themselves tell one; `aside`: it is
    no part of the article (byline, menu); `modality`: how its sentence speaks.
    """

    text: str
    at: int
    mention: MentionRow | None = None
    told: tuple[int, ...] = ()
    sentence: int = -1
    kind: str = ""
    aside: bool = False
    modality: str = ""

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


def paragraphs(page: DocumentPage) -> tuple[tuple[Piece, ...], ...]:
    """The text, paragraph by paragraph; of mentions that overlap the first and longest is shown."""
    mentions = tuple(_apart(page.mentions))
    around = (edge for start, end, _ in (*page.sentences, *page.furniture) for edge in (start, end))
    cuts = sorted({*_edges(mentions, page.reading.told), *around})
    found: list[tuple[Piece, ...]] = []
    start = 0
    for end, after in [*((one.start(), one.end()) for one in _BREAK.finditer(page.text)), (len(page.text), 0)]:
        if page.text[start:end].strip():
            edges = [start, *(cut for cut in cuts if start < cut < end), end]
            runs = pairwise(edges)
            found.append(tuple(_piece(page, mentions, run) for run in runs))
        start = after
    return tuple(found)


def _edges(mentions: Iterable[MentionRow], told: Iterable[ToldRow]) -> Iterator[int]:
    for mention in mentions:
        yield from (mention.start, mention.end)
    for one in told:
        yield from (*one.span, *one.content_span, *one.sentence_span)


def _piece(page: DocumentPage, mentions: Iterable[MentionRow], run: tuple[int, int]) -> Piece:
    start, end = run
    told = page.reading.told
    by = [one for one in told if one.kind != "proposal" and _holds(one.span, run)]
    mention = next((one for one in mentions if one.start <= start and end <= one.end), None)
    return Piece(
        text=page.text[start:end],
        at=start,
        mention=mention,
        told=tuple(dict.fromkeys([*(one.id for one in by), *_lit_by(told, run, mention)])),
        sentence=next((one.sentence for one in told if _holds(one.sentence_span, run)), -1),
        kind=next((one.kind for one in by), ""),
        aside=any(_holds((first, last), run) for first, last, _ in page.furniture),
        modality=next((how for first, last, how in page.sentences if _holds((first, last), run)), ""),
    )


def _lit_by(told: Iterable[ToldRow], run: tuple[int, int], mention: MentionRow | None) -> Iterator[int]:
    """What lights this run up besides its own words: what a claim says, and who takes part in an event."""
    for one in told:
        inside = _holds(one.sentence_span, run)
        takes_part = mention is not None and any(_is(part.id, part.words, mention) for part in one.parts)
        if _holds(one.content_span, run) or (inside and takes_part):
            yield one.id


def _is(known: str, words: str, mention: MentionRow) -> bool:
    return words == mention.text or bool(known and known == mention.id)


def _holds(span: tuple[int, int], run: tuple[int, int]) -> bool:
    return span[0] <= run[0] and run[1] <= span[1] and span[0] < span[1]


def _apart(mentions: Iterable[MentionRow]) -> Iterator[MentionRow]:
    """Mentions that do not overlap, in the order of the text."""
    reached = 0
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if mention.start >= reached:
            yield mention
            reached = mention.end
