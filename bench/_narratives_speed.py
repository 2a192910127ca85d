"""Time and memory of the network and of the test, on a made log of a million posts."""

from __future__ import annotations

import resource

import numpy as np

from bench import Board, timed
from jisr.desks import narratives

POSTS = 1_000_000
MIB = 1024


def made(posts: int, hot: int = 0) -> narratives.Shares:
    """Ordinary shares: accounts by Pareto, things by Zipf, delays log-normal; `hot` shares of one thing in an hour."""
    dice = np.random.default_rng(5)
    account = (dice.pareto(1.2, posts) * 200).astype(np.int64) % (posts // 10)
    thing = dice.zipf(1.3, posts) % (posts // 3)
    at = thing * 7919 % (30 * 86_400) + dice.lognormal(8.5, 1.8, posts).astype(np.int64)
    account = np.append(account, dice.integers(0, posts // 10, hot))
    thing, at = np.append(thing, np.full(hot, thing.max() + 1)), np.append(at, dice.integers(0, 3600, hot))
    return narratives.shares(thing.astype(np.int32), account.astype(np.int32), np.arange(at.size, dtype=np.int32), at)


def main() -> None:
    """Two lines of time, one of memory."""
    board = Board()
    warm = made(2000)
    narratives.edges(narratives.pairs(warm, narratives.Setting(window=60)))
    narratives.against_chance(warm, narratives.Trial(shuffles=19))
    log = made(POSTS, 100_000)
    with timed() as took:
        told = narratives.against_chance(log, narratives.Trial(shuffles=19))
    board.say(f"tested, {len(log):,} posts, one thing shared 100,000 times ({len(told)} pairs)", took(), "s", bar=30)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    board.say("its memory, with the interpreter", peak, "MiB", bar=2048)
    board.end()


if __name__ == "__main__":
    main()
