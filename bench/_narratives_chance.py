"""False alarms under both shuffles on every log given, and planted groups found."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from bench._narratives_logs import SHARED, given, planted
from jisr.desks.narratives import Shares, Trial, against_chance

SHUFFLES = 20
KINDS = ((3, 3, 10), (4, 3, 10), (4, 4, 10), (8, 6, 10), (3, 3, 60), (12, 5, 120), (20, 10, 300))
BLOCKS = {"times exchanged within an object": "object", "accounts exchanged within an hour": "hour"}


def shuffled(log: Shares, block: str, seed: int) -> Shares:
    """One log of chance, by NumPy's dice: not the code that is tested."""
    of = log.object if block == "object" else log.at // 3600
    there = np.lexsort((np.arange(len(log)), of))
    other = np.lexsort((np.random.default_rng(seed).random(len(log)), of))
    if block == "object":
        at = np.empty_like(log.at)
        at[there] = log.at[other]
        return replace(log, at=at)
    account = np.empty_like(log.account)
    account[there] = log.account[other]
    return replace(log, account=account)


def alarms(only: str = "", shuffles: int = SHUFFLES) -> Iterator[dict[str, object]]:
    """A figure a log and shuffle: in how many of them any pair was told."""
    for name, log in given():
        if only not in name:
            continue
        began = time.monotonic()
        real = len(against_chance(log, Trial()))
        took = time.monotonic() - began
        for words, block in BLOCKS.items():
            told = sum(len(against_chance(shuffled(log, block, seed), Trial())) > 0 for seed in range(shuffles))
            yield {
                "name": f"tested, {name}, {words}: logs with any pair told",
                "value": told,
                "unit": f"of {shuffles} (real log: {real} pairs, {took:.1f} s)",
                "bar": f"<= {shuffles * 0.05:.0f}",
                "passed": told <= shuffles * 0.05,
            }


def recovered(seeds: tuple[int, ...] = (101, 102)) -> Iterator[dict[str, object]]:
    """A figure a kind of planted group: F1 over its pairs."""
    for kind in KINDS:
        scores = []
        for seed in seeds:
            log, pairs = planted(seed, kind)
            told = against_chance(log, Trial())
            found = set(zip(told.source.tolist(), told.target.tolist(), strict=True))
            scores.append(2 * len(found & pairs) / max(len(found) + len(pairs), 1))
        yield {
            "name": f"planted groups of {kind[0]} accounts, {kind[1]} things, {kind[2]} s: F1",
            "value": round(float(np.mean(scores)), 3),
            "unit": f"mean of {len(scores)} logs, least {min(scores):.3f}",
            "bar": ">= 0.90",
            "passed": min(scores) >= 0.9,
        }


def main() -> None:
    """A line a log and shuffle, a line a kind of planted group."""
    if not SHARED.is_dir():
        print(json.dumps({"name": "false alarms on the logs given", "skipped": f"{SHARED} is not there"}))
    figures = chain(alarms() if SHARED.is_dir() else (), recovered())
    missed = False
    for figure in figures:
        missed = missed or not figure["passed"]
        print(json.dumps(figure), flush=True)
    sys.exit(missed)


if __name__ == "__main__":
    main()
