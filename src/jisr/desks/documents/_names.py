"""The names of the tables: countries, nationalities, places, bodies and acts, each in its forms, folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from jisr import tables
from jisr.desks.documents._arabic import ARTICLE, nationality_forms, without_article
from jisr.desks.documents._page import Word, read_words
from jisr.desks.documents._values import Kind, Known
from jisr.tables.cldr import territories

# Words of state before a country's name, and how they are written: see `case`.
_STATES: Final = {
    "ar": (("دوله", ""), ("جمهوريه", ""), ("مملكه", ""), ("سلطنه", "")),
    "en": (("republic of", "C-"), ("state of", "C-"), ("kingdom of", "C-"), ("sultanate of", "C-")),
}
_FEMININE_STATES: Final = ("الجمهوريه", "المملكه")
_ACRONYM: Final = 2
_PARTICLE: Final = 3
_SMALL: Final = frozenset({"al", "el", "the", "as", "ar"})  # with a capital or without
_POINTS: Final = (("US ", "U.S. "), ("UN ", "U.N. "), ("EU ", "E.U. "))
_SAME_IN_PLURAL: Final = ("ese", "sh", "ch", "ss", "men", "man", "S", ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading of a name.

    `cue`: an everyday word too, needs a word of place before it. `short`: counts only where a full name of `id`
    stands in the text. `case`: for each Latin word U (all capitals), C (a capital first) or - (any). `known`:
    the name is of a thing the node knows.
    """

    type: Kind
    id: str
    country: str = ""
    cue: bool = False
    short: bool = False
    case: str = ""
    known: Known | None = None


Named = tuple[str, Entry]


@cache
def table_names() -> Mapping[str, tuple[Entry, ...]]:
    """Folded words joined by spaces -> readings, likeliest first: country, place, body, nationality."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for phrase, entry in (*_countries(), *_places(), *_organisations(), *_nationalities()):
        readings = found[phrase]
        if all(entry.id != other.id or entry.type is not other.type for other in readings):
            readings.append(entry)
    return {phrase: tuple(entries) for phrase, entries in found.items()}


def phrase_of(words: tuple[Word, ...]) -> str:
    """The words folded, joined by spaces: the key of a name."""
    return " ".join(word.fold for word in words)


def case_of_known(words: tuple[Word, ...]) -> str:
    """Lists write in capitals, or in none: every Latin word of a known name must begin with one, but for particles."""
    if not words[0].raw[0].isascii():
        return ""
    return "".join("-" if len(word.raw) <= _PARTICLE else "C" for word in words)


def _countries() -> Iterator[Named]:
    cued = {row["iso2"] for row in tables.rows("country_names") if row["cue"]}
    for language in ("ar", "en"):
        for code, name in territories(language).items():
            entry = Entry(type=Kind.COUNTRY, id=code, country=code)
            yield from _state_forms(name, entry, language, cue=code in cued and language == "ar")
    for row in tables.rows("country_names"):
        group = not row["iso2"].isalpha()
        entry = Entry(type=Kind.COUNTRY, id=row["iso2"], country=row["iso2"])
        for language in ("ar", "en"):
            for name in _cell(row[language]):
                forms = _state_forms(name, entry, language, cue=False)
                yield from [next(forms)] if group else forms


def _state_forms(name: str, entry: Entry, language: str, *, cue: bool) -> Iterator[Named]:
    phrase, named = _written(name, entry)
    yield phrase, replace(named, cue=cue) if cue else named
    for word, case in _STATES[language]:
        yield f"{word} {phrase}", replace(named, case=case + named.case) if case else named


def _places() -> Iterator[Named]:
    for row in tables.rows("places"):
        entry = Entry(type=Kind(row["type"]), id=row["id"], country=row["iso2"])
        cued = replace(entry, cue=True) if row["cue"] else entry
        for name in _cell(row["ar"]):
            yield _written(name, entry if " " in name else cued)
        for name in _cell(row["en"]):
            yield _written(name, entry)


def _organisations() -> Iterator[Named]:
    for row in tables.rows("organisations"):
        entry = Entry(type=Kind(row["type"]), id=row["id"], country=row["iso2"])
        short = replace(entry, short=True)
        for column, reading in (("ar", entry), ("en", entry), ("short_ar", short), ("short_en", short)):
            yield from (_written(form, reading) for name in _cell(row[column]) for form in _with_points(name))


def _with_points(name: str) -> Iterator[str]:
    """The name, and with U.S. for US."""
    yield name
    yield from (name.replace(plain, pointed) for plain, pointed in _POINTS if plain in name)


def _nationalities() -> Iterator[Named]:
    for row in tables.rows("demonyms"):
        entry = Entry(type=Kind.NATIONALITY, id=row["iso2"], country=row["iso2"])
        for word in _cell(row["ar"]):
            stem = _written(word, entry)[0]
            yield from ((form, entry) for form in nationality_forms(stem))
            if row["iso2"].isalpha():
                country = replace(entry, type=Kind.COUNTRY)
                yield from ((f"{state} {ARTICLE}{without_article(stem)}ه", country) for state in _FEMININE_STATES)
        for word in _cell(row["plural_ar"]):
            phrase = _written(word, entry)[0]
            yield from ((phrase, entry), (ARTICLE + phrase, entry))
        for word in _cell(row["en"]):
            yield _written(word, entry)
            if not word.endswith(_SAME_IN_PLURAL):
                yield _written(word + "s", entry)


def _cell(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def _written(name: str, entry: Entry) -> Named:
    words = read_words(name)
    case = _case(words)
    return phrase_of(words), replace(entry, case=case) if case else entry


def _case(words: tuple[Word, ...]) -> str:
    """How the name's words are written: U, C or - for each; "" for a name that knows no capitals."""
    if not any(word.raw[0].isupper() for word in words):
        return ""
    return "".join(map(_letter_case, words))


def _letter_case(word: Word) -> str:
    if not word.raw[0].isupper() or word.fold in _SMALL:
        return "-"
    return "U" if word.raw.isupper() and (len(word.raw) >= _ACRONYM or word.gap in {"", "."}) else "C"
