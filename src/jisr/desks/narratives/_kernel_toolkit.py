"""Directed edges by windows, account by account, without keeping pairs; compiled."""

from __future__ import annotations

import numpy as np

from jisr.desks.narratives._compiled import compiled
from jisr.desks.narratives._kernel import Ints, Longs


@compiled
def toolkit_edges(
    columns: tuple[Longs, Ints, Ints], span: tuple[Longs, Longs], turn: Longs, setting: tuple[int, int], accounts: int
) -> tuple[Ints, Ints, Longs]:
    """(source, target, posts of the source near one of the target) of at least `setting[1]` posts.

    `columns`: time, account, post of rows by object and time; `span`: of each row where its object begins and ends;
    `turn`: the rows by account and post.
    """
    account = columns[1]
    source, target, weight = np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(1024, np.int64)
    stamp, count = np.full(accounts, -1, np.int64), np.zeros(accounts, np.int64)
    met = np.empty(accounts, np.int32)
    size, found = 0, 0
    for place in range(turn.size):
        row = turn[place]
        size = _meet(columns, (span[0][row], span[1][row], row), setting[0], (stamp, count, met), size)
        if place + 1 < turn.size and account[turn[place + 1]] == account[row]:
            continue
        if found + size > source.size:
            room = 2 * (found + size)
            source, target, weight = _longer(source, room), _longer(target, room), _longer(weight, room)
        for one in range(size):
            other = met[one]
            if count[other] >= setting[1]:
                source[found], target[found], weight[found] = account[row], other, count[other]
                found += 1
            stamp[other], count[other] = -1, 0
        size = 0
    return source[:found].copy(), target[:found].copy(), weight[:found].copy()


@compiled
def _meet(
    columns: tuple[Longs, Ints, Ints],
    where: tuple[int, int, int],
    window: int,
    seen: tuple[Longs, Longs, Ints],
    size: int,
) -> int:
    """Count each account near the row `where[2]` once for its post; how many different accounts were met so far."""
    at, account, content = columns
    begin, end, row = where
    stamp, count, met = seen
    first = row
    while first > begin and at[row] - at[first - 1] <= window:
        first -= 1
    for other in range(first, end):
        if at[other] - at[row] > window:
            break
        one = account[other]
        if stamp[one] != content[row]:
            if count[one] == 0:
                met[size] = one
                size += 1
            stamp[one] = content[row]
            count[one] += 1
    return size


@compiled
def _longer(values: Longs, size: int) -> Longs:
    made = np.empty(size, values.dtype)
    made[: values.size] = values
    return made
