"""Words of posts as numbers, and posts that share most of their telling words, compiled."""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jisr.desks.narratives._compiled import compiled
from jisr.desks.narratives._kernel import Ints, Longs

Codes: TypeAlias = NDArray[np.uint32]
Letters: TypeAlias = NDArray[np.uint64]
Weights: TypeAlias = NDArray[np.float32]

BREAK: Final = 32
_NAME: Final = 64  # @
_H: Final = 104
_T: Final = 116
_P: Final = 112
_BMP: Final = 65536
_LOW: Final = np.uint64(0xFFFFFFFF)
_LEAST: Final = 2  # letters of a word
_RUN: Final = 2  # more of one letter in a row are one
_TRIES: Final = 6  # different posts of a bucket that a post is compared with


@compiled
def words(codes: Codes, letters: Letters, posts: int) -> tuple[Codes, Longs]:
    """(a hash a word, folded; where each post begins) of posts that end with 0; addresses and @names are passed over.

    `letters`: of each code point its one or two folded letters, 0: none, BREAK: a word ends.
    """
    out = np.empty(codes.size // 2 + posts, np.uint32)
    starts = np.zeros(posts + 1, np.int64)
    place, post, length, run = 0, 0, 0, 0
    last = np.uint64(0)
    state = np.uint64(0xCBF29CE484222325)
    skipping = False
    for at in range(codes.size):
        code = codes[at]
        if skipping and code > BREAK:
            continue
        skipping = False
        letter = letters[code] if code < _BMP else np.uint64(BREAK)
        if code == 0 or letter == BREAK:
            if length >= _LEAST:
                out[place] = np.uint32((state ^ (state >> np.uint64(29))) & _LOW)
                place += 1
            length, run, last, state = 0, 0, np.uint64(0), np.uint64(0xCBF29CE484222325)
            if code == 0:
                post += 1
                starts[post] = place
            skipping = code == _NAME
            continue
        if length == 0 and code == _H and _address(codes, at):
            skipping = True
            continue
        while letter:
            one = letter & _LOW
            letter >>= np.uint64(32)
            run = run + 1 if one == last else 1
            if run <= _RUN:
                state = (state ^ one) * np.uint64(0x9E3779B97F4A7C15)
                state ^= state >> np.uint64(32)
                length += 1
            last = one
    return out[:place].copy(), starts


@compiled
def _address(codes: Codes, at: int) -> bool:
    return at + 3 < codes.size and codes[at + 1] == _T and codes[at + 2] == _T and codes[at + 3] == _P


@compiled
def ordered(hashes: Codes, starts: Longs) -> tuple[Codes, Longs, Letters]:
    """The words of each post once, in order; and one number a post that says all of them."""
    out = np.empty(hashes.size, np.uint32)
    ends = np.zeros(starts.size, np.int64)
    whole = np.zeros(starts.size - 1, np.uint64)
    place = 0
    for post in range(starts.size - 1):
        one = np.sort(hashes[starts[post] : starts[post + 1]])
        state = np.uint64(0x1234567)
        for row in range(one.size):
            if row and one[row] == one[row - 1]:
                continue
            out[place] = one[row]
            place += 1
            state = (state ^ np.uint64(one[row])) * np.uint64(0x9E3779B97F4A7C15)
            state ^= state >> np.uint64(29)
        ends[post + 1] = place
        whole[post] = state
    return out[:place].copy(), ends, whole


@compiled
def counted(hashes: Codes, bits: int) -> Ints:
    """In how many posts words of each bucket stand (words of one bucket are counted together)."""
    found = np.zeros(1 << bits, np.int32)
    shift = np.uint32(32 - bits)
    for row in range(hashes.size):
        found[hashes[row] >> shift] += 1
    return found


@compiled
def signatures(hashes: Codes, starts: Longs, weight: Weights, bands: int, rows: int) -> Letters:
    """A key a band and post (posts x bands): two posts share each with (their weighted Jaccard) ** rows. 0: no key.

    Weighted minima by exponential draws. Words of weight below zero (of one post only) take no part.
    """
    draws = bands * rows
    shift = np.uint32(32 - int(math.log2(weight.size) + 0.5))
    out = np.zeros((starts.size - 1, bands), np.uint64)
    best = np.empty(draws, np.float32)
    who = np.empty(draws, np.uint32)
    table = np.full((weight.size, draws), -1.0, np.float32)
    for post in range(starts.size - 1):
        best[:] = 1e30
        some = False
        for row in range(starts[post], starts[post + 1]):
            word = hashes[row]
            bucket = word >> shift
            if weight[bucket] <= 0:
                continue
            some = True
            line = table[bucket]
            if line[0] < 0:
                _draw(np.uint64(bucket), weight[bucket], line)
            _take(line, word, best, who)
        if not some:
            continue
        for band in range(bands):
            state = np.uint64(band + 1)
            for row in range(rows):
                state = (state ^ np.uint64(who[band * rows + row])) * np.uint64(0x9E3779B97F4A7C15)
                state ^= state >> np.uint64(31)
            out[post, band] = state | np.uint64(1)
    return out


@compiled
def _take(line: Weights, word: np.uint32, best: Weights, who: Codes) -> None:
    for draw in range(line.size):
        if line[draw] < best[draw]:
            best[draw], who[draw] = line[draw], word


@compiled
def _draw(seed: np.uint64, weight: float, line: Weights) -> None:
    state = seed * np.uint64(0xD1342543DE82EF95) + np.uint64(0x9E3779B97F4A7C15)
    for draw in range(line.size):
        state += np.uint64(0x9E3779B97F4A7C15)
        word = state
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        word ^= word >> np.uint64(31)
        line[draw] = -math.log((np.float64(word >> np.uint64(11)) + 0.5) / 9007199254740992.0) / weight


@compiled
def join(keys: Letters, order: Longs, root: Ints, posts: tuple[Codes, Longs, Weights], least: float) -> None:
    """Join posts of one key (`order`: by key) whose weighted Jaccard is at least `least`; roots in `root`."""
    shift = np.uint32(32 - int(math.log2(posts[2].size) + 0.5))
    tried = np.empty(_TRIES, np.int64)
    held, turn = 0, 0
    for place in range(order.size):
        post = order[place]
        if keys[post] == 0:
            continue
        if place == 0 or keys[order[place - 1]] != keys[post]:
            held, turn = 0, 0
        joined = False
        for one in range(held):
            mine, other = _root(root, post), _root(root, tried[one])
            if mine == other or _alike(posts, shift, post, tried[one]) >= least:
                root[max(mine, other)] = min(mine, other)
                joined = True
        if not joined:
            tried[turn % _TRIES] = post
            turn += 1
            held = min(turn, _TRIES)


@compiled
def _root(root: Ints, one: int) -> int:
    while root[one] != one:
        root[one] = root[root[one]]
        one = root[one]
    return one


@compiled
def _alike(posts: tuple[Codes, Longs, Weights], shift: np.uint32, one: int, other: int) -> float:
    """The weighted Jaccard of the words of two posts."""
    hashes, starts, weight = posts
    left, right = starts[one], starts[other]
    both, either = 0.0, 0.0
    while left < starts[one + 1] and right < starts[other + 1]:
        low = min(hashes[left], hashes[right])
        worth = abs(weight[low >> shift])
        either += worth
        if hashes[left] == hashes[right]:
            both += worth
            right += 1
            left += 1
        elif hashes[left] == low:
            left += 1
        else:
            right += 1
    for row in range(left, starts[one + 1]):
        either += abs(weight[hashes[row] >> shift])
    for row in range(right, starts[other + 1]):
        either += abs(weight[hashes[row] >> shift])
    return both / either if either > 0 else 0.0
