"""The words of a text: each with its folded form, and the way back to the characters of the raw text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jisr.names import fold, fold_map

# Marks, tatweel, joiners and direction controls stand inside a word without being letters of it.
_INNER: Final = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\ufeff"
_CONTROL: Final = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c"
_QUOTE: Final = "'\u2018\u2019\u02bc\u02bb\u2032`"
_WORD: Final = re.compile(
    rf"(?!(?<=[{_QUOTE}])s\b)[^\W\d_](?:[^\W\d_]|[{_INNER}{_CONTROL}]|[{_QUOTE}](?!s\b)(?=[^\W\d_]))*|\d(?:\d|[{_INNER}{_CONTROL}])*"
)
_TAIL: Final = re.compile(rf"[{_CONTROL}\u00ad\ufeff]+$")
_UNSEEN: Final = re.compile(rf"[{_INNER}{_CONTROL}\u0621]")
_STOP: Final = re.compile(r"\n+|[.!?؟]+[\"'»”’)\]]*(?=\s|$)")
_ABBREVIATION: Final = re.compile(
    r"(?:\b[A-Za-z]|\b(?:Dr|Mr|Mrs|Ms|Gen|Col|Sen|Gov|Rep|Prof|St|No|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)|^\s*\d{1,3})\.$"
)
_NEAR: Final = 40  # characters before a point that tell what it ends
_ELLIPSIS: Final = 2  # points in a row that end no sentence


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one run of digits.

    `start`, `end`: in the raw text. `fold`: its folded form. `at`: where that begins in `Page.folded`. `gap`: what
    stands between the word before and this one, without marks and controls.
    """

    start: int
    end: int
    raw: str
    fold: str
    at: int
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`folded`: the folded words with the gaps between them as written: what patterns run over."""

    raw: str
    words: tuple[Word, ...]
    folded: str
    sentences: tuple[tuple[int, int], ...]

    def start_of(self, index: int, letters: int = 0) -> int:
        """The place in the raw text of the folded letter `letters` of word `index`."""
        word = self.words[index]
        return word.start + (_offsets(word.raw)[letters] if letters else 0)

    def span_of(self, first: int, last: int, letters: int = 0) -> tuple[int, int]:
        """The raw span of the words `first` .. `last`, without the first `letters` folded letters."""
        return _with_closing(self.raw, self.start_of(first, letters), self.words[last].end)

    def span_of_folded(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the characters [start, end) of `folded`, end > start."""
        return self._raw_at(start), self._raw_at(end - 1, after=True)

    def _raw_at(self, at: int, *, after: bool = False) -> int:
        index = bisect_right(self.words, at, key=_at) - 1
        word = self.words[index] if index >= 0 else None
        if word is not None and at < word.at + len(word.fold):
            return self.start_of(index, at - word.at + 1) if after else self.start_of(index, at - word.at)
        place = word.end if word is not None else 0
        skip = at - (word.at + len(word.fold) if word is not None else 0)
        while skip or _UNSEEN.match(self.raw, place):
            skip -= not _UNSEEN.match(self.raw, place)
            place += 1
        return place + after

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """The sentence that holds the raw span; stretched where the span goes on into the next."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.sentences[middle][0] <= start else (low, middle - 1)
        first, last = self.sentences[low]
        return first, max(last, end)


def _at(word: Word) -> int:
    return word.at


def read_page(text: str) -> Page:
    """`text` as words. Nothing is left out of reach: every word keeps its place."""
    words = read_words(text)
    folded = "".join(part for word in words for part in (word.gap, word.fold))
    rest = _UNSEEN.sub("", text[words[-1].end if words else 0 :])
    return Page(raw=text, words=words, folded=folded + rest, sentences=tuple(_sentences(text)))


def read_words(text: str) -> tuple[Word, ...]:
    """The words alone."""
    words: list[Word] = []
    at = before = 0
    for found in _WORD.finditer(text):
        raw, folded = _folded(found.group())
        if folded:
            start = found.start()
            gap = text[before:start]
            gap = gap if gap == " " else _UNSEEN.sub("", gap)
            before = start + len(raw)
            at += len(gap)
            words.append(Word(start, before, raw, folded, at, gap))
            at += len(folded)
    return tuple(words)


@lru_cache(maxsize=1 << 14)
def _offsets(word: str) -> tuple[int, ...]:
    return fold_map(word).offsets


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> tuple[str, str]:
    """The word without marks and controls after its last letter; and that folded."""
    raw = word if word[-1].isalnum() else _TAIL.sub("", word)
    return raw, fold(raw)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _STOP.finditer(text):
        near = max(0, found.end() - _NEAR)
        line = text[max(near, text.rfind("\n", near, found.start()) + 1) : found.end()]
        points = found.group().count(".")
        if "\n" not in found.group() and (points >= _ELLIPSIS or _ABBREVIATION.search(line)):
            continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[begin:end]
    if piece.strip():
        yield begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())


_PAIRS: Final = {'"': '"', "«": "»", "“": "”", "(": ")"}


_CLOSERS: Final = frozenset({*_PAIRS.values(), "."})


def _with_closing(raw: str, start: int, end: int) -> tuple[int, int]:
    """The span with the closing mark of a quotation it opens, and with the last point of an abbreviation like U.S."""
    after = raw[end : end + 1]
    if after not in _CLOSERS:
        return start, end
    for opening, closing in _PAIRS.items():
        inside = raw[start:end]
        opened = inside.count(opening) % 2 if opening == closing else inside.count(opening) > inside.count(closing)
        if after == closing and opened:
            return start, end + 1
    if after == "." and end - start > 1 and raw[end - 2] == "." and raw[end - 1].isalpha():
        return start, end + 1
    return start, end
