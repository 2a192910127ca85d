"""Where listed money goes, compiled: first in, first out by origin; by share of the balance; by touch."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.desks.money._compiled import compiled, entry, lean
from jisr.desks.money._kernel import Ints, Longs


class Limits(NamedTuple):
    """How far is followed: parts of `least` minor units or more, over at most `most` payments."""

    least: int
    most: int


class Parts(NamedTuple):
    """Part k: `amount[k]` minor units of payment `payment[k]` are of `origin[k]`, at step `depth[k]`.

    `held[a, o]`: of what account a has at the end, so much is of origin o. `sums`, by origin (0: of no listed account):
    what left the listed account, what lies with accounts, came to a listed account, went to no account, was cut.
    """

    payment: Ints
    origin: Ints
    depth: Ints
    amount: Longs
    held: tuple[Ints, Ints, Longs]
    sums: NDArray[np.int64]


class _Lots(NamedTuple):
    """Lots of money, a queue an account: `head`, `tail` by account, the others by lot; `free`: (lots, first free)."""

    origin: Ints
    depth: Ints
    amount: Longs
    next: Ints
    head: Ints
    tail: Ints
    free: Longs


class _Out(NamedTuple):
    payment: Ints
    origin: Ints
    depth: Ints
    amount: Longs
    count: Longs


@entry
def first_in_first_out(ends: tuple[Ints, Ints], amount: Longs, origin: Ints, limits: Limits) -> Parts:
    """Follow the money of the accounts with `origin[account]` > 0 through payments in order of time.

    What such an account pays is of its origin, whole. Others pay with what came first; what they pay beyond all that
    is known to have come is of origin 0, as is money of no account. To itself an account pays nothing.
    """
    source, target = ends
    lots = _no_lots(origin.size)
    out = _Out(
        np.empty(1024, np.int32),
        np.empty(1024, np.int32),
        np.empty(1024, np.int32),
        np.empty(1024, np.int64),
        np.zeros(1, np.int64),
    )
    sums = np.zeros((5, origin.max() + 1 if origin.size else 1), np.int64)
    for row in range(source.size):
        payer, payee = source[row], target[row]
        if payer == payee and payer >= 0:
            continue
        paid = (row, payer, payee)
        if payer < 0 or origin[payer] > 0:
            listed = 0 if payer < 0 else origin[payer]
            sums[0, listed] += amount[row]
            if _full(lots, out):
                lots, out = _with_room(lots, out)
            _hand(lots, out, (paid, listed, 0, amount[row]), (origin, sums), limits)
            continue
        owed = amount[row]
        while owed > 0 and lots.head[payer] >= 0:
            lot = lots.head[payer]
            part = min(owed, lots.amount[lot])
            piece = (paid, lots.origin[lot], lots.depth[lot], part)
            if _full(lots, out):
                lots, out = _with_room(lots, out)
            _hand(lots, out, piece, (origin, sums), limits)
            owed -= part
            _use(lots, payer, part)
        if owed > 0:
            sums[0, 0] += owed
            if _full(lots, out):
                lots, out = _with_room(lots, out)
            _hand(lots, out, (paid, 0, 0, owed), (origin, sums), limits)
    size = out.count[0]
    held = _held(lots, origin.size, sums)
    return Parts(out.payment[:size], out.origin[:size], out.depth[:size], out.amount[:size], held, sums)


@compiled
def _no_lots(accounts: int) -> _Lots:
    size = 1024
    empty = np.full(accounts, -1, np.int32), np.full(accounts, -1, np.int32)
    made = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int64), np.empty(size, np.int32)
    return _Lots(made[0], made[1], made[2], made[3], empty[0], empty[1], np.array([0, -1], np.int64))


@lean
def _use(lots: _Lots, account: int, part: int) -> None:
    """Take it from the first lot of the queue; an empty lot is free for another."""
    lot = lots.head[account]
    lots.amount[lot] -= part
    if lots.amount[lot] == 0:
        lots.head[account] = lots.next[lot]
        if lots.next[lot] < 0:
            lots.tail[account] = -1
        lots.next[lot] = lots.free[1]
        lots.free[1] = lot


@lean
def _full(lots: _Lots, out: _Out) -> bool:
    return (lots.free[1] < 0 and lots.free[0] == lots.origin.size) or out.count[0] == out.payment.size


@compiled
def _with_room(lots: _Lots, out: _Out) -> tuple[_Lots, _Out]:
    """With room for one lot and one part more."""
    if lots.free[1] < 0 and lots.free[0] == lots.origin.size:
        lots = _more_lots(lots)
    if out.count[0] == out.payment.size:
        wide = _double(out.payment), _double(out.origin), _double(out.depth), _double(out.amount)
        out = _Out(wide[0], wide[1], wide[2], wide[3], out.count)
    return lots, out


@lean
def _hand(
    lots: _Lots, out: _Out, piece: tuple[tuple[int, int, int], int, int, int], book: tuple[Ints, Longs], limits: Limits
) -> None:
    """A part of a payment goes from hand to hand, and is written down if it is of a listed origin."""
    (row, _, payee), listed, depth, part = piece
    origin, sums = book
    if part == 0:
        return
    if listed > 0 and (part < limits.least or depth >= limits.most):
        sums[4, listed] += part
        sums[0, 0] += part
        listed, depth = 0, -1
    if listed > 0:
        size = out.count[0]
        out.payment[size], out.origin[size], out.depth[size], out.amount[size] = row, listed, depth + 1, part
        out.count[0] += 1
    if payee < 0:
        sums[3, listed] += part
    elif origin[payee] > 0:
        sums[2, listed] += part
    else:
        _put(lots, payee, (listed, depth + 1 if listed > 0 else 0, part))


@lean
def _put(lots: _Lots, account: int, made: tuple[int, int, int]) -> None:
    """At the end of the account's queue; one lot with what is there already if it is of the same origin and depth."""
    listed, depth, part = made
    last = lots.tail[account]
    if last >= 0 and lots.origin[last] == listed and lots.depth[last] == depth:
        lots.amount[last] += part
        return
    lot = lots.free[1]
    if lot >= 0:
        lots.free[1] = lots.next[lot]
    else:
        lot = lots.free[0]
        lots.free[0] += 1
    lots.origin[lot], lots.depth[lot], lots.amount[lot], lots.next[lot] = listed, depth, part, -1
    if last >= 0:
        lots.next[last] = lot
    else:
        lots.head[account] = lot
    lots.tail[account] = lot


@compiled
def _double(array: Any) -> Any:
    wide = np.empty(2 * array.size, array.dtype)
    wide[: array.size] = array
    return wide


@compiled
def _more_lots(lots: _Lots) -> _Lots:
    wide = _double(lots.origin), _double(lots.depth), _double(lots.amount), _double(lots.next)
    return _Lots(wide[0], wide[1], wide[2], wide[3], lots.head, lots.tail, lots.free)


@compiled
def _held(lots: _Lots, accounts: int, sums: NDArray[np.int64]) -> tuple[Ints, Ints, Longs]:
    """(account, origin, amount) of every lot of a listed origin that lies somewhere at the end."""
    count = 0
    for account in range(accounts):
        lot = lots.head[account]
        while lot >= 0:
            sums[1, lots.origin[lot]] += lots.amount[lot]
            count += lots.origin[lot] > 0
            lot = lots.next[lot]
    who, what, much = np.empty(count, np.int32), np.empty(count, np.int32), np.empty(count, np.int64)
    count = 0
    for account in range(accounts):
        lot = lots.head[account]
        while lot >= 0:
            if lots.origin[lot] > 0:
                who[count], what[count], much[count] = account, lots.origin[lot], lots.amount[lot]
                count += 1
            lot = lots.next[lot]
    return who, what, much


@entry
def by_share(ends: tuple[Ints, Ints], amount: Longs, origin: Ints) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Haircut: each payment carries the share of listed money that its payer's balance has; (by payment, held)."""
    source, target = ends
    balance, taint = np.zeros(origin.size, np.float64), np.zeros(origin.size, np.float64)
    carried = np.zeros(source.size, np.float64)
    for row in range(source.size):
        payer, payee, much = source[row], target[row], float(amount[row])
        if payer == payee or much == 0:
            continue
        part = 0.0
        if payer >= 0 and origin[payer] > 0:
            part = much
        elif payer >= 0:
            has = max(balance[payer], much)
            part = taint[payer] * (much / has)
            taint[payer] -= part
            balance[payer] = has - much
        carried[row] = part
        if payee >= 0:
            balance[payee] += much
            taint[payee] += part
    return carried, taint


@entry
def by_touch(ends: tuple[Ints, Ints], amount: Longs, origin: Ints) -> tuple[Longs, NDArray[np.bool_]]:
    """Poison: once listed money came to an account, all it pays is listed money; (by payment, which accounts)."""
    source, target = ends
    touched = origin > 0
    carried = np.zeros(source.size, np.int64)
    for row in range(source.size):
        payer, payee = source[row], target[row]
        if payer < 0 or payer == payee or not touched[payer] or amount[row] == 0:
            continue
        carried[row] = amount[row]
        if payee >= 0:
            touched[payee] = True
    return carried, touched
