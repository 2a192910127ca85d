"""Which entities hold these words?  A line of folded words for each, kept in the process while nothing changes."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, Q
from rapidfuzz.distance import Levenshtein

from jisr import names
from jisr.node.models import Judgement, Record
from jisr.node.profiles import of_type
from jisr.node.queries.shelf import Shelf
from jisr.node.values import Entity
from jisr.records import schema

_CACHED = 4
_NOT_SEARCHED = frozenset({"bodyText", "indexText"})
GROUPS = {
    "countries": "country",
    "topics": "topic",
    "identifiers": "identifier",
    "genders": "gender",
    "dates": "date",
    "names": "name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entity and its words: ` word word ` of its names, and of all it says."""

    entity: Entity
    names: str
    words: str

    def values(self, field: str) -> tuple[str, ...]:
        """The values of a field of a search: a group of types, `properties.NAME`, or one of the entity's own."""
        if field in {"schema", "id", "caption"}:
            return (str(getattr(self.entity, field)),)
        if field in {"datasets", "referents"}:
            return self.entity.datasets if field == "datasets" else self.entity.referents
        if field in GROUPS:
            return group(self.entity, GROUPS[field])
        prop = field.removeprefix("properties.")
        return tuple(str(value) for value in self.entity.properties.get(prop, ()))


def group(entity: Entity, type_name: str) -> tuple[str, ...]:
    """Every value of an entity of one FollowTheMoney type."""
    props = of_type(entity.schema, type_name)
    return tuple(dict.fromkeys(str(value) for prop in props for value in entity.properties.get(prop, ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What lines were made from: when it differs, they are made again."""

    newest: int
    records: int
    closed: int
    judged: int
    judgements: int
    markings: tuple[int, ...]
    sources: tuple[str, ...]


def lines(view: Shelf) -> tuple[Line, ...]:
    """Every entity the reader may see, by id."""
    kept = Record.objects.aggregate(newest=Max("pk"), number=Count("pk"), closed=Max("closed_by"))
    judged = Judgement.objects.aggregate(newest=Max("pk"), number=Count("pk", filter=Q(retracted_at=None)))
    state = _State(
        newest=kept["newest"] or 0,
        records=kept["number"],
        closed=kept["closed"] or 0,
        judged=judged["newest"] or 0,
        judgements=judged["number"],
        markings=tuple(sorted(view.markings)),
        sources=tuple(view.newest),
    )
    return _made(state, _View(view))


class _View:
    """A shelf that does not count when states are compared."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _View)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=_CACHED)
def _made(state: _State, view: _View) -> tuple[Line, ...]:
    del state
    things = view.shelf.current().exclude(schema="Instrument").values_list("thing", flat=True)
    parties = {view.shelf.parties.party_of(thing) for thing in things}
    entities = view.shelf.entities(sorted(parties))
    return tuple(sorted(map(_line, entities.values()), key=lambda line: line.entity.id))


def _line(entity: Entity) -> Line:
    named = group(entity, "name")
    every = (
        str(value)
        for prop, values in entity.properties.items()
        if prop not in _NOT_SEARCHED and prop in schema(entity.schema).properties
        for value in values
    )
    return Line(entity=entity, names=_folded((*named, entity.caption)), words=_folded((*every, entity.id)))


def _folded(texts: Iterable[str]) -> str:
    return f" {' '.join(names.fold(text) for text in texts)} "


Test = Callable[[Line], int]  # 0: no; more: how well
_PART = re.compile(
    r'(?P<sign>[+\-!]?)(?:(?P<field>[\w.]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"()]+))'
    r"|(?P<open>[()])"
)
_NAME, _TEXT = 3, 1


def looking_for(query: str, *, fuzzy: bool = False, simple: bool = False) -> Test:
    """What a line must hold: every word; "a phrase", -not, OR, wild*, like~, field:value. An empty query: anything."""
    groups: list[list[Test]] = [[]]
    either = negated = False
    for found in _PART.finditer(query):
        if found["open"]:
            continue
        word = found["word"] or ""
        if not simple and word in {"AND", "OR", "NOT", "&&", "||"}:
            either, negated = word in {"OR", "||"}, word == "NOT"
            continue
        test = _term(found, fuzzy=fuzzy, plain=simple)
        if found["sign"] in {"-", "!"} or negated:
            test = _not(test)
        groups = [*groups[:-1], [*groups[-1], test]] if either and groups[-1] else [*groups, [test]]
        either = negated = False
    wanted = [group for group in groups if group]

    def every(line: Line) -> int:
        scores = [max(test(line) for test in group) for group in wanted]
        return sum(scores) if all(scores) else 0

    return every if wanted else lambda _line: _TEXT


def _not(test: Test) -> Test:
    return lambda line: 0 if test(line) else _TEXT


def _term(found: re.Match[str], *, fuzzy: bool, plain: bool) -> Test:
    field, phrase, word = found["field"], found["phrase"], found["word"] or ""
    if field and field not in GROUPS and not field.startswith("properties.") and field not in _FIELDS:
        word, field = f"{field} {word}".strip(), None  # a colon within a text, no field
    loose = fuzzy or (not plain and "~" in word)
    word = word.split("~")[0] if not plain else word
    if field:
        wanted = names.fold(phrase if phrase is not None else word)
        return lambda line: _TEXT if any(names.fold(one) == wanted for one in line.values(field)) else 0
    if phrase is None and not plain and ("*" in word or "?" in word):
        pattern = "".join(char if char in "*?" else names.fold(char) or "" for char in word.lower())
        return lambda line: _score(line, lambda words: bool(fnmatch.filter(words.split(), pattern)))
    wanted = names.fold(phrase if phrase is not None else word)
    if not wanted:
        return lambda _line: _TEXT
    if loose:
        return lambda line: _score(line, lambda words: _like(wanted, words))
    return lambda line: _score(line, lambda words: f" {wanted} " in words)


_FIELDS = frozenset({"datasets", "schema", "referents", "id", "caption"})


def _score(line: Line, holds: Callable[[str], bool]) -> int:
    return _NAME if holds(line.names) else _TEXT if holds(line.words) else 0


def _like(wanted: str, words: str) -> bool:
    """Within one letter of a word of 3 to 5 letters, two of a longer one."""
    most = 0 if len(wanted) < 3 else 1 if len(wanted) <= 5 else 2  # noqa: PLR2004  # as Lucene's AUTO has it
    return any(Levenshtein.distance(wanted, word, score_cutoff=most) <= most for word in words.split())


def begins(line: Line, prefix: Mapping[str, None] | tuple[str, ...]) -> bool:
    """Whether the names hold these words in turn, the last one perhaps unfinished."""
    text = " ".join(prefix)
    return bool(text) and f" {text}" in line.names
