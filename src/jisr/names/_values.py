"""The values of this room: what a name is, once it is taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jisr.names._core import core_of
from jisr.names._sound import skeleton


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
    LEGAL = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One written word. `start`, `end`: its place in the text.

    `folded`: its search form, in Latin letters where the script goes through Latin (Cyrillic, Greek).
    """

    raw: str
    folded: str
    kind: TokenKind
    start: int
    end: int

    @property
    def skeleton(self) -> str:
        """Its consonants without an attached article, the same for every script."""
        return skeleton(core_of(self.folded)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One comparable word. `core`: folded, without article; `raw`: as written, for the explanation.

    `head`: "abd", "din", "allah" of a compound, "umm" of a mother, "legal", "number" in an organisation's name, or "".
    `bones`: its consonants with the head; `tells`: how rare it is, in tens (3: one name in a thousand has it; at most
    4). `father`: stands after bin, ben, ould; `kunya`: after abu or umm; `place`: a country or city (of a body).
    """

    raw: str
    core: str
    bones: str
    tells: float
    head: str = ""
    father: bool = False
    kunya: bool = False
    initial: bool = False
    place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name taken apart. `tokens`: in written order; `words`: in spoken order (the part after a comma first).

    `family`: of how many words the family's part is, the last ones; 0: no comma told it.
    """

    text: str
    folded: str
    kind: Kind
    tokens: tuple[Token, ...]
    words: tuple[Word, ...]
    family: int = 0

    @property
    def together(self) -> str:
        """Its letters in written order, without spaces."""
        return "".join(token.folded for token in self.tokens)
