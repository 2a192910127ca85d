"""Many names as columns: what the compiled comparison and the index work on.

A name is a row of words; what there is to know of a word is kept once, in a table of the distinct words. The arrays
are NumPy arrays that nobody writes to, so that a file in memory serves as well.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr import tables
from jisr.names._letters import LETTERS
from jisr.names._lexicon import lexemes
from jisr.names._organization import acronyms
from jisr.names._parse import _MOST as MOST_WORDS
from jisr.names._parse import LONGEST, parse
from jisr.names._plain import plain_word
from jisr.names._rules import FAMILIES, MOST_COUNTED, OTHER, frozen, letter_codes, rules, sound_codes
from jisr.names._sound import begins, sound
from jisr.names._token import _sounds, _weight, is_arabic
from jisr.names._values import Kind, Name, Word

HEADS: Final = ("", "abd", "din", "allah", "umm", "legal", "number")
ARABIC, ENDS_IN_H, MEANING = 1, 2, 4  # bits of a token
FATHER, KUNYA, INITIAL, PLACE = 1, 2, 4, 8  # flags of a word in its name
FLAGS: Final = 28  # bits of a word's row, below its flags
ROW: Final = (1 << FLAGS) - 1
BASE: Final = 1_099_511_628_211  # of the polynomial that a core's digest is
_MASK: Final = (1 << 64) - 1
_ACRONYM: Final = range(3, 7)
_MOST_SPELLED: Final = 4  # common names that one spelling may stand for


TOKEN: Final = np.dtype(
    [
        ("core", "u8"),  # the digest of its letters
        ("power", "u8"),  # what shifts the digest of letters before it past them
        ("tells", "f8"),  # how rare it is, in tens
        ("weight", "f8"),  # the sum of what its sounds count
        ("lexemes", "u8"),  # the common names it spells: four numbers, 0 none
        ("counts", "u4"),  # how many consonants of each family, four bits a family
        ("letter", "u4"),  # its first letter, and above 21 bits what an initial of it stands for
        ("surface", "i4"),  # the row of what it sounds like with its head
        ("sounds", "i4"),  # where its sounds begin in `codes`
        ("bones", "i4"),  # where its bones begin in `codes`
        ("letters", "i4"),  # where its letters begin in `codes`
        ("size", "u2"),  # how many sounds
        ("bone_size", "u2"),  # how many bones
        ("letter_size", "u2"),  # how many letters
        ("begins", "u2"),  # its first bone, 0 none
        ("ends", "u2"),  # its last bone
        ("last", "u2"),  # its last sound before the ending was told apart
        ("head", "u1"),  # a place in HEADS
        ("bits", "u1"),  # ARABIC, ENDS_IN_H, MEANING
    ],
    align=True,
)
WHOLE: Final = np.dtype([("together", "u8"), ("short", "u8"), ("acronym", "u8"), ("other", "u8"), ("family", "u8")])


class Columns(NamedTuple):
    """Names of one kind, a row each: `word[start[i]:start[i + 1]]` are its words.

    A word is a row of `tokens` (`ROW`) with its flags above (`FLAGS`). `tokens`: the distinct words (`TOKEN`); `codes`:
    their sounds, bones and letters; `reach`: see `reach_of`. `whole`: digests of the letters written together and, of
    organisations, of a single word that may be an acronym, and of the name's own two acronyms (0: none); whether a
    comma told its order.
    """

    tokens: NDArray[np.void]
    codes: NDArray[np.uint16]
    reach: NDArray[np.int16]
    start: NDArray[np.int64]
    word: NDArray[np.uint32]
    whole: NDArray[np.void]

    @property
    def size(self) -> int:
        """How many names."""
        return len(self.start) - 1


def encode(texts: Iterable[str | Name], *, kind: Kind = Kind.PERSON) -> Columns:
    """The names as columns, in their order; every `Name` must be of this kind."""
    builder = Builder()
    for text in texts:
        if isinstance(text, str):
            builder.add_text(text, kind)
        else:
            builder.add(text)
    return builder.finished()


class Builder:
    """Columns in the making."""

    def __init__(self) -> None:
        self.rows: dict[Known, int] = {}
        self._words = array("I")
        self._starts = array("q", [0])
        self._whole = array("Q")
        self._plain: dict[str, tuple[int, int, int] | None] = {}

    def add(self, name: Name) -> None:
        """One more name."""
        self._words.extend(map(self._flagged, name.words))
        self._starts.append(len(self._words))
        self._whole.extend(_whole(name))

    def add_text(self, text: str, kind: Kind) -> None:
        """One more name, as written: the same as `add(parse(text))`, ten times as fast where all words are plain."""
        found = self._all_plain(text) if kind is Kind.PERSON else None
        if found is None:
            self.add(parse(text, kind=kind))
            return
        together = 0
        for flagged, own, power in found:
            self._words.append(flagged)
            together = (together * power + own) & _MASK
        self._starts.append(len(self._words))
        self._whole.extend((together, 0, 0, 0, 0))

    def _all_plain(self, text: str) -> list[tuple[int, int, int]] | None:
        """(row and flags, digest of the letters, what shifts letters before it) of each word of a plain name."""
        written = text.split()
        if not written or len(written) > MOST_WORDS or len(text) > LONGEST:
            return None
        found = []
        for word in written:
            if word not in self._plain:
                self._plain[word] = self._read(word)
            known = self._plain[word]
            if known is None:
                return None
            found.append(known)
        return found

    def _read(self, written: str) -> tuple[int, int, int] | None:
        plain = plain_word(written)
        if plain is None:
            return None
        folded, word = plain
        return self._flagged(word), digest(folded), pow(BASE, len(folded), 1 << 64)

    def _flagged(self, word: Word) -> int:
        flags = FATHER * word.father | KUNYA * word.kunya | INITIAL * word.initial | PLACE * word.place
        return self.row((word.core, word.head, word.tells, word.bones)) | flags << FLAGS

    def row(self, word: Known) -> int:
        """The row of a word; what it sounds like with its head gets one too."""
        found = self.rows.get(word)
        if found is None:
            found = self.rows[word] = len(self.rows)
            surface = surface_of(word[0], word[1])
            if surface != word[0]:
                self.rows.setdefault((surface, "", 0.0, ""), len(self.rows))
        return found

    def finished(self) -> Columns:
        """The columns of all that were added."""
        tokens, codes = tokens_of(self.rows)
        return Columns(
            tokens=tokens,
            codes=codes,
            reach=reach_of(tokens, codes),
            start=frozen(np.frombuffer(self._starts.tobytes(), dtype=np.int64)),
            word=frozen(np.frombuffer(self._words.tobytes(), dtype=np.uint32)),
            whole=frozen(np.frombuffer(self._whole.tobytes(), dtype=WHOLE)),
        )


Known = tuple[str, str, float, str]  # core, head, how rare, bones


def surface_of(core: str, head: str) -> str:
    """The word with the head of its compound, near enough to how it sounds; see `_align`."""
    return "abd" + core if head == "abd" else core + {"din": "udin", "allah": "ulah"}.get(head, "")


def tokens_of(rows: Mapping[Known, int]) -> tuple[NDArray[np.void], NDArray[np.uint16]]:
    """The rows of `TOKEN` of these words, in their order, and the codes they point to."""
    made = np.zeros(len(rows), dtype=TOKEN)
    codes = array("H")
    for place, (core, head, tells, bones) in enumerate(rows):
        seen = _seen(core)
        surface = rows[surface_of(core, head), "", 0.0, ""] if surface_of(core, head) != core else place
        at = len(codes)
        codes.extend(seen.sounds)
        bone_at = len(codes)
        codes.extend(map(_code, bones))
        letter_at = len(codes)
        codes.extend(seen.letters)
        sizes = (bone_at - at, letter_at - bone_at, len(seen.letters), *map(_code, (bones[:1], bones[-1:])))
        numbers = (seen.digest, seen.power, tells, seen.weight, seen.lexemes, seen.counts, seen.letter)
        made[place] = (*numbers, surface, at, bone_at, letter_at, *sizes, seen.last, HEADS.index(head), seen.bits)
    return frozen(made), frozen(np.frombuffer(codes.tobytes(), dtype=np.uint16))


def reach_of(tokens: NDArray[np.void], codes: NDArray[np.uint16]) -> NDArray[np.int16]:
    """What each word can come to at best, so that most pairs need no alignment; hundredths, a row a word.

    First for each sound the least that it costs to leave it out or swap it for any of the word's, in one script, then
    across scripts; then, of a word in no Arabic script, for each Arabic letter the most that it weighs against any
    letters of the word.
    """
    found = np.zeros((len(tokens), 2 * len(rules().costs) + len(letter_codes()[0]) + 1), dtype=np.int16)
    for first in range(0, len(tokens), _TOGETHER):
        part = tokens[first : first + _TOGETHER]
        sounds = _reach_of_sounds(part, codes)
        found[first : first + len(part), : sounds.shape[1]] = sounds
        latin = np.flatnonzero(part["bits"] & ARABIC == 0)
        found[first + latin, sounds.shape[1] :] = _reach_of_letters(part[latin], codes)
    return frozen(found)


_TOGETHER: Final = 4096  # words whose reach is found at once


def _reach_of_sounds(tokens: NDArray[np.void], codes: NDArray[np.uint16]) -> NDArray[np.int16]:
    costs = rules().costs
    sounds = costs.shape[0]
    least = np.floor(costs * 100 + 1e-6).astype(np.int16)
    any_other = least[:, :sounds].copy()
    any_other[0, 0] = 0  # of two letters that no table lists nothing is known
    some = tokens["size"] > 0
    heard = codes[runs(tokens["sounds"][some], tokens["size"][some])].astype(np.int64)
    found = np.full((len(tokens), sounds), 100, dtype=np.int16)
    begins = _starts(tokens["size"][some])
    found[some] = np.minimum.reduceat(any_other[heard * (heard < sounds)], begins) if len(begins) else 100
    return np.minimum(np.tile(found, 2), least[:, sounds : sounds + 2].T.ravel())


def _reach_of_letters(tokens: NDArray[np.void], codes: NDArray[np.uint16]) -> NDArray[np.int16]:
    """Of words in no Arabic script: for each Arabic letter the most that it weighs against any chunk, or none."""
    table, latin = rules().latin, letter_codes()[1]
    size = tokens["letter_size"].astype(np.int64) + 2
    begins, ends = _starts(size), np.cumsum(size) - 1
    word = np.zeros(int(size.sum()) + 2, dtype=np.int64)
    word[begins], word[ends] = latin["^"], latin["$"]
    word[runs(begins + 1, size - 2)] = codes[runs(tokens["letters"], tokens["letter_size"])]
    left = np.repeat(ends, size) - np.arange(len(word) - 2)  # letters that follow in the word
    one, two, three = word[:-2], word[1:-1] * (left > 0), word[2:] * (left > 1)
    most = np.ceil(_most_of_letters() * 100).astype(np.int16).T
    best = most[table[one, 0, 0]]
    for chunks in (np.where(two, table[one, two, 0], 0), np.where(three, table[one, two, three], 0)):
        np.maximum(best, most[chunks], out=best)
    found = np.maximum.reduceat(best, begins) if len(begins) else best
    best_of_all: NDArray[np.int16] = np.maximum(found, most[0])
    return best_of_all


def _starts(sizes: NDArray[Any]) -> NDArray[np.int64]:
    """Where runs of these sizes begin, one after the other."""
    ends: NDArray[np.int64] = np.cumsum(sizes, dtype=np.int64)
    starts: NDArray[np.int64] = ends - sizes
    return starts


def runs(starts: NDArray[Any], sizes: NDArray[Any]) -> NDArray[np.int64]:
    """The places `starts[i]`, `starts[i] + 1` ... of every run, side by side."""
    own = sizes.astype(np.int64)
    return np.repeat(starts - _starts(own), own) + np.arange(int(own.sum()))


@cache
def _most_of_letters() -> NDArray[np.float64]:
    """For each Arabic letter (row) and chunk of Latin ones: the most that it weighs, alone or half of a pair."""
    codes = letter_codes()[0]
    table, letters = rules().arabic, rules().letters
    found = np.full((len(codes) + 1, letters.shape[1]), -300.0)
    for one in codes.values():
        rows = [letters[table[one, 0]]]
        rows += [letters[table[one, other]] / 2 for other in codes.values()]
        rows += [letters[table[other, one]] / 2 for other in codes.values()]
        found[one] = np.maximum(np.max(rows, axis=0), -300.0)
    return found


class _Seen(NamedTuple):
    """What is known of one core."""

    digest: int
    power: int
    weight: float
    lexemes: int
    counts: int
    letter: int
    last: int
    bits: int
    sounds: tuple[int, ...]
    letters: tuple[int, ...]


@lru_cache(maxsize=65536)
def _seen(core: str) -> _Seen:
    heard = _sounds(core)
    spelled = sorted(_numbered(name) for name in lexemes(core))[:_MOST_SPELLED]
    return _Seen(
        digest=digest(core),
        power=pow(BASE, len(core), 1 << 64),
        weight=_weight(heard),
        lexemes=sum(number << 16 * place for place, number in enumerate(spelled)),
        counts=counts_of(heard),
        letter=ord(core[0]) | ord(begins(core) or core[0]) % 2048 << 21 if core else 0,
        last=_code(sound(core)[-1:]),
        bits=ARABIC * is_arabic(core) | ENDS_IN_H * (core[-1:] in {"h", "ه"}) | MEANING * core.startswith("@"),
        sounds=tuple(map(_code, heard)),
        letters=_letter_codes(core),
    )


def _letter_codes(core: str) -> tuple[int, ...]:
    """Its letters among those that stand for letters of the other script."""
    codes = letter_codes()[0 if is_arabic(core) else 1]
    return tuple(codes[letter] for letter in core if letter in codes and letter not in "^$")[:LETTERS]


_NUMBERS: Final[dict[str, int]] = {}


def _numbered(lexeme: str) -> int:
    """A number for a common name, the same wherever the table is the same."""
    if not _NUMBERS:
        for row in tables.rows("name_spellings"):
            _NUMBERS.setdefault(row["name"], len(_NUMBERS) + 1)
    return _NUMBERS[lexeme]


def counts_of(heard: str) -> int:
    """How many consonants of each family, four bits a family."""
    return sum(min(sum(map(heard.count, family)), MOST_COUNTED) << 4 * place for place, family in enumerate(FAMILIES))


@lru_cache(maxsize=65536)
def digest(text: str) -> int:
    """A digest of the letters: a polynomial, so that the digest of two texts side by side follows from theirs."""
    found = 0
    for letter in text:
        found = (found * BASE + ord(letter) + 1) & _MASK
    return found


class _Codes(dict[str, int]):
    """The code of a sound: of the table's from 1, of any other letter by itself; filled as letters are met."""

    def __missing__(self, letter: str) -> int:
        self[letter] = sound_codes().get(letter) or (min(ord(letter) + _UNLISTED, 0xFFFF) if letter else OTHER)
        return self[letter]


_CODES: Final = _Codes()
_code: Final = _CODES.__getitem__
_UNLISTED: Final = 256  # codes from here are of letters that no table lists


def _whole(name: Name) -> tuple[int, ...]:
    letters = digest(name.together) if name.words else 0
    if name.kind is Kind.PERSON:
        return (letters, 0, 0, 0, name.family)
    short = len(name.tokens) == 1 and len(name.folded) in _ACRONYM and name.folded.isascii()
    own = sorted(acronyms(name)) if len(name.tokens) > 1 else []
    found = [digest(acronym) for acronym in own if len(acronym) in _ACRONYM]
    return (letters, digest(name.folded) if short else 0, *[*found, 0, 0][:2], 0)
