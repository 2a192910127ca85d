"""Scatter-gather, compiled: one account pays many, they pay on to one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jisr.desks.money._compiled import compiled, entry, lean
from jisr.desks.money._kernel import Flow, Found, Ints, Longs, first_after, kept, nothing, with_shape


class Middles(NamedTuple):
    """What scatter-gather is: `least` accounts or more in the middle, all paid within `spread` seconds.

    Each pays on, to the same one, after that and within `gap` seconds, `share` of what it got.
    """

    spread: int
    gap: int
    least: int
    share: tuple[float, float]


class _Room(NamedTuple):
    """Two hops that follow: `near[k]`, `far[k]`; those before it to the same end: `earlier[k]`; by end: `head`.

    `ends`: the ends that were met. `seen`: how often a middle is in the window.
    """

    near: Ints
    far: Ints
    earlier: Ints
    head: Ints
    count: Ints
    ends: Ints
    seen: Ints


@entry
def scatter_gather(flow: Flow, rule: Middles) -> Found:
    """The window with most middles, the earliest of equals, of each pair of ends. Keys: who scatters.

    Hops: those out of the key in order of time, each followed by the one that it goes on as.
    """
    found = nothing()
    accounts = flow.out_at.size - 1
    room = _room(accounts, 1024)
    for account in range(accounts):
        if flow.out_at[account + 1] - flow.out_at[account] < rule.least:
            continue
        pairs, ends = 0, 0
        for place in range(flow.out_at[account], flow.out_at[account + 1]):
            room, pairs, ends = _beyond(flow, rule, room, (flow.out[place], pairs, ends))
        for one in room.ends[:ends]:
            if room.count[one] >= rule.least:
                found = _at_end(flow, rule, room, found, one)
            room.head[one] = -1
            room.count[one] = 0
    return found


@compiled
def _room(accounts: int, size: int) -> _Room:
    near, far, earlier = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32)
    head, count = np.full(accounts, -1, np.int32), np.zeros(accounts, np.int32)
    return _Room(near, far, earlier, head, count, np.empty(accounts, np.int32), np.zeros(accounts, np.int32))


@compiled
def _twice(array: Ints) -> Ints:
    wide = np.empty(2 * array.size, np.int32)
    wide[: array.size] = array
    return wide


@compiled
def _beyond(flow: Flow, rule: Middles, room: _Room, now: tuple[int, int, int]) -> tuple[_Room, int, int]:
    """What follows one hop, noted; (the room, pairs so far, ends so far)."""
    hop, pairs, ends = now
    account, middle = flow.source[hop], flow.target[hop]
    if middle < 0 or middle == account:
        return room, pairs, ends
    place, limit = first_after(flow, middle, flow.last[hop]), flow.last[hop] + rule.gap
    while place < flow.out_at[middle + 1] and flow.at[flow.out[place]] <= limit:
        far = flow.out[place]
        place += 1
        end = flow.target[far]
        if end < 0 or end in (account, middle) or not kept(flow.amount[hop], flow.amount[far], rule.share):
            continue
        if pairs == room.near.size:
            wide = (_twice(room.near), _twice(room.far), _twice(room.earlier))
            room = _Room(wide[0], wide[1], wide[2], room.head, room.count, room.ends, room.seen)
        if room.head[end] < 0:
            room.ends[ends] = end
            ends += 1
        room.near[pairs], room.far[pairs], room.earlier[pairs] = hop, far, room.head[end]
        room.head[end] = pairs
        room.count[end] += 1
        pairs += 1
    return room, pairs, ends


@compiled
def _at_end(flow: Flow, rule: Middles, room: _Room, found: Found, end: int) -> Found:
    size = room.count[end]
    order = np.empty(size, np.int64)
    pair = room.head[end]
    for place in range(size - 1, -1, -1):
        order[place] = pair
        pair = room.earlier[pair]
    middles, low, high = _best(flow, room, order, rule.spread)
    if middles < rule.least:
        return found
    hops = np.empty(2 * (high - low), np.int32)
    for place in range(low, high):
        hops[2 * (place - low)] = room.near[order[place]]
        hops[2 * (place - low) + 1] = room.far[order[place]]
    return with_shape(found, flow.source[hops[0]], hops, hops.size)


@lean
def _best(flow: Flow, room: _Room, order: Longs, spread: int) -> tuple[int, int, int]:
    """(most middles in one window, where in `order` it begins and ends)."""
    best, low, high = 0, 0, 0
    distinct, begin = 0, 0
    for place in range(order.size):
        hop = room.near[order[place]]
        room.seen[flow.target[hop]] += 1
        distinct += room.seen[flow.target[hop]] == 1
        while flow.at[hop] - flow.at[room.near[order[begin]]] > spread:
            gone = flow.target[room.near[order[begin]]]
            room.seen[gone] -= 1
            distinct -= room.seen[gone] == 0
            begin += 1
        if distinct > best or (distinct == best and begin == low):
            best, low, high = distinct, begin, place + 1
    for place in range(begin, order.size):
        room.seen[flow.target[room.near[order[place]]]] = 0
    return best, low, high
