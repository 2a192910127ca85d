"""At most how much can have come, compiled: the largest flow through payments in order of time (Dinic, 1970)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jisr.desks.money._compiled import compiled, entry, lean
from jisr.desks.money._kernel import Ints, Longs

_ENDLESS = np.int64(1) << 60


class _Net(NamedTuple):
    """Edge e leads to `to[e]` and has `room[e]` left; edge e ^ 1 is its way back; `next[e]`: another of its node."""

    to: Ints
    room: Longs
    next: Ints
    head: Ints
    level: Ints
    now: Ints
    count: Longs


@entry
def at_most(ends: tuple[Ints, Ints], amount: Longs, origin: Ints, wanted: int) -> int:
    """The most, in minor units, that can have come from accounts with `origin` > 0 to account `wanted`.

    Payments are in order; money waits at an account as long as it likes, and is spent once. A node is what stands at a
    payee after a payment; it waits there till the next one, and goes on with what the payee pays.
    """
    source, target = ends
    size = source.size
    net = _empty(size + 2, 2 * (2 * size + 2))
    start, goal = size, size + 1
    stands = np.full(origin.size, -1, np.int32)
    for row in range(size):
        payer, payee = source[row], target[row]
        if min(payer, payee) < 0 or payer == payee:
            continue
        if payer == wanted:
            continue
        if origin[payer] > 0:
            _join(net, start, row, amount[row])
        elif stands[payer] >= 0:
            _join(net, stands[payer], row, amount[row])
        else:
            continue
        if payee == wanted:
            _join(net, row, goal, _ENDLESS)
        elif origin[payee] == 0:
            if stands[payee] >= 0:
                _join(net, stands[payee], row, _ENDLESS)
            stands[payee] = row
    total = np.int64(0)
    while _levels(net, start, goal):
        net.now[:] = net.head
        total += _pushed(net, start, goal)
    return total


@compiled
def _empty(nodes: int, edges: int) -> _Net:
    to, room, after = np.empty(edges, np.int32), np.empty(edges, np.int64), np.empty(edges, np.int32)
    head, level, now = np.full(nodes, -1, np.int32), np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    return _Net(to, room, after, head, level, now, np.zeros(1, np.int64))


@lean
def _join(net: _Net, one: int, other: int, room: int) -> None:
    edge = net.count[0]
    net.to[edge], net.room[edge], net.next[edge] = other, room, net.head[one]
    net.head[one] = edge
    net.to[edge + 1], net.room[edge + 1], net.next[edge + 1] = one, 0, net.head[other]
    net.head[other] = edge + 1
    net.count[0] += 2


@compiled
def _levels(net: _Net, start: int, goal: int) -> bool:
    """How far each node is from the start; whether the goal can be reached."""
    net.level[:] = -1
    queue, done, size = np.empty(net.head.size, np.int32), 0, 1
    queue[0] = start
    net.level[start] = 0
    while done < size:
        node = queue[done]
        done += 1
        edge = net.head[node]
        while edge >= 0:
            to = net.to[edge]
            if net.room[edge] > 0 and net.level[to] < 0:
                net.level[to] = net.level[node] + 1
                queue[size] = to
                size += 1
            edge = net.next[edge]
    return net.level[goal] >= 0


@compiled
def _pushed(net: _Net, start: int, goal: int) -> int:
    """What goes through on shortest ways, till none is left."""
    way, depth, node, total = np.empty(net.head.size, np.int32), 0, start, np.int64(0)
    while True:
        if node == goal:
            least = _ENDLESS
            for edge in way[:depth]:
                least = min(least, net.room[edge])
            for edge in way[:depth]:
                net.room[edge] -= least
                net.room[edge ^ 1] += least
            total += least
            depth, node = 0, start
        edge = _onward(net, node)
        if edge >= 0:
            way[depth] = edge
            depth += 1
            node = net.to[edge]
        elif depth == 0:
            return total
        else:
            depth -= 1
            node = net.to[way[depth] ^ 1]
            net.now[node] = net.next[way[depth]]


@lean
def _onward(net: _Net, node: int) -> int:
    edge = net.now[node]
    while edge >= 0 and not (net.room[edge] > 0 and net.level[net.to[edge]] == net.level[node] + 1):
        edge = net.next[edge]
    net.now[node] = edge
    return edge
