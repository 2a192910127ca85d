"""Shares as columns: who shared what in which post, and when; in order of object and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jisr.desks.narratives._kernel import Ints, Longs
from jisr.errors import WrongUse

__all__ = ["Shares", "by_object", "numbered", "shares"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Rows in the order given. `object`, `account`, `content`: int32, numbered by first appearance; `at`: seconds."""

    object: Ints
    account: Ints
    content: Ints
    at: Longs
    objects: int
    accounts: int
    contents: int

    def __len__(self) -> int:
        return int(self.at.size)

    def only(self, rows: NDArray[np.bool_] | Longs) -> Shares:
        """These rows, under the same numbers."""
        return Shares(
            object=self.object[rows],
            account=self.account[rows],
            content=self.content[rows],
            at=self.at[rows],
            objects=self.objects,
            accounts=self.accounts,
            contents=self.contents,
        )


def shares(object_: Ints, account: Ints, content: Ints, at: Longs) -> Shares:
    """The columns, of one length. Raises WrongUse where lengths differ or a number is below zero."""
    if len({object_.size, account.size, content.size, at.size}) != 1:
        raise WrongUse("The columns of shares have different lengths.")
    if at.size and min(object_.min(), account.min(), content.min()) < 0:
        raise WrongUse("An object, account or post of a share has no number.")
    return Shares(
        object=object_.astype(np.int32, copy=False),
        account=account.astype(np.int32, copy=False),
        content=content.astype(np.int32, copy=False),
        at=at.astype(np.int64, copy=False),
        objects=int(object_.max(initial=-1)) + 1,
        accounts=int(account.max(initial=-1)) + 1,
        contents=int(content.max(initial=-1)) + 1,
    )


def numbered(values: Sequence[str], known: dict[str, int]) -> Ints:
    """A number a value, by first appearance; `known` is added to."""
    made = np.empty(len(values), np.int32)
    for place, value in enumerate(values):
        made[place] = known.setdefault(value, len(known))
    return made


def by_object(log: Shares) -> tuple[Shares, Longs, Longs]:
    """(the rows by object and time; where each object begins; where each row was given).

    Of equal times the account that came first in the log comes first, as in CooRTweet.
    """
    first = np.full(log.accounts, len(log), np.int64)
    np.minimum.at(first, log.account, np.arange(len(log)))
    order = np.lexsort((first[log.account], log.at, log.object))
    ordered = log.only(order)
    starts = np.searchsorted(ordered.object, np.arange(log.objects + 1))
    return ordered, starts.astype(np.int64), order.astype(np.int64)
