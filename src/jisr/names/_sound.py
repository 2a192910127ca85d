"""What does a word sound like, whatever script it is in?

One letter a sound: b p t T(th) j J(Arabic jim) C(ch) h x(kh) d D(dh) P(dad) F(za) r z Z(zh) s S(sh) f v q k g G(gh)
l m n w y, vowels a e i o u, and Arabic's letters that are vowel or consonant: A(alef) W(waw) Y(yeh) E(ayn). French,
English, Turkish, Persian and Russian habits of writing them are in `tables/sounds.csv`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from jisr import tables


@lru_cache(maxsize=131072)
def sound(folded: str) -> str:
    """The sounds of one folded word, doubled ones once. Letters of no table (digits, other scripts) stay."""
    groups, table, letters = _letters()
    if folded.isascii():
        first = _initials().get(folded[:1], "")
        heard = first + groups.sub(lambda found: table[found[0]], folded[1:] if first else folded)
    else:
        heard = folded.translate(letters)
    return _DOUBLED.sub(r"\1", heard)


@lru_cache(maxsize=131072)
def begins(folded: str) -> str:
    """What an initial of this word stands for in any script: its first sound; all vowels are one."""
    return sound(folded)[:1].translate(_INITIALS)


_INITIALS: Final = str.maketrans("aeiouAEYWwypvTDPFzZJCSxqgG", "a" * 11 + "bftddddjjsskkkk")


@cache
def _initials() -> dict[str, str]:
    """Latin letters that sound otherwise where they begin a word: Xi Jinping."""
    return {row["letters"]: row["sound"] for row in tables.rows("sounds") if row["script"] == "initial"}


@lru_cache(maxsize=131072)
def skeleton(folded: str) -> str:
    """The consonants of one folded word in classes that every habit of writing keeps apart; "" only for "".

    Weak letters (vowels, w, y, alef, ayn) and a final h are left out; a word of nothing else keeps its sounds.
    """
    heard = sound(folded)
    bones = _DOUBLED.sub(r"\1", _FINAL_H.sub("", heard).translate(_CLASSES))
    return bones or heard.translate(_VOWELS)


@lru_cache(maxsize=131072)
def latin(folded: str) -> str:
    """Cyrillic and Greek words in Latin letters (`tables/romanisation.csv`); any other word as it is."""
    return folded if folded.isascii() else folded.translate(_romanisation())


def chat(folded: str) -> str:
    """A Latin word with digits for letters, as people chat (7amza) or hide (Ig0r), in letters; any other as it is."""
    if not folded.isascii() or folded.isalpha() or sum(map(str.isalpha, folded)) < _LETTERS_OF_CHAT:
        return folded
    return folded.translate(_chat())


_LETTERS_OF_CHAT: Final = 2


@cache
def _chat() -> dict[int, str]:
    return {ord(row["letter"]): row["latin"] for row in tables.rows("romanisation") if row["script"] == "digits"}


@cache
def _romanisation() -> dict[int, str]:
    return {ord(row["letter"]): row["latin"] for row in tables.rows("romanisation") if row["script"] != "digits"}


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str], dict[int, str]]:
    """(what Latin letters change, by which table; what Arabic letters sound like)."""
    rows = tables.rows("sounds")
    latin_table = {row["letters"]: row["sound"] for row in rows if row["script"] == "latin"}
    changed = sorted((letters for letters, heard in latin_table.items() if letters != heard), key=len, reverse=True)
    arabic = {ord(row["letters"]): row["sound"] for row in rows if row["script"] == "arabic"}
    return re.compile("|".join(map(re.escape, changed))), latin_table, arabic


_DOUBLED: Final = re.compile(r"(.)\1+")
_FINAL_H: Final = re.compile(r"(?<=.)[hHtT]?h$")
_CLASSES: Final = str.maketrans("pvTDPFzZJCxqgG", "bftddddjjSkkkk", "aeiouwyAWYE")
_VOWELS: Final = str.maketrans("AEeiYoWuwy", "aaiiiuuuui")
