"""Which accounts share the same things together more than chance would have them, and how sure that is.

Two questions, each against its own shuffle of this very log, run with the same code. *Who*: do two accounts meet on
more, and rarer, things than when accounts are exchanged within each hour?  *When*: of those that do, do they share
nearer in time than when times are exchanged within each object?  A pair is told only if it beats the best of every
shuffle in both. By exchangeability a log that is itself such a shuffle gives any pair at all with a probability of at
most 1 / (shuffles + 1). Around told pairs a group grows by weaker ones; where none is told, nothing grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jisr.desks.narratives._kernel import Floats, Ints, Longs
from jisr.desks.narratives._kernel_chance import closeness, exchanged, gaps, meetings, near_shares, strangeness
from jisr.desks.narratives._shares import Shares

__all__ = ["Chance", "Told", "Trial", "against_chance"]

_HOUR = 3600
_LOOSER = 0.5  # of the bar: how strange a pair around told ones must be


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a log is tested. `windows`: seconds; `budget`: meetings looked at, so that a popular thing costs no more.

    `shuffles`: of each kind; `grows`: how improbable, -ln, a pair around told ones must be.
    """

    windows: tuple[int, ...] = (5, 20, 60, 300)
    shuffles: int = 39
    rank: int = 100
    budget: int = 4_000_000
    grows: float = 6.0
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What the shuffles did: the best of each by *who* (accounts exchanged) and by *when* (times exchanged)."""

    bar: float
    who: Floats
    when: Floats
    candidates: int
    objects: int
    objects_left_out: int

    @property
    def level(self) -> float:
        """The probability, at most, of telling any pair in a log that chance made."""
        return 1.0 / (min(self.who.size, self.when.size) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Pairs told, a row each: how strange who (-ln p), how near when (-ln p), in which window, how often.

    `strong`: it alone beats every shuffle; else it was added to a group that others had shown. `enough`: there were
    candidates to test; False: the log cannot tell.
    """

    source: Ints
    target: Ints
    who: Floats
    when: Floats
    window: Longs
    near: Ints
    met: Ints
    strong: NDArray[np.bool_]
    chance: Chance
    enough: bool

    def __len__(self) -> int:
        return int(self.source.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """Who met whom on what: a pair a run of meetings that ends before `ends`, things rarest first."""

    low: Ints
    high: Ints
    ends: Longs
    objects: Ints
    strange: Floats


def against_chance(log: Shares, trial: Trial) -> Told:
    """Test a log. Deterministic for a log and a trial."""
    log = _once_a_post(log)
    used = _within_budget(log, trial.budget)
    met = _met(log.object, log, used)
    others = list(_exchanged_accounts(log, used, trial))
    bar = float(np.mean([_nth(one.strange, trial.rank) for _, one in others]))
    kept = _above(met, bar * _LOOSER)
    sure = kept.strange > bar
    meetings_ = _placed(log, kept, trial)
    near_by, which, near = meetings_.told(meetings_.at)
    when = np.zeros(trial.shuffles)
    for number in range(trial.shuffles):
        times = exchanged(meetings_.at, meetings_.starts, trial.seed + number)
        when[number] = meetings_.told(times)[0][sure].max(initial=0.0)
    who = np.array([_nearest(other, _above(one, bar), trial) for other, one in others])
    strong = sure & (near_by > max(when.max(initial=0.0), who.max(initial=0.0)))
    rows = _grown(kept, strong, near_by >= trial.grows)
    shared = np.bincount(log.object, minlength=log.objects) > 1
    chance = Chance(
        bar=bar,
        who=who,
        when=when,
        candidates=int(sure.sum()),
        objects=int((used & shared).sum()),
        objects_left_out=int((~used & shared).sum()),
    )
    return Told(
        source=kept.low[rows],
        target=kept.high[rows],
        who=kept.strange[rows],
        when=near_by[rows],
        window=np.array(trial.windows, np.int64)[which[rows]],
        near=near[rows],
        met=np.diff(kept.ends, prepend=0).astype(np.int32)[rows],
        strong=strong[rows],
        chance=chance,
        enough=bool(met.low.size),
    )


def _nth(values: Floats, rank: int) -> float:
    return float(np.sort(values)[-rank]) if values.size >= rank else 0.0


def _nearest(log: Shares, kept: _Met, trial: Trial) -> float:
    placed = _placed(log, kept, trial)
    return float(placed.told(placed.at)[0].max(initial=0.0))


def _once_a_post(log: Shares) -> Shares:
    """Each post with the rarest thing it shares: its other things come at the same moment, and are no news."""
    order = np.argsort(np.bincount(log.object, minlength=log.objects)[log.object], kind="stable")
    _, first = np.unique(log.content[order], return_index=True)
    return log.only(np.sort(order[first]).astype(np.int64))


def _within_budget(log: Shares, budget: int) -> NDArray[np.bool_]:
    """The objects looked at: the rarest, until their meetings fill the budget."""
    rows = np.bincount(log.object, minlength=log.objects)
    order = np.argsort(rows, kind="stable")
    made = np.zeros(log.objects, np.bool_)
    made[order[np.cumsum(rows[order] * (rows[order] - 1) // 2) <= budget]] = True
    return made


def _met(object_: Ints, log: Shares, used: NDArray[np.bool_]) -> _Met:
    """Pairs that meet on two things or more."""
    account = log.account
    sizes = np.bincount(object_, minlength=log.objects)
    order = np.argsort(sizes, kind="stable")
    rank = np.empty(log.objects, np.int64)
    rank[order] = np.arange(log.objects)
    rows = used[object_]
    both = np.unique(rank[object_[rows]] * log.accounts + account[rows])
    block, who = both // max(log.accounts, 1), (both % max(log.accounts, 1)).astype(np.int32)
    starts = np.searchsorted(block, np.arange(log.objects + 1)).astype(np.int64)
    keys, blocks = _together(*meetings(starts, who, log.accounts), log)
    total = float(max(both.size, 1))
    ranked = sizes[order]
    summed = np.cumsum((ranked / total) ** 2)
    rarity = summed[np.searchsorted(ranked, ranked, "right") - 1]
    often = np.bincount(who, minlength=log.accounts).astype(np.float64)
    ends = np.flatnonzero(np.append(np.diff(keys) != 0, keys.size > 0)).astype(np.int64) + 1
    low, high = keys[ends - 1] // max(log.accounts, 1), keys[ends - 1] % max(log.accounts, 1)
    strange = strangeness(ends, rarity[blocks], often[low] * often[high])
    return _Met(
        low=low.astype(np.int32),
        high=high.astype(np.int32),
        ends=ends,
        objects=order[blocks].astype(np.int32),
        strange=strange,
    )


def _together(keys: Longs, blocks: Ints, log: Shares) -> tuple[Longs, Longs]:
    """In order of pair, then of block; only pairs of two meetings or more."""
    span = max(log.objects, 1)
    if log.accounts**2 < (1 << 62) // span:
        packed = np.sort(keys * span + blocks)
        keys, placed = packed // span, packed % span
    else:
        order = np.argsort(keys, kind="stable")
        keys, placed = keys[order], blocks[order].astype(np.int64)
    same = keys[1:] == keys[:-1]
    again = np.append(same, False) | np.append(False, same) if keys.size else np.zeros(0, np.bool_)
    return keys[again], placed[again]


def _exchanged_accounts(log: Shares, used: NDArray[np.bool_], trial: Trial) -> Iterator[tuple[Shares, _Met]]:
    """The log with its accounts exchanged within each hour, and who met strangely there; a shuffle at a time."""
    order = np.argsort(log.at // _HOUR, kind="stable")
    hours = np.append(np.flatnonzero(np.diff(log.at[order] // _HOUR, prepend=-1)), len(log)).astype(np.int64)
    known = log.account[order].astype(np.int64)
    for number in range(trial.shuffles):
        account = np.empty_like(log.account)
        account[order] = exchanged(known, hours, trial.seed + number)
        other = replace(log, account=account)
        met = _met(log.object, other, used)
        yield other, _above(met, _nth(met.strange, 4 * trial.rank))


def _above(met: _Met, bar: float) -> _Met:
    runs = np.diff(met.ends, prepend=0)
    pairs = met.strange > bar
    return _Met(
        low=met.low[pairs],
        high=met.high[pairs],
        ends=np.cumsum(runs[pairs]),
        objects=met.objects[np.repeat(pairs, runs)],
        strange=met.strange[pairs],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """Meetings with the rows behind them: `at` by object and account, a block an object from `starts`."""

    at: Longs
    starts: Longs
    begins: tuple[Longs, Longs]
    until: tuple[Longs, Longs]
    ends: Longs
    windows: Longs
    share: Floats

    def told(self, times: Longs) -> tuple[Floats, Ints, Ints]:
        """Of each pair how near its meetings are at these times, in which window, how many."""
        seconds = gaps(self.begins[0], self.begins[1], self.until, times)
        found: tuple[Floats, Ints, Ints] = closeness(self.ends, seconds, self.windows, self.share)
        return found


def _placed(log: Shares, kept: _Met, trial: Trial) -> _Placed:
    order = np.lexsort((log.account, log.object))
    keys = log.object[order].astype(np.int64) * log.accounts + log.account[order]
    starts = np.searchsorted(log.object[order], np.arange(log.objects + 1)).astype(np.int64)
    runs = np.diff(kept.ends, prepend=0)
    first, second = (
        kept.objects.astype(np.int64) * log.accounts + np.repeat(end, runs) for end in (kept.low, kept.high)
    )
    begins = np.searchsorted(keys, first), np.searchsorted(keys, second)
    until = np.searchsorted(keys, first, "right"), np.searchsorted(keys, second, "right")
    in_time = log.at[np.lexsort((log.at, log.object))]
    windows = np.array(trial.windows, np.int64)
    near = np.stack([near_shares(starts, in_time, int(window)) for window in windows])[:, kept.objects]
    share = 1.0 - (1.0 - np.minimum(near, 1.0)) ** ((until[0] - begins[0]) * (until[1] - begins[1]))
    return _Placed(
        at=log.at[order],
        starts=starts,
        begins=begins,
        until=until,
        ends=kept.ends,
        windows=windows,
        share=np.ascontiguousarray(np.minimum(share, 1.0)),
    )


def _grown(kept: _Met, strong: NDArray[np.bool_], weak: NDArray[np.bool_]) -> Longs:
    """The strong pairs and, from account to account, the weak ones around them."""
    inside = np.zeros(int(kept.high.max(initial=0)) + 1, np.bool_)
    told = strong.copy()
    while True:
        inside[kept.low[told]] = True
        inside[kept.high[told]] = True
        more = told | (weak & (inside[kept.low] | inside[kept.high]))
        if int(more.sum()) == int(told.sum()):
            return np.flatnonzero(told)
        told = more
