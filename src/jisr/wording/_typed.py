"""How is a value of a sentence said that is a code itself?  `{birth:country}`: a country's name, and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr import tables
from jisr.tables import cldr
from jisr.wording._isolate import BEGIN, END, isolated, needs_isolation
from jisr.wording._sources import jurisdiction_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a sentence in a language. The type stands behind the colon; none: the value as it is."""

    text: str
    lang: str

    def __format__(self, spec: str) -> str:
        if not spec:
            return _plain(self.text, self.lang)
        return KINDS[spec](self.text.removeprefix(BEGIN).removesuffix(END), self.lang)


def countries(codes: str, *, lang: str) -> str:
    """Names of countries for their ISO 3166-1 alpha-2 codes with commas or semicolons between; others as they are."""
    known = cldr.territories(lang)
    return ("، " if lang == "ar" else ", ").join(
        known.get(code.lower(), code) for code in _BETWEEN.split(codes) if code
    )


def expected(phrase: str, *, lang: str) -> str:
    """What a file should have held, or where, as an error says it, in "en" or "ar" (tables/expected.csv).

    A phrase the table does not know stays English, isolated.
    """
    return _translated("expected", phrase, lang) or _plain(phrase, lang)


def refusal(message: str, *, lang: str) -> str:
    """What an error says to who asked for something that cannot be, in "en" or "ar" (tables/refusals.csv).

    "" in Arabic: the table does not know it, and the caller must say the kind of the error in its place.
    """
    return message if lang == "en" else _translated("refusals", message, lang)


def state_word(code: str, *, lang: str) -> str:
    """A state in a word (tables/state_words.csv); a code the table does not know as it is, isolated."""
    return next((row[lang] for row in tables.rows("state_words") if row["state"] == code), _plain(code, lang))


def standing(text: str, *, lang: str) -> str:
    """Where a party stands, in words: `listed 2013-07-24` (the day it is so since)."""
    state, _space, since = text.partition(" ")
    word = state_word(state, lang=lang)
    if not since:
        return word
    return f"{word} منذ {isolated(since)}" if lang == "ar" else f"{word} since {since}"


def _plain(text: str, lang: str) -> str:
    return isolated(text) if needs_isolation(text, lang=lang) else text


def _translated(table: str, phrase: str, lang: str) -> str:
    """The phrase in `lang` by a table of English and Arabic, its values isolated; "": not in the table, or English."""
    if lang == "en":
        return ""
    for pattern, sentence in _patterns(table):
        found = pattern.fullmatch(phrase)
        if found:
            return sentence.format_map({name: isolated(value) for name, value in found.groupdict().items()})
    return ""


@cache
def _patterns(table: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of a table, the most literal first."""
    rows = sorted(tables.rows(table), key=lambda row: -len(_FIELD.sub("", row["en"])))
    return tuple((_pattern(row["en"]), row["ar"]) for row in rows)


def _pattern(text: str) -> re.Pattern[str]:
    parts = _FIELD.split(text)  # literal, field, literal, field, …
    return re.compile(
        "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)), re.DOTALL
    )


_FIELD: Final = re.compile(r"\{(\w+)\}")
_BETWEEN: Final = re.compile(r"[,;\s]+")
KINDS: Final[Mapping[str, Callable[[str, str], str]]] = MappingProxyType(
    {
        "country": lambda text, lang: _plain(countries(text, lang=lang), lang),
        "expected": lambda text, lang: expected(text, lang=lang),
        "jurisdiction": lambda text, lang: _plain(jurisdiction_name(text, lang=lang), lang),
        "state": lambda text, lang: state_word(text, lang=lang),
        "standing": lambda text, lang: standing(text, lang=lang),
    }
)
