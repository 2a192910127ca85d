"""Which names of a segment may be like a name? In plain Python for one question, compiled for many: the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import Builder, Columns, Known, digest
from jisr.names._compare import weighed
from jisr.names._lexicon import RAREST
from jisr.names._organization import acronyms
from jisr.names._pairs import likenesses
from jisr.names._parse import parse
from jisr.names._person import COMMON_LOSS
from jisr.names._rules import rules
from jisr.names._segment import JOINT, WHOLE, Segment, joined, joint_key, known, word_keys
from jisr.names._values import Kind, Name, Word
from jisr.names._words_alike import similarities

LIKE: Final = 0.6  # a word less alike does not bring a name
BINS: Final = 1000
WEIGHED: Final = 100  # names that are compared in full; more where many rank the same
_CROWD: Final = 8
_TOGETHER: Final = 64  # questions whose names are gathered at once
_CACHED: Final = 200_000  # words whose likes are remembered

Near = tuple[NDArray[np.int64], NDArray[np.float64]]  # rows of words, how alike, the most alike first
Cache = dict[tuple[str, str, float, str], Near]


class Listed(NamedTuple):
    """A segment that is searched: `at[i]:at[i + 1]` are the names of word i; `cache`: words' likes found before.

    `rooms`: room to work in that nobody uses at the moment.
    """

    segment: Segment
    kind: Kind
    at: NDArray[np.int64]
    cache: Cache
    rooms: list[Any]

    @property
    def size(self) -> int:
        """How many names."""
        return self.segment.columns.size


def listed(segment: Segment, kind: Kind) -> Listed:
    """The segment, ready to be searched."""
    rows = np.arange(len(segment.columns.tokens) + 1)
    at = np.append(segment.names.at, segment.names.at[-1])[np.searchsorted(segment.names.key, rows)]
    return Listed(segment=segment, kind=kind, at=at, cache={}, rooms=[])


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
        each.append(wanted.segment.joint.of(joint_key(word.core, word.head)))
        counts = np.append(np.clip((alike - 0.5) / 0.4, 0.0, 1.0), JOINT)
        said = np.repeat(weight_of(word.tells) * counts, [len(one) for one in each])
        every = np.concatenate(each).astype(np.int64)
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
        values = similarities(word.core, [wanted.segment.core(int(row)) for row in rows])
        _remember(wanted, key, rows, values)
    return wanted.cache[key]


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


def near_many(words: Sequence[Word], columns: Columns, rows: Mapping[Known, int], wanted: Listed) -> None:
    """Find the likes of words that were not asked for before, all at once, compiled; `rows`: theirs of the columns."""
    from jisr.names import _kernel, _kernel_near  # noqa: PLC0415  # numba costs half a second

    fresh = list({known(word): word for word in words if known(word) not in wanted.cache}.values())
    if not fresh:
        return
    own = np.array([rows[known(word)] for word in fresh], dtype=np.int64)
    keys = [word_keys(word.core, word.head, word.bones) for word in fresh]
    sides = (columns, wanted.segment.columns)
    room = _kernel_near.room_for(_kernel.scratch(_longest(*sides)), len(sides[1].tokens))
    whose, begin, end = wanted.segment.words.runs(keys)
    parts = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))]
    for first in range(0, len(fresh), _TOGETHER):
        a, b = np.searchsorted(whose, (first, first + _TOGETHER)).tolist()
        most = int((end[a:b] - begin[a:b]).sum())
        found = (np.zeros(most, dtype=np.int64), np.zeros(most, dtype=np.int64), np.zeros(most))
        asked = _kernel_near.Wanted(whose[a:b], own, begin[a:b], end[a:b], wanted.segment.words.found)
        many = _kernel_near.near_words(rules(), sides, asked, room, found)
        parts.append((found[0][:many].copy(), found[1][:many].copy(), found[2][:many].copy()))
    word, row, value = map(np.concatenate, zip(*parts, strict=True))
    order = np.lexsort((row, -value, word))
    ends = np.searchsorted(word, np.arange(len(fresh) + 1)).tolist()
    if len(wanted.cache) >= _CACHED:
        wanted.cache.clear()
    for number, one in enumerate(fresh):
        kept = order[ends[number] : ends[number + 1]]
        wanted.cache[known(one)] = row[kept], value[kept]


def _longest(*columns: Columns) -> int:
    return max((int(one.tokens["size"].max()) for one in columns if len(one.tokens)), default=0) + 1


class Best(NamedTuple):
    """What many questions found: name `row[i]` for question `query[i]`; in their order, the best first."""

    query: NDArray[np.int64]
    row: NDArray[np.int64]
    score: NDArray[np.float64]


def find_many(names: Sequence[Name], wanted: Listed, open_: NDArray[np.uint8], least: float) -> Best:
    """What `find_one` finds for each name; compiled."""
    words = [asked_words(name) for name in names]
    builder = Builder()
    for name in names:
        builder.add(name)
    for word in (word for each in words for word in each):
        builder.row(known(word))
    columns = builder.finished()
    near_many([word for each in words for word in each], columns, builder.rows, wanted)
    pairs = _gathered(_asked(names, words, wanted), wanted, open_)
    found = likenesses(columns, wanted.segment.columns, pairs, (wanted.kind, least))
    kept = found >= least
    query, row, score = pairs[kept, 0], pairs[kept, 1], found[kept]
    order = np.lexsort((row, -score, query))
    query, row, score = query[order], row[order], score[order]
    fresh = np.ones(len(row), dtype=np.bool_)
    fresh[1:] = (row[1:] != row[:-1]) | (query[1:] != query[:-1])
    return Best(query[fresh], row[fresh], score[fresh])


def _gathered(asked: Any, wanted: Listed, open_: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The pairs (question, name) that are to be compared in full."""
    from jisr.names import _kernel_search  # noqa: PLC0415  # numba costs half a second

    segment, size = wanted.segment, wanted.size
    room = wanted.rooms.pop() if wanted.rooms else _room(size + len(segment.whole.found), size)
    table = _kernel_search.Listed(segment.columns, wanted.at, segment.names.found, segment.weight, open_)
    found = [np.zeros((0, 2), dtype=np.int64)]
    many = len(asked.total)
    for first in range(0, many, _TOGETHER):
        last = min(first + _TOGETHER, many)
        most = int(asked.whole_at[last] - asked.whole_at[first]) + (last - first) * min(size, WEIGHED * _CROWD)
        pairs = np.zeros((most, 2), dtype=np.int64)
        found.append(pairs[: _kernel_search.gather(asked, table, room, (first, last, WEIGHED), pairs)])
    wanted.rooms.append(room)
    return np.concatenate(found)


def _room(most: int, size: int) -> Any:
    from jisr.names import _kernel_search  # noqa: PLC0415  # numba costs half a second

    return _kernel_search.Room(
        told=np.zeros((size, 2)),
        touched=np.zeros(most, dtype=np.int64),
        bins=np.zeros(BINS, dtype=np.int64),
    )


def _asked(names: Sequence[Name], words: Sequence[Sequence[Word]], wanted: Listed) -> Any:
    from jisr.names import _kernel_search  # noqa: PLC0415  # numba costs half a second

    place: dict[tuple[str, str, float, str], int] = {}
    order = [[place.setdefault(known(word), len(place)) for word in each] for each in words]
    near = [wanted.cache[key] for key in place]
    of, whole = wanted.segment.whole.of_many([_whole_of(name) for name in names])
    joint_of, joint = wanted.segment.joint.of_many([[joint_key(*key[:2])] for key in place])
    return _kernel_search.Asked(
        at=_ends([len(each) for each in order]),
        word=np.array([row for each in order for row in each], dtype=np.int64),
        weight=np.array([weight_of(key[2]) for key in place], dtype=np.float64),
        near_at=_ends([len(rows) for rows, _values in near]),
        near=np.concatenate([*(rows for rows, _values in near), np.zeros(0, dtype=np.int64)]),
        alike=np.concatenate([*(values for _rows, values in near), np.zeros(0)]),
        joint_at=np.searchsorted(joint_of, np.arange(len(place) + 1)).astype(np.int64),
        joint=joint,
        total=np.array([sum(weight_of(word.tells) for word in name.words) for name in names], dtype=np.float64),
        whole_at=np.searchsorted(of, np.arange(len(names) + 1)).astype(np.int64),
        whole=whole,
    )


def _ends(sizes: Sequence[int]) -> NDArray[np.int64]:
    found = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=found[1:])
    return found
