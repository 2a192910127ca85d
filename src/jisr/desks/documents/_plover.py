"""English sentences by PLOVER's types: the first deed of the sentence, seen through the words that hedge it.

Who will cooperate agrees; who would harm threatens; who must is asked; who will not refuses (its verbal types).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from jisr import tables
from jisr.desks.documents._page import Word, read_words

_HARM: Final = frozenset({"SANCTION", "COERCE", "ASSAULT", "PROTEST", "MOBILIZE"})
_MATERIAL: Final = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"})
_FUTURE: Final = frozenset(
    {
        "will",
        "would",
        "shall",
        "may",
        "could",
        "offered",
        "promised",
        "ready",
        "prepared",
        "willing",
        "plans",
        "agreed",
        "pledged",
    }
)
_MUST: Final = frozenset(
    {"must", "should", "demand", "demanded", "demands", "demanding", "urged", "urges", "called", "ought"}
)
_NOT: Final = frozenset(
    {"not", "no", "never", "refused", "refuses", "refusing", "rejected", "declined", "failed", "fails"}
)
_SKIP: Final = frozenset({"said", "announced", "declared", "confirmed", "told", "reported", "quoted", "reiterated"})
_DETERMINERS: Final = frozenset({"the", "a", "an", "its", "their", "his", "of", "any", "all"})
_NOUNS: Final = frozenset(
    {"support", "aid", "attack", "talk", "talks", "charge", "fire", "share", "visit", "protest", "demand"}
)
_REACH: Final = 6
_BACK: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """`type` of PLOVER; `start`, `end`: characters of the deed; `passive`: its subject is who it was done to."""

    type: str
    start: int
    end: int
    passive: bool


def plover_code(text: str) -> Coded | None:
    """The main event of an English sentence; None where no word of the table stands."""
    words = read_words(text)
    found = list(_deeds(words))
    best = min(found, key=lambda one: (one[2], one[0]), default=None)
    if best is None:
        return None
    at, kind, _ = best
    before = {word.fold for word in words[max(0, at - _BACK) : at]}
    passive = bool({"was", "were", "been", "be", "being"} & {word.fold for word in words[max(0, at - 2) : at]})
    return Coded(type=_meant(kind, before), start=words[at].start, end=words[at].end, passive=passive)


def _meant(kind: str, before: set[str]) -> str:
    if before & _NOT and kind in _MATERIAL:
        return "REJECT"
    if before & _MUST and kind != "REQUEST":
        return "REQUEST"
    if before & _NOT and before & _FUTURE:
        return "THREATEN"
    if before & _FUTURE and kind in _HARM:
        return "THREATEN"
    return "AGREE" if before & _FUTURE and kind in _MATERIAL else kind


def _deeds(words: tuple[Word, ...]) -> Iterator[tuple[int, str, int]]:
    """(word, type, how unlike a main verb: 0 finite, 1 infinitive or -ing, 2 a noun)."""
    for at, word in enumerate(words):
        for count in (3, 2, 1):
            phrase = " ".join(one.fold for one in words[at : at + count])
            rows = _table().get(phrase, ()) if word.fold not in _SKIP else ()
            ahead = " ".join(one.fold for one in words[at + count : at + count + _REACH])
            kind = next((kind for kind, after in rows if after is None or after.search(ahead)), "")
            if kind:
                before = words[at - 1].fold if at else ""
                noun = before in _DETERMINERS or (word.fold in _NOUNS and before not in {"to", "will", "would"})
                yield at, kind, 2 if noun else 1 if before == "to" or word.fold.endswith("ing") else 0
                break


@cache
def _table() -> Mapping[str, tuple[tuple[str, re.Pattern[str] | None], ...]]:
    found: dict[str, list[tuple[str, re.Pattern[str] | None]]] = {}
    for row in tables.rows("plover_cues"):
        after = "|".join(map(re.escape, filter(None, row["after"].split(";"))))
        pattern = re.compile(rf"\b(?:{after})\b") if after else None
        for text in row["words"].split(";"):
            head, _, rest = text.partition(" ")
            for form in _forms(head):
                found.setdefault(f"{form} {rest}".strip(), []).append((row["type"], pattern))
    return MappingProxyType({form: tuple(rows) for form, rows in found.items()})


def _forms(base: str) -> tuple[str, ...]:
    """The regular forms of a verb: -s, -ed, -ing."""
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2:-1] not in "aeou":
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    twice = f"{base}{base[-1]}"
    sibilant = "es" if base.endswith(("s", "sh", "ch", "x")) else "s"
    return base, f"{base}{sibilant}", f"{stem}ed", f"{stem}ing", f"{twice}ed", f"{twice}ing"
