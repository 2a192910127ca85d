"""What is left of one written word when article, Abd-, Abu-, -din and -llah are taken off?"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from jisr import tables
from jisr.names._lexicon import lexemes


@cache
def word_kinds() -> dict[str, str]:
    """Folded word -> its kind, from `tables/name_words.csv`."""
    return {row["word"]: row["kind"] for row in tables.rows("name_words")}


@lru_cache(maxsize=65536)
def core_of(folded: str) -> tuple[str, str, bool]:
    """(core, head, kunya) of one written name: attached article, Abd-, Abu-, -din and -llah taken off."""
    if _HINT.match(folded) and folded not in word_kinds():
        for pattern, head in _COMPOUNDS:
            found = pattern.fullmatch(folded)
            if found:
                core = found["core"] or ""
                return ("allah" if head == "abd" and not core else bare(core), head.removeprefix("abu"), head == "abu")
    return bare(folded), "", False


def bare(folded: str) -> str:
    """A word without its attached article, in Arabic script or as passports write it: Alnaimi, Elsayed."""
    if not folded.startswith(_ARTICLES) or len(folded) <= _SHORTEST or word_kinds().get(folded) == "whole":
        return folded
    if folded[0] == "ا":
        return folded[2:]
    known = bool(lexemes(folded[2:])) and not lexemes(folded) and folded[2] != "i"
    return folded[2:] if known or _ATTACHED.match(folded) else folded


_ARTICLES: Final = ("ال", "al", "el")
_SHORTEST: Final = 3  # "الي" is no article and a letter
# Before a consonant that Arabic has and a vowel, or before a long word: not Albright, Altman, Alizadeh, Alaoui, Elmira.
_ATTACHED: Final = re.compile(r"(?:al|el(?=.{5}))(?:(?:[bdfghjkmnqrstwyz]h?|ch)[aeiou].{2}|[aou].{5})")
_HINT: Final = re.compile(
    "[ae]b[dou]|عبد|ابو|بن|ben|.*(?:d[iey]{1,2}ne?|ttin|lah?|lahi|le?h|الدين|لله|له)$"
)  # worth a closer look
_COMPOUNDS: Final = (
    (re.compile(r"[ae]bd[aeou]{0,2}l+[aeo](?:h|hi)?(?P<core>)|عبد(?:ا?ل)?له"), "abd"),
    (re.compile(r"[ae]bd[aeiou]{0,2}(?:l|(?P<sun>[rnstdz]|sh)(?=(?P=sun)))?(?P<core>[a-z]{3,})"), "abd"),
    (re.compile(r"عبد(?P<core>.{3,})"), "abd"),
    (re.compile(r"(?P<core>[a-z]{3,}?)(?:(?:ou|[aeiou])[ld]|[aeou]|(?<!b)i)d(?:i|ee|ie|y|ei|ey)ne?"), "din"),
    (re.compile(r"(?P<core>[a-z]{3,}?)[aeiu]ttin"), "din"),
    (re.compile(r"(?P<core>.{2,})الدين"), "din"),
    (re.compile(r"(?P<core>[a-z]{3,}?)(?:(?:ou|[aeiou])llah|[uo]lah|[uo]lla)"), "allah"),
    (re.compile(r"(?P<core>.{2,}?)ا?لله"), "allah"),
    (re.compile(r"abo?u(?:[ae]?l(?=[^aeiou]))?(?P<core>[a-z]{3,})"), "abu"),
    (re.compile(r"ابو(?P<core>.{2,})"), "abu"),
    (re.compile(r"بن(?P<core>.{4,})"), ""),
    (re.compile(r"ben(?P<core>[bcdfghkmrstwyz][a-z]{4,})"), ""),
)
