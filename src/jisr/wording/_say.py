"""A code and its facts, as a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from jisr import tables
from jisr.errors import WrongUse
from jisr.wording._plural import plural
from jisr.wording._typed import Value

LANGUAGES: Final = ("en", "ar")
_INSTANT: Final = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(?:Z|\+00:00)$")  # said to the minute


def say(code: str, *, lang: str, facts: Mapping[str, str]) -> str:
    """The sentence of `code` in `lang` ("en" or "ar"), its `{placeholders}` filled from `facts`.

    Values that could turn the line round stand between U+2068 and U+2069. A placeholder may name the type of its value,
    as `{country:country}` or `{wanted:expected}` (`_typed.KINDS`), which is then said in words. Where a table has
    `code.one`, `code.few` and so on, the fact `count` chooses. Raises `WrongUse` for a code without a sentence or a
    fact that is missing.
    """
    sentences = _sentences()
    if lang not in LANGUAGES:
        message = f"no sentences in {lang!r}"
        raise WrongUse(message, lang=lang)
    counted = f"{code}.{plural(int(facts['count']), lang=lang)}" if facts.get("count", "").isdecimal() else code
    sentence = sentences.get(counted) or sentences.get(f"{code}.other") or sentences.get(code)
    if sentence is None:
        message = f"no sentence for {code!r}"
        raise WrongUse(message, code=code)
    told = {name: _INSTANT.sub(r"\1 \2 UTC", value) for name, value in facts.items()}
    try:
        return sentence[lang].format_map({name: Value(text=value, lang=lang) for name, value in told.items()})
    except KeyError as error:
        message = f"the sentence of {code!r} needs the fact {error}"
        raise WrongUse(message, code=code) from error


def codes() -> frozenset[str]:
    """Every code that has a sentence; forms of a counted one under one code."""
    return frozenset(code.rpartition(".")[0] or code for code in _sentences())


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for table in tables.tables("sentences") for row in tables.rows(table)}
