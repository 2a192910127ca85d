"""The names to look for, prepared once: the tables' and those of the things the node knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr import tables
from jisr.desks.documents._arabic import ARTICLE, nationality_forms, without_article
from jisr.desks.documents._page import Page, Word, read_page
from jisr.desks.documents._parties import Parties, index_parties
from jisr.desks.documents._values import Kind, Known
from jisr.tables.cldr import territories

_STATE_WORDS: Final = ("دوله", "جمهوريه", "مملكه", "سلطنه", "امبراطوريه")
_STATE_PHRASES: Final = ("Republic of", "State of", "Kingdom of", "Sultanate of")
_FEMININE_STATES: Final = ("الجمهوريه", "المملكه", "الدوله")
_ACRONYM: Final = 2
_NISBA: Final = 6
_SAME_IN_PLURAL: Final = ("ese", "ish", "sh", "ch", "ss", "men", "man", "S", ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading of a name. `cue`: an everyday word too, needs a word of place before it. `short`: counts only where a
    full name of `id` stands in the text. `case`: for each Latin word U (all capitals), C (a capital first) or - (any).
    `known`: the name is of a thing the node knows.
    """

    type: Kind
    id: str
    country: str = ""
    cue: bool = False
    short: bool = False
    case: str = ""
    known: Known | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """`names`: folded words joined by spaces -> readings, likeliest first. `longest`: first word -> most words of a name.
    `parties`: the names of persons the node knows, to weigh candidates.
    """

    names: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int]
    parties: Parties


def prepare(known: Iterable[Known] = ()) -> Lexicon:
    """A lexicon of the tables and of what the node knows: prepare it once, read many texts with it."""
    listed = tuple(known)
    names = dict(_table_names())
    for item in listed:
        words = read_page(item.name).words
        phrase = " ".join(word.fold for word in words)
        if phrase and (len(words) > 1 or item.kind is not Kind.PERSON or _is_surname(phrase)):
            entry = Entry(type=item.kind, id=_id_of(item), case=_case_of_known(words), known=item)
            names[phrase] = (*names.get(phrase, ()), entry)
    return Lexicon(
        names=MappingProxyType(names),
        longest=MappingProxyType(_longest(names)),
        parties=index_parties(item for item in listed if item.kind is Kind.PERSON),
    )


def _is_surname(word: str) -> bool:
    """One word is no name to look for (it may be any word), but for a nisba with its article: الجولاني."""
    return word.startswith(ARTICLE) and word.endswith("ي") and len(word) >= _NISBA


def _id_of(item: Known) -> str:
    """A person is never linked by the desk; another thing is, by its full name."""
    return "" if item.kind is Kind.PERSON else item.thing


def _longest(names: Iterable[str]) -> dict[str, int]:
    longest: defaultdict[str, int] = defaultdict(int)
    for phrase in names:
        first, count = phrase.split(" ", 1)[0], phrase.count(" ") + 1
        longest[first] = max(longest[first], count)
    return dict(longest)


@cache
def _table_names() -> Mapping[str, tuple[Entry, ...]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for name, entry in (*_countries(), *_places(), *_organisations(), *_nationalities()):
        page: Page = read_page(name)
        phrase = " ".join(word.fold for word in page.words)
        cased = Entry(
            type=entry.type,
            id=entry.id,
            country=entry.country,
            cue=entry.cue,
            short=entry.short,
            case=_case(page.words),
        )
        if phrase and all(cased.id != other.id or cased.type != other.type for other in found[phrase]):
            found[phrase].append(cased)
    return MappingProxyType({phrase: tuple(entries) for phrase, entries in found.items()})


def _countries() -> Iterator[tuple[str, Entry]]:
    cued = {row["iso2"] for row in tables.rows("country_names") if row["cue"]}
    for language in ("ar", "en"):
        for code, name in territories(language).items():
            for form in _state_forms(name, language):
                yield form, _country(code, cue=code in cued and language == "ar" and form == name)
    for row in tables.rows("country_names"):
        for language in ("ar", "en"):
            for name in _cell(row[language]):
                for form in (name,) if row["iso2"].startswith("grp:") else _state_forms(name, language):
                    yield form, _country(row["iso2"])


def _country(code: str, *, cue: bool = False) -> Entry:
    return Entry(type=Kind.COUNTRY, id=code, country=code, cue=cue)


def _state_forms(name: str, language: str) -> Iterator[str]:
    yield name
    words = _STATE_WORDS if language == "ar" else _STATE_PHRASES
    for word in words:
        yield f"{word} {name}"


def _places() -> Iterator[tuple[str, Entry]]:
    for row in tables.rows("places"):
        for language in ("ar", "en"):
            for name in _cell(row[language]):
                cue = bool(row["cue"]) and language == "ar" and " " not in name
                yield name, Entry(type=Kind(row["type"]), id=row["id"], country=row["iso2"], cue=cue)


def _organisations() -> Iterator[tuple[str, Entry]]:
    for row in tables.rows("organisations"):
        for column in ("ar", "en", "short_ar", "short_en"):
            for name in _cell(row[column]):
                short = column.startswith("short")
                yield name, Entry(type=Kind(row["type"]), id=row["id"], country=row["iso2"], short=short)


def _nationalities() -> Iterator[tuple[str, Entry]]:
    countries = {name for name, _ in _countries()}
    taken = {_phrase(name) for name in countries} - {
        "سوريه"
    }  # both the country and "a Syrian woman": the context tells
    for row in tables.rows("demonyms"):
        entry = Entry(type=Kind.NATIONALITY, id=row["iso2"], country=row["iso2"])
        for word in _cell(row["ar"]):
            stem = _phrase(word)
            for form in nationality_forms(stem):
                if form not in taken:
                    yield form, entry
            if entry.id.isalpha():
                for state in _FEMININE_STATES:  # الجمهورية السورية
                    yield f"{state} {ARTICLE}{without_article(stem)}ه", _country(entry.id)
        for word in _cell(row["plural_ar"]):
            yield word, entry
            yield ARTICLE + _phrase(word), entry
        for word in _cell(row["en"]):
            yield word, entry
            if not word.endswith(_SAME_IN_PLURAL):
                yield word + "s", entry


def _cell(text: str) -> Iterator[str]:
    return (part for part in text.split(";") if part)


def _phrase(name: str) -> str:
    return " ".join(word.fold for word in read_page(name).words)


def _case(words: tuple[Word, ...]) -> str:
    """How the name's words are written: U, C or - for each; "" for a name that knows no capitals."""
    if not any(word.raw[0].isupper() for word in words):
        return ""
    return "".join(
        "U"
        if word.raw.isupper() and (len(word.raw) >= _ACRONYM or word.gap in {"", "."})
        else "C"
        if word.raw[0].isupper()
        else "-"
        for word in words
    )


def _case_of_known(words: tuple[Word, ...]) -> str:
    """Lists write in capitals, or in none: every Latin word of a known name must begin with one, but for particles."""
    if not words[0].raw[0].isascii():
        return ""
    return "".join("-" if len(word.raw) <= _ACRONYM + 1 else "C" for word in words)
