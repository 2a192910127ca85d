"""Columns of money that moves, compiled: who paid whom, when, how much; and runs of it by account."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jisr.desks.money._compiled import compiled, entry, lean

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]


class Flow(NamedTuple):
    """Hops in order of their first moment: one payment each, or parallel payments taken together.

    `source`, `target`: int32, number of the account, -1 where it is not known or there is none (cash). `at`, `last`:
    int64, seconds, of its first and last payment. `amount`: int64, minor units. The hops out of account a are
    `out[out_at[a]:out_at[a + 1]]`, those into it `into[into_at[a]:into_at[a + 1]]`, each in order of time.
    """

    source: Ints
    target: Ints
    at: Longs
    last: Longs
    amount: Longs
    out_at: Longs
    out: Ints
    into_at: Longs
    into: Ints


class Found(NamedTuple):
    """Shapes as they are found: number n has the account `key[n]` and the hops `hop[end[n - 1]:end[n]]`.

    `count`: how many (shapes, hops, starts given up at the limit of steps).
    """

    key: Ints
    end: Longs
    hop: Ints
    count: Longs


@entry
def runs(account: Ints, accounts: int) -> tuple[Longs, Ints]:
    """Where the rows of each account stand, and the rows, in their order; rows of no account are in none."""
    at = np.zeros(accounts + 1, np.int64)
    for row in range(account.size):
        if account[row] >= 0:
            at[account[row] + 1] += 1
    for one in range(accounts):
        at[one + 1] += at[one]
    free = at[:-1].copy()
    rows = np.empty(at[accounts], np.int32)
    for row in range(account.size):
        one = account[row]
        if one >= 0:
            rows[free[one]] = row
            free[one] += 1
    return at, rows


@entry
def parallel(ends: tuple[Ints, Ints], at: Longs, run: tuple[Longs, Ints], within: int) -> Ints:
    """Of each payment the first payment of its hop: same ends, at most `within` seconds after that first one."""
    source, target = ends
    first = np.arange(source.size).astype(np.int32)
    open_at = np.full(run[0].size, -1, np.int32)
    for account in range(run[0].size - 1):
        for place in range(run[0][account], run[0][account + 1]):
            row = run[1][place]
            if target[row] < 0:
                continue
            held = open_at[target[row]]
            if held >= 0 and source[held] == account and at[row] - at[held] <= within:
                first[row] = held
            else:
                open_at[target[row]] = row
    return first


@entry
def gathered(first: Ints, at: Longs, amount: Longs) -> tuple[Ints, Ints, Longs, Longs]:
    """(of each payment its hop, of each hop its first payment, its last moment, its sum)."""
    hop = np.empty(first.size, np.int32)
    head = np.empty(first.size, np.int32)
    last = np.empty(first.size, np.int64)
    total = np.zeros(first.size, np.int64)
    count = 0
    for row in range(first.size):
        if first[row] == row:
            head[count] = row
            hop[row] = count
            count += 1
        else:
            hop[row] = hop[first[row]]
        last[hop[row]] = at[row]
        total[hop[row]] += amount[row]
    return hop, head[:count].copy(), last[:count].copy(), total[:count].copy()


@lean
def first_after(flow: Flow, account: int, moment: int) -> int:
    """The place in `flow.out` of the account's first hop that begins later than `moment`."""
    low, high = flow.out_at[account], flow.out_at[account + 1]
    while low < high:
        middle = (low + high) // 2
        if flow.at[flow.out[middle]] > moment:
            high = middle
        else:
            low = middle + 1
    return low


@lean
def first_in_after(flow: Flow, account: int, moment: int) -> int:
    """The same in `flow.into`."""
    low, high = flow.into_at[account], flow.into_at[account + 1]
    while low < high:
        middle = (low + high) // 2
        if flow.at[flow.into[middle]] > moment:
            high = middle
        else:
            low = middle + 1
    return low


@lean
def kept(before: int, after: int, share: tuple[float, float]) -> bool:
    """Whether what goes on is a likely share of what came; (0, inf) lets all pass."""
    return share[0] * before <= after <= share[1] * before


@compiled
def nothing() -> Found:
    """No shape yet."""
    return Found(np.empty(64, np.int32), np.empty(64, np.int64), np.empty(512, np.int32), np.zeros(3, np.int64))


@compiled
def _wider(array: Any, need: int) -> Any:
    if need <= array.size:
        return array
    wide = np.empty(max(need, 2 * array.size), array.dtype)
    wide[: array.size] = array
    return wide


@compiled
def with_shape(found: Found, key: int, hops: Ints, size: int) -> Found:
    """With one more: the first `size` of `hops`."""
    shapes, used = found.count[0], found.count[1]
    keys, ends, rows = _wider(found.key, shapes + 1), _wider(found.end, shapes + 1), _wider(found.hop, used + size)
    keys[shapes] = key
    ends[shapes] = used + size
    rows[used : used + size] = hops[:size]
    found.count[0] += 1
    found.count[1] += size
    return Found(keys, ends, rows, found.count)
