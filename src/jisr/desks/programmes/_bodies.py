"""Which organisation of a list is meant by a name as a sheet writes it, and is one meant at all?

A sheet writes letters, French, slips of the pen, both of two names. Each pair is a row of small named features; their
weights are `tables/aid_weights.csv`. What the list itself holds twice is answered with half the certainty.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from jisr import tables

FEATURES = (
    *("grams", "grams_whole", "words", "words_whole", "words_left", "words_right", "initials", "letters"),
    *("initials_beside", "known", "known_other", "flat", "set", "length"),
    *("grams_words", "flat_same", "words_same", "flat_4", "set_words", "grams_3"),
    *("bracket", "long", "capitals", "dash", "accents"),
)
SURE = 0.5  # the least certainty of an answer
_LIKE, _LEAST, _MOST = 0.88, 2, 60
_SHORT, _WORDS = 9, 2
_DOUBLE = 0.8  # two entries of the list that share so much are one body
_BRACKET = re.compile(r"\(([^)]*)\)")
_SEPARATORS = (" - ", " – ", "/", "*", ":", ",")
_Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """An organisation of the list: its place in it, how sure (0 .. 1), and what speaks for it: (feature, value)."""

    number: int
    name: str
    sure: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A name taken apart."""

    text: str
    words: tuple[tuple[str, ...], ...]
    joined: tuple[str, ...]
    flat: tuple[str, ...]
    initials: frozenset[str]
    short: frozenset[str]
    plain: frozenset[str]
    known: frozenset[int]


@cache
def _linking() -> frozenset[str]:
    rows = tables.rows("name_organisations")
    return frozenset(form for row in rows if row["kind"] == "linking" for form in row["forms"].split(";")) - {"و"}


@cache
def _meanings() -> Mapping[str, str]:
    rows = (row for row in tables.rows("name_organisations") if row["kind"] in {"word", "place", "legal"})
    told = {form: row["meaning"] for row in rows for form in row["forms"].split(";") if " " not in form}
    return told | {form: row["meaning"] for row in tables.rows("aid_words") for form in row["forms"].split(";")}


@cache
def _known() -> Mapping[str, frozenset[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(tables.rows("aid_names")):
        for name in (*row["short"].split(";"), *row["names"].split(";")):
            found[" ".join(_words(name))].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def folded(text: str) -> str:
    """Small letters without marks, words with one blank between them."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).casefold()
    bare = bare.replace("&", " and ").replace("'s", "s").replace("’s", "s").replace("_", " ")
    return " ".join(re.findall(r"\w+", bare))


def _words(text: str) -> tuple[str, ...]:
    meanings, linking = _meanings(), _linking()
    return tuple(meanings.get(one, one) for one in folded(text).split() if one not in linking)


def _parts(text: str) -> list[str]:
    """The name, what stands in brackets and outside, and what stands before and behind a dash."""
    found = [text]
    inside = _BRACKET.findall(text)
    if inside:
        found += [_BRACKET.sub(" ", text), *inside]
    for separator in _SEPARATORS:
        if separator in text:
            found += text.split(separator)
    return [one for one in dict.fromkeys(part.strip() for part in found) if folded(one)] or [text]


def _initials(text: str) -> set[str]:
    words = folded(text).split()
    bare = [one for one in words if one not in _linking()]
    found = {"".join(one[0] for one in some) for some in (words, bare)}
    if bare[:2] == ["united", "nations"]:
        found.add("un" + "".join(one[0] for one in bare[2:]))
    if bare[:1] == ["un"]:
        found.add("un" + "".join(one[0] for one in bare[1:]))
    return {one for one in found if len(one) >= _LEAST}


def taken(text: str) -> Taken:
    """A name taken apart: its parts, words, initials, letters, and the bodies it is known for."""
    parts = _parts(text)
    words = tuple(_words(part) for part in parts)
    joined = tuple(" ".join(some) for some in words)
    flat = tuple("".join(folded(part).split()) for part in parts)
    return Taken(
        text=text,
        words=words,
        joined=joined,
        flat=flat,
        initials=frozenset(one for part in parts for one in _initials(part)),
        short=frozenset(
            one
            for one, part in zip(flat, parts, strict=True)
            if len(one) <= _SHORT and len(folded(part).split()) <= _WORDS
        ),
        plain=frozenset(folded(text).split()),
        known=frozenset(number for one in joined for number in _known().get(one, ())),
    )


def _grams(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[at : at + size] for size in (2, 3, 4) for at in range(len(padded) - size + 1))


class Bodies:
    """A closed list of organisations, ready to be asked. `names`: as the list writes them.

    `weights`: of the features by name; None: those of `tables/aid_weights.csv`.
    """

    def __init__(self, names: Sequence[str], weights: Mapping[str, float] | None = None) -> None:
        self._names = tuple(names)
        self._seen = [taken(name) for name in self._names]
        self._size = len(self._names)
        self._of_word = Counter(word for one in self._seen for word in set(one.words[0]))
        self._of_gram = Counter(gram for one in self._seen for gram in set(_grams(one.joined[0])))
        self._vectors = [[self._vector(text) for text in one.joined] for one in self._seen]
        self._by_gram: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._by_mark: defaultdict[str, set[int]] = defaultdict(set)
        for number, vectors in enumerate(self._vectors):
            for gram in {gram for vector in vectors for gram in vector}:
                self._by_gram[gram].append((number, max(vector.get(gram, 0.0) for vector in vectors)))
            for mark in _marks(self._seen[number]):
                self._by_mark[mark].add(number)
        told = {row["feature"]: float(row["weight"]) for row in tables.rows("aid_weights")}
        self._weights = told if weights is None else weights

    def ask(self, text: str, *, limit: int = 5) -> tuple[Meant, ...]:
        """The likeliest of the list, best first, for a name of any script; none where nothing is alike."""
        rows = self.candidates(text)
        scores = {
            number: sum(self._weights.get(name, 0.0) * value for name, value in zip(FEATURES, row, strict=True))
            for number, row in rows.items()
        }
        best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
        top = scores[best[0]] if best else 0.0
        total = sum(math.exp(score - top) for score in scores.values())
        return tuple(self._meant(number, math.exp(scores[number] - top) / total, rows[number]) for number in best)

    def candidates(self, text: str) -> dict[int, list[float]]:
        """The entries worth a look, each with its features in the order of `FEATURES`."""
        seen = taken(text)
        vectors = [self._vector(one) for one in seen.joined]
        return {number: self._features(seen, vectors, number) for number in self._near(seen, vectors)}

    def _meant(self, number: int, share: float, row: Sequence[float]) -> Meant:
        spoke = [(name, round(value, 3)) for name, value in zip(FEATURES[:13], row, strict=False) if value > 0]
        sure = share * (0.5 if self._twice(number) else 1.0)
        return Meant(number=number, name=self._names[number], sure=round(sure, 4), reasons=tuple(spoke))

    def answer(self, text: str) -> Meant | None:
        """The one that is meant; None: a person must say."""
        found = self.ask(text, limit=1)
        return found[0] if found and found[0].sure >= SURE else None

    @cache  # noqa: B019  # as long as the list
    def _twice(self, number: int) -> bool:
        """Whether the list seems to hold the body once more."""
        one, vectors = self._seen[number], self._vectors[number]
        keys = {frozenset(some) for some in one.words if some}
        return any(
            bool(other.known & one.known)
            or bool(keys & {frozenset(some) for some in other.words if some})
            or max(_cosine(left, right) for left in vectors for right in self._vectors[at]) > _DOUBLE
            for at, other in ((at, self._seen[at]) for at in self._near(one, vectors))
            if at != number
        )

    def _vector(self, text: str) -> _Vector:
        told = {
            gram: (1 + math.log(count)) * math.log((self._size + 1) / (self._of_gram.get(gram, 0) + 0.5))
            for gram, count in _grams(text).items()
        }
        length = math.sqrt(sum(value * value for value in told.values())) or 1.0
        return {gram: value / length for gram, value in told.items()}

    def _near(self, seen: Taken, vectors: Iterable[_Vector]) -> list[int]:
        """The candidates: those with most letters in common, and those by initials, letters or a known name."""
        found: set[int] = set()
        for vector in vectors:
            sums: defaultdict[int, float] = defaultdict(float)
            for gram, value in vector.items():
                for number, weight in self._by_gram.get(gram, ()):
                    sums[number] += value * weight
            found.update(sorted(sums, key=lambda number: (-sums[number], number))[:_MOST])
        for mark in _marks(seen):
            found |= self._by_mark.get(mark, set())
        return sorted(found)

    def _features(self, seen: Taken, vectors: Sequence[_Vector], number: int) -> list[float]:
        other, theirs = self._seen[number], self._vectors[number]
        grams = max(_cosine(left, right) for left in vectors for right in theirs)
        words = max(self._overlap(left, right) for left in seen.words for right in other.words)[0]
        whole = self._overlap(seen.words[0], other.words[0])
        flat = max(fuzz.ratio(left, right) / 100 for left in seen.flat for right in other.flat)
        sets = max(fuzz.token_set_ratio(left, right) / 100 for left in seen.joined for right in other.joined)
        sizes = len(seen.words[0]), len(other.words[0])
        beside = {one for one in other.initials if len(one) > _WORDS} & seen.plain
        beside |= {one for one in seen.initials if len(one) > _WORDS} & other.plain
        row = [grams, _cosine(vectors[0], theirs[0]), words, *whole]
        row += [
            float(bool(seen.short & other.initials or other.short & seen.initials)),
            float(bool(seen.short & other.short)),
            float(bool(beside)),
            float(bool(seen.known & other.known)),
            float(bool(seen.known and other.known and not seen.known & other.known)),
        ]
        row += [flat, sets, abs(sizes[0] - sizes[1]) / max(*sizes, 1)]
        row += [grams * words, float(flat > 0.95), float(words > 0.99), flat**4, sets * words, grams**3]  # noqa: PLR2004
        return row + _form(other.text)

    def _overlap(self, left: Sequence[str], right: Sequence[str]) -> tuple[float, float, float]:
        """Weighed words in common: both ways together, of the left, of the right."""
        if not left or not right:
            return 0.0, 0.0, 0.0
        one, two = self._part(left, right), self._part(right, left)
        return (2 * one * two / (one + two) if one + two else 0.0), one, two

    def _part(self, some: Sequence[str], others: Sequence[str]) -> float:
        shared = every = 0.0
        for word in some:
            weight = math.log((self._size + 1) / (self._of_word.get(word, 0) + 0.5))
            like = 1.0 if word in others else max(JaroWinkler.similarity(word, other) for other in others)
            every += weight
            shared += weight * like if like >= _LIKE else 0.0
        return shared / every if every else 0.0


def _marks(seen: Taken) -> set[str]:
    return {f"i{one}" for one in seen.initials | seen.short | seen.plain} | {f"k{one}" for one in seen.known}


def _form(text: str) -> list[float]:
    """How the list writes it: of two entries of one body the plain one is meant."""
    return [
        float(bool(re.search(r"\([^)]+\)\s*$", text))),
        len(text) / 50,
        float(text.isupper()),
        float(" - " in text),
        float(not text.isascii()),
    ]


def _cosine(left: _Vector, right: _Vector) -> float:
    if len(left) > len(right):
        left, right = right, left
    return sum(value * right.get(gram, 0.0) for gram, value in left.items())
