"""Unknown persons in Arabic, by grammar: title, nasab, kunya, list items, verbs of saying, given names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jisr.desks.documents._arabic import ARTICLE, is_definite, variants
from jisr.desks.documents._found import Found, because, plain
from jisr.desks.documents._page import Page
from jisr.desks.documents._senses import exactly, has, senses
from jisr.desks.documents._values import Kind

_NASAB: Final = frozenset({"بن", "ابن", "بنت", "ابو", "ابي", "ابا", "عبد", "العبد", "ال"})  # the last is آل, folded
_SON_OF: Final = frozenset({"بن", "ابن", "بنت"})
_RELATIVE: Final = frozenset({"الذي", "التي", "الذين", "اللذين", "اللذان", "الان", "اليوم"})
_KUNYA: Final = frozenset({"ابو", "ابي", "ابا"})
_LINKS: Final = frozenset({"باسم", "لدي", "الي", "في", "لشوون", "شوون", "علي"})
_BREAKS: Final = ("stop", "speech", "title", "role", "cue", "head")
_PLURAL: Final = ("ان", "ين", "تان", "تين", "اء", "ون")
_MOST_PARTS: Final = 6
_MOST_OF_TITLE: Final = 8
_LEAST: Final = 2
_SHORT: Final = 3
_TENTH_FORM: Final = "است"
_NO_NAME: Final = ("ها", "هم", "هما", "ات")  # possessives, plurals


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    page: Page
    hits: Mapping[int, Found]

    def fold(self, index: int) -> str:
        return self.page.words[index].fold if index < len(self.page.words) else ""

    def name_from(self, first: int, *, letters: int = 0, sure: bool) -> int | None:
        """The last word of a name of two parts or more from `first` on. `sure`: something before promises one."""
        start = self.fold(first)[letters:]
        if not self._opens(start, first, sure=sure):
            return None
        last = self._particle_end(first) if start in _NASAB else first
        parts, known = 1, _is_given(start) or last > first
        while parts < _MOST_PARTS and plain(self.page, last + 1):
            word = self.fold(last + 1)
            if word in _NASAB:
                last, known = self._particle_end(last + 1), True
            elif self._continues(last + 1) and self._joins(word, parts=parts, known=known, sure=sure):
                last, known = last + 1, _is_given(word)
            else:
                break
            parts += 1
            if word.startswith(ARTICLE) and word not in _NASAB and self.fold(last + 1) not in _SON_OF:
                break
        return last if parts >= _LEAST or last > first else None

    def _opens(self, start: str, first: int, *, sure: bool) -> bool:
        if first >= len(self.page.words) or not ("\u0621" <= start[:1] <= "\u06ff"):
            return False
        if exactly(start, "given") or start in _KUNYA or start == "عبد":
            return True
        if not sure:
            return False
        if exactly(start, "given-with-title"):
            return True
        hit = self.hits.get(first)
        named = hit is not None and hit.type is not Kind.PERSON
        verb = start.startswith(_TENTH_FORM) and len(start) > len(_TENTH_FORM) + 1
        sounds = not (verb or start.endswith(_NO_NAME) or is_definite(start) or start in _NASAB or len(start) < _SHORT)
        return sounds and not named and not has(start, *_BREAKS)

    def _particle_end(self, index: int) -> int:
        """The last word of a particle and what it governs: عبد الله, بن سعد, أبو قتادة."""
        last = index
        while self.fold(last) in _NASAB and plain(self.page, last + 1) and not exactly(self.fold(last + 1), "stop"):
            last += 1
            if last - index > _MOST_PARTS:
                break
        return last

    def _continues(self, index: int) -> bool:
        word = self.fold(index)
        if exactly(word, "given") or exactly(word, "given-with-title"):
            return True
        hit = self.hits.get(index)
        if hit is not None and hit.type is not Kind.PERSON:
            surname = hit.type is Kind.NATIONALITY and hit.letters == 0 and word.startswith(ARTICLE)
            return surname and hit.last == index
        if any(exactly(form, kind) for _, form in variants(word)[:2] for kind in _BREAKS):
            return False
        return (
            len(word) >= _LEAST
            and not word.endswith(_NO_NAME)
            and not has(word, "head", "title", "role")
            and "\u0621" <= word[0] <= "\u06ff"
        )

    def _joins(self, word: str, *, parts: int, known: bool, sure: bool) -> bool:
        """Whether the word goes on with a name. `known`: the part before is a given name or stands under a particle."""
        definite = word.startswith(ARTICLE) and len(word) > _SHORT
        if is_definite(word) and not definite:
            return False
        if _is_given(word):
            return True
        if definite:
            return known or ((sure or parts > 1) and word.endswith(("ي", "يه")))
        return sure and parts == 1

    def title_end(self, index: int) -> tuple[int, frozenset[str], bool]:
        """Where the words of a title end: (next word, countries of its adjectives, whether it is definite)."""
        countries: set[str] = set()
        definite = is_definite(self.fold(index)) or self.fold(index).endswith("ه") or self.fold(index).endswith(_PLURAL)
        at = index + 1
        while at - index <= _MOST_OF_TITLE and plain(self.page, at):
            hit, word = self.hits.get(at), self.fold(at)
            if hit is not None and hit.type not in {Kind.PERSON, Kind.DATE}:
                belongs = hit.type is Kind.COUNTRY and not hit.letters and self.fold(at - 1) not in _LINKS
                of_state = hit.type is Kind.NATIONALITY or (belongs and not countries)
                countries |= {entry.country for entry in hit.entries[:1] if of_state}
                definite = definite or hit.type is not Kind.NATIONALITY or is_definite(word)
                at = hit.last + 1
            elif is_definite(word) and word not in _RELATIVE:
                definite, at = True, at + 1
            elif (word in _LINKS and (at + 1 in self.hits or is_definite(self.fold(at + 1)))) or (
                has(word, "title", "head") and not exactly(word, "given-with-title") and not exactly(word, "given")
            ):
                at += 1
            else:
                break
        return at, frozenset(countries), definite


def _is_given(word: str) -> bool:
    return exactly(word, "given") or exactly(word, "given-with-title")


def people_in_arabic(page: Page, hits: Mapping[int, Found]) -> tuple[Found, ...]:
    """Names of persons. `hits`: the names of the lexicon by their first word."""
    reader = _Reader(page=page, hits=hits)
    found: list[Found] = []
    for index, word in enumerate(page.words):
        kinds = senses(word.fold)
        if "title" in kinds and hits.get(index) is None:
            found += _after_title(reader, index)
        if "cue" in kinds:
            found += _after_cue(reader, index)
        if "speech" in kinds:
            found += _named(reader, index + 1, "speech", sure=False, spoken=True)
        if word.fold in _SON_OF:
            found += _around_son(reader, index)
        if word.fold.isdigit():
            found += _list_item(reader, index)
        letters = _given_in(word.fold)
        if letters is not None:
            found += _alone(reader, index, letters)
    return tuple(found)


def _after_title(reader: _Reader, index: int) -> Iterator[Found]:
    at, countries, definite = reader.title_end(index)
    if not plain(reader.page, at):
        return
    last = reader.name_from(at, sure=definite) or _weakly(reader, at)
    if last is None:
        return
    title = reader.page.raw[reader.page.words[index].start : reader.page.words[at - 1].end]
    yield _person(at, last, "title", countries=countries, title=title)
    following = reader.fold(last + 1)
    if plain(reader.page, last + 1) and following.startswith("و"):
        several = reader.fold(index).endswith(_PLURAL)
        more = reader.name_from(last + 1, letters=1, sure=several)
        if more is not None:
            yield _person(last + 1, more, "title", letters=1, countries=countries, title=title)


def _weakly(reader: _Reader, at: int) -> int | None:
    """An indefinite title (وزير سامر الدوري) is followed by a name only where its first word is a given name."""
    return reader.name_from(at, sure=True) if exactly(reader.fold(at), "given-with-title") else None


def _after_cue(reader: _Reader, index: int) -> Iterator[Found]:
    """المعروف بـ"أبو قتادة الشامي", اسم ياسين فؤاد المرعي."""
    at = index + 1
    if reader.fold(at) == "ب":
        at += 1
    letters = 1 if reader.fold(at).startswith("ب") and reader.fold(at)[1:] in _KUNYA else 0
    last = reader.name_from(at, letters=letters, sure=True)
    if last is not None and reader.page.words[at].gap.strip(' "«“(:') == "":
        yield _person(at, last, "cue", letters=letters, word=reader.page.words[index].raw)


def _named(reader: _Reader, at: int, code: str, *, sure: bool, spoken: bool = False) -> Iterator[Found]:
    if plain(reader.page, at):
        last = reader.name_from(at, sure=sure) or (_weakly(reader, at) if spoken else None)
        if last is not None:
            yield _person(at, last, code, word=reader.page.words[at - 1].raw)


def _around_son(reader: _Reader, index: int) -> Iterator[Found]:
    """A word, بن, a word: a name, whatever stands before it."""
    if not index or not plain(reader.page, index) or exactly(reader.fold(index - 1), "stop"):
        return
    first = index - 1
    while (
        first > max(0, index - _MOST_PARTS)
        and plain(reader.page, first)
        and (exactly(reader.fold(first - 1), "given") or reader.fold(first - 1) in {"عبد", *_SON_OF})
    ):
        first -= 1
    last = reader.name_from(first, sure=True)
    if last is not None and last > index:
        yield _person(first, last, "nasab", word=reader.fold(index))


def _list_item(reader: _Reader, index: int) -> Iterator[Found]:
    """1- خالد محمود الحمدان."""
    word = reader.page.words[index]
    if (
        (index == 0 or "\n" in word.gap)
        and index + 1 < len(reader.page.words)
        and reader.page.words[index + 1].gap.strip() in {"-", ".", ")", "–"}
    ):
        last = reader.name_from(index + 1, sure=True)
        if last is not None:
            yield _person(index + 1, last, "list-item", number=word.fold)


def _alone(reader: _Reader, index: int, letters: int) -> Iterator[Found]:
    """A common given name and more of a name, or a kunya: no title needed."""
    last = reader.name_from(index, letters=letters, sure=False)
    if last is not None:
        yield _person(index, last, "given-name", letters=letters, word=reader.fold(index)[letters:])


@lru_cache(maxsize=1 << 15)
def _given_in(word: str) -> int | None:
    """How many attached letters stand before a given name or a kunya; None: the word is neither."""
    forms = ((letters, form) for letters, form in variants(word) if form == word[letters:])
    return next((letters for letters, form in forms if exactly(form, "given") or form in _KUNYA), None)


def _person(
    first: int, last: int, code: str, *, letters: int = 0, countries: frozenset[str] = frozenset(), **facts: str
) -> Found:
    return Found(
        first=first,
        last=last,
        letters=letters,
        type=Kind.PERSON,
        countries=countries,
        reasons=because(code, **facts),
    )
