"""What one account does within a window, compiled: bursts of partners, money that passes through, an awakening."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jisr.desks.money._compiled import compiled, entry, lean
from jisr.desks.money._kernel import Flow, Found, Ints, Longs, nothing, with_shape


class Burst(NamedTuple):
    """What a burst is: in `window` seconds hops of `low` <= amount < `high` with `least` partners or more.

    They are `share` or more of all hops of that direction in the window, and `factor` times what the account had in
    such a time before. `inward`: of hops into the account, or out of it.
    """

    window: int
    least: int
    low: int
    high: int
    share: float
    factor: float
    inward: bool


class Through(NamedTuple):
    """What passing through is: of `floor` or more that came in, a `share` goes out within `window` seconds."""

    window: int
    floor: int
    share: tuple[float, float]


class Wake(NamedTuple):
    """What an awakening is: nothing for `still` seconds, then `least` hops or more, of `floor` or more, in `window`."""

    still: int
    window: int
    least: int
    floor: int


class _Seen(NamedTuple):
    """`times[p]`: hops with partner p in the window; `counts`: (partners, hops that count, all hops)."""

    times: Ints
    counts: Longs


@entry
def bursts(flow: Flow, rule: Burst) -> Found:
    """Of each stretch of time in which every window that ends with a hop is a burst: the window with most partners.

    Equal ones: the earliest. Hops: those of the window that count.
    """
    found = nothing()
    accounts = flow.out_at.size - 1
    seen = _Seen(np.zeros(accounts + 1, np.int32), np.zeros(3, np.int64))
    starts, rows = (flow.into_at, flow.into) if rule.inward else (flow.out_at, flow.out)
    for account in range(accounts):
        if starts[account + 1] - starts[account] >= rule.least:
            found = _of_account(flow, rule, seen, found, (account, rows[starts[account] : starts[account + 1]]))
    return found


@lean
def _counts(flow: Flow, rule: Burst, hop: int) -> bool:
    return rule.low <= flow.amount[hop] < rule.high and flow.source[hop] != flow.target[hop]


@lean
def _moved(flow: Flow, rule: Burst, seen: _Seen, hop: int, step: int) -> None:
    """The hop comes into the window (1) or leaves it (-1)."""
    seen.counts[2] += step
    if _counts(flow, rule, hop):
        partner = flow.source[hop] if rule.inward else flow.target[hop]
        before = seen.times[partner]
        seen.times[partner] = before + step
        seen.counts[0] += step * (before + min(step, 0) == 0)
        seen.counts[1] += step


@compiled
def _of_account(flow: Flow, rule: Burst, seen: _Seen, found: Found, which: tuple[int, Ints]) -> Found:
    account, run = which
    begin, best, low, high = 0, 0, 0, 0
    for place in range(run.size):
        _moved(flow, rule, seen, run[place], 1)
        while flow.at[run[place]] - flow.at[run[begin]] >= rule.window:
            _moved(flow, rule, seen, run[begin], -1)
            begin += 1
        if _bursting(flow, rule, seen, (run, begin)):
            if seen.counts[0] > best:
                best, low, high = seen.counts[0], begin, place + 1
        elif best:
            found = _window(flow, rule, found, (account, run[low:high]))
            best = 0
    if best:
        found = _window(flow, rule, found, (account, run[low:high]))
    for place in range(begin, run.size):
        _moved(flow, rule, seen, run[place], -1)
    return found


@lean
def _bursting(flow: Flow, rule: Burst, seen: _Seen, which: tuple[Ints, int]) -> bool:
    run, begin = which
    partners, counting, hops = seen.counts
    if partners < rule.least or counting < rule.share * hops:
        return False
    before = flow.at[run[begin]] - flow.at[run[0]]
    return hops * before >= rule.factor * begin * rule.window


@compiled
def _window(flow: Flow, rule: Burst, found: Found, which: tuple[int, Ints]) -> Found:
    account, run = which
    hops, size = np.empty(run.size, np.int32), 0
    for hop in run:
        if _counts(flow, rule, hop):
            hops[size] = hop
            size += 1
    return with_shape(found, account, hops, size)


@lean
def both_ways(flow: Flow, account: int, room: Ints) -> int:
    """All hops of the account, in and out, in order, a self-transfer once, into `room`; how many."""
    one, other = flow.out_at[account], flow.into_at[account]
    size = 0
    while one < flow.out_at[account + 1] or other < flow.into_at[account + 1]:
        if other >= flow.into_at[account + 1]:
            hop = flow.out[one]
        elif one >= flow.out_at[account + 1]:
            hop = flow.into[other]
        else:
            hop = min(flow.out[one], flow.into[other])
        one += one < flow.out_at[account + 1] and flow.out[one] == hop
        other += other < flow.into_at[account + 1] and flow.into[other] == hop
        room[size] = hop
        size += 1
    return size


@lean
def most_hops(flow: Flow) -> int:
    """The most hops, in and out, that one account has."""
    most = 0
    for account in range(flow.out_at.size - 1):
        out = flow.out_at[account + 1] - flow.out_at[account]
        most = max(most, out + flow.into_at[account + 1] - flow.into_at[account])
    return most


@entry
def awakenings(flow: Flow, rule: Wake) -> Found:
    """Each hop after a silence with what follows it within the window."""
    found = nothing()
    room = np.empty(most_hops(flow), np.int32)
    for account in range(flow.out_at.size - 1):
        size = both_ways(flow, account, room)
        for place in range(1, size):
            if flow.at[room[place]] - flow.last[room[place - 1]] < rule.still:
                continue
            end, total = place, 0
            while end < size and flow.at[room[end]] - flow.at[room[place]] < rule.window:
                total += flow.amount[room[end]]
                end += 1
            if end - place >= rule.least and total >= rule.floor:
                found = with_shape(found, account, room[place:end].copy(), end - place)
    return found


@entry
def passing_through(flow: Flow, rule: Through) -> Found:
    """From each hop in, the window after it, if what goes out in it is the share; then on after that window."""
    found = nothing()
    room = np.empty(most_hops(flow), np.int32)
    for account in range(flow.out_at.size - 1):
        size = both_ways(flow, account, room)
        sums = np.zeros(2, np.int64)
        place, end = 0, 0
        while place < size:
            while end < size and flow.at[room[end]] - flow.at[room[place]] < rule.window:
                _add(flow, sums, account, room[end], 1)
                end += 1
            starts = flow.target[room[place]] == account != flow.source[room[place]]
            matched = starts and sums[0] >= rule.floor and _share(sums, rule.share)
            if matched:
                found = with_shape(found, account, room[place:end].copy(), end - place)
            stop = end if matched else place + 1
            while place < stop:
                _add(flow, sums, account, room[place], -1)
                place += 1
    return found


@lean
def _share(sums: Longs, share: tuple[float, float]) -> bool:
    return share[0] * sums[0] <= sums[1] <= share[1] * sums[0]


@lean
def _add(flow: Flow, sums: Longs, account: int, hop: int, sign: int) -> None:
    """What comes into the account, and what leaves it; a self-transfer is neither."""
    if flow.source[hop] != flow.target[hop]:
        sums[int(flow.source[hop] == account)] += sign * flow.amount[hop]
