"""Bodies, camps and acts that no table knows, in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jisr.desks.documents._found import Found, because
from jisr.desks.documents._page import Page
from jisr.desks.documents._senses import Head, english_head, exactly, longest_head, portfolios
from jisr.desks.documents._values import Kind

_MOST_BEFORE: Final = 5
_JOINING: Final = frozenset({"of", "for", "and", "the", "al", "el", "to", "on"})
_OWNED: Final = frozenset({" ", "'s ", "’s "})
_ARTICLES: Final = frozenset({"al", "el"})
_OWNERS: Final = frozenset({Kind.NATIONALITY, Kind.COUNTRY})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    page: Page
    hits: Mapping[int, Found]
    ends: Mapping[int, Found]

    def fold(self, index: int) -> str:
        return self.page.words[index].fold if 0 <= index < len(self.page.words) else ""

    def gap(self, index: int) -> str:
        return self.page.words[index].gap if index < len(self.page.words) else "\n"

    def is_capital(self, index: int) -> bool:
        return 0 <= index < len(self.page.words) and self.page.words[index].raw[0].isupper()

    def phrase(self, first: int, last: int) -> str:
        return " ".join(self.fold(at) for at in range(first, last + 1))

    def head_at(self, index: int) -> tuple[int, Head] | None:
        """(last word, head) of the longest head that begins at `index`."""
        most = longest_head(self.fold(index))
        for last in range(min(index + most, len(self.page.words)) - 1, index - 1, -1):
            head = english_head(self.phrase(index, last))
            if head is not None:
                return last, head
        return None

    def before(self, index: int) -> int:
        """The first word of the capitals (and the words that join them) that stand before `index`."""
        first = at = index
        while at > 0 and index - at < _MOST_BEFORE and self.gap(at) in {" ", "-"}:
            at -= 1
            if self.is_capital(at) and not exactly(self.fold(at), "stop") and not exactly(self.fold(at), "title"):
                first = at
            elif self.fold(at) not in _JOINING or english_head(self.fold(at - 1)) is not None:
                break
            elif self.fold(at) in _ARTICLES and first == at + 1:
                first = at
        return first

    def after(self, index: int) -> int:
        """The last word of `of`/`for` and capitals that follow `index`; `index` itself where there are none."""
        last, at = index, index + 1
        while at < len(self.page.words) and at - index <= _MOST_BEFORE and self.gap(at) in {" ", "-"}:
            if self.is_capital(at):
                last = at
            elif self.fold(at) not in _JOINING or (at == index + 1 and self.fold(at) not in {"of", "for"}):
                break
            at += 1
        return last


def bodies_in_latin(page: Page, hits: Mapping[int, Found]) -> tuple[Found, ...]:
    """Names with a head of the table `organisation_heads`. `hits`: the names of the lexicon by first word."""
    reader = _Reader(page=page, hits=hits, ends={hit.last: hit for hit in hits.values()})
    found: list[Found] = []
    for index, word in enumerate(page.words):
        opened = reader.head_at(index) if word.raw[0] < "\u0600" else None
        if opened is not None:
            last, head = opened
            found += _RULES[head.rule](reader, index, last, head)
    return tuple(found)


def _state(reader: _Reader, index: int, last: int, head: Head) -> Iterator[Found]:
    """Turkish authorities; the Government of Syria."""
    owner, after = reader.ends.get(index - 1), reader.hits.get(last + 2)
    if owner is not None and owner.type in _OWNERS and reader.gap(index) in _OWNED:
        yield _body(reader, (owner.first, last), f"org:{head.code}-{owner.entries[0].country}")
    elif (
        after is not None
        and after.type is Kind.COUNTRY
        and reader.fold(last + 1) == "of"
        and reader.gap(last + 2) == " "
    ):
        yield _body(reader, (index, after.last), f"org:{head.code}-{after.id}")


def _embassy(reader: _Reader, index: int, last: int, head: Head) -> Iterator[Found]:
    """The US Embassy in Damascus; the Embassy of Qatar in Damascus."""
    owner, after = reader.ends.get(index - 1), reader.hits.get(last + 2)
    if owner is not None and owner.type in _OWNERS:
        first, end = owner.first, last
    elif after is not None and after.type is Kind.COUNTRY and reader.fold(last + 1) == "of":
        owner, first, end = after, index, after.last
    else:
        return
    city = reader.hits.get(end + 2)
    thing = ""
    if city is not None and city.type is Kind.PLACE and reader.fold(end + 1) in {"in", "to"}:
        end, thing = city.last, f"org:{owner.entries[0].country}-{head.code}-{city.id.removeprefix('loc:')}"
    yield _body(reader, (first, end), thing)


def _name(reader: _Reader, index: int, last: int, head: Head) -> Iterator[Found]:
    """Norwegian Refugee Council; University of Aleppo; Ministry of Defence of Iraq; Al-Hol camp."""
    kind = Kind.FACILITY if head.rule == "facility" else Kind.ORGANISATION
    first = reader.before(index)
    if first < index and (reader.is_capital(index) or kind is not Kind.ORGANISATION):
        yield _body(reader, (first, last), "", kind=kind)
    if reader.is_capital(index) and kind is Kind.ORGANISATION:
        end = reader.after(last)
        if end > last:
            yield _body(reader, (first, end), _ministry_of(reader, last, end))


def _place(reader: _Reader, index: int, _last: int, _head: Head) -> Iterator[Found]:
    """Diyala province: the name alone; a place the tables know stays as it is."""
    first = reader.before(index)
    if first < index and reader.ends.get(index - 1) is None:
        yield _body(reader, (first, index - 1), "", kind=Kind.PLACE)


def _ministry_of(reader: _Reader, last: int, end: int) -> str:
    """The id of `Ministry of Defence of Iraq`, if it says all that."""
    country = reader.ends.get(end)
    for at in range(end, last + 1, -1):
        code = portfolios().get(reader.phrase(last + 2, at), "")
        if code and country is not None and country.type is Kind.COUNTRY:
            return f"org:{code}-{country.id}"
    return ""


def _body(reader: _Reader, span: tuple[int, int], thing: str, *, kind: Kind = Kind.ORGANISATION) -> Found:
    head = reader.page.raw[reader.page.words[span[0]].start : reader.page.words[span[1]].end]
    return Found(first=span[0], last=span[1], type=kind, id=thing, reasons=because("head", word=head))


_RULES: Final = {"state": _state, "embassy": _embassy, "name": _name, "facility": _name, "place": _place}
