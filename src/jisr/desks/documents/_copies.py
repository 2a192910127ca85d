"""Which articles are the same wire story?  Three words in a row, folded, that two texts share.

Copies share .31 to .38 of all their shingles on the annotated data, unrelated articles .007 at most; a site that prints
only the first paragraphs shares few of the longer one's but nearly all of its own. Two notices written by one formula
share many words too: their numbers differ, those of a copy do not.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Final

from jisr import tables
from jisr.desks.documents._furniture import without_furniture
from jisr.desks.documents._page import read_words

SHARED: Final = 0.20
"""Of all shingles of both: 2/3 of what the loosest true copy has, thirty times what unrelated ones have."""
CONTAINED: Final = 0.50
"""Of the shorter one's shingles: an excerpt of a report is half its words at least."""
LEAST: Final = 12
"""Shingles shared: about two sentences; a quotation alone, which two reporters may both have heard, is shorter."""
DAYS: Final = 7
"""Between them: later, it is a look back."""
NUMBERS: Final = 0.5
"""Of the shorter one's numbers, where it has two or more: the dates and sums of a copy are those of its original."""
ONE_IN: Final = 4
"""Hashes kept to find candidates by: two texts that share the least of 12 miss each other once in 30, with 40 never."""
_WORDS: Final = 3
_MOST: Final = 20_000  # words looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article to compare. `name`: what it is called by; Made by `story_of`; `published`: None unknown."""

    name: str
    shingles: frozenset[int]
    numbers: frozenset[str] = frozenset()
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """`second` tells what `first` told, in its words. `shared`: of all shingles; `contained`: of the shorter one's."""

    first: str
    second: str
    shared: float
    contained: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A news agency that a text names as where it has it from: characters [start, end)."""

    name: str
    start: int
    end: int


def story_of(name: str, text: str, *, published: date | None = None) -> Story:
    """A text to compare: 64-bit hashes of every three words in a row, folded, without its furniture; its numbers."""
    words = [word.fold for word in read_words(without_furniture(text))[:_MOST]]
    rows = (" ".join(words[at : at + _WORDS]) for at in range(len(words) - _WORDS + 1))
    hashes = frozenset(int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest()) >> 1 for row in rows)
    numbers = frozenset(word for word in words if word.isdecimal() and len(word) > 1)
    return Story(name=name, shingles=hashes, numbers=numbers, published=published)


def sketch(story: Story) -> tuple[int, ...]:
    """One in four of its hashes, the same ones in every text."""
    return tuple(sorted(value for value in story.shingles if value % ONE_IN == 0))


def compare_stories(one: Story, two: Story) -> Copy | None:
    """Whether they are one story, the earlier first; None: they are not, or nobody can say."""
    if not _near(one.published, two.published):
        return None
    both = len(one.shingles & two.shingles)
    least = min(len(one.shingles), len(two.shingles))
    if both < min(LEAST, least) or not least:
        return None
    shared, contained = both / len(one.shingles | two.shingles), both / least
    if (shared < SHARED and contained < CONTAINED) or not _same_numbers(one, two):
        return None
    first, second = sorted((one, two), key=_order)
    return Copy(first=first.name, second=second.name, shared=shared, contained=contained)


def copies(stories: Sequence[Story]) -> tuple[Copy, ...]:
    """Every pair of copies among the stories."""
    holding: dict[int, list[int]] = defaultdict(list)
    for at, story in enumerate(stories):
        for value in sketch(story):
            holding[value].append(at)
    pairs = sorted({pair for those in holding.values() for pair in combinations(those, 2)})
    found = (compare_stories(stories[one], stories[two]) for one, two in pairs)
    return tuple(copy for copy in found if copy is not None)


def agency(text: str) -> Agency | None:
    """The agency a report names: in its dateline or at its end, by the table or as "وكالة …", "… News Agency"."""
    found = _agencies().search(text)
    if found is None:
        return None
    return Agency(name=found.group("name"), start=found.start("name"), end=found.end("name"))


def _near(one: date | None, two: date | None) -> bool:
    return one is None or two is None or abs((one - two).days) <= DAYS


def _same_numbers(one: Story, two: Story) -> bool:
    shorter, longer = sorted((one.numbers, two.numbers), key=len)
    return len(shorter) <= 1 or len(shorter & longer) >= NUMBERS * len(shorter)


def _order(story: Story) -> tuple[date, int, str]:
    """The earlier; of the same day the fuller."""
    return story.published or date.max, -len(story.shingles), story.name


@cache
def _agencies() -> re.Pattern[str]:
    names = sorted(
        (name for row in tables.rows("agencies") for name in f"{row['en']};{row['ar']}".split(";") if name), key=len
    )
    known = "|".join(re.escape(name) for name in reversed(names))
    return re.compile(
        rf"(?:\(|بحسب\s+|وفق\s+|وفقا?ً?\s+ل|نقلا\s+عن\s+|المصدر\s*:\s*|according\s+to\s+|source\s*:\s*|via\s+|[-–—]\s*)"
        rf"(?P<name>(?:وكالة\s+)?(?:{known})|وكالة\s+(?!ال[ا-ي]+ة\b)[\w]+(?:\s+(?:للأنباء|الإخبارية))?"
        rf"|وكالة\s+ال[ا-ي]+|(?:[A-Z][\w-]+\s+){{1,4}}News\s+Agency)\b"
    )
