"""Is this running text, in its order?  Everyday words are there, or they are not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from jisr import tables

_WORD = re.compile(r"[^\W\d_][\w\u064b-\u0652\u0670]*")
_MARKS = re.compile("[\u0640\u064b-\u0655\u0670]")
_ARTICLE = re.compile("(?:[وفبك]?ال|[وف]?لل)[\u0621-\u064a]{2,}")
_FINAL_ONLY = re.compile("[ةى](?=[\u0621-\u064a])")  # letters that end an Arabic word
_SHORT = 2  # letters of a piece of a word
_SAMPLE = 4000  # words looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Shares of the words: `known` everyday ones or with an article, `broken` ones no text has. `words`: how many."""

    known: float
    broken: float
    words: int


@cache
def _known() -> frozenset[str]:
    return frozenset(word for row in tables.rows("everyday_words") for word in row["words"].split())


def look(text: str) -> Look:
    """How much a text looks like one."""
    words = [_MARKS.sub("", word.casefold()) for word in _WORD.findall(text)[:_SAMPLE]]
    if not words:
        return Look(known=0.0, broken=0.0, words=0)
    known = sum(map(is_known, words))
    broken = sum(bool(_FINAL_ONLY.search(word)) or _is_crumb(word) for word in words)
    return Look(known=known / len(words), broken=broken / len(words), words=len(words))


def is_known(word: str) -> bool:
    """An everyday word, or one that begins with the Arabic article."""
    return word in _known() or (_ARTICLE.match(word) is not None and not _FINAL_ONLY.search(word))


def _is_crumb(word: str) -> bool:
    return len(word) <= _SHORT and "\u0600" <= word[0] <= "\u06ff" and word not in _known() and word != "و"
