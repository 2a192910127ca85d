"""Where in a text does a name of a list stand?  In any script and spelling, with what grammar put on its words.

Two neighbouring words of the text that sound like two words of a listed name bring that name; the words from there on
are then compared with it in full, as any two names are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple, Self

from jisr.names import _body, _person
from jisr.names._compare import THRESHOLD, score
from jisr.names._entries import Entry
from jisr.names._fold import pieces
from jisr.names._forms import Form, forms
from jisr.names._organization import APART
from jisr.names._parse import parse
from jisr.names._values import Kind, Name, Word

_MOST: Final = 12  # written words of a name in a text
_FIRST: Final = 6  # of them, those that two words are looked for in
_PAIRED: Final = 8  # words of a listed name
_ALONE: Final = {Kind.PERSON: 0.94}  # how alike a name of one word must be; others wholly
_SHORT: Final = 2  # letters of a word whose full stop ends no sentence
_ENDS: Final = re.compile(r"[,;:!?،؛؟()\[\]{}\"«»“”|…]|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A listed name in a text: `text[start:end]`, `written`, is like the name of `entry`.

    `score`: of the words without what grammar put on them, as `compare` gives it.
    """

    entry: Entry
    start: int
    end: int
    written: str
    score: float


class _Written(NamedTuple):
    """A word of the text: the words it may be, whether a name cannot go on behind it, whether it begins small."""

    start: int
    forms: tuple[Form, ...]
    bones: tuple[str, ...]
    last: bool
    small: bool


Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scanner:
    """The names to look for, prepared once for many texts. Names of one word that many bear are not looked for."""

    _entries: tuple[Entry, ...]
    _names: tuple[Name, ...]
    _bones: tuple[frozenset[str], ...]
    _posted: Mapping[tuple[Kind, Keys], Sequence[int]]

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Self:
        """The scanner for these names; when each was known is not asked: give those that are."""
        own = tuple(dict.fromkeys(entries))
        parsed = tuple(parse(entry.text, kind=entry.kind) for entry in own)
        posted: defaultdict[tuple[Kind, Keys], list[int]] = defaultdict(list)
        for number, name in enumerate(parsed):
            for keys in _keys_of(name):
                posted[name.kind, keys].append(number)
        bones = tuple(frozenset(_key(word) for word in name.words) for name in parsed)
        return cls(own, parsed, bones, dict(posted))

    def scan(self, text: str) -> tuple[Mention, ...]:
        """Every listed name in the text, in its order; of two where one lies within the other, the longer one."""
        words = _words(text)
        kinds = sorted({name.kind for name in self._names})
        found = [hit for place in range(len(words)) for kind in kinds for hit in self._at(text, words, place, kind)]
        return _chosen(found)

    def _at(self, text: str, words: Sequence[_Written], place: int, kind: Kind) -> Iterator[Mention]:
        """The names that begin at one word."""
        run = words[place : place + _MOST]
        run = run[: next((number for number, word in enumerate(run, 1) if word.last), len(run))]
        for first in run[0].forms:
            for number in set(self._near(run, first, kind)):
                yield from self._compared(text, run, first, number)

    def _near(self, run: Sequence[_Written], first: Form, kind: Kind) -> Iterator[int]:
        """The names that have the first two words of this run, or its first word as their only one."""
        for second in _seconds(run):
            said = " ".join((first.text, *second))
            own = [word for word in parse(said, kind=kind).words if not word.initial]
            keys = [tuple(sorted(map(_key, own[:2])))] if len(own) > 1 else []
            keys += [(_key(one),) for one in own[:1] if not run[0].small]
            for each in keys:
                yield from self._posted.get((kind, each), ())

    def _compared(self, text: str, run: Sequence[_Written], first: Form, number: int) -> Iterator[Mention]:
        """The best of the ways to end a name that begins here, if it is like enough."""
        name, entry, bones = self._names[number], self._entries[number], self._bones[number]
        chosen = [first, *(_fitting(word, bones) for word in run[1:])]
        best: tuple[float, int] = (0.0, 0)
        for size in range(1, len(run) + 1):
            if _belongs(chosen[size - 1], name, bones):
                said = parse(" ".join(form.text for form in chosen[:size]), kind=name.kind)
                best = max(best, (score(said, name) if _enough(said, name) else 0.0, -size))
        value, size = best[0], -best[1]
        if value >= (_ALONE.get(name.kind, 1.0) if len(name.words) == 1 else THRESHOLD):
            start, end = run[0].start + first.cut, run[size - 1].start + chosen[size - 1].end
            yield Mention(entry=entry, start=start, end=end, written=text[start:end], score=value)


def _words(text: str) -> list[_Written]:
    """The written words of a text."""
    found = pieces(text)
    ends = [*(start for _raw, _folded, start, _end in found[1:]), len(text)][: len(found)]
    return [
        _Written(
            start=start,
            forms=forms(raw),
            bones=tuple(_bones(form.text) for form in forms(raw)),
            last=_is_last(raw, text[end:until]),
            small=raw[:1].islower(),
        )
        for (raw, _folded, start, end), until in zip(found, ends, strict=True)
    ]


def _is_last(raw: str, between: str) -> bool:
    """Whether a name cannot go on behind this word: a comma, a bracket, the end of a sentence."""
    return bool(_ENDS.search(between)) or ("." in between and len(raw) > _SHORT)


def _seconds(run: Sequence[_Written]) -> Iterator[tuple[str, ...]]:
    """The words behind the first one, the second of them (or the one behind an article) in each of its forms."""
    rest = run[1:_FIRST]
    plain = tuple(word.forms[0].text for word in rest)
    yield plain
    for place, word in enumerate(rest[:2]):
        for form in word.forms[1:]:
            if not form.cut:
                yield (*plain[:place], form.text, *plain[place + 1 :])


def _fitting(word: _Written, bones: frozenset[str]) -> Form:
    """What a word is meant to be, where one of the name's is looked for; nothing is attached within a name."""
    ways = zip(word.forms, word.bones, strict=True)
    return next((form for form, own in ways if own in bones and not form.cut), word.forms[0])


def _belongs(form: Form, name: Name, bones: frozenset[str]) -> bool:
    """Whether a person's name may end with this word."""
    own = _bones(form.text)
    return name.kind is not Kind.PERSON or (own != "" and any(own in bone for bone in bones))


def _enough(said: Name, name: Name) -> bool:
    """Not a word that many bear, alone; not one word of a longer name."""
    if len(said.words) == 1 and len(name.words) > 1:
        return said.together == name.together
    return not (_person if name.kind is Kind.PERSON else _body).lone(said, name)


@lru_cache(maxsize=1 << 16)
def _bones(form: str) -> str:
    words = parse(form).words
    return words[0].bones if words else ""


def _key(word: Word) -> str:
    return word.core if word.core.startswith("@") else word.bones


def _keys_of(name: Name) -> set[Keys]:
    """Every two words of a name; a lone word that says enough."""
    own = [word for word in name.words if not word.initial and word.head not in APART][:_PAIRED]
    if len(own) > 1:
        return {tuple(sorted(both)) for both in combinations(map(_key, own), 2)}
    return {(_key(own[0]),)} if own and len(name.words) == 1 and _enough(name, name) else set()


def _chosen(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """The best of those of one id that overlap; then none that lies within a longer one."""
    best: list[Mention] = []
    for one in sorted(found, key=lambda hit: (-hit.score, -hit.start, -hit.end, hit.entry.id, hit.entry.text)):
        if not any(other.entry.id == one.entry.id and _overlap(other, one) for other in best):
            best.append(one)
    kept: list[Mention] = []
    for one in sorted(best, key=lambda hit: hit.start - hit.end):
        if not any(_overlap(other, one) and other.end - other.start > one.end - one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.end, -hit.score, hit.entry.id)))


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end
