"""Money that goes on and on, compiled: cycles in time, and chains of hops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.desks.money._compiled import compiled, entry, lean
from jisr.desks.money._kernel import Flow, Found, Ints, Longs, first_after, first_in_after, kept, nothing, with_shape


class Round(NamedTuple):
    """What a cycle is: all of it begins within `window` seconds, it has `least` to `most` hops.

    Each hop is `share` (from, to) of the one before; `share` (0, inf): any. A start is given up after `steps`.
    """

    window: int
    least: int
    most: int
    share: tuple[float, float]
    steps: int


class Links(NamedTuple):
    """What a chain is: the next hop begins at most `gap` seconds after the last moment of the one before.

    It carries `share` of it; no hop lasts longer than `lasts` seconds; a chain has `least` hops or more.
    """

    gap: int
    share: tuple[float, float]
    lasts: int
    least: int


class _Walk(NamedTuple):
    """Where the search stands: the path, the next place to look at of each of its ends, what was in vain.

    `on[a]`: the account is on the path. From account a nothing leads back for who comes at `vain[a]` or later, in the
    search of the start `vain_of[a]`. `state`: (depth, steps so far).
    """

    path: Ints
    next: Longs
    clean: NDArray[np.bool_]
    on: NDArray[np.bool_]
    vain: Longs
    vain_of: Ints
    state: Longs


@entry
def cycles(flow: Flow, rule: Round) -> Found:
    """Every cycle: no account twice, each hop begins after the last moment of the one before. Keys: where it starts."""
    found = nothing()
    accounts = flow.out_at.size - 1
    walk = _Walk(
        np.empty(rule.most + 1, np.int32),
        np.empty(rule.most + 1, np.int64),
        np.empty(rule.most + 1, np.bool_),
        np.zeros(accounts, np.bool_),
        np.empty(accounts, np.int64),
        np.full(accounts, -1, np.int32),
        np.zeros(2, np.int64),
    )
    for account in range(accounts):
        if flow.into_at[account] < flow.into_at[account + 1]:
            found = _from_account(flow, rule, walk, found, account)
    return found


@compiled
def _from_account(flow: Flow, rule: Round, walk: _Walk, found: Found, account: int) -> Found:
    end, late = flow.into_at[account + 1], flow.into_at[account]
    for place in range(flow.out_at[account], flow.out_at[account + 1]):
        root = flow.out[place]
        limit = flow.at[root] + rule.window
        while late < end and flow.at[flow.into[late]] <= limit:
            late += 1
        if late == flow.into_at[account] or flow.target[root] < 0 or flow.target[root] == account:
            continue
        closes = flow.at[flow.into[late - 1]]
        if closes > flow.last[root] and _goes_on(flow, root, closes):
            found = _from_root(flow, rule, walk, found, (root, closes))
    return found


@lean
def _goes_on(flow: Flow, root: int, closes: int) -> bool:
    """Whether anything leaves where the start leads, before the last chance to come back."""
    place = first_after(flow, flow.target[root], flow.last[root])
    return place < flow.out_at[flow.target[root] + 1] and flow.at[flow.out[place]] <= closes


@compiled
def _from_root(flow: Flow, rule: Round, walk: _Walk, found: Found, start: tuple[int, int]) -> Found:
    walk.state[0], walk.state[1] = 0, 0
    _stand(flow, walk, 0, start[0])
    size = _next(flow, rule, walk, start)
    while size > 0:
        found = with_shape(found, flow.source[start[0]], walk.path, size)
        size = _next(flow, rule, walk, start)
    found.count[2] += walk.state[1] > rule.steps
    return found


@lean
def _next(flow: Flow, rule: Round, walk: _Walk, start: tuple[int, int]) -> int:
    """On to the next cycle from this start, which is then `walk.path`; how many hops it has, 0: there is none."""
    root, closes = start
    depth = walk.state[0]
    while depth >= 0:
        node, place = flow.target[walk.path[depth]], walk.next[depth]
        if place >= flow.out_at[node + 1] or flow.at[flow.out[place]] > closes or walk.state[1] > rule.steps:
            _leave(flow, walk, depth, root)
            depth -= 1
            continue
        walk.state[1] += 1
        walk.next[depth] += 1
        onward = flow.out[place]
        if not kept(flow.amount[walk.path[depth]], flow.amount[onward], rule.share):
            walk.clean[depth] = False
        elif flow.target[onward] == flow.source[root]:
            walk.clean[depth] = False
            walk.path[depth + 1] = onward
            walk.state[0] = depth
            if rule.least <= depth + 2 <= rule.most:
                return depth + 2
        elif _may_go(flow, walk, depth, (onward, root, rule.most)):
            depth += 1
            _stand(flow, walk, depth, onward)
    return 0


@lean
def _may_go(flow: Flow, walk: _Walk, depth: int, ahead: tuple[int, int, int]) -> bool:
    """Whether the path can go on over this hop; what only this path forbids makes it unclean."""
    onward, root, most = ahead
    to = flow.target[onward]
    if to < 0:
        return False
    if walk.on[to] or depth + 3 > most:
        walk.clean[depth] = False
        return False
    return not (walk.vain_of[to] == root and flow.last[onward] >= walk.vain[to])


@lean
def _stand(flow: Flow, walk: _Walk, depth: int, hop: int) -> None:
    walk.path[depth] = hop
    walk.next[depth] = first_after(flow, flow.target[hop], flow.last[hop])
    walk.clean[depth] = True
    walk.on[flow.target[hop]] = True


@lean
def _leave(flow: Flow, walk: _Walk, depth: int, root: int) -> None:
    """Back from an account: in vain for all who come later, if nothing but time stood against it."""
    node = flow.target[walk.path[depth]]
    walk.on[node] = False
    if walk.clean[depth]:
        walk.vain[node] = flow.last[walk.path[depth]]
        walk.vain_of[node] = root
    elif depth > 0:
        walk.clean[depth - 1] = False


@entry
def longest(flow: Flow, rule: Links) -> tuple[Ints, Ints]:
    """Of each hop the number of hops of the longest chain that ends with it, and the hop before it there (-1: none).

    A chain does not turn straight back, nor stay on one account.
    """
    size = flow.source.size
    length = np.ones(size, np.int32)
    before = np.full(size, -1, np.int32)
    for hop in range(size):
        account = flow.source[hop]
        if account < 0 or flow.target[hop] < 0 or flow.target[hop] == account:
            continue
        place = first_in_after(flow, account, flow.at[hop] - 1) - 1
        earliest = flow.at[hop] - rule.gap - rule.lasts
        while place >= flow.into_at[account] and flow.at[flow.into[place]] >= earliest:
            one = flow.into[place]
            place -= 1
            if length[one] + 1 > length[hop] and _follows(flow, rule, one, hop):
                length[hop] = length[one] + 1
                before[hop] = one
    return length, before


@lean
def _follows(flow: Flow, rule: Links, one: int, hop: int) -> bool:
    if flow.source[one] in (flow.target[hop], flow.target[one]) or flow.source[one] < 0:
        return False
    wait = flow.at[hop] - flow.last[one]
    return 0 < wait <= rule.gap and kept(flow.amount[one], flow.amount[hop], rule.share)


@entry
def chains(flow: Flow, rule: Links, length: Ints, before: Ints) -> Found:
    """The longest chains, one hop in at most one of them; equal ones: the later end first. Keys: where it starts."""
    found = nothing()
    used = np.zeros(length.size, np.bool_)
    path = np.empty(length.max() if length.size else 1, np.int32)
    ends = np.flatnonzero(length >= rule.least)
    for place in np.argsort(length[ends] * np.int64(length.size) + ends)[::-1]:
        hop, size = ends[place], 0
        while hop >= 0 and not used[hop]:
            path[size] = hop
            size += 1
            hop = before[hop]
        if size >= rule.least:
            used[path[:size]] = True
            found = with_shape(found, flow.source[path[size - 1]], path[:size][::-1].copy(), size)
    return found
