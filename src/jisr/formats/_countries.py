"""Which country is meant?  Names as lists write them -> ISO 3166-1 alpha-2 in lower case.

`countries_alias.csv` (how UN and OFAC write them) comes first; then Unicode CLDR in English and Arabic; then
`country_names.csv` and `demonyms.csv` (`Tunisian`), which the document reader shares.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from jisr import tables
from jisr.tables import cldr

_NOT_LETTERS = re.compile(r"[\W_]+")
_REMARK = re.compile(r"\s*\([^)]*\)?")
_SEVERAL = re.compile(r"[;/.]|\bor\b|\band\b|\bو\b")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_SMALL = frozenset({"and", "the"})
_LONGEST = 100  # characters of a country's name


def _key(text: str) -> str:
    """What two spellings of one country share: letters without marks, one blank between words, no small words."""
    plain = text.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in letters if not unicodedata.combining(char) and char != "ـ")
    return " ".join(word for word in _NOT_LETTERS.sub(" ", plain).split() if word not in _SMALL)


@cache
def _known(language: str) -> Mapping[str, str]:
    """Keys of the names in "en" or "ar"; each language is loaded when first asked for (40 ms)."""
    found: dict[str, str] = {}
    for name, code in _names(language):
        found.setdefault(_key(name), code)
    found.pop("", None)
    return MappingProxyType(found)


def _names(language: str) -> Iterator[tuple[str, str]]:
    if language == "en":
        yield from ((row["name"], row["code"]) for row in tables.rows("countries_alias"))
    yield from ((name, code) for code, name in cldr.territories(language).items())
    for row in (*tables.rows("country_names"), *tables.rows("demonyms")):
        if len(row["iso2"]) == len("xx"):
            yield from ((name, row["iso2"]) for name in row[language].split(";"))


@lru_cache(maxsize=4096)
def code_of(text: str) -> str:
    """ISO 3166-1 alpha-2 in lower case of a country named in English or Arabic; "" when nobody knows it."""
    if not text or len(text) > _LONGEST:
        return ""
    return _known("ar" if _ARABIC.search(text) else "en").get(_key(text), "")


@lru_cache(maxsize=4096)
def codes_of(text: str) -> tuple[tuple[str, ...], bool]:
    """The countries named in a cell, and whether the cell says nothing more: `Sudan/South Sudan` -> (sd, ss), True."""
    whole = code_of(text)
    if whole:
        return (whole,), True
    parts = [part.strip() for part in _SEVERAL.split(_REMARK.sub("", text)) if part.strip()]
    found = [code_of(part) for part in parts]
    said_all = bool(found) and all(found) and "(" not in text
    return tuple(dict.fromkeys(code for code in found if code)), said_all


@lru_cache(maxsize=16384)
def code_in(place: str) -> str:
    """The country at the end of a place such as `Zvornik, Bosnia-Herzegovina` or `Pyongyang, Korea, North`; else ""."""
    parts = [part.strip() for part in place.split(",")]
    return code_of(", ".join(parts[-2:])) or code_of(parts[-1])
