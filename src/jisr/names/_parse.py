"""Which words does a name consist of, and what is each of them?

`Token`: one written word and its kind. `Word`: what is compared: one name with its article taken off, compounds (Abd
al-X, X al-Din, X Allah) joined however they were written, and its role (father's name after bin, kunya after abu).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from jisr import tables
from jisr.names._fold import fold_map
from jisr.names._sound import latin, skeleton


class Kind(StrEnum):
    """What bears the name."""

    PERSON = "person"
    ORGANIZATION = "organization"
    VESSEL = "vessel"


class TokenKind(StrEnum):
    """What a written word is within a name. All but the first three come from `tables/name_words.csv`."""

    GIVEN = "given"
    INITIAL = "initial"
    NUMBER = "number"
    ARTICLE = "article"
    KUNYA = "kunya"
    PATRONYMIC = "patronymic"
    SERVANT = "servant"
    FAITH = "faith"
    GOD = "god"
    TITLE = "title"
    SUFFIX = "suffix"
    PARTICLE = "particle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One written word. `start`, `end`: its place in the text; `skeleton`: its consonants, in any script."""

    raw: str
    folded: str
    kind: TokenKind
    skeleton: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One comparable name. `core`: folded, without article; `head`: "abd", "din", "allah" of a compound or "".

    `father`: stands after bin, ben, ould; `kunya`: stands after abu or umm; `raw`: as written, for the explanation.
    """

    raw: str
    core: str
    head: str = ""
    father: bool = False
    kunya: bool = False
    initial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name taken apart. `tokens`: in written order; `words`: in spoken order (the part after a comma first)."""

    text: str
    folded: str
    kind: Kind
    tokens: tuple[Token, ...]
    words: tuple[Word, ...]


def parse(text: str, *, kind: Kind = Kind.PERSON) -> Name:
    """`text` taken apart as the name of a person, an organisation or a vessel. Any text is a name; "" has no tokens."""
    return _parse(text[:LONGEST], kind)


LONGEST: Final = 1000  # characters of a name that are looked at; no list has a longer one
_MOST: Final = 40  # words of a name that are looked at


@lru_cache(maxsize=4096)
def _parse(text: str, kind: Kind) -> Name:
    spoken = _spans(text, kind)
    tokens = _classify(spoken, kind)
    words = _words(tokens) if kind is Kind.PERSON else tuple(Word(raw=t.raw, core=t.folded) for t in tokens)
    ordered = tuple(sorted(tokens, key=lambda token: token.start))
    return Name(text=text, folded=" ".join(t.folded for t in tokens), kind=kind, tokens=ordered, words=words)


Span = tuple[str, str, int, int]  # raw, folded, start, end


def _spans(text: str, kind: Kind) -> list[Span]:
    """The written words with their places, in spoken order."""
    bare = _PARENTHESES.sub(lambda found: " " * len(found[0]), text)
    bare = bare if bare.strip() else text
    bare = _PROSE.sub("", bare)
    comma = _COMMA.search(bare)
    spans = _split(bare)
    if kind is not Kind.PERSON or comma is None:
        return spans[:_MOST]
    after = [span for span in spans if span[2] > comma.start()]
    return [*after, *(span for span in spans if span[2] < comma.start())][:_MOST]


def _split(text: str) -> list[Span]:
    folded = fold_map(text)
    spans: list[Span] = []
    for found in _WORD.finditer(folded.text):
        start, end = folded.offsets[found.start()], folded.offsets[found.end()]
        spans.extend(_camel(text[start:end].rstrip(), found[0], start))
    return spans


def _camel(raw: str, folded: str, start: int) -> list[Span]:
    """Words run together by capitals (RamiMakhlouf) are taken apart where folding kept the letters one to one."""
    cuts = [found.end() for found in _CAMEL.finditer(raw)] if len(raw) == len(folded) else []
    borders = [0, *cuts, len(raw)]
    return [(raw[a:b], folded[a:b] if cuts else folded, start + a, start + b) for a, b in pairwise(borders)]


_WORD: Final = re.compile(r"[^ ]+")
_CAMEL: Final = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
_COMMA: Final = re.compile("[,،]")
_PARENTHESES: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PROSE: Final = re.compile(r"[,;،؛]\s*(?:born|d\.?o\.?b|مواليد|المولود)\b.*", re.IGNORECASE | re.DOTALL)


@cache
def word_kinds() -> dict[str, str]:
    """Folded word -> its kind, from `tables/name_words.csv`."""
    return {row["word"]: row["kind"] for row in tables.rows("name_words")}


def _classify(spans: Sequence[Span], kind: Kind) -> tuple[Token, ...]:
    """The written words with their kinds; `folded` of a script that goes through Latin is its Latin form."""
    plain = [latin(folded) for _raw, folded, _start, _end in spans]
    kinds = _person_kinds(plain) if kind is Kind.PERSON else [_plain_kind(word) for word in plain]
    return tuple(
        Token(raw=raw, folded=word, kind=sort, skeleton=skeleton(_core(word)[0]), start=start, end=end)
        for (raw, _folded, start, end), word, sort in zip(spans, plain, kinds, strict=True)
    )


def _plain_kind(folded: str) -> TokenKind:
    return TokenKind.NUMBER if folded.isdigit() else TokenKind.GIVEN


def _person_kinds(words: Sequence[str]) -> list[TokenKind]:
    kinds: list[TokenKind] = []
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        kind = _kind_of(word, following)
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
    return TokenKind.INITIAL if len(folded) == 1 and folded.isascii() else TokenKind.GIVEN


def _article_before(article: str, following: str) -> bool:
    """Al, el, ul stand before any word; as, ad, ar and the like only before their own letter (sun letters)."""
    return bool(following) and (article[-1] in "lلr" or following.startswith(article[1:]))


_BEFORE_NAMES: Final = frozenset({TokenKind.ARTICLE, TokenKind.KUNYA, TokenKind.PATRONYMIC, TokenKind.SERVANT})
_KINDS: Final = frozenset(TokenKind) - {TokenKind.GIVEN, TokenKind.INITIAL, TokenKind.NUMBER}


class _Builder:
    """Words in the making: what stood before decides what the next name is."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.raws: list[str] = []
        self.father = self.kunya = self.servant = False

    def add(self, token: Token) -> None:
        """One token, in spoken order."""
        self.raws.append(token.raw)
        match token.kind:
            case TokenKind.PATRONYMIC:
                self.father = True
            case TokenKind.KUNYA:
                self.kunya = True
            case TokenKind.SERVANT:
                self.servant = True
            case TokenKind.FAITH | TokenKind.GOD if self.words and not self.servant and not self._pending():
                self._compound(token)
            case TokenKind.ARTICLE:
                pass
            case _:
                self._name(token)

    def _pending(self) -> bool:
        return self.father or self.kunya

    def _compound(self, token: Token) -> None:
        last = self.words[-1]
        head = "din" if token.kind is TokenKind.FAITH else "allah"
        if not last.head and not last.initial:
            self.words[-1] = replace(last, head=head, raw=" ".join((last.raw, *self.raws)))
            self.raws.clear()
        else:
            self._name(token)

    def _name(self, token: Token) -> None:
        core, head, kunya = _core(token.folded)
        self.words.append(
            Word(
                raw=" ".join(self.raws),
                core="allah" if token.kind is TokenKind.GOD else core,
                head="abd" if self.servant else head,
                father=self.father,
                kunya=self.kunya or kunya,
                initial=token.kind is TokenKind.INITIAL,
            )
        )
        self._reset()

    def finish(self) -> None:
        """What is left at the end: "Salman Muhammad bin" hands its bin to the first; a lone "Abdul" is a name."""
        if self.servant or (self.raws and not self.words):
            self.words.append(Word(raw=" ".join(self.raws), core="".join(self.raws).lower(), father=self.father))
        elif self.father and self.words:
            self.words[0] = replace(self.words[0], father=True)

    def _reset(self) -> None:
        self.raws.clear()
        self.father = self.kunya = self.servant = False


def _words(tokens: Sequence[Token]) -> tuple[Word, ...]:
    named = [token for token in tokens if token.kind not in _SILENT] or list(tokens)
    builder = _Builder()
    for token in named:
        builder.add(token)
    builder.finish()
    return tuple(builder.words)


_SILENT: Final = frozenset({TokenKind.TITLE, TokenKind.SUFFIX, TokenKind.PARTICLE})


@lru_cache(maxsize=65536)
def _core(folded: str) -> tuple[str, str, bool]:
    """(core, head, kunya) of one written name: attached article, Abd-, Abu-, -din and -llah taken off."""
    if folded not in word_kinds():
        for pattern, head in _COMPOUNDS:
            found = pattern.fullmatch(folded)
            if found:
                core = found["core"] or ""
                return ("allah" if head == "abd" and not core else _bare(core), head.removeprefix("abu"), head == "abu")
    return _bare(folded), "", False


def _bare(folded: str) -> str:
    return folded[2:] if folded.startswith("ال") and len(folded) > _SHORTEST and folded not in word_kinds() else folded


_SHORTEST: Final = 3  # "الي" is no article and a letter
_COMPOUNDS: Final = (
    (re.compile(r"abd[aeou]{0,2}l+[aeo](?:h|hi)?(?P<core>)|عبد(?:ا?ل)?له"), "abd"),
    (re.compile(r"abd[aeiou]{0,2}(?:l|(?P<sun>[rnstdz]|sh)(?=(?P=sun)))?(?P<core>[a-z]{3,})"), "abd"),
    (re.compile(r"عبد(?P<core>.{3,})"), "abd"),
    (re.compile(r"(?P<core>[a-z]{3,}?)(?:[aeiou]{1,2}[ld]|[aeou])d(?:i|ee|ie|y|ei|ey)ne?"), "din"),
    (re.compile(r"(?P<core>.{2,})الدين"), "din"),
    (re.compile(r"(?P<core>[a-z]{3,}?)(?:[aeiou]{1,2}llah|[uo]lah|[uo]lla)"), "allah"),
    (re.compile(r"(?P<core>.{2,})ا?لله"), "allah"),
    (re.compile(r"abo?u(?:[ae]?l(?=[^aeiou]))?(?P<core>[a-z]{3,})"), "abu"),
    (re.compile(r"ابو(?P<core>.{2,})"), "abu"),
    (re.compile(r"بن(?P<core>.{4,})"), ""),
)
