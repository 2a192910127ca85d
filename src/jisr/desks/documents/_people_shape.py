"""Unknown persons in Arabic, by the look of their names: words side by side that look like parts of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from jisr.desks.documents._cues import cues
from jisr.desks.documents._found import Found, because, plain
from jisr.desks.documents._name_shape import looks_like_a_name
from jisr.desks.documents._page import Page
from jisr.desks.documents._senses import exactly, has
from jisr.desks.documents._values import Kind

_EACH: Final = 0.4  # of every word of the name
_SUM: Final = 4.5  # of two words together
_MOST: Final = 5
_LEAST: Final = 2
_LETTERS: Final = 2
_KINDS: Final = ("stop", "speech", "title", "role", "cue", "head", "place", "generic")
_BEFORE_VERB: Final = frozenset({"لم", "ولم", "لن", "ولن", "ان", "قد", "وقد", "لا", "ولا", "سوف", "كان", "كانت"})
_PARTICLES: Final = frozenset({"بن", "ابن", "بنت", "ال", "ابو", "فون", "دي", "لو", "فان", "عبد"})


def people_by_shape(page: Page, hits: Mapping[int, Found]) -> Iterator[Found]:
    """Runs of words that look like a name. `hits`: the names of the lexicon by their first word."""
    taken = {at for hit in hits.values() for at in range(hit.first, hit.last + 1) if hit.type is not Kind.PERSON}
    at = 0
    while at < len(page.words):
        last, total = at - 1, 0.0
        while last + 1 < len(page.words) and last + 1 - at < _MOST and last + 1 not in taken:
            word = page.words[last + 1].fold
            value = 1.0 if word in _PARTICLES and last >= at else shape_of(word)
            if value < _EACH or (last >= at and (not plain(page, last + 1) or _and(page, at, last + 1))):
                break
            if last < at and page.words[last].fold in _BEFORE_VERB and last >= 0:
                break
            last, total = last + 1, total + value
        while last > at and page.words[last].fold in _PARTICLES:
            last -= 1
        if last - at + 1 >= _LEAST and total >= _SUM * (last - at + 1) / 2:
            words = page.raw[page.words[at].start : page.words[last].end]
            letters = int(at > 0 and _opens_with_and(page.words[at].fold))
            yield Found(
                first=at,
                last=last,
                letters=letters,
                type=Kind.PERSON,
                rank=3,
                reasons=because("name-shape", words=words),
            )
        at = max(last + 1, at + 1)


def _and(page: Page, first: int, at: int) -> bool:
    """وجورجيو after a whole name: the next person."""
    word = page.words[at].fold
    return at - first >= _LEAST and word.startswith("و") and shape_of(word[1:]) >= _EACH


def _opens_with_and(word: str) -> bool:
    """وجورجيو, not وليد."""
    given = exactly(word, "given") or exactly(word, "given-with-title")
    return word.startswith("و") and not given and len(word) > _MOST and shape_of(word[1:]) >= _EACH


@lru_cache(maxsize=1 << 15)
def shape_of(word: str) -> float:
    """How much the folded word looks like part of a name; far below 0 where it is a known word of another kind."""
    if not "\u0621" <= word[:1] <= "\u06ff" or len(word) < _LETTERS:
        return -_MOST
    if exactly(word, "given") or exactly(word, "given-with-title"):
        return float(_LEAST)
    if has(word, *_KINDS) or word in cues() or (word.endswith("ا") and has(word[:-1], "title", "role", "head")):
        return -_MOST
    return looks_like_a_name(word)
