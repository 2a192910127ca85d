"""One sentence as a row of words and of the things named in it, each with the word that governs it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from jisr.desks.documents._arabic import is_definite, variants, without_article
from jisr.desks.documents._found import Found
from jisr.desks.documents._page import Page, Word
from jisr.desks.documents._senses import has
from jisr.desks.documents._settle import span_of
from jisr.desks.documents._values import Kind

PREPOSITIONS: Final = frozenset(
    {
        *("في", "من", "الي", "علي", "عن", "مع", "ضد", "بين", "قرب", "نحو", "لدي", "حول", "عند", "داخل", "خارج", "بحق"),
        *("بحسب", "حسب", "وفق", "وفقا", "نقلا", "التابع", "التابعه", "according"),
        *("in", "at", "on", "of", "to", "from", "with", "by", "for", "against", "between", "near", "into", "over"),
        *("toward", "towards", "inside", "outside", "after", "before", "during", "under", "via", "through"),
    }
)
_KIN: Final = {"التابع": "of", "التابعه": "of", "according": "according", "وفقا": "according", "نقلا": "according"}
_ATTACHED: Final = frozenset({"ب", "ل", "ك"})
_BREAK: Final = frozenset('،,;؛:()«»"“”—–')
_DASH: Final = " - "
_WALK: Final = 6  # words between a preposition and the name it governs


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A mention in a sentence: its words, what it is, and how it hangs there.

    `id`: the mention's, or its words where none is sure. `prep`: the preposition that governs it, "" none.
    `joined`: "و", "," or "and" ties it to the thing before. `noun`: it is an adjective with a common noun (وفد أردني).
    """

    first: int
    last: int
    kind: Kind
    id: str
    prep: str
    joined: bool
    noun: bool
    found: Found


@dataclass(frozen=True, kw_only=True)
class Line:
    """The words `first` .. `last` of the page that are one sentence. `title`: the headline, or a heading above all."""

    page: Page
    number: int
    first: int
    last: int
    title: bool
    founds: tuple[Found, ...]

    @cached_property
    def words(self) -> Sequence[Word]:
        """The sentence's words."""
        return self.page.words[self.first : self.last + 1]

    @cached_property
    def english(self) -> bool:
        """Whether it is written in Latin letters mostly."""
        latin = sum(word.fold[0] < "\u0600" and word.fold[0].isalpha() for word in self.words)
        return latin * 2 > len(self.words)

    @cached_property
    def taken(self) -> frozenset[int]:
        """The words that belong to a mention."""
        return frozenset(at for found in self.founds for at in range(found.first, found.last + 1))

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """What is named, in order."""
        out: list[Thing] = []
        for found in self.founds:
            out.append(self._thing(found, out[-1] if out else None))
        return tuple(out)

    def _thing(self, found: Found, before: Thing | None) -> Thing:
        noun = found.type is Kind.NATIONALITY and self._with_noun(found)
        joined = before is not None and self._joined(before.last, found)
        prep = before.prep if joined and before is not None else self._prep(found)
        start, end = span_of(self.page, found)
        return Thing(
            first=found.first,
            last=found.last,
            kind=found.type,
            id=found.id or self.page.raw[start:end],
            prep=prep,
            joined=joined,
            noun=noun,
            found=found,
        )

    def _with_noun(self, found: Found) -> bool:
        """وفد أردني, a German grant; not the adjective of a title (وزير الخارجية السوري أسعد …, نظيره المصري)."""
        if self.english:
            after = found.last + 1
            plain = after <= self.last and self.page.words[after].gap == " " and after not in self.taken
            return plain and not has(self.page.words[after].fold, "title")
        before = found.first - 1
        if found.first == self.first or self.page.words[found.first].gap != " ":
            return False
        person = any(one.first == found.last + 1 and one.type is Kind.PERSON for one in self.founds)
        return not person and not has(self.page.words[before].fold, "title")

    def _joined(self, last: int, found: Found) -> bool:
        """بغداد وعمّان; Germany, Belgium and the Netherlands."""
        between = self.page.words[last + 1 : found.first]
        word = self.page.words[found.first]
        conjunction = found.letters > 0 and word.fold.startswith(("و", "ف"))
        if conjunction and found.letters > 1:
            return False
        titles = all(has(one.fold, "title", "place", "head") or one.fold in {"the", "و", "and"} for one in between)
        tied = conjunction or any(one.fold in {"and", "و"} for one in between)
        opens = bool(between) and between[0].fold.startswith("و") and has(between[0].fold, "title", "place", "role")
        comma = not between and word.gap.strip() in {",", "،"}
        return (titles and (tied or comma or opens)) or (len(between) <= 1 and tied)

    def _prep(self, found: Found) -> str:
        """The preposition that governs it: attached to it, or before it with only light words between."""
        attached = self.page.words[found.first].fold[: found.letters]
        if attached and self.fold(found.first - 1) in _KIN:
            return "of"
        if attached[-1:] in _ATTACHED:
            return attached[-1]
        for at in range(found.first - 1, max(found.first - 1 - _WALK, self.first - 1), -1):
            if self.breaks(at + 1):
                return ""
            prep = self._prep_at(at)
            if prep or not self._light(at):
                return prep
        return ""

    def _prep_at(self, at: int) -> str:
        before = self.page.words[at].fold
        bare = before if before in PREPOSITIONS else before.removeprefix("و")
        if bare in PREPOSITIONS:
            return _KIN.get(self.fold(at - 1).removeprefix("و"), bare)
        return self._noun_prep(at)

    def _noun_prep(self, at: int) -> str:
        """The preposition attached to a noun on the way: بقرار الاتحاد, لصندوق, للسفارة."""
        fold = self.page.words[at].fold
        rest = fold.removeprefix("و")
        for letter in ("ب", "ل"):
            body = rest.removeprefix(letter)
            if rest.startswith(letter) and (body in _GOVERNING or has(body, "title", "place", "head")):
                return letter
        return ""

    def _light(self, at: int) -> bool:
        """A word that may stand between a preposition and its name: a title, an adjective, an article."""
        word = self.page.words[at]
        fold = word.fold.removeprefix("ال")
        if word.fold in {"the", "a", "an", "his", "her", "its", "their"} or fold in _GOVERNING:
            return True
        if has(word.fold, "title", "place", "role", "head") or at in self.taken:
            return True
        return is_definite(word.fold) and at + 1 < len(self.page.words)

    def breaks(self, at: int) -> bool:
        """Whether a comma, a colon, a bracket or a dash stands before word `at`."""
        gap = self.page.words[at].gap
        return not _BREAK.isdisjoint(gap) or _DASH in gap

    def text(self, first: int, last: int) -> str:
        """The folded words with and without article and attached letters, for patterns; clipped to the sentence."""
        spread: list[str] = []
        plain: list[str] = []
        for word in self.page.words[max(first, self.first) : min(last, self.last) + 1]:
            plain.append(word.fold)
            spread.append(_spread(word.fold))
        return " ".join((*plain, "|", *spread))

    def fold(self, at: int) -> str:
        """The folded word `at`; "" outside the sentence."""
        return self.page.words[at].fold if self.first <= at <= self.last else ""


@lru_cache(maxsize=1 << 15)
def _spread(word: str) -> str:
    """The word with and without article and attached letters."""
    return " ".join(dict.fromkeys(f for _, form in variants(word) for f in (form, without_article(form))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A trigger in its line. `part`: past, present, noun; `stop`: the first word of the next deed, or past the end.

    `begin`: what stands from this word on to the deed is another deed's.
    """

    line: Line
    type: str
    first: int
    last: int
    part: str
    passive: bool
    stop: int
    begin: int


_GOVERNING: Final = frozenset(
    {
        *("قرار", "قرارات", "طلب", "جهود", "خطوه", "دعم", "محافظه", "مدينه", "بلده", "ريف", "مخيم", "قريه", "منطقه"),
        *("قياده", "حكومه", "رياسه", "اراضي", "عاصمه", "العاصمه", "كل", "كلا", "ايضا", "صندوق", "نظيره", "نظيرته"),
        *("سلطات", "قوات", "جيش", "شعب", "دوله", "جمهوريه", "مملكه", "قطاع", "مقاتلي", "عناصر", "تنظيم", "حركه"),
        *("city", "province", "village", "town", "capital", "northern", "southern", "eastern", "western", "government"),
        *("president", "minister", "foreign", "counterpart", "any", "banking", "rebuilding", "power", "stations"),
    }
)


def _headline(page: Page) -> int:
    """Where the first line of the text ends, if it is a headline: no paragraph, and more follows."""
    begin, end = page.sentences[0] if page.sentences else (0, 0)
    stop = page.raw.find("\n", end)
    inside = [one for one in page.sentences if one[1] <= stop]
    return stop if stop >= 0 and len(inside) <= _HEADLINE and "\n" not in page.raw[begin:end] else 0


_HEADLINE: Final = 2


def lines_of(page: Page, founds: Sequence[Found]) -> tuple[Line, ...]:
    """Every sentence of the page that has words."""
    starts = [word.start for word in page.words]
    headline = _headline(page)
    out: list[Line] = []
    for number, (begin, end) in enumerate(page.sentences):
        first, last = bisect_left(starts, begin), bisect_left(starts, end) - 1
        inside = tuple(found for found in founds if first <= found.first <= last)
        title = end <= headline
        if first <= last:
            out.append(Line(page=page, number=number, first=first, last=last, title=title, founds=inside))
    return tuple(out)
