"""Bodies, camps, towns and acts that no table knows, in Arabic, by the word that opens their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from jisr.desks.documents._arabic import ARTICLE, is_definite, without_article
from jisr.desks.documents._found import Found, because, plain
from jisr.desks.documents._page import Page
from jisr.desks.documents._senses import Head, exactly, has, head_of, portfolios
from jisr.desks.documents._values import Kind

_QUOTED: Final = re.compile(r" ?[\"«“(]")
_MOST: Final = 7
_PURPOSE: Final = 3  # words of a purpose (لتجميد أموال الإرهابيين)
_BREAKS: Final = ("stop", "speech", "title")
_PROPER: Final = frozenset({Kind.COUNTRY, Kind.PLACE, Kind.PERSON, Kind.ORGANISATION, Kind.FACILITY})
_KINDS: Final = {"facility": Kind.FACILITY, "place": Kind.PLACE}
_FEMININE: Final = ("ه", "ات")
_POSSESSIVE: Final = ("ها", "هم", "هما")  # their, its: never in a name
_IN: Final = frozenset({"في", "لدي"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    page: Page
    hits: Mapping[int, Found]

    def fold(self, index: int) -> str:
        return self.page.words[index].fold if index < len(self.page.words) else ""

    def gap(self, index: int) -> str:
        return self.page.words[index].gap if index < len(self.page.words) else ""

    def is_nationality(self, index: int) -> bool:
        hit = self.hits.get(index)
        adjective = hit is not None and any(entry.type is Kind.NATIONALITY for entry in hit.entries)
        return plain(self.page, index) and hit is not None and adjective and hit.letters == 0 and hit.last == index

    def country(self, index: int) -> str:
        return self.hits[index].entries[0].country

    def chain(self, first: int) -> int:
        """The last word of definite words, proper names and words of purpose from `first` on; `first - 1` if none."""
        last, purpose = first - 1, 0
        while last - first < _MOST and plain(self.page, last + 1):
            index = last + 1
            word, hit = self.fold(index), self.hits.get(index)
            if hit is not None and hit.letters == 0 and hit.type in _PROPER:
                last, purpose = hit.last, 0
            elif exactly(word, "stop") or has(word, "speech") or word.endswith(_POSSESSIVE):
                break
            elif word.startswith((ARTICLE, "لل", "وال")) and len(word) > len(ARTICLE) + 1:
                last, purpose = index, 0
            elif purpose < _PURPOSE and self._leads_on(index, purpose):
                purpose += 1
                last = index
            else:
                break
        return last - purpose

    def _leads_on(self, index: int, purpose: int) -> bool:
        """An indefinite word that a definite one closes: لتجميد أموال الإرهابيين; غرفة تجارة حمص."""
        word = self.fold(index)
        return (
            len(word) > len(ARTICLE)
            and not has(word, *_BREAKS)
            and (purpose > 0 or word.startswith("ل") or self._closed(index))
        )

    def _closed(self, index: int) -> bool:
        after = self.hits.get(index + 1)
        named = after is not None and after.type in _PROPER and after.letters == 0
        return plain(self.page, index + 1) and (named or self.fold(index + 1).startswith(ARTICLE))


def bodies_in_arabic(page: Page, hits: Mapping[int, Found]) -> tuple[Found, ...]:
    """Names that begin with a head of the table `organisation_heads`. `hits`: names of the lexicon by first word."""
    reader = _Reader(page=page, hits=hits)
    found: list[Found] = []
    for index, word in enumerate(page.words):
        opened = head_of(word.fold)
        known = hits.get(index)
        if opened is not None and (known is None or known.last == index or known.type not in _PROPER):
            letters, form, head = opened
            found += _RULES[head.rule](reader, _Opened(index=index, letters=letters, form=form, head=head))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A head in the text: its word, the letters attached to it, its form without them."""

    index: int
    letters: int
    form: str
    head: Head


def _state(reader: _Reader, opened: _Opened) -> Iterator[Found]:
    """الحكومة السورية; حكومة سوريا."""
    index, form, head = opened.index, opened.form, opened.head
    after = reader.hits.get(index + 1)
    if form.startswith(ARTICLE) and reader.is_nationality(index + 1) and _agrees(form, reader.fold(index + 1)):
        yield _body(opened, index + 1, f"org:{head.code}-{reader.country(index + 1)}")
    elif form == "حكومه" and plain(reader.page, index + 1) and after is not None and after.type is Kind.COUNTRY:
        yield _body(opened, after.last, f"org:{head.code}-{after.id}")


def _agrees(head: str, adjective: str) -> bool:
    """Definite, and of the head's gender: in وزير الخارجية السوري the adjective is the minister's."""
    return adjective.startswith(ARTICLE) and head.endswith(_FEMININE) == adjective.endswith(_FEMININE)


def _embassy(reader: _Reader, opened: _Opened) -> Iterator[Found]:
    """السفارة الأميركية في دمشق; سفارة قطر في دمشق."""
    index, head = opened.index, opened.head
    owner = reader.hits.get(index + 1)
    if owner is None or not plain(reader.page, index + 1) or owner.type not in {Kind.NATIONALITY, Kind.COUNTRY}:
        return
    country, last, city = owner.entries[0].country, owner.last, ""
    place = reader.hits.get(last + 2)
    if plain(reader.page, last + 1) and reader.fold(last + 1) in _IN and place is not None and place.type is Kind.PLACE:
        last, city = place.last, place.id.removeprefix("loc:")
    elif (
        (attached := reader.hits.get(last + 1))
        and attached.type is Kind.PLACE
        and reader.fold(last + 1).startswith("ب")
    ):
        last, city = attached.last, attached.id.removeprefix("loc:")
    yield _body(opened, last, f"org:{country}-{head.code}-{city}" if city else "")


def _ministry(reader: _Reader, opened: _Opened) -> Iterator[Found]:
    """وزارة الخارجية القطرية; وزارة الدفاع."""
    index, form = opened.index, opened.form
    if form.startswith(ARTICLE):
        return
    last, country = index, ""
    while plain(reader.page, last + 1) and last - index < _MOST:
        word = reader.fold(last + 1)
        after = reader.hits.get(last + 1)
        if reader.is_nationality(last + 1) or (after is not None and after.type is Kind.COUNTRY and after.letters == 0):
            country = reader.country(last + 1)
            last = reader.hits[last + 1].last
            break
        if not (word.startswith((ARTICLE, "وال")) or without_article(word) in portfolios()) or exactly(word, "stop"):
            break
        last += 1
    code = portfolios().get(without_article(reader.fold(index + 1)), "")
    if last > index:
        yield _body(opened, last, f"org:{code}-{country}" if code and country else "")


def _name(reader: _Reader, opened: _Opened) -> Iterator[Found]:
    """شركة النور الساطع للصرافة; اللجنة الوطنية لتجميد أموال الإرهابيين; صحيفة "المدى"."""
    index, form, head = opened.index, opened.form, opened.head
    kind = _KINDS.get(head.rule, Kind.ORGANISATION)
    quoted = _quoted(reader, index)
    if quoted is not None:
        yield _body(opened, quoted, kind=kind)
        return
    last = reader.chain(index + 1)
    if last > index and reader.gap(last + 1).strip() != "(":
        last = _quoted(reader, last) or last
    if last == index + 1 and has(reader.fold(last), "generic"):
        return
    definite = form.startswith(ARTICLE)
    if last > index and (not definite or _is_proper(reader, index, last)) and head.rule != "quoted":
        yield _body(opened, last, kind=kind)


def _is_proper(reader: _Reader, index: int, last: int) -> bool:
    """A definite head is a name with a nationality (المرصد السوري), or an adjective and a purpose."""
    if any(reader.is_nationality(at) for at in range(index + 1, last + 1)):
        return True
    return last > index + 1 and any(reader.fold(at).startswith("ل") for at in range(index + 2, last + 1))


def _quoted(reader: _Reader, index: int) -> int | None:
    """The last word of a quotation that follows at once."""
    words = reader.page.words
    if index + 1 >= len(words) or not _QUOTED.fullmatch(words[index + 1].gap):
        return None
    for last in range(index + 1, min(index + _MOST, len(words))):
        after = words[last + 1].gap if last + 1 < len(words) else reader.page.raw[words[last].end :]
        if after[:1] in {'"', "»", "”", ")"}:
            return last
        if after.strip():
            return None
    return None


def _place(reader: _Reader, opened: _Opened) -> Iterator[Found]:
    """مدينة السلمية, مخيم عين الحلوة: one word, or two of which the second is definite; known towns stay."""
    index, form, head = opened.index, opened.form, opened.head
    at = index + 1
    if form.startswith(ARTICLE) or not plain(reader.page, at):
        return
    hit = reader.hits.get(at)
    facility = head.rule == "facility"
    if hit is not None and hit.letters == 0 and hit.type in {Kind.PLACE, Kind.FACILITY}:
        if facility and hit.type is Kind.PLACE:
            yield _body(opened, hit.last, kind=Kind.FACILITY)
        return
    two = not is_definite(reader.fold(at)) and plain(reader.page, at + 1) and reader.fold(at + 1).startswith(ARTICLE)
    common = has(reader.fold(at), "stop", "title", "head", "role")
    if hit is None and not common and (is_definite(reader.fold(at)) or two):
        last = at + 1 if two else at
        found = _body(opened, last, kind=_KINDS[head.rule])
        yield found if facility else replace(found, first=at, letters=0)


def _body(opened: _Opened, last: int, thing: str = "", *, kind: Kind = Kind.ORGANISATION) -> Found:
    """The head and the words up to `last`."""
    return Found(
        first=opened.index,
        last=last,
        letters=opened.letters,
        type=kind,
        id=thing,
        reasons=because("head", word=opened.form),
    )


_RULES: Final = {
    "state": _state,
    "embassy": _embassy,
    "ministry": _ministry,
    "name": _name,
    "quoted": _name,
    "facility": _place,
    "place": _place,
}
