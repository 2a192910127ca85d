"""From written words to comparable ones: particles decide what the next name is, compounds become one word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from jisr import tables
from jisr.names._core import core_of
from jisr.names._lexicon import bones_of, rarity_of
from jisr.names._values import Token, TokenKind, Word


def words_of(tokens: Sequence[Token], text: str) -> tuple[Word, ...]:
    """The comparable words of a person's name, its tokens given in spoken order; titles alone stand for themselves."""
    named = [token for token in tokens if token.kind not in _SILENT] or list(tokens)
    builder = _Builder(text)
    for token in named:
        builder.add(token)
    return builder.finished()


def word(raw: str, core: str, head: str = "") -> Word:
    """A word with what the tables know of it."""
    bones = bones_of(core, head)
    return Word(raw=raw, core=core, head=head, bones=bones, tells=rarity_of(bones))


@cache
def _mothers() -> frozenset[str]:
    """The words before the name of a mother's child: Umm Salama is not Abu Salama."""
    return frozenset(row["word"] for row in tables.rows("name_words") if row["meaning"] == "mother of")


class _Builder:
    """Words in the making: what stood before decides what the next name is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = []
        self.taken: list[Token] = []  # since the last word
        self.last: list[Token] = []  # of the last word
        self.father = self.kunya = self.mother = self.servant = False

    def add(self, token: Token) -> None:
        """One token, in spoken order."""
        self.taken.append(token)
        match token.kind:
            case TokenKind.PATRONYMIC:
                self.father = True
            case TokenKind.KUNYA:
                self.kunya, self.mother = True, token.folded in _mothers()
            case TokenKind.SERVANT:
                self.servant = True
            case TokenKind.ARTICLE:
                pass
            case TokenKind.FAITH | TokenKind.GOD if self._follows_a_name():
                self._compound("din" if token.kind is TokenKind.FAITH else "allah")
            case _:
                self._name(token)

    def finished(self) -> tuple[Word, ...]:
        """The words. At the end, "Salman Muhammad bin" hands its bin to the first; a lone "Abdul" is a name."""
        if self.taken and (self.servant or not self.words):
            self.words.append(word(self._written(self.taken), "".join(token.folded for token in self.taken)))
        elif self.father:
            self.words[0] = replace(self.words[0], father=True)
        return tuple(self.words)

    def _follows_a_name(self) -> bool:
        free = not (self.father or self.kunya or self.servant)
        return free and bool(self.words) and not self.words[-1].head and not self.words[-1].initial

    def _written(self, tokens: Sequence[Token]) -> str:
        """The tokens as they stand in the text; side by side where a comma turned their order."""
        first, last = tokens[0].start, tokens[-1].end
        return self.text[first:last] if first < last else " ".join(token.raw for token in tokens)

    def _compound(self, head: str) -> None:
        last = self.words[-1]
        joined = word(self._written([*self.last, *self.taken]), last.core, head)
        self.words[-1] = replace(joined, father=last.father, kunya=last.kunya)
        self.taken.clear()

    def _name(self, token: Token) -> None:
        core, head, kunya = core_of(token.folded)
        core = "allah" if token.kind is TokenKind.GOD else core
        head = "abd" if self.servant else "umm" if self.mother else head
        plain = word(self._written(self.taken), core, head)
        if token.kind is TokenKind.NUMBER:
            plain = replace(plain, tells=0.0)
        initial = token.kind is TokenKind.INITIAL
        if self.father or self.kunya or kunya or initial:
            plain = replace(plain, father=self.father, kunya=self.kunya or kunya, initial=initial)
        self.words.append(plain)
        self.last, self.taken = self.taken, []
        self.father = self.kunya = self.mother = self.servant = False


_SILENT: Final = frozenset({TokenKind.TITLE, TokenKind.SUFFIX, TokenKind.PARTICLE})
