"""Writes `src/jisr/tables/name_calibration.csv`: of pairs with a score, how many are the same one.

A rising line with the knots below, by least squares over the mixture of `bench/_names_pairs.py`; 0 and 1 stay, and so
does the threshold. Prints the calibration error on rows that were not fitted (five folds). The same bytes every time.
"""

from __future__ import annotations

import csv
import json
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from bench import ROOT
from bench._names_pairs import FOLDS, Labelled, calibration_error, fold_of, mixture
from jisr.names import THRESHOLD, parse
from jisr.names._compare import weighed

KNOTS = (0.0, 0.2, 0.35, 0.5, 0.6, THRESHOLD, 0.8, 0.9, 0.97, 0.9995, 1.0)
FIXED = {0.0: 0.0, THRESHOLD: THRESHOLD, 1.0: 1.0}
RISE = 1e-3  # at least from knot to knot, so that no two scores become one
SHRINK = 2.0  # pairs' worth of the straight line, so that an empty stretch is defined


def fit(told: Sequence[tuple[float, bool]]) -> list[float]:
    """The probability at each knot."""
    hats = np.zeros((len(told), len(KNOTS)))
    for row, (value, _same) in enumerate(told):
        place = min(bisect_right(KNOTS, value), len(KNOTS) - 1)
        share = (value - KNOTS[place - 1]) / (KNOTS[place] - KNOTS[place - 1])
        hats[row, place - 1], hats[row, place] = 1 - share, share
    free = [place for place, knot in enumerate(KNOTS) if knot not in FIXED]
    known = np.array([FIXED.get(knot, 0.0) for knot in KNOTS])
    wanted = np.array([float(same) for _value, same in told]) - hats @ known
    left = hats[:, free].T @ hats[:, free] + SHRINK * np.eye(len(free))
    right = hats[:, free].T @ wanted + SHRINK * np.array([KNOTS[place] for place in free])
    found = [float(value) for value in known]
    for place, value in zip(free, np.linalg.solve(left, right), strict=True):
        found[place] = float(value)
    return _rising(found)


def _rising(found: list[float]) -> list[float]:
    """Never down: between what is fixed, from the left."""
    places = sorted(place for place, knot in enumerate(KNOTS) if knot in FIXED)
    for first, last in pairwise(places):
        for place in range(first + 1, last):
            least = found[place - 1] + RISE
            found[place] = min(max(found[place], least), found[last] - RISE * (last - place))
    return found


def apply(chances: Sequence[float], value: float) -> float:
    """The probability of a score."""
    return float(np.interp(value, KNOTS, chances))


def weights_of(pairs: Sequence[Labelled]) -> list[tuple[float, bool]]:
    """(how much of the two names agrees, whether they are one party's) of each pair."""
    return [(weighed(parse(p.left, kind=p.kind), parse(p.right, kind=p.kind)), p.same) for p in pairs]


def held_out(told: Sequence[tuple[float, bool]], folds: Sequence[int]) -> list[tuple[float, bool]]:
    """(probability, truth) of every pair, fold by fold: by the line that was fitted on the other folds."""
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        chances = fit([one for one, of in zip(told, folds, strict=True) if of != fold])
        held += [(apply(chances, value), same) for (value, same), of in zip(told, folds, strict=True) if of == fold]
    return held


def main() -> None:
    """Folds, then all of it."""
    pairs = list(mixture())
    told = weights_of(pairs)
    held = held_out(told, [fold_of(p.key) for p in pairs])
    chances = fit(told)
    with (ROOT / "src/jisr/tables/name_calibration.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("# Of labelled pairs whose names are weighed so much alike, how many are the same one ")
        file.write("(bench/_train_calibration.py).\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("likeness", "probability"))
        writer.writerows((knot, round(chance, 4)) for knot, chance in zip(KNOTS, chances, strict=True))
    print(json.dumps({"pairs": len(told), "held-out calibration error": round(calibration_error(held), 4)}))


if __name__ == "__main__":
    main()
