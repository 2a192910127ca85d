"""Of pairs with this score, how many are the same one?  Learned from pairs that people have labelled."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from jisr import tables


def probability(value: float) -> float:
    """0 .. 1 for the weighed likeness of two names, 0 .. 1; strictly rising, 0 and 1 stay (`name_calibration.csv`)."""
    knots, chances = _curve()
    place = min(bisect_right(knots, value), len(knots) - 1)
    low, high = knots[place - 1], knots[place]
    share = (value - low) / (high - low)
    return chances[place - 1] + share * (chances[place] - chances[place - 1])


@cache
def _curve() -> tuple[tuple[float, ...], tuple[float, ...]]:
    rows = tables.rows("name_calibration")
    return tuple(float(row["likeness"]) for row in rows), tuple(float(row["probability"]) for row in rows)
