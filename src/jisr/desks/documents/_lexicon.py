"""The names to look for, prepared once: the tables' and those of the things the node knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, TypeVar

from jisr import names
from jisr.desks.documents._arabic import ARTICLE
from jisr.desks.documents._names import Entry, case_of_known, phrase_of, table_names
from jisr.desks.documents._page import read_words
from jisr.desks.documents._parties import Parties, Shape, index_parties
from jisr.desks.documents._values import Kind, Known

_T = TypeVar("_T")
_ACRONYM: Final = 4  # letters from which a body's name in one word is its own
_NISBA: Final = 6  # letters of a surname like الجولاني


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What to look for: frozen, prepared once, used for many texts.

    `tables`, `known`: folded words joined by spaces -> readings, likeliest first. `longest`: first word -> most
    words of a name that begins with it. `bodies`: id of the tables (`org:isis`) -> the node's things with one
    of its names. `parties`: the names of persons the node knows, to weigh candidates.
    """

    tables: Mapping[str, tuple[Entry, ...]]
    known: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int]
    bodies: Mapping[str, tuple[Known, ...]]
    parties: Parties

    def readings(self, phrase: str) -> tuple[Entry, ...]:
        """The readings of a name: the tables' first."""
        known = self.known.get(phrase)
        return self.tables.get(phrase, ()) + known if known else self.tables.get(phrase, ())


def prepare(known: Iterable[Known] = (), *, shapes: dict[str, Shape] | None = None) -> Lexicon:
    """A lexicon of the tables and of what the node knows: prepare it once, read many texts with it.

    `shapes`: kind and name -> what an earlier preparation made of it (`shape_key`); what is new is added to it. With
    them, 25,000 names are prepared in a tenth of the time.
    """
    kept = {} if shapes is None else shapes
    names_: defaultdict[str, list[Entry]] = defaultdict(list)
    bodies: defaultdict[str, list[Known]] = defaultdict(list)
    people: list[tuple[Known, Shape]] = []
    longest = dict(_table_longest())
    for item in known:
        key = shape_key(item)
        shape = kept.get(key) or kept.setdefault(key, _shape(item))
        phrase, person = shape.phrase, item.kind is Kind.PERSON
        if person:
            people.append((item, shape))
        else:
            for same in _bodies_called(phrase):
                bodies[same].append(item)
        if " " in phrase or (person and _is_surname(phrase)):
            # A person is never linked by the desk; another thing is, by its full name.
            thing = "" if person else item.thing
            names_[phrase].append(Entry(type=item.kind, id=thing, case=shape.case, known=item))
            first = phrase.partition(" ")[0]
            longest[first] = max(longest.get(first, 0), phrase.count(" ") + 1)
    return Lexicon(
        tables=table_names(),
        known={phrase: tuple(entries) for phrase, entries in names_.items()},
        longest=longest,
        bodies=_frozen(bodies),
        parties=index_parties(people),
    )


def shape_key(item: Known) -> str:
    """Under which key the shape of a name is kept."""
    return f"{item.kind.value}:{item.name}"


def _shape(item: Known) -> Shape:
    words = read_words(item.name)
    case = case_of_known(words) if words else ""
    if item.kind is not Kind.PERSON:
        return Shape(keys=(), bones=(), phrase=phrase_of(words), case=case)
    parsed = names.parse(item.name)
    bones = tuple(word.bones for word in parsed.words)
    return Shape(keys=tuple(sorted(names.keys(parsed))), bones=bones, phrase=phrase_of(words), case=case)


def _frozen(lists: Mapping[str, list[_T]]) -> Mapping[str, tuple[_T, ...]]:
    return MappingProxyType({key: tuple(found) for key, found in lists.items()})


def _bodies_called(phrase: str) -> Iterator[str]:
    """The ids of the tables' bodies that have this full name; a short word may be anybody's acronym."""
    if len(phrase) >= _ACRONYM:
        entries = table_names().get(phrase, ())
        yield from (entry.id for entry in entries if entry.type is Kind.ORGANISATION and not entry.short)


def _is_surname(word: str) -> bool:
    """One word is no name to look for (it may be any word), but for a surname like الجولاني."""
    return word.startswith(ARTICLE) and word.endswith("ي") and len(word) >= _NISBA


@cache
def _table_longest() -> Mapping[str, int]:
    longest: defaultdict[str, int] = defaultdict(int)
    for phrase in table_names():
        first, count = phrase.split(" ", 1)[0], phrase.count(" ") + 1
        longest[first] = max(longest[first], count)
    return MappingProxyType(dict(longest))
