"""Under which short keys is a name kept, so that its other spellings are found without comparing all names?"""

from __future__ import annotations

import re
from itertools import combinations, pairwise, product
from typing import Final

from jisr.names._compare import named
from jisr.names._lexicon import bones_of, rarity_of
from jisr.names._values import Kind, Name, Word

KEYS_VERSION: Final = "1"  # changes when stored keys must be made anew
RARE: Final = 2.6  # a word that fewer than one name in 400 has is a key by itself
_SHORT: Final = 2  # consonants of a word that others may write as one with its neighbour


def keys(name: str | Name, *, kind: Kind = Kind.PERSON) -> frozenset[str]:
    """The blocking keys of a name: two spellings of one name share at least one.

    The same on every machine, and for every version with one `KEYS_VERSION`. A name without words has none.
    """
    return frozenset(_person_keys(named(name, kind)))


def _person_keys(name: Name) -> set[str]:
    """Rare words by themselves, common ones by twos, short neighbours joined; a lone word also as a whole name."""
    words = [word for word in name.words if not word.initial]
    found = {bones for word in words if word.tells >= RARE for bones in _variants(word)}
    common = [word for word in words if word.tells < RARE]
    for one, other in combinations(common, 2):
        found.update("+".join(sorted(both)) for both in product(_variants(one), _variants(other)))
    for one, other in pairwise(words):
        if min(len(one.bones), len(other.bones)) <= _SHORT:
            joined = bones_of(one.core + other.core, "")
            found.update((joined,) if rarity_of(joined) >= RARE else ())
    if len(words) == 1:
        found.update(f"={bones}" for bones in _variants(words[0]))
    return found


def _variants(word: Word) -> tuple[str, ...]:
    """The bones; with jim also where a Latin g may stand for it (Golani, Gamal)."""
    return (word.bones, bones_of(_G.sub("j", word.core), word.head)) if _G.search(word.core) else (word.bones,)


_G: Final = re.compile("g(?!h)")
