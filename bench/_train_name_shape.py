"""Train how much an Arabic word looks like part of a name: `python -m bench._train_name_shape` writes the table.

Positive: `documents/gazetteer/name_tokens_ar.csv` of the shared data (single words of names of persons, Wikidata, CC0).
Negative: the words of our own Arabic sentences, of the invented articles and of the saved news page, outside names.
A logistic model over letter groups of 2 to 4 with word borders, by SHA-256 into 8192 boxes; weights as whole numbers.
Same data, same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import polib

from jisr.desks.documents import annotate
from jisr.desks.documents._name_shape import BOXES, boxes_of
from jisr.names import fold

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "documents"
TABLE = ROOT / "src/jisr/tables/name_shape.csv"
WORD = re.compile(r"[\u0621-\u064a]{2,}")
STEPS = 600
RATE = 2.0
DECAY = 2e-5
SCALE = 32  # weights are kept in steps of 1/32


def words(texts: Iterable[str]) -> set[str]:
    """The folded Arabic words of these texts."""
    return {word for text in texts for word in WORD.findall(fold(text))}


def ordinary() -> set[str]:
    """Words that stand outside names."""
    texts = [entry.msgstr for entry in polib.pofile(str(ROOT / "src/jisr/locale/ar/LC_MESSAGES/django.po"))]
    tables = ("event_cues", "event_hedges", "speech_cues", "titles", "organisation_heads")
    paths = (
        *sorted((ROOT / "src/jisr/tables").glob("sentences*.csv")),
        *(ROOT / f"src/jisr/tables/{one}.csv" for one in tables),
    )
    texts += [path.read_text(encoding="utf-8") for path in paths]
    documents = [json.loads(line)["text"] for line in (DATA / "dev/ar.jsonl").read_text(encoding="utf-8").splitlines()]
    for text in (*documents, (DATA / "article.txt").read_text(encoding="utf-8")):
        kept, at = [], 0
        for mention in annotate(text):
            kept.append(text[at : mention.start])
            at = mention.end
        texts.append(" ".join((*kept, text[at:])))
    return words(texts)


def main() -> None:
    """Train, say how well it tells held-back words apart, write the table."""
    with (DATA / "gazetteer/name_tokens_ar.csv").open(encoding="utf-8") as file:
        names = {fold(row["token_ar"]) for row in csv.DictReader(file)}
    plain = ordinary()
    plain |= {f"{head}{word}" for word in plain for head in ("و", "ب", "ل", "ال") if not word.startswith("ال")}
    names = {word for word in names if WORD.fullmatch(word)} - plain
    rows = sorted(names) + sorted(plain)
    labels = np.array([1.0] * len(names) + [0.0] * len(plain))
    held = np.array([hashlib.sha256(word.encode()).digest()[0] % 5 == 0 for word in rows])
    pairs = [(number, box) for number, word in enumerate(rows) for box in boxes_of(word)]
    at, box = (np.array(column) for column in zip(*pairs, strict=True))
    check = fit(at, box, labels, ~held)
    score = np.bincount(at, check[box], minlength=len(rows)) + check[-1]
    order = np.argsort(score[held])
    ranks = np.empty(order.size)
    ranks[order] = np.arange(1, order.size + 1)
    good = labels[held] == 1
    area = (ranks[good].sum() - good.sum() * (good.sum() + 1) / 2) / (good.sum() * (~good).sum())
    print(json.dumps({"names": len(names), "ordinary": len(plain), "auc on held-back words": round(float(area), 4)}))
    weights = np.rint(fit(at, box, labels, np.ones(len(rows), bool)) * SCALE).astype(int)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# How much a group of letters speaks for a part of a name, in 1/32: by bench/_train_name_shape.py.\n"
        )
        file.write("box,weight\n")
        file.writelines(f"{number},{weight}\n" for number, weight in enumerate(weights) if weight)


def fit(at: np.ndarray, box: np.ndarray, labels: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Weights of the boxes and, last, the constant; both classes count the same."""
    weights = np.zeros(BOXES + 1)
    importance = np.where(labels == 1, 0.5 / labels[used].sum(), 0.5 / (1 - labels[used]).sum()) * used
    speed = np.zeros(BOXES + 1)
    for _ in range(STEPS):
        score = np.bincount(at, weights[box], minlength=labels.size) + weights[-1]
        error = (1 / (1 + np.exp(-score)) - labels) * importance
        slope = np.append(np.bincount(box, error[at], minlength=BOXES), error.sum())
        speed = 0.9 * speed + slope + DECAY * weights
        weights -= RATE * 20 * speed
    return weights


if __name__ == "__main__":
    main()
