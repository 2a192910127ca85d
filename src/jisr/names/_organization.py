"""The words of an organisation's or a ship's name: translated ones become their meaning, forms, numbers stand apart.

`Word.head` says which they are: "legal" (its form in law), "number", "meaning" is told by a core that begins with "@".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from jisr import tables
from jisr.names._core import word_kinds
from jisr.names._fold import fold
from jisr.names._lexicon import RAREST, bones_of, lexemes, rarity_of
from jisr.names._values import Kind, Name, Token, Word


def organization_words(tokens: Sequence[Token], kind: Kind, text: str) -> tuple[Word, ...]:
    """The comparable words of an organisation (or, with fewer liberties, of a ship), in written order."""
    found = list(_numbers_added(_read(_letters_joined(tokens, text), kind)))
    if any(not word.head for word in found):
        return tuple(found)
    return tuple(replace(one, head="") for one in found) or tuple(map(_plain, tokens))


def _plain(token: Token) -> Word:
    return Word(raw=token.raw, core=token.folded, bones=bones_of(token.folded, ""), tells=0.0)


def acronyms(name: Name) -> frozenset[str]:
    """The first letters of all written words, and of those that matter."""
    content = (fold(word.raw)[:1] for word in name.words if word.head not in APART)
    return frozenset({"".join(token.folded[0] for token in name.tokens), "".join(content)})


LEGAL: Final = "legal"
NUMBER: Final = "number"
APART: Final = frozenset({LEGAL, NUMBER})  # words that agree with their own kind only, and wholly
_ROMAN: Final = frozenset("ivx")
_LONGEST: Final = 5  # words of a phrase that the table knows ("limited liability company")
_HEARD: Final = {
    Kind.ORGANIZATION: frozenset({"linking", LEGAL, "word", "place", NUMBER}),
    Kind.VESSEL: frozenset({"ship", NUMBER}),
}
_SILENT: Final = frozenset({"linking", "ship"})
_SHORT: Final = 3  # letters of a word that may well stand for something else
_SHORT_TELLS: Final = 3.2
_KNOWN_TELLS: Final = {"word": 2.0, "place": 2.2}
_CLITICS: Final = ("وال", "بال", "كال", "لل", "ال", "و", "ب", "ل")

Written = tuple[str, str]  # folded, raw


def _letters_joined(tokens: Sequence[Token], text: str) -> list[Written]:
    """The words; letters with dots between them (S.A.R.L.) as one, but not a number before them (Fund V L.P.)."""
    found: list[Written] = []
    letters: list[Token] = []
    for token in tokens:
        if len(token.folded) == 1 and token.folded.isalpha():
            if letters and letters[-1].folded in _ROMAN and not text[letters[-1].end : token.start].strip():
                found += _spelled(letters)
                letters = []
            letters.append(token)
            continue
        found += _spelled(letters)
        letters = []
        found.append((token.folded, _with_brackets(token, text)))
    return found + _spelled(letters)


def _with_brackets(token: Token, text: str) -> str:
    """The word as written, with the brackets that hold it alone: (Schweiz) says less than Schweiz."""
    around = text[max(0, token.start - 1) : token.end + 1]
    return around if around[:1] + around[-1:] == "()" else token.raw


def _spelled(letters: Sequence[Token]) -> list[Written]:
    if not letters:
        return []
    return [("".join(token.folded for token in letters), ".".join(token.raw for token in letters))]


def _read(written: Sequence[Written], kind: Kind) -> Iterator[Word]:
    place = 0
    while place < len(written):
        taken, meaning, sort = _phrase(written, place)
        raw = " ".join(raw for _folded, raw in written[place : place + taken])
        folded = written[place][0]
        place += taken
        if sort not in _HEARD[kind]:
            sort = ""
        if sort not in _SILENT and not (taken == 1 and _is_article(folded, written, place)):
            yield _as_word(raw, folded, meaning, sort)


def _phrase(written: Sequence[Written], place: int) -> tuple[int, str, str]:
    """The longest phrase of the table that begins here: (words taken, meaning, kind)."""
    last = _only_forms(written, place + 1)
    for taken in range(min(_LONGEST, len(written) - place), 0, -1):
        phrase = " ".join(folded for folded, _raw in written[place : place + taken])
        found = known(phrase) or (_cut_off(phrase) if 0 < place == len(written) - taken else None)
        if found and not (found[1] == "number" and len(written[place][0]) == 1 and (place == 0 or not last)):
            return taken, *found
    lone = len(written[place][0]) == 1 and written[place][0].isalpha() and place > 0 and not last
    return 1, "", "linking" if lone else ""


def _only_forms(written: Sequence[Written], place: int) -> bool:
    """Whether nothing but a legal form follows: the I of "Fund I, Ltd." is a number as at the end."""
    return all((known(folded) or ("", ""))[1] == LEGAL for folded, _raw in written[place:])


@lru_cache(maxsize=65536)
def known(folded: str) -> tuple[str, str] | None:
    """(meaning, kind) of a folded word or phrase, also with Arabic article and clitics before it."""
    table = _table()
    if folded in table:
        return table[folded]
    for clitic in _CLITICS:
        if folded.startswith(clitic) and folded[len(clitic) :] in table:
            return table[folded[len(clitic) :]]
    return None


@lru_cache(maxsize=65536)
def _cut_off(phrase: str) -> tuple[str, str] | None:
    """(meaning, kind) of a legal form at the end of a field that was too short for it: JOINT STOCK COMPAN, LIMITE."""
    if len(phrase) < _CUT_OFF:
        return None
    words = phrase.count(" ")
    whole = {
        meaning
        for form, (meaning, kind) in _table().items()
        if kind == LEGAL and form.startswith(phrase) and form.count(" ") == words
    }
    return (whole.pop(), LEGAL) if len(whole) == 1 else None


_CUT_OFF: Final = 6  # letters that say which form it was


@cache
def _table() -> dict[str, tuple[str, str]]:
    return {
        form: (row["meaning"], row["kind"])
        for row in tables.rows("name_organisations")
        for form in row["forms"].split(";")
    }


def _is_article(folded: str, written: Sequence[Written], place: int) -> bool:
    """Whether the word just read is an article of what follows at `place`."""
    follows = written[place][0] if place < len(written) else ""
    if word_kinds().get(folded) != "article" or not follows:
        return False
    return folded[-1] in "lل" or follows.startswith(folded[1:])


def _as_word(raw: str, folded: str, meaning: str, sort: str) -> Word:
    if sort == "number" or folded.isdecimal():
        return Word(raw=raw, core=meaning or str(int(folded)), bones=meaning or folded, tells=1.0, head=NUMBER)
    if sort == LEGAL:
        return Word(raw=raw, core=meaning, bones=meaning, tells=1.0, head=LEGAL)
    if sort:
        core = f"@{meaning}"
        return Word(raw=raw, core=core, bones=core, tells=_KNOWN_TELLS[sort], place=sort == "place" and raw[0] != "(")
    core = _without_clitics(folded)
    bones = bones_of(core, "")
    if lexemes(core):
        return Word(raw=raw, core=core, bones=bones, tells=rarity_of(bones))
    return Word(raw=raw, core=core, bones=bones, tells=_SHORT_TELLS if len(core) <= _SHORT else RAREST)


def _without_clitics(folded: str) -> str:
    for clitic in ("وال", "بال", "لل", "ال"):
        if folded.startswith(clitic) and len(folded) > len(clitic) + 2:
            return folded[len(clitic) :]
    return folded


def _numbers_added(words: Iterator[Word]) -> Iterator[Word]:
    """Forty-four is 44."""
    tens: Word | None = None
    for word in words:
        if tens is not None:
            if word.head == NUMBER and len(word.core) == 1:
                yield replace(word, core=str(int(tens.core) + int(word.core)), raw=f"{tens.raw} {word.raw}")
                tens = None
                continue
            yield tens
            tens = None
        if word.head == NUMBER and len(word.core) == 2 and word.core[1] == "0" and not word.raw.isdigit():  # noqa: PLR2004
            tens = word
        else:
            yield word
    if tens is not None:
        yield tens
