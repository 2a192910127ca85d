"""What is an id of the reading desk called, in both languages?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jisr import tables
from jisr.node.values import Named
from jisr.tables.cldr import territories


def named(part: str, words: str, known: str) -> Named:
    """A participant with what the tables call it."""
    return Named(part=part, words=words, id=known, label_en=label_of(known, "en"), label_ar=label_of(known, "ar"))


def label_of(known: str, language: str) -> str:
    """What an id of the desk is called: countries by CLDR, bodies and places by their tables' first names."""
    if not known:
        return ""
    return territories(language).get(known.removeprefix("org:gov-"), "") or _tabled(language).get(known, "")


def labels(language: str) -> Mapping[str, str]:
    """Every id of the desk with its name."""
    return {**territories(language), **_tabled(language)}


@cache
def _tabled(language: str) -> Mapping[str, str]:
    rows = (row for table in ("organisations", "places") for row in tables.rows(table))
    return {row["id"]: row[language].partition(";")[0] for row in rows if row["id"]}
