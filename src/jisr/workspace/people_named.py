"""Of whom and what does a text speak?  Each once, with whom it may mean, by type."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from jisr.node.values import Candidate, DocumentPage, MentionRow, Named
from jisr.workspace.labels import MENTIONS

_ORDER = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP", "LAW", "EVENT", "MONEY", "DATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing the text speaks of, however often."""

    key: str
    text: str
    label: str
    first: int
    count: int
    candidates: tuple[Candidate, ...]
    namesakes: tuple[Candidate, ...]
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The things of one type."""

    tone: str
    word: str
    entities: tuple[Entity, ...]


def key_of(mention: MentionRow) -> str:
    """The same thing under the same name is one line of the list."""
    return f"{mention.type}:{mention.id or mention.text}"


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
    best = _best([one for row in rows for one in row.candidates])
    alike = _best([one for row in rows for one in row.namesakes if one.party not in best])
    return Entity(
        key=key,
        text=max((row.text for row in rows), key=len),
        label=next((label for row in rows if (label := label_of(row))), ""),
        first=rows[0].start,
        count=len(rows),
        candidates=tuple(best.values()),
        namesakes=tuple(alike.values()),
        attributes=tuple(dict.fromkeys(each for row in rows for each in row.attributes)),
    )


def _best(every: list[Candidate]) -> dict[str, Candidate]:
    """The best of each party, in the order given: the delisted come first."""
    best: dict[str, Candidate] = {}
    for one in every:
        if one.party not in best or one.score > best[one.party].score:
            best[one.party] = one
    return best


def _known_first(entity: Entity) -> tuple[bool, int, int]:
    return (not entity.candidates and not entity.namesakes, -entity.count, entity.first)


def label_of(row: MentionRow | Named) -> str:
    """What a mention is known as, in the language of the page."""
    return row.label_ar if get_language() == "ar" else row.label_en
