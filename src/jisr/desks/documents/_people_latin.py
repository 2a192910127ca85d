"""Unknown persons in English, by grammar: capitals after a title, beside a verb of saying, from a given name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jisr.desks.documents._found import Found, because
from jisr.desks.documents._page import Page
from jisr.desks.documents._senses import exactly
from jisr.desks.documents._values import Kind

_PARTICLES: Final = frozenset(
    {"al", "el", "bin", "ibn", "bint", "abu", "abd", "von", "van", "de", "der", "den", "da", "di", "ul"}
)
_NOT_NAMES: Final = ("stop", "title", "head", "month", "weekday")
_MOST: Final = 5
_LEAST: Final = 2
_LONGEST_TITLE: Final = 3
_MOST_BETWEEN: Final = 3  # words of a country, or between it and the title


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    page: Page
    hits: Mapping[int, Found]

    def fold(self, index: int) -> str:
        return self.page.words[index].fold if 0 <= index < len(self.page.words) else ""

    def gap(self, index: int) -> str:
        return self.page.words[index].gap if index < len(self.page.words) else "\n"

    def is_capital(self, index: int) -> bool:
        raw = self.page.words[index].raw if index < len(self.page.words) else ""
        return raw[:1].isupper() and raw[0].isascii() | ("\u00c0" <= raw[:1] <= "\u024f")

    def run_from(self, first: int) -> int | None:
        """The last word of a run of capitals (particles between them) that begins at `first`; None where none does."""
        last, at, taken = None, first, 0
        upto = min(len(self.page.words), first + 2 * _MOST)
        while at < upto and taken < _MOST and (at == first or self.gap(at) in {" ", "-"}):
            particle = self.fold(at) in _PARTICLES
            if not particle and not self._is_part(at):
                break
            last = last if particle else at
            taken += not particle
            at += 1
        return last

    def _is_part(self, index: int) -> bool:
        if not self.is_capital(index) or any(exactly(self.fold(index), kind) for kind in _NOT_NAMES):
            return False
        hit = self.hits.get(index)
        return hit is None or (hit.type in {Kind.PERSON, Kind.NATIONALITY} and index > 0 and self.is_capital(index - 1))

    def state_before(self, index: int) -> tuple[int, frozenset[str]]:
        """Where the title at `index` begins with its country (Syrian interim President), and that country."""
        for first in range(index - 1, max(index - 1 - _MOST_BETWEEN, -1), -1):
            hit = self.hits.get(first)
            if self.gap(first + 1) not in {" ", "'s ", "’s "}:
                break
            if hit is not None and hit.type in {Kind.NATIONALITY, Kind.COUNTRY}:
                return first, frozenset({hit.entries[0].country})
        return index, frozenset()

    def is_name(self, first: int) -> int | None:
        """The last word of a run of two capitals or more."""
        last = self.run_from(first)
        return last if last is not None and last > first and not self._only_particles(first, last) else None

    def _only_particles(self, first: int, last: int) -> bool:
        return sum(self.fold(at) not in _PARTICLES for at in range(first, last + 1)) < _LEAST and self.fold(first) in {
            "de",
            "da",
        }


def people_in_latin(page: Page, hits: Mapping[int, Found]) -> tuple[Found, ...]:
    """Names of persons. `hits`: the names of the lexicon by their first word."""
    reader = _Reader(page=page, hits=hits)
    found: list[Found] = []
    for index, word in enumerate(page.words):
        capital = reader.is_capital(index)
        if capital:
            found += _after_title(reader, index)
        if word.raw[0] < "\u0600" and (exactly(word.fold, "cue") or exactly(word.fold, "role")):
            found += _in_apposition(reader, index)
        if capital or word.fold in _PARTICLES:
            last = reader.is_name(index)
            if last is not None:
                found += _given(reader, index, last)
                found += _speaking(reader, index, last)
                found += _acting(reader, index, last)
    return tuple(found)


def _after_title(reader: _Reader, index: int) -> Iterator[Found]:
    for count in range(_LONGEST_TITLE, 0, -1):
        words = [reader.fold(index + step) for step in range(count)]
        at = index + count
        if exactly(" ".join(words), "title") and reader.is_capital(index) and reader.gap(at) in {" ", ". "}:
            last = reader.run_from(at)
            if last is not None:
                first, countries = reader.state_before(index)
                title = reader.page.raw[reader.page.words[first].start : reader.page.words[at - 1].end]
                yield _person(at, last, "title", countries=countries, title=title)
            return


def _in_apposition(reader: _Reader, index: int) -> Iterator[Found]:
    """A spokesman, Kemal Aydin, denied; the envoy Tom Barrack."""
    cue = exactly(reader.fold(index), "cue")
    if reader.gap(index + 1) not in {" ", ", ", ' "', " “"}:
        return
    last = reader.is_name(index + 1)
    if last is not None:
        first, countries = reader.state_before(index)
        title = reader.page.raw[reader.page.words[first].start : reader.page.words[index].end]
        yield _person(index + 1, last, "cue" if cue else "title", countries=countries, word=title, title=title)


def _given(reader: _Reader, index: int, last: int) -> Iterator[Found]:
    if exactly(reader.fold(index), "given") and reader.is_capital(index):
        yield _person(index, last, "given-name", word=reader.page.words[index].raw)


def _speaking(reader: _Reader, index: int, last: int) -> Iterator[Found]:
    """Kemal Aydin said; met Donald Trump."""
    if index and reader.is_capital(index - 1) and reader.gap(index) in {" ", "-"}:
        return
    after = reader.fold(last + 1) if reader.gap(last + 1) == " " else ""
    before = reader.fold(index - 1) if reader.gap(index) == " " else ""
    verb = after if exactly(after, "speech") else before if exactly(before, "speech") else ""
    if verb and last - index < _MOST - 1:
        yield _person(index, last, "speech", word=verb)


_BEFORE: Final = frozenset(
    {
        *(
            "met",
            "detained",
            "arrested",
            "appointed",
            "named",
            "killed",
            "including",
            "by",
            "with",
            "suspect",
            "accused",
        ),
        *("released", "nominated", "elected", "replaced", "succeeded", "joined", "told", "asked", "thanked", "married"),
    }
)
_AFTER: Final = frozenset(
    {
        *("was", "is", "has", "had", "did", "does", "will", "would", "could", "also", "who", "whose", "later", "never"),
        *("became", "born", "died", "left", "joined", "returned", "took", "went", "came", "played", "won", "lived"),
    }
)


def _acting(reader: _Reader, index: int, last: int) -> Iterator[Found]:
    """Paula Turner was born; detained Paula Turner; according to Paula Turner: capitals where persons stand."""
    if last - index >= _MOST - 1:
        return
    if index and reader.is_capital(index - 1) and reader.gap(index) in {" ", "-"}:
        return
    before, after = reader.fold(index - 1), reader.fold(last + 1)
    told = before == "to" and reader.fold(index - 2) == "according"
    taken = before in _BEFORE and reader.gap(index) in {" ", ", "}
    if told or taken or (after in _AFTER and reader.gap(last + 1) in {" ", ", "} and before not in {"the", "of"}):
        yield _person(index, last, "speech", word=before if told or taken else after)


def _person(first: int, last: int, code: str, *, countries: frozenset[str] = frozenset(), **facts: str) -> Found:
    return Found(first=first, last=last, type=Kind.PERSON, countries=countries, reasons=because(code, **facts))
