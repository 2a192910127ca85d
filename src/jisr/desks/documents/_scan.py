"""Names of the lexicon in a page: whole words, the longest first, attached Arabic words taken off."""

from __future__ import annotations

import re
from typing import Final

from jisr.desks.documents._arabic import ARTICLE, is_definite, variants
from jisr.desks.documents._found import Found, because
from jisr.desks.documents._lexicon import Lexicon
from jisr.desks.documents._names import Entry
from jisr.desks.documents._page import Page, Word
from jisr.desks.documents._senses import exactly, has
from jisr.desks.documents._values import Kind

_INSIDE: Final = re.compile(r"[ \u00a0\-–'’\"«»“”()]{0,3}|\.(?: ?)")
_NOUN: Final = 4
_NOT_ACCUSATIVE: Final = ("يا", "وا", "ها", "نا")  # other countries, verbs, pronouns
_FEMININE: Final = ("ه", "ات")


def scan(page: Page, lexicon: Lexicon) -> tuple[Found, ...]:
    """The longest name that begins at each word, in order; they may overlap."""
    found: list[Found] = []
    longest = lexicon.longest
    for index, word in enumerate(page.words):
        best: Found | None = None
        for letters, form in variants(word.fold):
            if form in longest and (hit := _longest_at(page, lexicon, (index, letters, form), longest[form])):
                best = hit if best is None or hit.last > best.last else best
        if best is not None:
            found.append(best)
    return tuple(found)


def _longest_at(page: Page, lexicon: Lexicon, at: tuple[int, int, str], most: int) -> Found | None:
    index, _, phrase = at
    named = [(index, entries)] if (entries := lexicon.readings(phrase)) else []
    for last in range(index + 1, _reach(page, index, most) + 1):
        phrase = f"{phrase} {page.words[last].fold}"
        if entries := lexicon.readings(phrase):
            named.append((last, entries))
    for last, entries in reversed(named):
        words = page.words[index : last + 1]
        fitting = tuple(entry for entry in entries if _fits(page, index, words, entry))
        if fitting:
            return _found(page, at, last, fitting)
    return None


def _found(page: Page, at: tuple[int, int, str], last: int, entries: tuple[Entry, ...]) -> Found:
    index, letters, _ = at
    if index == last and entries[0].type is Kind.COUNTRY and _goes_with_noun(page, index):
        # منحة سورية, رجلا سوريا: the country's name is an adjective here
        entries = tuple(sorted(entries, key=lambda entry: entry.type is not Kind.NATIONALITY))
    first = entries[0]
    code = "known" if first.known else "short-name" if first.short else "table"
    return Found(
        first=index,
        last=last,
        letters=letters,
        type=first.type,
        id=first.id,
        rank=0,
        entries=entries,
        reasons=because(code, name=first.known.name if first.known else first.id),
    )


def _reach(page: Page, index: int, most: int) -> int:
    """The last word a name of at most `most` words may end with: no comma, stop or new line inside."""
    last = index
    upto = min(len(page.words), index + most) - 1
    while last < upto and ((gap := page.words[last + 1].gap) == " " or _INSIDE.fullmatch(gap)):
        last += 1
    return last


def _fits(page: Page, index: int, words: tuple[Word, ...], entry: Entry) -> bool:
    if entry.cue and not _has_place_cue(page, index):
        return False
    return not entry.case or all(map(_is_written, words, entry.case))


def _is_written(word: Word, case: str) -> bool:
    if case == "U":
        return word.raw.isupper()
    return case == "-" or word.raw[0].isupper()


def _has_place_cue(page: Page, index: int) -> bool:
    if index == 0:
        return False
    word, before = page.words[index], page.words[index - 1]
    attached = word.fold.startswith(("ب", "ل", "وب", "ول"))
    return word.gap == " " and (has(before.fold, "place") or (attached and not is_definite(word.fold)))


def _goes_with_noun(page: Page, index: int) -> bool:
    """Whether the noun before has the word's article, or its ending: feminine, or the indefinite accusative."""
    if index == 0 or page.words[index].gap != " ":
        return False
    before, word = page.words[index - 1].fold, page.words[index].fold
    if is_definite(before) or exactly(before, "stop"):
        return is_definite(before) and word.startswith(ARTICLE)
    return before.endswith(_FEMININE) if word.endswith("ه") else word.endswith("ا") and _is_accusative(before)


def _is_accusative(noun: str) -> bool:
    return noun.endswith("ا") and not noun.endswith(_NOT_ACCUSATIVE) and len(noun) >= _NOUN
