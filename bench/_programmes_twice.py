"""The same project told twice: how much is found, and how often wrongly. `--fit`: the weights anew."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from bench import SHARED, Board
from jisr.desks.programmes import Told
from jisr.desks.programmes._twice import FEATURES, SAME, features

FILE = SHARED / "programmes" / "overlap" / "pairs_generated.csv"
HARD = "hard-same-partner-donor-sector"
FOLDS = 5


def told(row: dict[str, str], side: str) -> Told:
    """One side of a pair."""
    point = (float(row[f"{side}_lat"]), float(row[f"{side}_lon"])) if row[f"{side}_lat"] else None
    return Told(
        partner=row[f"{side}_org"],
        donor=row[f"{side}_donor"],
        place=row[f"{side}_place"],
        district=row.get(f"{side}_adm2", ""),
        sector=row[f"{side}_sector"],
        title=row[f"{side}_title"],
        begins=row[f"{side}_start"],
        ends=row[f"{side}_end"],
        point=point,
    )


def fit(rows: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Logistic weights (Adam); the last is added always."""
    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    scaled = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    weights, first, second = (np.zeros(scaled.shape[1]) for _ in range(3))
    for step in range(1, 1501):
        share = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (share - same) / len(same) + 2e-3 * weights
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights = weights - 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    plain = weights[:-1] / scale
    return np.append(plain, weights[-1] - float(plain @ mean))


def say(board: Board, shares: np.ndarray, same: np.ndarray, hard: np.ndarray, how: str) -> None:
    """F1, precision, false alarms of the hard pairs."""
    found = shares >= SAME
    right = float((found & same).sum())
    precision, recall = right / max(1, found.sum()), right / same.sum()
    board.say(
        f"told twice, {how}: F1", float(2 * precision * recall / (precision + recall)), "of 1", bar=0.95, least=True
    )
    board.say(f"told twice, {how}: precision", float(precision), "of 1", bar=0.93, least=True)
    board.say(f"told twice, {how}: false alarms of the hard pairs", float(found[hard].mean()), "of them", bar=0.12)


def main() -> None:
    """Weights of the table, and by fold of the district, weights that never saw it."""
    board = Board()
    if not FILE.exists():
        print(json.dumps({"skipped": f"{FILE} is not there"}))
        return
    with FILE.open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    rows = np.array([features(told(row, "a"), told(row, "b")) for row in pairs])
    same = np.array([row["label"] == "1" for row in pairs])
    hard = np.array([row["pair"] == HARD for row in pairs])
    if "--fit" in sys.argv:
        weights = zip((*FEATURES, "always"), fit(rows, same), strict=True)
        head = "# What each feature of two projects weighs (desks/programmes/_twice.py), fitted by\n"
        head += "# python -m bench._programmes_twice --fit\nfeature,weight\n"
        lines = "".join(f"{name},{weight:.4f}\n" for name, weight in weights)
        (Path("src/jisr/tables") / "twice_weights.csv").write_text(head + lines, encoding="utf-8")
        return
    with (Path("src/jisr/tables") / "twice_weights.csv").open(encoding="utf-8") as file:
        kept = [float(row["weight"]) for row in csv.DictReader(line for line in file if not line.startswith("#"))]
    say(board, 1 / (1 + np.exp(-(rows @ kept[:-1] + kept[-1]))), same, hard, "fitted")
    fold = np.array([int(hashlib.sha256(row["a_pcode"].encode()).hexdigest()[8:12], 16) % FOLDS for row in pairs])
    shares = np.zeros(len(pairs))
    for number in range(FOLDS):
        learnt = fit(rows[fold != number], same[fold != number])
        shares[fold == number] = 1 / (1 + np.exp(-(rows[fold == number] @ learnt[:-1] + learnt[-1])))
    say(board, shares, same, hard, "of districts unseen")
    board.end()


if __name__ == "__main__":
    main()
