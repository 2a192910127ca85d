"""Gather-scatter, compiled: many pay one account, then it pays many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jisr.desks.money._compiled import compiled, entry, lean
from jisr.desks.money._kernel import Flow, Found, Ints, Longs, nothing, with_shape


class Hub(NamedTuple):
    """What gather-scatter is: `least` payers or more in the `window` seconds before a hop out.

    And `least` payees or more in those from it; what goes out is `share` (from, to) of what came in.
    """

    window: int
    least: int
    share: tuple[float, float]


class _Side(NamedTuple):
    """One direction's window: its hops, `times[p]` with partner p, `now`: (begin, end, partners, sum)."""

    run: Ints
    partner: Ints
    times: Ints
    now: Longs


@entry
def gather_scatter(flow: Flow, rule: Hub) -> Found:
    """Of the hops out that begin such a scatter, within one window the one with most partners on its poorer side.

    Equal ones: the earliest. Then on after the window that begins with it. Hops: first those in, then those out.
    """
    found = nothing()
    accounts = flow.out_at.size - 1
    times = (np.zeros(accounts + 1, np.int32), np.zeros(accounts + 1, np.int32))
    for account in range(accounts):
        into = flow.into[flow.into_at[account] : flow.into_at[account + 1]]
        out = flow.out[flow.out_at[account] : flow.out_at[account + 1]]
        if min(into.size, out.size) < rule.least:
            continue
        gather = _Side(into, flow.source, times[0], np.zeros(4, np.int64))
        scatter = _Side(out, flow.target, times[1], np.zeros(4, np.int64))
        found = _of_account(flow, rule, found, account, (gather, scatter))
    return found


@compiled
def _of_account(flow: Flow, rule: Hub, found: Found, account: int, sides: tuple[_Side, _Side]) -> Found:
    gather, scatter = sides
    best, split, skip = 0, 0, np.int64(-1) << 62
    for hop in scatter.run:
        moment = flow.at[hop]
        if best and moment > split + rule.window:
            found = _shape(flow, found, account, sides, (split, rule.window))
            best, skip = 0, split + rule.window
        if moment < skip:
            continue
        _slide(flow, gather, moment - rule.window, moment)
        _slide(flow, scatter, moment, moment + rule.window)
        fewer = min(gather.now[2], scatter.now[2])
        fits = rule.share[0] * gather.now[3] <= scatter.now[3] <= rule.share[1] * gather.now[3]
        if fits and fewer >= rule.least and fewer > best:
            best, split = fewer, moment
    if best:
        found = _shape(flow, found, account, sides, (split, rule.window))
    for side in sides:
        _slide(flow, side, np.int64(1) << 62, np.int64(1) << 62)
    return found


@lean
def _slide(flow: Flow, side: _Side, begin: int, end: int) -> None:
    """The window becomes begin <= moment < end; it only ever moves on."""
    while side.now[1] < side.run.size and flow.at[side.run[side.now[1]]] < end:
        _count(flow, side, side.run[side.now[1]], 1)
        side.now[1] += 1
    while side.now[0] < side.now[1] and flow.at[side.run[side.now[0]]] < begin:
        _count(flow, side, side.run[side.now[0]], -1)
        side.now[0] += 1


@lean
def _count(flow: Flow, side: _Side, hop: int, step: int) -> None:
    if flow.source[hop] == flow.target[hop]:
        return
    partner = side.partner[hop]
    before = side.times[partner]
    side.times[partner] = before + step
    side.now[2] += step * (before + min(step, 0) == 0)
    side.now[3] += step * flow.amount[hop]


@compiled
def _shape(flow: Flow, found: Found, account: int, sides: tuple[_Side, _Side], when: tuple[int, int]) -> Found:
    split, window = when
    hops = np.empty(sides[0].run.size + sides[1].run.size, np.int32)
    size = 0
    for hop in sides[0].run:
        if split - window <= flow.at[hop] < split and flow.source[hop] != account:
            hops[size] = hop
            size += 1
    for hop in sides[1].run:
        if split <= flow.at[hop] < split + window and flow.target[hop] != account:
            hops[size] = hop
            size += 1
    return with_shape(found, account, hops, size)
