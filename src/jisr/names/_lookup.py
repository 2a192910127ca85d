"""Which names of a segment may be like a name? In plain Python for one question, compiled for many: the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import Builder, Columns, digest
from jisr.names._compare import weighed
from jisr.names._lexicon import RAREST
from jisr.names._organization import acronyms
from jisr.names._parse import parse
from jisr.names._person import COMMON_LOSS
from jisr.names._rules import KINDS, rules
from jisr.names._segment import WHOLE, Segment, joined, known, word_keys
from jisr.names._token import similarity
from jisr.names._values import Kind, Name, Word

LIKE: Final = 0.6  # a word less alike does not bring a name
BINS: Final = 1000
WEIGHED: Final = 100  # names that are compared in full; more where many rank the same
_CROWD: Final = 8
_CACHED: Final = 200_000  # words whose likes are remembered

Near = tuple[NDArray[np.int64], NDArray[np.float64]]  # rows of words, how alike, the most alike first
Cache = dict[tuple[str, str, float, str], Near]


class Listed(NamedTuple):
    """A segment that is searched: `at[i]:at[i + 1]` are the names of word i; `cache`: words' likes found before."""

    segment: Segment
    kind: Kind
    at: NDArray[np.int64]
    cache: Cache

    @property
    def size(self) -> int:
        """How many names."""
        return self.segment.columns.size


def listed(segment: Segment, kind: Kind) -> Listed:
    """The segment, ready to be searched."""
    rows = np.arange(len(segment.columns.tokens) + 1)
    at = np.append(segment.names.at, segment.names.at[-1])[np.searchsorted(segment.names.key, rows)]
    return Listed(segment=segment, kind=kind, at=at, cache={})


def asked_words(name: Name) -> list[Word]:
    """The words by which a name is looked for, joined neighbours among them."""
    return [word for word in (*name.words, *joined(name.words)) if not word.initial]


def weight_of(tells: float) -> float:
    """What a word weighs in the search."""
    return 1.0 - COMMON_LOSS * (RAREST - tells)


def find_one(name: Name, wanted: Listed, open_: NDArray[np.uint8], least: float) -> list[tuple[int, float]]:
    """The rows of the names that are like this one, from `least` on, with how alike; the best first."""
    rows = [row for row in candidates(name, wanted, open_) if open_[row]]
    found = [(row, weighed(name, parse(wanted.segment.text(row), kind=wanted.kind))) for row in rows]
    return sorted(((row, value) for row, value in found if value >= least), key=lambda one: (-one[1], one[0]))


def candidates(name: Name, wanted: Listed, open_: NDArray[np.uint8]) -> list[int]:
    """The rows that rank best by their words, and those asked for as a whole."""
    total = sum(weight_of(word.tells) for word in name.words)
    rows: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    adds: list[NDArray[np.float64]] = [np.zeros(0)]
    for word in asked_words(name):
        near, alike = _near_slowly(word, wanted)
        each = [wanted.segment.names.found[wanted.at[row] : wanted.at[row + 1]] for row in near]
        said = np.repeat(weight_of(word.tells) * np.clip((alike - 0.5) / 0.4, 0.0, 1.0), [len(one) for one in each])
        every = np.concatenate([*each, np.zeros(0, dtype=np.uint32)]).astype(np.int64)
        touched, first = np.unique(every, return_index=True)
        rows.append(touched)
        adds.append(said[first])
    touched, inverse = np.unique(np.concatenate(rows), return_inverse=True)
    agreed = np.bincount(inverse, np.concatenate(adds), len(touched)) if len(touched) else np.zeros(0)
    touched, agreed = touched[open_[touched] == 1], agreed[open_[touched] == 1]
    best = touched[_best(agreed, total, wanted.segment.weight[touched].astype(np.float64))]
    return list(dict.fromkeys([*best.tolist(), *_as_a_whole(name, wanted)]))


def _best(agreed: NDArray[np.float64], own: float, theirs: NDArray[np.float64]) -> NDArray[np.int64]:
    """The places of the names that rank best."""
    least = np.maximum(0.0, np.minimum(own, theirs) - agreed)
    ranks = (agreed / (agreed + 1.5 * least + 0.4 * np.abs(own - theirs) + 1e-9) * (BINS - 1)).astype(np.int64)
    order: NDArray[np.int64] = np.argsort(-ranks, kind="stable")
    if len(order) <= WEIGHED:
        return order
    limit = ranks[order[WEIGHED]] + 1
    limit = min(limit, ranks[order[0]])
    kept: NDArray[np.int64] = order[ranks[order] >= limit][: WEIGHED * _CROWD]
    return kept


def _as_a_whole(name: Name, wanted: Listed) -> list[int]:
    return [int(row) for key in _whole_of(name) for row in wanted.segment.whole.of(key)]


def _whole_of(name: Name) -> list[int]:
    letters = digest(name.together) | WHOLE
    if name.kind is Kind.PERSON or not name.tokens:
        return [letters]
    short = [name.folded] if len(name.tokens) == 1 else sorted(acronyms(name))
    return [letters, *(digest(text) | WHOLE for text in short)]


def _near_slowly(word: Word, wanted: Listed) -> Near:
    """What `near_many` finds, by the comparison that is explained."""
    key = known(word)
    if key not in wanted.cache:
        rows = _sharing(word, wanted)
        values = np.array([_alike(word.core, wanted.segment.core(int(row))) for row in rows], dtype=np.float64)
        _remember(wanted, key, rows, values)
    return wanted.cache[key]


def _alike(core: str, other: str) -> float:
    return float(core == other) if "@" in (core[:1] + other[:1]) else similarity(core, other)


def _sharing(word: Word, wanted: Listed) -> NDArray[np.int64]:
    """The rows of the words that share a key with a word."""
    found = [wanted.segment.words.of(key) for key in word_keys(word.core, word.head, word.bones)]
    return np.unique(np.concatenate(found)).astype(np.int64)


def _remember(
    wanted: Listed, key: tuple[str, str, float, str], rows: NDArray[np.int64], values: NDArray[np.float64]
) -> None:
    kept = values >= LIKE
    rows, values = rows[kept], values[kept]
    order = np.lexsort((rows, -values))
    if len(wanted.cache) >= _CACHED:
        wanted.cache.clear()
    wanted.cache[key] = rows[order], values[order]


def near_many(words: Sequence[Word], wanted: Listed) -> None:
    """Find the likes of words that were not asked for before, all at once, compiled."""
    from jisr.names import _kernel, _kernel_search  # noqa: PLC0415  # numba costs half a second

    fresh = list({known(word): word for word in words if known(word) not in wanted.cache}.values())
    if not fresh:
        return
    builder = Builder()
    own = [builder.row(known(word)) for word in fresh]
    columns = builder.finished()
    rows = [_sharing(word, wanted) for word in fresh]
    sizes = [len(one) for one in rows]
    pairs = np.stack([np.repeat(np.array(own, dtype=np.int64), sizes), np.concatenate(rows)], axis=1)
    values = np.zeros(len(pairs))
    room = _kernel.scratch(_longest(columns, wanted.segment.columns))
    _kernel_search.near_words(rules(), (columns, wanted.segment.columns), pairs, room, values)
    ends = np.cumsum(sizes)
    for word, one, end in zip(fresh, rows, ends, strict=True):
        _remember(wanted, known(word), one, values[end - len(one) : end])


def _longest(*columns: Columns) -> int:
    return max((int(one.tokens["size"].max()) for one in columns if len(one.tokens)), default=0) + 1


class Best(NamedTuple):
    """What many questions found: row `q` of `rows` and `scores` holds `counts[q]` names, the best first."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    counts: NDArray[np.int64]


def find_many(names: Sequence[Name], wanted: Listed, open_: NDArray[np.uint8], task: tuple[float, int]) -> Best:
    """What `find_one` finds for each name, from `task[0]` on, at most `task[1]` of each; compiled."""
    from jisr.names import _kernel, _kernel_search  # noqa: PLC0415  # numba costs half a second

    words = [asked_words(name) for name in names]
    near_many([word for each in words for word in each], wanted)
    builder = Builder()
    for name in names:
        builder.add(name)
    columns = builder.finished()
    size = wanted.size
    best = Best(
        rows=np.zeros((len(names), task[1]), dtype=np.int64),
        scores=np.zeros((len(names), task[1])),
        counts=np.zeros(len(names), dtype=np.int64),
    )
    room = _kernel_search.Room(
        sum=np.zeros(size),
        mark=np.zeros(size, dtype=np.int64),
        touched=np.zeros(size + len(wanted.segment.whole.found), dtype=np.int64),
        bins=np.zeros(BINS, dtype=np.int64),
    )
    segment = wanted.segment
    table = _kernel_search.Listed(segment.columns, wanted.at, segment.names.found, segment.weight, open_)
    rooms = (_kernel.scratch(_longest(columns, segment.columns)), room)
    asked = _asked(names, words, wanted)
    limits = (KINDS.index(wanted.kind), task[0], WEIGHED)
    _kernel_search.search(rules(), (columns, asked), table, rooms, (*best, limits))
    return best


def _asked(names: Sequence[Name], words: Sequence[Sequence[Word]], wanted: Listed) -> Any:
    from jisr.names import _kernel_search  # noqa: PLC0415  # numba costs half a second

    place: dict[tuple[str, str, float, str], int] = {}
    order = [[place.setdefault(known(word), len(place)) for word in each] for each in words]
    near = [wanted.cache[key] for key in place]
    whole = [_as_a_whole(name, wanted) for name in names]
    return _kernel_search.Asked(
        at=_ends([len(each) for each in order]),
        word=np.array([row for each in order for row in each], dtype=np.int64),
        weight=np.array([weight_of(key[2]) for key in place], dtype=np.float64),
        near_at=_ends([len(rows) for rows, _values in near]),
        near=np.concatenate([*(rows for rows, _values in near), np.zeros(0, dtype=np.int64)]),
        alike=np.concatenate([*(values for _rows, values in near), np.zeros(0)]),
        total=np.array([sum(weight_of(word.tells) for word in name.words) for name in names], dtype=np.float64),
        whole_at=_ends([len(each) for each in whole]),
        whole=np.array([row for each in whole for row in each], dtype=np.int64),
    )


def _ends(sizes: Sequence[int]) -> NDArray[np.int64]:
    found = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=found[1:])
    return found
