"""The search of many names, compiled: which names have most of the words asked for?"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.names._columns import Columns
from jisr.names._compiled import compiled, entry, inlined
from jisr.names._segment import JOINT

BINS: Final = 1000
_CROWD: Final = 8  # so many times more names of one rank than wanted are looked at


class Asked(NamedTuple):
    """What is asked for: query q looks for the words `word[at[q]:at[q + 1]]`, which weigh `weight`.

    Word w is like the index's words `near[near_at[w]:near_at[w + 1]]`, by `alike`; the names
    `joint[joint_at[w]:joint_at[w + 1]]` write it as two. `total`: what a query's words weigh.
    `whole[whole_at[q]:whole_at[q + 1]]`: names that are looked at in any case.
    """

    at: NDArray[np.int64]
    word: NDArray[np.int64]
    weight: NDArray[np.float64]
    near_at: NDArray[np.int64]
    near: NDArray[np.int64]
    alike: NDArray[np.float64]
    joint_at: NDArray[np.int64]
    joint: NDArray[np.int64]
    total: NDArray[np.float64]
    whole_at: NDArray[np.int64]
    whole: NDArray[np.int64]


class Room(NamedTuple):
    """Room to work in: `told[n]`: (sum of name n, the word that touched it last); `touched` names; `bins` of ranks.

    Sum and word stand side by side: both are in one line of the processor's memory, and most of the time goes there.
    """

    told: NDArray[np.float64]
    touched: NDArray[np.int64]
    bins: NDArray[np.int64]


class Listed(NamedTuple):
    """The names that are searched: their words' names, what each weighs, 1 where a name may be found."""

    columns: Columns
    at: NDArray[np.int64]
    found: NDArray[np.uint32]
    weight: NDArray[np.float32]
    open: NDArray[np.uint8]


@compiled
def add_word(asked: Asked, listed: Listed, room: Room, state: tuple[int, int, int]) -> int:
    """Add what one word says to every name that has one like it; how many names are touched so far."""
    place, mark, touched = state
    word = asked.word[place]
    for number in range(asked.near_at[word], asked.near_at[word + 1]):
        near = asked.near[number]
        adds = asked.weight[word] * min(1.0, max(0.0, (asked.alike[number] - 0.5) / 0.4))
        for position in range(listed.at[near], listed.at[near + 1]):
            touched = add_name(listed, room, np.int64(listed.found[position]), (mark, touched), adds)
    adds = asked.weight[word] * JOINT
    for number in range(asked.joint_at[word], asked.joint_at[word + 1]):
        touched = add_name(listed, room, asked.joint[number], (mark, touched), adds)
    return touched


@inlined
def add_name(listed: Listed, room: Room, name: np.int64, state: tuple[int, int], adds: float) -> int:
    """Add to one name, once a word; how many names are touched so far."""
    mark, touched = state
    last = room.told[name, 1]
    if last == 0.0:
        if listed.open[name]:
            room.touched[touched] = name
            touched += 1
            room.told[name, 0] = adds
            room.told[name, 1] = mark
    elif last != mark:
        room.told[name, 0] += adds
        room.told[name, 1] = mark
    return touched


@compiled
def chosen(asked: Asked, listed: Listed, room: Room, state: tuple[int, int, int]) -> int:
    """The best names first in `room.touched`, by what of them agrees; how many. All marks are taken away."""
    query, touched, wanted = state
    room.bins[:] = 0
    for number in range(touched):
        name = room.touched[number]
        agreed, own, theirs = room.told[name, 0], asked.total[query], np.float64(listed.weight[name])
        least = max(0.0, min(own, theirs) - agreed)
        room.told[name, 0] = agreed / (agreed + 1.5 * least + 0.4 * abs(own - theirs) + 1e-9)
        room.bins[np.int64(room.told[name, 0] * (BINS - 1))] += 1
        room.told[name, 1] = 0.0
    limit, so_far = BINS - 1, room.bins[BINS - 1]
    while limit > 0 and so_far + room.bins[limit - 1] <= wanted:
        limit -= 1
        so_far += room.bins[limit]
    kept = 0
    for number in range(touched):
        name = room.touched[number]
        if kept < _CROWD * wanted and np.int64(room.told[name, 0] * (BINS - 1)) >= limit:
            room.touched[kept] = name
            kept += 1
    for place in range(asked.whole_at[query], asked.whole_at[query + 1]):
        if listed.open[asked.whole[place]]:
            room.touched[kept] = asked.whole[place]
            kept += 1
    return kept


@entry
def gather(asked: Asked, listed: Listed, room: Room, limits: tuple[int, int, int], pairs: NDArray[np.int64]) -> int:
    """Writes the pairs (query, name) that are to be compared; how many.

    `limits`: the first query, the one after the last, how many names each may bring.
    """
    first, last, wanted = limits
    many = 0
    for query in range(first, last):
        touched = 0
        for place in range(asked.at[query], asked.at[query + 1]):
            touched = add_word(asked, listed, room, (place, place + 1, touched))
        for number in range(chosen(asked, listed, room, (query, touched, wanted))):
            pairs[many, 0], pairs[many, 1] = query, room.touched[number]
            many += 1
    return many
