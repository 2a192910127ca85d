"""Which area of a list of p-codes does a place mean, as a sheet writes it? Plain names are answered; few others.

Villages of one name lie in several districts, so a likeness of letters alone is no answer: a name is the district's
own, or begins with it, or differs by one slip of the pen; two districts that fit are none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from jisr.desks.programmes._bodies import folded

_SURE = 8  # letters from which one slip still says which name it is
_LONG = 6  # letters of a name that may stand before other words
_SPELT = (("kh", "h"), ("x", "h"), ("dh", "d"), ("c", ""), ("q", "k"), ("'", ""))
_GRID = re.compile(r"\bn[abc] ?\d+.*$")
_MARKS = frozenset(
    (
        *("idp", "idps", "mch", "mchn", "phu", "hc", "otp", "camp", "school", "hospital", "village", "town", "city"),
        *("district", "region", "centre", "center", "clinic", "site", "new", "old", "woreda", "zone"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area of a list of p-codes. `level`: 1, 2 …; `within`: the code of the one it lies in."""

    code: str
    name: str
    level: int
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The area meant, and why: place-name (its own), place-word (the text begins so), place-slip (one letter off)."""

    area: Area
    why: str


class Places:
    """Areas of one country or several, ready to be asked."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_key: defaultdict[str, list[Area]] = defaultdict(list)
        for area in areas:
            for name in {area.name, re.sub(r"\([^)]*\)", "", area.name), *re.findall(r"\(([^)]*)\)", area.name)}:
                if _key(name):
                    self._by_key[_key(name)].append(area)

    def answer(self, text: str, *, within: str = "") -> Found | None:
        """The area that a text means; `within`: the code of an area that it must lie in. None: a person must say."""
        key = _key(text)
        own = self._one(self._by_key.get(key, ()), within)
        if own is not None or not key:
            return Found(area=own, why="place-name") if own else None
        words = key.split()
        spans = {" ".join(words[:size]) for size in (1, 2, 3)}
        held = [area for span in spans if len(span) >= _LONG for area in self._by_key.get(span, ())]
        one = self._one(held, within)
        if one is not None or held:
            return Found(area=one, why="place-word") if one else None
        near = [
            area
            for other, areas in self._by_key.items()
            if min(len(key), len(other)) >= _SURE and DamerauLevenshtein.distance(key, other, score_cutoff=1) <= 1
            for area in areas
        ]
        one = self._one(near, within)
        return Found(area=one, why="place-slip") if one else None

    @staticmethod
    def _one(areas: Iterable[Area], within: str) -> Area | None:
        """The only one; of an area and what lies in it under the same name, the inner one."""
        some = {area.code: area for area in areas if within in {"", area.within, area.code}}
        inner = [area for area in some.values() if not any(one.within == area.code for one in some.values())]
        return inner[0] if len(inner) == 1 else None


def _key(text: str) -> str:
    words = [word for word in _GRID.sub(" ", folded(text)).split() if word not in _MARKS and not word.isdigit()]
    key = " ".join(words)
    for written, read in _SPELT:
        key = key.replace(written, read)
    return re.sub(r"([a-z])\1+", r"\1", key)
