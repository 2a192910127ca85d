"""Sentences a second and the start, with 25,000 names of persons nobody is: words of names drawn by a fixed seed."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jisr.desks.documents import Known, Shape, prepare, read_article

NAMES = 25_000
ROUNDS = 5
REPEATS = 10


def crowd(data: Path, count: int = NAMES) -> list[Known]:
    """`count` names, half Arabic, half Latin, of two to four words."""
    with (data / "documents/gazetteer/name_tokens_ar.csv").open(encoding="utf-8") as file:
        arabic = [row["token_ar"] for row in csv.DictReader(file)][:4000]
    with (data / "documents/gazetteer/people_ar_en.csv").open(encoding="utf-8") as file:
        latin = [word for row in csv.DictReader(file) for word in row["name_en"].split() if word.isalpha()]
    chance = random.Random(7)  # noqa: S311  # a fixed draw
    return [
        Known(
            thing=f"x:{at // 2}",
            name=" ".join(chance.choice(words) for _ in range(chance.choice((2, 3, 3, 4)))),
            countries=frozenset({"sy"}),
            birth_dates=("1970",),
        )
        for at in range(count)
        for words in ((arabic, latin)[at % 2],)
    ]


def pace(data: Path, known: Sequence[Known], every: Sequence[dict[str, Any]]) -> Iterator[tuple[str, float, str]]:
    """(name, value, unit): the best of some rounds, so that what else the machine does counts least."""
    people = [*known, *crowd(data)]
    shapes: dict[str, Shape] = {}
    prepare(people, shapes=shapes)
    began = time.process_time()
    lexicon = prepare(people, shapes=shapes)
    yield "start with 25,000 names, shapes kept", time.process_time() - began, "s of one core"
    sentences = sum(len(document["sentences"]) for document in every)
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(REPEATS):
            for document in every:
                read_article(
                    str(document["text"]), known=lexicon, published=date.fromisoformat(str(document["published"]))
                )
        best = min(best, time.process_time() - began)
    yield "speed with 25,000 names", REPEATS * sentences / best, "sentences/s of one core"
