"""Which texts are near one another by their rare words, and which of them hold together, compiled."""

from __future__ import annotations

import numpy as np

from jisr.desks.narratives._compiled import compiled
from jisr.desks.narratives._kernel import Floats, Ints, Longs


@compiled
def nearest(words: Ints, starts: Longs, weight: Floats, keep: int, least: float) -> tuple[Ints, Floats]:
    """(of each text its `keep` nearest others by cosine, -1: none; the cosines). Words of weight 0 take no part."""
    texts = starts.size - 1
    where, who = _inverted(words, starts, weight)
    norm = np.zeros(texts)
    for text in range(texts):
        for row in range(starts[text], starts[text + 1]):
            norm[text] += weight[words[row]] ** 2
    norm = np.sqrt(norm)
    near = np.full((texts, keep), -1, np.int32)
    cosine = np.zeros((texts, keep))
    sums = np.zeros(texts)
    met = np.empty(texts, np.int32)
    for text in range(texts):
        size = 0
        for row in range(starts[text], starts[text + 1]):
            word = words[row]
            size = _add(who[where[word] : where[word + 1]], weight[word] ** 2, sums, met, size)
        for place in range(size):
            other = met[place]
            value = sums[other] / (norm[text] * norm[other])
            sums[other] = 0.0
            if other != text and value >= least and value > cosine[text, keep - 1]:
                _insert(near[text], cosine[text], other, value)
    return near, cosine


@compiled
def _add(others: Ints, worth: float, sums: Floats, met: Ints, size: int) -> int:
    """Add a word's worth to all texts that have it; how many texts were met so far."""
    for other in others:
        if sums[other] == 0.0:
            met[size] = other
            size += 1
        sums[other] += worth
    return size


@compiled
def _inverted(words: Ints, starts: Longs, weight: Floats) -> tuple[Longs, Ints]:
    where = np.zeros(weight.size + 1, np.int64)
    for row in range(words.size):
        if weight[words[row]] > 0:
            where[words[row] + 1] += 1
    where = np.cumsum(where)
    place = where.copy()
    who = np.empty(where[-1], np.int32)
    for text in range(starts.size - 1):
        for row in range(starts[text], starts[text + 1]):
            word = words[row]
            if weight[word] > 0:
                who[place[word]] = text
                place[word] += 1
    return where, who


@compiled
def _insert(near: Ints, cosine: Floats, other: int, value: float) -> None:
    place = near.size - 1
    while place > 0 and cosine[place - 1] < value:
        near[place], cosine[place] = near[place - 1], cosine[place - 1]
        place -= 1
    near[place], cosine[place] = other, value


@compiled
def together(near: Ints, cosine: Floats, rounds: int) -> Ints:
    """A label a text: it takes the label that its neighbours, either way, give most weight to; ties: the lowest."""
    texts, keep = near.shape
    degree = np.zeros(texts + 1, np.int64)
    for text in range(texts):
        for place in range(keep):
            if near[text, place] >= 0:
                degree[text + 1] += 1
                degree[near[text, place] + 1] += 1
    where = np.cumsum(degree)
    fill = where.copy()
    who = np.empty(where[-1], np.int32)
    worth = np.empty(where[-1])
    for text in range(texts):
        for place in range(keep):
            other = near[text, place]
            if other >= 0:
                who[fill[text]], worth[fill[text]] = other, cosine[text, place]
                who[fill[other]], worth[fill[other]] = text, cosine[text, place]
                fill[text] += 1
                fill[other] += 1
    label = np.arange(texts).astype(np.int32)
    score = np.zeros(texts)
    for _ in range(rounds):
        if not _round(label, score, where, who, worth):
            break
    return label


@compiled
def _round(label: Ints, score: Floats, where: Longs, who: Ints, worth: Floats) -> int:
    """One round over all texts; how many changed their label."""
    changed = 0
    for text in range(label.size):
        best, most = label[text], 0.0
        for place in range(where[text], where[text + 1]):
            one = label[who[place]]
            score[one] += worth[place]
            if score[one] > most or (score[one] == most and one < best):
                best, most = one, score[one]
        for place in range(where[text], where[text + 1]):
            score[label[who[place]]] = 0.0
        if best != label[text]:
            label[text] = best
            changed += 1
    return changed
