"""What is left of one written word when article, Abd-, Abu-, -din and -llah are taken off?"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from jisr import tables


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
    """An Arabic word without its attached article."""
    whole = not folded.startswith("ال") or len(folded) <= _SHORTEST or word_kinds().get(folded) == "whole"
    return folded if whole else folded[2:]


_SHORTEST: Final = 3  # "الي" is no article and a letter
_HINT: Final = re.compile("ab[dou]|عبد|ابو|بن|.*(?:d[iey]{1,2}ne?|lah?|lahi|le?h|الدين|لله|له)$")  # worth a closer look
_COMPOUNDS: Final = (
    (re.compile(r"abd[aeou]{0,2}l+[aeo](?:h|hi)?(?P<core>)|عبد(?:ا?ل)?له"), "abd"),
    (re.compile(r"abd[aeiou]{0,2}(?:l|(?P<sun>[rnstdz]|sh)(?=(?P=sun)))?(?P<core>[a-z]{3,})"), "abd"),
    (re.compile(r"عبد(?P<core>.{3,})"), "abd"),
    (re.compile(r"(?P<core>[a-z]{3,}?)(?:(?:ou|[aeiou])[ld]|[aeou])d(?:i|ee|ie|y|ei|ey)ne?"), "din"),
    (re.compile(r"(?P<core>.{2,})الدين"), "din"),
    (re.compile(r"(?P<core>[a-z]{3,}?)(?:(?:ou|[aeiou])llah|[uo]lah|[uo]lla)"), "allah"),
    (re.compile(r"(?P<core>.{2,}?)ا?لله"), "allah"),
    (re.compile(r"abo?u(?:[ae]?l(?=[^aeiou]))?(?P<core>[a-z]{3,})"), "abu"),
    (re.compile(r"ابو(?P<core>.{2,})"), "abu"),
    (re.compile(r"بن(?P<core>.{4,})"), ""),
)
