"""Which words does a name consist of, and what is each of them?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from jisr.names._core import word_kinds
from jisr.names._fold import pieces
from jisr.names._organization import organization_words
from jisr.names._sound import chat, latin
from jisr.names._values import Kind, Name, Token, TokenKind
from jisr.names._words import words_of


def parse(text: str, *, kind: Kind = Kind.PERSON) -> Name:
    """`text` taken apart as the name of a person, an organisation or a vessel. Any text is a name; "" has no tokens."""
    return _parse(text[:LONGEST], kind)


LONGEST: Final = 1000  # characters of a name that are looked at; no list has a longer one
_MOST: Final = 40  # words of a name that are looked at
_LETTERS: Final = 64  # letters of a word that are looked at: no language has a longer name


@lru_cache(maxsize=16384)
def _parse(text: str, kind: Kind) -> Name:
    spoken = _spans(text, kind)
    tokens = _classify(spoken, kind)
    words = words_of(tokens, text) if kind is Kind.PERSON else organization_words(tokens, kind, text)
    ordered = tuple(sorted(tokens, key=lambda token: token.start))
    folded = " ".join(token.folded for token in tokens)
    family = _family(tokens, len(words), text) if kind is Kind.PERSON and ordered != tokens else 0
    return Name(text=text, folded=folded, kind=kind, tokens=ordered, words=words, family=family)


def _family(tokens: Sequence[Token], words: int, text: str) -> int:
    """How many of the words stood before the comma that turned the order."""
    turn = next(place for place, (one, after) in enumerate(pairwise(tokens), 1) if after.start < one.start)
    return max(0, words - len(words_of(tokens[:turn], text)))


Span = tuple[str, str, int, int]  # raw, folded, start, end


def _spans(text: str, kind: Kind) -> list[Span]:
    """The written words with their places, in spoken order."""
    bare = _PARENTHESES.sub(lambda found: _aside(found[0], kind), text)
    bare = bare if bare.strip() else text
    bare = _PROSE.sub("", bare)
    first = bare.partition(";")[0]
    bare = first if first.strip() else bare
    if kind is not Kind.PERSON:
        bare = _POSSESSIVE.sub("  ", bare)
    comma = _COMMA.search(bare)
    spans = [(raw, folded[:_LETTERS], start, end) for raw, folded, start, end in _split(bare)]
    if kind is Kind.PERSON and not bare.isupper():
        spans = [letter for span in spans for letter in _initials(*span)]
    if kind is not Kind.PERSON or comma is None:
        return spans[:_MOST]
    after = [span for span in spans if span[2] > comma.start()]
    return [*after, *(span for span in spans if span[2] < comma.start())][:_MOST]


def _aside(said: str, kind: Kind) -> str:
    """What brackets hold is left out, but for a word or two of an organisation's name: (France), (Hong Kong)."""
    words = said[1:-1].split()
    kept = kind is not Kind.PERSON and 0 < len(words) <= _ASIDE and not said[1:-1].isupper()
    return f" {said[1:-1]} " if kept else " " * len(said)


_ASIDE: Final = 2


def _split(text: str) -> list[Span]:
    return [span for piece in pieces(text) for span in _camel(*piece)]


def _camel(raw: str, folded: str, start: int, end: int) -> list[Span]:
    """Words run together by capitals (RamiMakhlouf) are taken apart where folding kept the letters one to one."""
    if raw.isupper() or raw[1:].islower() or len(raw) != len(folded):
        return [(raw, folded, start, end)]
    borders = [0, *(found.end() for found in _CAMEL.finditer(raw)), len(raw)]
    return [(raw[a:b], folded[a:b], start + a, start + b) for a, b in pairwise(borders)]


def _initials(raw: str, folded: str, start: int, end: int) -> list[Span]:
    """Capitals without a vowel in a name that has small letters too (JC Juncker) are an initial each."""
    if not _CAPITALS.fullmatch(raw) or folded in word_kinds():
        return [(raw, folded, start, end)]
    return [(letter, letter.lower(), start + place, start + place + 1) for place, letter in enumerate(raw)]


_CAPITALS: Final = re.compile("[B-DF-HJ-NP-TV-XZ]{2,3}")
_CAMEL: Final = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
_POSSESSIVE: Final = re.compile(r"['’]s\b", re.IGNORECASE)
_COMMA: Final = re.compile("[,،]")
_PARENTHESES: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PROSE: Final = re.compile(r"[,;،؛]\s*(?:born|d\.?o\.?b|مواليد|المولود)\b.*", re.IGNORECASE | re.DOTALL)


def _classify(spans: Sequence[Span], kind: Kind) -> tuple[Token, ...]:
    """The written words with their kinds; `folded` of a script that goes through Latin is its Latin form."""
    plain = [latin(folded) for _raw, folded, _start, _end in spans]
    if kind is Kind.PERSON:
        plain = [chat(folded) for folded in plain]
    kinds = _person_kinds(plain) if kind is Kind.PERSON else [_plain_kind(word) for word in plain]
    return tuple(
        Token(raw=raw, folded=word, kind=sort, start=start, end=end)
        for (raw, _folded, start, end), word, sort in zip(spans, plain, kinds, strict=True)
    )


def _plain_kind(folded: str) -> TokenKind:
    return TokenKind.NUMBER if folded.isdigit() else TokenKind.GIVEN


def _person_kinds(words: Sequence[str]) -> list[TokenKind]:
    kinds: list[TokenKind] = []
    for place, folded in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        kind = _kind_of(folded, following)
        if kind is TokenKind.TITLE and kinds and (not following or kinds[-1] in _BEFORE_NAMES):
            kind = TokenKind.GIVEN  # Hasan al-Shaykh, Sidi ould Cheikh, Umar Sheikh
        kinds.append(kind)
    return kinds


def _kind_of(folded: str, following: str) -> TokenKind:
    if folded.isdigit():
        return TokenKind.NUMBER
    kind = word_kinds().get(folded, "")
    if kind == "article" and not _article_before(folded, following):
        kind = ""
    if kind in _KINDS:
        return TokenKind(kind)
    return TokenKind.INITIAL if len(folded) == 1 else TokenKind.GIVEN


def _article_before(article: str, following: str) -> bool:
    """Al, el, ul stand before any word; as, ad, ar and the like only before their own letter (sun letters)."""
    return bool(following) and (article[-1] in "lلr" or following.startswith(article[1:]))


_BEFORE_NAMES: Final = frozenset({TokenKind.ARTICLE, TokenKind.KUNYA, TokenKind.PATRONYMIC, TokenKind.SERVANT})
_KINDS: Final = frozenset(TokenKind) - {TokenKind.GIVEN, TokenKind.INITIAL, TokenKind.NUMBER}
