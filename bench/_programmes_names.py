"""Names as sheets write them: which organisation of a closed list is meant. `--fit`: the weights anew, as a table."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from bench import SHARED, Board, timed
from jisr.desks.programmes import Bodies
from jisr.desks.programmes._bodies import FEATURES

FOLDER = SHARED / "programmes" / "presence"
FOLDS, COVERED = 5, 0.4


def table(name: str) -> list[dict[str, str]]:
    """A table of the shared data."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def asked(names: list[str]) -> list[tuple[str, int]]:
    """The variants that are not the name itself, and which entry of the list each means."""
    numbers = {name: number for number, name in enumerate(names)}
    rows = [(row["variant"], row["canonical"]) for row in table("org_names.csv")]
    return [(text, numbers[name]) for text, name in rows if text.strip().lower() != name.strip().lower()]


def rows_of(bodies: Bodies, pairs: list[tuple[str, int]]) -> list[tuple[int, np.ndarray]]:
    """For each pair that has its answer among the candidates: which of them, and the features of all."""
    found = []
    for text, wanted in pairs:
        rows = bodies.candidates(text)
        if wanted in rows:
            found.append((list(rows).index(wanted), np.array(list(rows.values()))))
    return found


def fit(rows: list[tuple[int, np.ndarray]]) -> np.ndarray:
    """Weights by which the right one of the candidates is likeliest (conditional logit, Adam)."""
    every = np.concatenate([row for _, row in rows])
    scale = every.std(0) + 1e-6
    scaled = [(at, row / scale) for at, row in rows]
    weights, first, second = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, 501):
        slope = 1e-3 * weights
        for at, row in scaled:
            score = row @ weights
            share = np.exp(score - score.max())
            slope += (row.T @ (share / share.sum()) - row[at]) / len(scaled)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights = weights - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(weights / scale)


def told(board: Board, answers: list[tuple[float, int, list[int]]], how: str) -> None:
    """Top-1, top-5, and how many are right among the surest two fifths."""
    ranked = sorted(answers, key=lambda one: -one[0])
    sure = ranked[: int(COVERED * len(ranked))]
    right = [wanted in some[:1] for _, wanted, some in answers]
    near = [wanted in some[:5] for _, wanted, some in answers]
    firm = [wanted in some[:1] for _, wanted, some in sure]
    board.say(f"organisations, {how}: top-1", float(np.mean(right)), f"of {len(answers)}", bar=0.62, least=True)
    board.say(f"organisations, {how}: top-5", float(np.mean(near)), "of all", bar=0.80, least=True)
    board.say(f"organisations, {how}: right at 40 % coverage", float(np.mean(firm)), "of them", bar=0.95, least=True)


def main() -> None:
    """The figures: weights of the table; and, by fold of the right name, weights that never saw it."""
    board = Board()
    if not FOLDER.is_dir():
        print(json.dumps({"skipped": f"{FOLDER} is not there"}))
        return
    names = [row["canonical"] for row in table("org_canonical_all.csv")]
    bodies, pairs = Bodies(names), asked(names)
    if "--fit" in sys.argv:
        weights = fit(rows_of(bodies, pairs))
        lines = "".join(f"{name},{weight:.4f}\n" for name, weight in zip(FEATURES, weights, strict=True))
        head = "# What each feature of two organisations' names weighs (desks/programmes/_bodies.py), fitted by\n"
        head += "# python -m bench._programmes_names --fit\nfeature,weight\n"
        (Path("src/jisr/tables") / "aid_weights.csv").write_text(head + lines, encoding="utf-8")
        return
    with timed() as took:
        found = [(text, wanted, bodies.ask(text)) for text, wanted in pairs]
    told(
        board,
        [(some[0].sure if some else 0.0, want, [one.number for one in some]) for _, want, some in found],
        "fitted",
    )
    board.say("organisations asked", len(pairs) / took(), "a second", bar=1, least=True)
    answers: list[tuple[float, int, list[int]]] = []
    fold = [int(hashlib.sha256(names[wanted].lower().encode()).hexdigest()[8:12], 16) % FOLDS for _, wanted in pairs]
    for number in range(FOLDS):
        learnt = fit(rows_of(bodies, [pair for pair, of in zip(pairs, fold, strict=True) if of != number]))
        blind = Bodies(names, dict(zip(FEATURES, map(float, learnt), strict=True)))
        for (text, wanted), of in zip(pairs, fold, strict=True):
            if of == number:
                some = blind.ask(text)
                answers.append((some[0].sure if some else 0.0, wanted, [one.number for one in some]))
    told(board, answers, "of names unseen")
    board.end()


if __name__ == "__main__":
    main()
