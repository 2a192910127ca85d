"""Tracing: what of a payment, or of a balance, can have come from the accounts named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jisr.desks.money._columns import Payments
from jisr.desks.money._kernel import Ints, Longs
from jisr.desks.money._kernel_flow import at_most
from jisr.desks.money._kernel_trace import Limits, Parts, by_share, by_touch, first_in_first_out
from jisr.errors import WrongUse

__all__ = ["METHODS", "Piece", "Sums", "Trace", "most_that_came", "parts", "trace", "turned"]

METHODS: Final = ("fifo", "haircut", "poison")
"""First in, first out by origin; by share of the balance; all that was touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Of payment number `payment` so much (minor units) came from account `origin`, over `depth` payments.

    Only `fifo` tells origins and depths apart; else `origin` is -1 and `depth` 0.
    """

    payment: int
    origin: int
    depth: int
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Where the money of the origins is at the end, in minor units: `paid` is the sum of the others (fifo).

    `held`: with accounts; `returned`: to an origin; `left`: to no account (cash); `cut`: not followed, by the limits.
    """

    paid: float
    held: float
    returned: float
    left: float
    cut: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The pieces in order of time, what each account holds of it at the end, and the sums."""

    method: str
    pieces: tuple[Piece, ...]
    held: Mapping[int, float]
    sums: Sums


def trace(
    paid: Payments, origins: Sequence[int], *, method: str = "fifo", least: int = 1, most: int = 1_000_000
) -> Trace:
    """Follow what `origins` (accounts) pay: pieces of `least` minor units or more, over `most` payments at most.

    `least` and `most` bind `fifo`; the others use them to show less. Raises WrongUse for a method that is not known.
    """
    if method not in METHODS:
        raise WrongUse(f"No method is called {method!r}; there are {', '.join(METHODS)}.", method=method)
    if method == "fifo":
        return _fifo(paid, origins, least, most)
    number = _numbered(paid, origins)
    ends = paid.source, paid.target
    if method == "haircut":
        carried, held = by_share(ends, paid.amount, number)
        return _spread(paid, number, carried, (method, _held(held)), least)
    poisoned, touched = by_touch(ends, paid.amount, number)
    into = np.bincount(paid.target[poisoned > 0].clip(0), poisoned[poisoned > 0], paid.accounts)
    return _spread(paid, number, poisoned, (method, _held(np.where(touched & (number == 0), into, 0.0))), least)


def most_that_came(paid: Payments, origins: Sequence[int], wanted: int) -> int:
    """At most how much (minor units) of what `wanted` received can have come from `origins`: the largest flow in time.

    Money waits at an account as long as it likes and is spent once; nothing is known of what an account had before.
    """
    return int(at_most((paid.source, paid.target), paid.amount, _numbered(paid, origins), wanted))


def turned(paid: Payments) -> Payments:
    """The same payments seen from the end: time runs back and payees pay. A trace of it asks where money came from."""
    return Payments(
        source=paid.target[::-1].copy(),
        target=paid.source[::-1].copy(),
        at=-paid.at[::-1],
        amount=paid.amount[::-1].copy(),
        given=paid.given[::-1].copy(),
        accounts=paid.accounts,
    )


def _numbered(paid: Payments, origins: Sequence[int]) -> Ints:
    number = np.zeros(paid.accounts, np.int32)
    for place, origin in enumerate(origins):
        if not 0 <= origin < paid.accounts:
            raise WrongUse("No payment has this account.", account=str(origin))
        number[origin] = place + 1
    return number


def parts(paid: Payments, origins: Sequence[int], *, least: int = 1, most: int = 1_000_000) -> Parts:
    """First in, first out as columns: what `trace` makes values of."""
    ends = paid.source, paid.target
    return first_in_first_out(ends, paid.amount, _numbered(paid, origins), Limits(least, most))


def _fifo(paid: Payments, origins: Sequence[int], least: int, most: int) -> Trace:
    made = parts(paid, origins, least=least, most=most)
    columns = (made.payment.tolist(), made.origin.tolist(), made.depth.tolist(), made.amount.tolist())
    pieces = tuple(
        Piece(payment=row, origin=origins[origin - 1], depth=depth, amount=amount)
        for row, origin, depth, amount in zip(*columns, strict=True)
    )
    who, _, much = made.held
    held: Longs = np.zeros(paid.accounts, np.int64)
    np.add.at(held, who, much)
    sums = [float(one) for one in made.sums[:, 1:].sum(axis=1)]
    named = Sums(paid=sums[0], held=sums[1], returned=sums[2], left=sums[3], cut=sums[4])
    return Trace(method="fifo", pieces=pieces, held=_held(held), sums=named)


def _held(much: NDArray[np.float64] | Longs) -> dict[int, float]:
    return {int(account): float(much[account]) for account in np.flatnonzero(much)}


def _spread(
    paid: Payments, number: Ints, carried: NDArray[np.float64] | Longs, said: tuple[str, dict[int, float]], least: int
) -> Trace:
    method, held = said
    shown = np.flatnonzero(carried >= least)
    pieces = tuple(Piece(payment=int(row), origin=-1, depth=0, amount=float(carried[row])) for row in shown)
    listed = np.append(number, 0) > 0
    sums = Sums(
        paid=float(carried[listed[paid.source]].sum()),
        held=sum(held.values()),
        returned=float(carried[listed[paid.target]].sum()),
        left=float(carried[paid.target < 0].sum()),
        cut=0.0,
    )
    return Trace(method=method, pieces=pieces, held=held, sums=sums)
