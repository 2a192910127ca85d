"""Writes `src/jisr/tables/letter_pairs.csv`: which Latin letters stand where which Arabic ones do in one name.

`python -m bench._train_letters`; with `--folds` only what five held-out folds say.

From ../shared/data/names/tokens_ar_latin.tsv (words that Wikidata and others write in both scripts). First the usual
way of laying the letters side by side is found by expectation maximisation, which also shows the pairs that do not
belong together: the worst are left out. Then the weights are moved by logistic regression on the best way through each
pair, true ones against the two most alike wrong Latin words each (Indel ratio) and against one at random. Seeds are
fixed and sums run in one order: the same bytes every time. Takes about two minutes and 2 GB.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bench import ROOT
from bench._names_accuracy import auc
from bench._names_pairs import FOLDS, rows
from jisr.names import fold
from jisr.names._core import bare

F = TypeVar("F", bound=Callable[..., object])
Table = NDArray[np.float32]
Whole = NDArray[np.int32]
Places = NDArray[np.int64]
Numbers = NDArray[np.float64]
Pair = tuple[str, str]

ARABIC: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
BEGIN, END = 1, 2  # as if they were letters, so that places in a word are learned too
A, L = len(ARABIC) + 3, len(LATIN) + 3
SIZE = (A + A * A, L + L * L + L**3)  # chunks: none, one, two Arabic; none, one, two, three Latin
LONGEST, LONGEST_LATIN = 20, 24
STEPS, TRIMMED, SELDOM = 6, 0.04, 3.0  # of maximisation; share left out; chunks of more letters need so many
EPOCHS, RATE, LAST_RATE, PULL = 10, 0.6, 0.18, 0.0005
NEVER = -100.0


def compiled(function: F) -> F:
    """The function, compiled."""
    return cast("F", numba.njit(function))


@dataclass(frozen=True, slots=True)
class Packed:
    """Pairs of words as letters' numbers, one after the other, with where each begins."""

    arabic: Whole
    arabic_from: Places
    latin: Whole
    latin_from: Places

    @property
    def arrays(self) -> tuple[Whole, Places, Whole, Places]:
        """As a compiled function takes them."""
        return self.arabic, self.arabic_from, self.latin, self.latin_from


def packed(pairs: Sequence[Pair]) -> Packed:
    """The pairs; letters outside the alphabets are left out."""
    left = [_numbers(one, ARABIC) for one, _other in pairs]
    right = [_numbers(other, LATIN) for _one, other in pairs]
    return Packed(
        np.concatenate(left), np.cumsum([0, *map(len, left)]), np.concatenate(right), np.cumsum([0, *map(len, right)])
    )


def _numbers(word: str, alphabet: str) -> Whole:
    return np.array([BEGIN, *(alphabet.index(letter) + 3 for letter in word if letter in alphabet), END], np.int32)


@compiled
def chunks(word: Whole, base: int, most: int) -> Whole:
    """[k, i]: the number of the chunk of k + 1 letters from i; -1: it does not end in the word."""
    found = np.full((most, len(word)), -1, np.int32)
    for start in range(len(word)):
        number, before = 0, 0
        for taken in range(min(most, len(word) - start)):
            number = number * base + word[start + taken]
            found[taken, start] = number + before
            before += base ** (taken + 1)
    return found


@compiled
def expect(  # noqa: PLR0913, PLR0917  # compiled: arrays only
    arabic: Whole, arabic_from: Places, latin: Whole, latin_from: Places, weight: Numbers, chance: Table, count: Table
) -> None:
    """Adds to `count` how often each pair of chunks is expected in the pairs of words, by their `chance`."""
    for pair in range(len(weight)):
        a = chunks(arabic[arabic_from[pair] : arabic_from[pair + 1]], A, 2)
        b = chunks(latin[latin_from[pair] : latin_from[pair + 1]], L, 3)
        n, m = a.shape[1], b.shape[1]
        forward, backward = np.zeros((n + 1, m + 1)), np.zeros((n + 1, m + 1))
        forward[0, 0] = backward[n, m] = 1.0
        for cell in range((n + 1) * (m + 1)):
            i, j = divmod(cell, m + 1)
            for move in range(12):
                x, y = divmod(move, 4)
                if i + x <= n and j + y <= m and (x > 0 or y == 1) and (x < 2 or y > 0):
                    one, other = a[x - 1, i] if x else 0, b[y - 1, j] if y else 0
                    forward[i + x, j + y] += forward[i, j] * chance[one, other]
        if forward[n, m] <= 1e-300:
            continue
        for cell in range((n + 1) * (m + 1) - 1, -1, -1):
            i, j = divmod(cell, m + 1)
            for move in range(12):
                x, y = divmod(move, 4)
                if i + x <= n and j + y <= m and (x > 0 or y == 1) and (x < 2 or y > 0):
                    one, other = a[x - 1, i] if x else 0, b[y - 1, j] if y else 0
                    share = chance[one, other] * backward[i + x, j + y]
                    backward[i, j] += share
                    count[one, other] += weight[pair] * forward[i, j] * share / forward[n, m]


@compiled
def best(a: Whole, b: Whole, weights: Table, way: Whole) -> tuple[float, int]:
    """(the largest sum of weights on a way through both words, steps of it); the steps are put into `way`."""
    n, m = a.shape[1], b.shape[1]
    sums, came = np.full((n + 1, m + 1), -1e9), np.zeros((n + 1, m + 1), np.int8)
    sums[0, 0] = 0.0
    for cell in range((n + 1) * (m + 1)):
        i, j = divmod(cell, m + 1)
        for move in range(12):
            x, y = divmod(move, 4)
            if i + x <= n and j + y <= m and (x > 0 or y == 1) and (x < 2 or y > 0):
                weight = weights[a[x - 1, i] if x else 0, b[y - 1, j] if y else 0]
                if weight > NEVER / 2 and sums[i, j] + weight > sums[i + x, j + y]:
                    sums[i + x, j + y], came[i + x, j + y] = sums[i, j] + weight, move
    i, j, steps = n, m, 0
    while sums[n, m] > -1e8 and (i > 0 or j > 0):
        x, y = divmod(came[i, j], 4)
        i, j = i - x, j - y
        way[steps, 0], way[steps, 1] = a[x - 1, i] if x else 0, b[y - 1, j] if y else 0
        steps += 1
    return float(sums[n, m]), steps


@compiled
def scores(arabic: Whole, arabic_from: Places, latin: Whole, latin_from: Places, weights: Table) -> Numbers:
    """The largest sum of each pair."""
    found, way = np.zeros(len(arabic_from) - 1), np.zeros((160, 2), np.int32)
    for pair in range(len(found)):
        a = chunks(arabic[arabic_from[pair] : arabic_from[pair + 1]], A, 2)
        b = chunks(latin[latin_from[pair] : latin_from[pair + 1]], L, 3)
        found[pair] = best(a, b, weights, way)[0]
    return found


@compiled
def descend(  # noqa: PLR0913, PLR0917  # compiled: arrays only
    arabic: Whole,
    arabic_from: Places,
    latin: Whole,
    latin_from: Places,
    same: Numbers,
    weight: Numbers,
    order: Places,
    weights: Table,
    start: Table,
    seen: Table,
    bias: Numbers,
    rate: float,
) -> None:
    """One epoch of logistic regression on the best ways, each weight at its own pace (AdaGrad)."""
    way = np.zeros((160, 2), np.int32)
    for pair in order:
        a = chunks(arabic[arabic_from[pair] : arabic_from[pair + 1]], A, 2)
        b = chunks(latin[latin_from[pair] : latin_from[pair + 1]], L, 3)
        total, steps = best(a, b, weights, way)
        if steps == 0:
            continue
        slope = (1.0 / (1.0 + np.exp(-(total + bias[0]))) - same[pair]) * weight[pair]
        for step in range(steps):
            one, other = way[step]
            pull = slope + PULL * (weights[one, other] - start[one, other])
            seen[one, other] += pull * pull
            weights[one, other] -= rate * pull / np.sqrt(seen[one, other] + 1.0)
        bias[1] += slope * slope
        bias[0] -= rate * slope / np.sqrt(bias[1] + 1.0)


def aligned(pairs: list[Pair], often: Numbers) -> tuple[Table, list[Pair]]:
    """(the chance of each pair of chunks, the pairs without the worst)."""
    chance = np.full(SIZE, 1e-7, np.float32)
    chance[:A, :L], chance[:A, L : L + L * L] = 1e-4, 1e-5
    chance[A:] *= 0.1
    chance[0], chance[:, 0] = 0, 0
    chance[0, 3:L], chance[3:A, 0] = 1e-5, 1e-5
    chance[BEGIN, BEGIN] = chance[END, END] = 1
    for step in range(STEPS):
        words = packed(pairs)
        count = np.zeros(SIZE, np.float32)
        expect(*words.arrays, often, chance, count)
        count[A:][count[A:] < SELDOM] = 0
        count[:, L:][count[:, L:] < SELDOM] = 0
        chance = count / count.sum()
        for alone in ((slice(3, A), slice(3, L)), (slice(3, A), 0), (0, slice(3, L))):
            chance[alone] = np.maximum(chance[alone], 1e-7)
        if step == STEPS // 2:
            logs = np.where(chance > 0, np.log(chance + 1e-30), NEVER).astype(np.float32)
            fits = scores(*words.arrays, logs) / np.diff(words.arabic_from + words.latin_from)
            kept = fits > np.quantile(fits, TRIMMED)
            pairs, often = [pair for pair, keep in zip(pairs, kept, strict=True) if keep], often[kept]
    return chance, pairs


def first_weights(chance: Table, pairs: Sequence[Pair]) -> Table:
    """How much likelier Latin letters are beside Arabic ones than anywhere: half its logarithm, to begin with."""
    letters = np.bincount(packed(pairs).latin, minlength=L).astype(float)
    alone = np.log(letters / letters.sum() + 1e-9)
    two = alone[:, None] + alone
    anywhere = np.concatenate(([0.0], alone[1:], two.ravel(), (two[:, :, None] + alone).ravel()))
    given = np.log(chance / (chance.sum(1, keepdims=True) + 3e-4) + 1e-30) - anywhere
    given[0, 3:L] = np.log(chance[0, 3:L] / chance[0].sum() * 0.1) - alone[3:]
    return np.where(chance > 0, np.clip(given, -8, 6) * 0.5, NEVER).astype(np.float32)


def train(tokens: Sequence[tuple[str, str, int]], wrong: Sequence[Pair]) -> tuple[Table, float]:
    """(the weight of each pair of chunks, what is added to every sum)."""
    often = np.sqrt([float(min(count, 5)) for _one, _other, count in tokens])
    chance, pairs = aligned([(one, other) for one, other, _count in tokens], often)
    dice = np.random.default_rng(0)
    every = [other for _one, other, _count in tokens]
    anyhow = [
        (one, every[place]) for (one, _o), place in zip(pairs, dice.integers(0, len(every), len(pairs)), strict=True)
    ]
    words = packed([*pairs, *wrong, *anyhow])
    same = np.r_[np.ones(len(pairs)), np.zeros(len(wrong) + len(anyhow))]
    weight = np.r_[np.ones(len(pairs)), np.full(len(wrong) + len(anyhow), 0.5)]
    weights = first_weights(chance, pairs)
    start, seen, bias = weights.copy(), np.zeros_like(weights), np.array([-2.0, 0.0])
    for epoch in range(EPOCHS):
        rate = RATE if epoch < EPOCHS - 2 else LAST_RATE
        descend(*words.arrays, same, weight, dice.permutation(len(same)), weights, start, seen, bias, rate)
    return weights, float(bias[0])


def tokens_of() -> list[tuple[str, str, int]]:
    """The words in both scripts, folded, without article, with how often they were seen together."""
    found = [
        (_folded(row["arabic"], arabic=True), _folded(row["latin"]), int(row["count"]))
        for row in rows("tokens_ar_latin.tsv")
    ]
    return [one for one in found if 0 < len(one[0]) < LONGEST and 0 < len(one[1]) < LONGEST_LATIN]


def _folded(text: str, *, arabic: bool = False) -> str:
    plain = fold(text).replace(" ", "")
    return bare(plain) if arabic else plain


def nearest_wrong(tokens: Sequence[tuple[str, str, int]]) -> list[Pair]:
    """For each Arabic word up to two Latin ones that are most like the right one and never stood for it."""
    attested: dict[str, set[str]] = {}
    for one, other, _count in tokens:
        attested.setdefault(one, set()).add(other)
    every = sorted({other for _one, other, _count in tokens})
    near: dict[str, list[str]] = {}
    for start in range(0, len(every), 500):
        some = every[start : start + 500]
        alike = process.cdist(some, every, scorer=fuzz.ratio, score_cutoff=50, workers=2, dtype=np.uint8)
        for word, row in zip(some, alike, strict=True):
            order = np.argsort(-row.astype(np.int16), kind="stable")[:7]
            near[word] = [every[place] for place in order if row[place] and every[place] != word]
    return [
        (one, wrong) for one, other, _c in tokens for wrong in [w for w in near[other] if w not in attested[one]][:2]
    ]


def fold_of(arabic: str) -> int:
    """Which fold a word is in: all its spellings are in one."""
    return int(hashlib.sha256(arabic.encode()).hexdigest()[:8], 16) % FOLDS


def held_out(tokens: Sequence[tuple[str, str, int]], wrong: Sequence[Pair]) -> None:
    """What each fold's weights, learned from the other four, say of its token pairs."""
    told = [(_folded(r["arabic"], arabic=True), _folded(r["latin"]), r["kind"]) for r in rows("token_pairs.tsv")]
    for number in range(FOLDS):
        learned = [one for one in tokens if fold_of(one[0]) != number]
        weights, _bias = train(learned, [one for one in wrong if fold_of(one[0]) != number])
        held = [one for one in told if fold_of(one[0]) == number]
        found = scores(*packed([(one, other) for one, other, _kind in held]).arrays, weights)
        by = {
            kind: [float(v) for v, one in zip(found, held, strict=True) if one[2] == kind]
            for kind in ("pos", "hard", "random")
        }
        print(
            json.dumps(
                {
                    "fold": number,
                    "hard": round(auc(by["pos"], by["hard"]), 4),
                    "random": round(auc(by["pos"], by["random"]), 4),
                }
            )
        )


def main() -> None:
    """Trains and writes, or shows the folds."""
    tokens = tokens_of()
    wrong = nearest_wrong(tokens)
    if "--folds" in sys.argv:
        held_out(tokens, wrong)
        return
    weights, bias = train(tokens, wrong)
    places = zip(*np.nonzero(weights > NEVER / 2), strict=True)
    found = sorted(
        (chunk(int(one), ARABIC, A), chunk(int(other), LATIN, L), float(weights[one, other])) for one, other in places
    )
    with (ROOT / "src/jisr/tables/letter_pairs.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# How much it speaks for one name that Arabic letters stand where Latin ones do, in natural logarithms\n"
        )
        file.write("# of the odds (bench/_train_letters.py). ^ begins a word, $ ends it; no letters: added to all.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("arabic", "latin", "weight"))
        writer.writerow(("", "", f"{bias:.2f}"))
        writer.writerows((one, other, f"{weight:.2f}") for one, other, weight in found)
    print(json.dumps({"words": len(tokens), "weights": len(found)}))


def chunk(number: int, alphabet: str, base: int) -> str:
    """The letters of a chunk's number, as `chunks` numbers them; "" for 0."""
    size = 1 if number else 0
    while size and number >= base**size:
        number -= base**size
        size += 1
    found = ""
    for _place in range(size):
        number, letter = divmod(number, base)
        found = f"\0^${alphabet}"[letter] + found
    return found


if __name__ == "__main__":
    main()
