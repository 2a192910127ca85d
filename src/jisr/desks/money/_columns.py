"""Payments as columns in order of time, and hops: parallel payments taken together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jisr.desks.money._kernel import Flow, Ints, Longs, gathered, parallel, runs
from jisr.errors import WrongUse

__all__ = ["Hops", "Payments", "hops", "payments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """Payments in order of time; of equal times in the order given.

    `source`, `target`: int32, the account's number, -1: not known or none (cash). `at`: int64, seconds of UTC since
    1970. `amount`: int64, minor units of one currency, 0 or more. `given`: where each stood in what was given.
    """

    source: Ints
    target: Ints
    at: Longs
    amount: Longs
    given: NDArray[np.int64]
    accounts: int

    def __len__(self) -> int:
        return int(self.source.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hops:
    """The payments taken together where they are parallel; `hop[p]`: the hop that payment p belongs to."""

    payments: Payments
    flow: Flow
    hop: Ints
    lasts: int

    def members(self, wanted: Ints) -> NDArray[np.int64]:
        """The payments of these hops, in order of time."""
        if self.hop.size == self.flow.source.size:
            return np.sort(wanted).astype(np.int64)
        low = np.searchsorted(self.payments.at, self.flow.at[wanted].min()) if wanted.size else 0
        high = np.searchsorted(self.payments.at, self.flow.last[wanted].max(), "right") if wanted.size else 0
        return low + np.flatnonzero(np.isin(self.hop[low:high], wanted))


def payments(source: NDArray[np.integer], target: NDArray[np.integer], at: Longs, amount: Longs) -> Payments:
    """The columns, of one length, put in order. Raises WrongUse where lengths differ or an amount is below zero."""
    sizes = {source.size, target.size, at.size, amount.size}
    if len(sizes) != 1:
        raise WrongUse("The columns of payments have different lengths.", lengths=str(sorted(sizes)))
    if amount.size and amount.min() < 0:
        raise WrongUse("An amount is below zero; turn the payment round instead.", row=str(int(np.argmin(amount))))
    at = at.astype(np.int64, copy=False)
    given: NDArray[np.int64]
    if at.size and np.any(at[1:] < at[:-1]):
        given = np.argsort(at, kind="stable")
        source, target, at, amount = source[given], target[given], at[given], amount[given]
    else:
        given = np.arange(at.size)
    return Payments(
        source=source.astype(np.int32, copy=False),
        target=target.astype(np.int32, copy=False),
        at=at,
        amount=amount.astype(np.int64, copy=False),
        given=given,
        accounts=int(max(source.max(initial=-1), target.max(initial=-1))) + 1,
    )


def hops(paid: Payments, *, within: int | None = None) -> Hops:
    """Payments between the same two accounts at most `within` seconds after the first of them are one hop.

    None: each payment is a hop of its own. The hop has the sum, and lasts from the first payment to the last.
    """
    source, target, at, last, amount = paid.source, paid.target, paid.at, paid.at, paid.amount
    hop = np.arange(0, dtype=np.int32)
    if within is None:
        hop = np.arange(len(paid), dtype=np.int32)
    else:
        first = parallel((source, target), at, runs(source, paid.accounts), within)
        hop, head, last, amount = gathered(first, at, amount)
        source, target, at = source[head], target[head], at[head]
    out_at, out = runs(source, paid.accounts)
    into_at, into = runs(target, paid.accounts)
    flow = Flow(source, target, at, last, amount, out_at, out, into_at, into)
    return Hops(payments=paid, flow=flow, hop=hop, lasts=within or 0)
