"""Which country is meant?  Names as lists write them -> ISO 3166-1 alpha-2 in lower case.

Sources: Unicode CLDR (Babel) in English and Arabic; `country_names.csv` and `demonyms.csv` (`Tunisian`), which the document
reader shares; `countries_alias.csv` for how UN and OFAC write them, which comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from babel import Locale

from jisr import tables

_NOT_LETTERS = re.compile(r"[\W_]+")
_REMARK = re.compile(r"\s*\([^)]*\)?")
_SEVERAL = re.compile(r"[;/.]|\bor\b|\band\b|\bو\b")
_SMALL = frozenset({"and", "the"})
_LONGEST = 100  # characters of a country's name
_LANGUAGES = ("en", "ar")
_GROUPS = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})  # in CLDR's list, but no country


def _key(text: str) -> str:
    """What two spellings of one country share: letters without marks, one blank between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char) and char != "ـ")
    return " ".join(word for word in _NOT_LETTERS.sub(" ", plain).split() if word not in _SMALL)


@cache
def _known() -> Mapping[str, str]:
    found: dict[str, str] = {_key(row["name"]): row["code"] for row in tables.rows("countries_alias")}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == len("XX") and code.isalpha() and code not in _GROUPS:
                found.setdefault(_key(name), code.lower())
    for row in (*tables.rows("country_names"), *tables.rows("demonyms")):
        if len(row["iso2"]) == len("xx"):
            for name in filter(None, f"{row['ar']};{row['en']}".split(";")):
                found.setdefault(_key(name), row["iso2"])
    return MappingProxyType(found)


@lru_cache(maxsize=4096)
def code_of(text: str) -> str:
    """ISO 3166-1 alpha-2 in lower case of a country named in English or Arabic; "" when nobody knows it."""
    return _known().get(_key(text), "") if len(text) < _LONGEST else ""


@lru_cache(maxsize=4096)
def codes_of(text: str) -> tuple[tuple[str, ...], bool]:
    """The countries named in a cell, and whether the cell says nothing more: `Sudan/South Sudan` -> (sd, ss), True."""
    whole = code_of(text)
    if whole:
        return (whole,), True
    parts = [part.strip() for part in _SEVERAL.split(_REMARK.sub("", text)) if part.strip()]
    found = [code_of(part) for part in parts]
    return tuple(dict.fromkeys(code for code in found if code)), all(found) and "(" not in text and bool(found)


@lru_cache(maxsize=16384)
def code_in(place: str) -> str:
    """The country at the end of a place such as `Zvornik, Bosnia-Herzegovina` or `Pyongyang, Korea, North`; else ""."""
    parts = [part.strip() for part in place.split(",")]
    return code_of(", ".join(parts[-2:])) or code_of(parts[-1])
