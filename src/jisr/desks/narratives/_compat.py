"""What CooRTweet 2.1 says of a log, number by number, and the same with its known defects mended.

*compat*: accounts of fewer than `participation` shares are left out; two shares of one object at most `window` seconds
apart are a pair; a pair stays if one of its accounts has `participation` rows whose post stands in any pair. An edge
counts posts by age, not by side; equal lines of an account's edges are averaged once.
*corrected*: both accounts need `participation` distinct posts in pairs, an edge counts the posts of its own two sides,
every edge of an account is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jisr.desks.narratives._kernel import Floats, Ints, Longs, count_pairs, fill_pairs, sum_runs
from jisr.desks.narratives._shares import Shares, by_object

__all__ = [
    "AccountStats",
    "Edges",
    "Pairs",
    "Setting",
    "account_stats",
    "edges",
    "fast_pairs",
    "object_stats",
    "pairs",
    "stacked",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`window`: seconds; `participation`: shares an account needs; `loops`: keep pairs of one account."""

    window: int = 10
    participation: int = 2
    loops: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of shares: `object`, then of the older and the younger share the account and the post; `delta` seconds."""

    object: Ints
    account: Ints
    account_y: Ints
    content: Ints
    content_y: Ints
    delta: Longs

    def __len__(self) -> int:
        return int(self.delta.size)

    def only(self, rows: NDArray[np.bool_]) -> Pairs:
        """These pairs."""
        return Pairs(
            object=self.object[rows],
            account=self.account[rows],
            account_y=self.account_y[rows],
            content=self.content[rows],
            content_y=self.content_y[rows],
            delta=self.delta[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Two accounts a row, `source` <= `target` by number: how often, how many seconds apart, from how many posts."""

    source: Ints
    target: Ints
    weight: Longs
    delta: Floats
    posts: Longs
    posts_y: Longs

    def __len__(self) -> int:
        return int(self.weight.size)

    @property
    def symmetry(self) -> Floats:
        """The smaller count of posts over the larger: 0 .. 1."""
        made: Floats = np.minimum(self.posts, self.posts_y) / np.maximum(self.posts, self.posts_y)
        return made

    def above(self, quantile: float) -> NDArray[np.bool_]:
        """Which edges weigh more than that quantile of the weights does."""
        if not len(self):
            return np.zeros(0, np.bool_)
        made: NDArray[np.bool_] = self.weight > np.quantile(self.weight, quantile)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStats:
    """An account a row: mean seconds and symmetry over its edges, its distinct posts in pairs."""

    account: Ints
    delta: Floats
    symmetry: Floats
    posts: Longs


def pairs(log: Shares, setting: Setting) -> Pairs:
    """All pairs of a log under a setting. Memory: 8 bytes a pair while they are made, 28 a pair that stays."""
    often = np.bincount(log.account, minlength=log.accounts) >= setting.participation
    ordered, starts, _ = by_object(log.only(often[log.account]))
    size = count_pairs(starts, ordered.at, ordered.account, setting.window, setting.loops)
    older, younger = np.empty(size, np.int32), np.empty(size, np.int32)
    fill_pairs(starts, ordered.at, ordered.account, setting.window, (older, younger))
    paired = np.zeros(log.contents, np.bool_)
    paired[ordered.content[older]] = True
    paired[ordered.content[younger]] = True
    active = _active(log, paired, corrected=setting.corrected) >= setting.participation
    left, right = active[ordered.account[older]], active[ordered.account[younger]]
    stays = left & right if setting.corrected else left | right
    older, younger = older[stays], younger[stays]
    return Pairs(
        object=ordered.object[older],
        account=ordered.account[older],
        account_y=ordered.account[younger],
        content=ordered.content[older],
        content_y=ordered.content[younger],
        delta=ordered.at[younger] - ordered.at[older],
    )


def _active(log: Shares, paired: NDArray[np.bool_], *, corrected: bool) -> Longs:
    """Of each account the rows whose post is in a pair; `corrected`: the posts, each once."""
    rows = paired[log.content]
    if not corrected:
        return np.bincount(log.account[rows], minlength=log.accounts)
    both = np.unique(log.account[rows].astype(np.int64) * max(log.contents, 1) + log.content[rows])
    return np.bincount(both // max(log.contents, 1), minlength=log.accounts)


def stacked(parts: Sequence[Pairs]) -> Pairs:
    """Pairs of several kinds of object taken together: a stack of modes."""
    names = ("object", "account", "account_y", "content", "content_y", "delta")
    return Pairs(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def edges(found: Pairs, *, corrected: bool = False) -> Edges:
    """The pairs of each two accounts taken together."""
    low = np.minimum(found.account, found.account_y)
    high = np.maximum(found.account, found.account_y)
    span = int(high.max(initial=0)) + 1
    key = low.astype(np.int64) * span + high
    order = np.argsort(key, kind="stable")
    key = key[order]
    ends = np.flatnonzero(np.append(key[1:] != key[:-1], True)) + 1 if key.size else np.empty(0, np.int64)
    posts, posts_y = found.content, found.content_y
    if corrected:
        turned = found.account > found.account_y
        posts, posts_y = np.where(turned, posts_y, posts), np.where(turned, posts, posts_y)
    total, left, right = sum_runs(ends, found.delta[order], posts[order], posts_y[order])
    weight = np.diff(ends, prepend=0)
    heads = key[ends - 1]
    return Edges(
        source=(heads // span).astype(np.int32),
        target=(heads % span).astype(np.int32),
        weight=weight,
        delta=total / np.maximum(weight, 1),
        posts=left,
        posts_y=right,
    )


def fast_pairs(found: Pairs, faster: Pairs) -> Pairs:
    """The pairs whose two posts also make a pair of the faster setting, whatever the object was."""
    span = int(max(found.content_y.max(initial=0), faster.content_y.max(initial=0))) + 1
    quick = np.unique(faster.content.astype(np.int64) * span + faster.content_y)
    return found.only(np.isin(found.content.astype(np.int64) * span + found.content_y, quick))


def account_stats(
    network: Edges, found: Pairs, *, corrected: bool = False, only: NDArray[np.bool_] | None = None
) -> AccountStats:
    """Accounts of the edges (those of `only`), in order of their number."""
    taken = np.ones(len(network), np.bool_) if only is None else only
    account = np.concatenate((network.source[taken], network.target[taken]))
    lines = np.column_stack((account, np.tile(network.delta[taken], 2), np.tile(network.symmetry[taken], 2)))
    if not corrected:
        lines = np.unique(lines, axis=0)
    who, place = np.unique(lines[:, 0].astype(np.int32), return_inverse=True)
    number = np.bincount(place, minlength=who.size)
    return AccountStats(
        account=who,
        delta=np.bincount(place, lines[:, 1], minlength=who.size) / np.maximum(number, 1),
        symmetry=np.bincount(place, lines[:, 2], minlength=who.size) / np.maximum(number, 1),
        posts=_posts(found, int(who.max(initial=0)) + 1)[who],
    )


def _posts(found: Pairs, accounts: int) -> Longs:
    account = np.concatenate((found.account, found.account_y)).astype(np.int64)
    content = np.concatenate((found.content, found.content_y))
    span = int(content.max(initial=0)) + 1
    both = np.unique(account * span + content)
    return np.bincount(both // span, minlength=accounts)


def object_stats(found: Pairs, *, corrected: bool = False) -> tuple[Ints, Longs]:
    """(objects, how many accounts made pairs on each); compat: only accounts of the older share are counted."""
    account, object_ = found.account, found.object
    if corrected:
        account, object_ = np.concatenate((account, found.account_y)), np.concatenate((object_, object_))
    span = int(account.max(initial=0)) + 1
    both = np.unique(object_.astype(np.int64) * span + account) // span
    objects, number = np.unique(both, return_counts=True)
    return objects.astype(np.int32), number
