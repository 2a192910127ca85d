"""Under which short keys is a name kept, so that its other spellings are found without comparing all names?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import Final

from jisr.names._compare import named
from jisr.names._lexicon import bones_of, rarity_of
from jisr.names._organization import APART, acronyms
from jisr.names._values import Kind, Name, Word

KEYS_VERSION: Final = "2"  # changes when stored keys must be made anew
RARE: Final = 2.6  # a word that fewer than one name in 400 has is a key by itself
_SHORT: Final = 2  # consonants of a word that others may write as one with its neighbour
_TWO: Final = 2
_MOST_PAIRED: Final = 6  # common words of a name that are paired: 15 keys
_LETTERS: Final = range(3, 7)  # of an acronym
_TOGETHER: Final = 24  # letters of a name written without spaces


def keys(name: str | Name, *, kind: Kind = Kind.PERSON) -> frozenset[str]:
    """The blocking keys of a name: two spellings of one name share at least one.

    The same on every machine, and for every version with one `KEYS_VERSION`. A name without words has none. At most
    some dozens, of some dozen characters each.
    """
    parsed = named(name, kind)
    words = [word for word in parsed.words if not word.initial and word.head not in APART]
    found = _words_keys(words or parsed.words)
    return frozenset(found if parsed.kind is Kind.PERSON else found | _body_keys(parsed))


def _words_keys(words: Sequence[Word]) -> set[str]:
    """Rare words by themselves, common ones by twos, short neighbours joined; a lone word also as a whole name."""
    found: set[str] = set()
    common: list[tuple[str, ...]] = []
    for word in words:
        rare, often = _variants(word.core, word.head, word.tells)
        found.update(rare)
        common.extend((often,) if often else ())
    for one, other in combinations(common[:_MOST_PAIRED], 2):
        found.update("+".join(sorted(both)) for both in product(one, other))
    for first, second in pairwise(words):
        if min(len(first.bones), len(second.bones)) <= _SHORT:
            joined = bones_of(first.core + second.core, "")
            found.update((joined,) if rarity_of(joined) >= RARE else ())
            found.update((f"={joined}",) if len(words) == _TWO else ())
    if len(words) == 1:
        rare, often = _variants(words[0].core, words[0].head, words[0].tells)
        found.update(f"={bones}" for bones in (*rare, *often))
    return found


@lru_cache(maxsize=65536)
def _variants(core: str, head: str, tells: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The bones of a word as others may write it, rare ones and common ones apart.

    Jim for a Latin g (Golani, Gamal), waw for a v (Vali, Qaradavi), no t at the end (Silsilat). A meaning is its own.
    """
    if core.startswith("@"):
        return (), (core,)
    own = bones_of(core, head)
    spellings = (_G.sub("j", core), core.replace("v", "w"), _FINAL_T.sub("", core))
    others = {bones_of(spelling, head) for spelling in spellings if spelling != core} - {own}
    known = {own: tells, **{bones: rarity_of(bones) for bones in others}}
    rare = {bones for bones, rarity in known.items() if rarity >= RARE and len(bones) >= _SHORT}
    return tuple(sorted(rare)), tuple(sorted(known.keys() - rare))


def _body_keys(name: Name) -> set[str]:
    """An organisation's acronym, and its letters without spaces."""
    letters = [token.folded for token in name.tokens]
    if not letters:
        return set()
    if len(letters) == 1 and len(letters[0]) in _LETTERS:
        return {f"#{letters[0]}", f"~{letters[0]}"}
    found = {f"#{acronym}" for acronym in acronyms(name) if len(acronym) in _LETTERS}
    return {*found, f"~{''.join(letters)[:_TOGETHER]}"}


_G: Final = re.compile("g(?!h)")
_FINAL_T: Final = re.compile("(?<=[a-z]{3}[aei])t$")
