"""A million names: built in one process, searched in another that maps the file, as a node does."""

from __future__ import annotations

import json
import mmap
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import ROOT, SHARED, Board
from jisr.names import Entry, Index, Kind

DATA = SHARED / "names"
MANY = 1_000_000
_WRONG = 0.02  # of all words: one letter is another one
_LETTERS = "aeiounrlstمنيو"


def words() -> list[str]:
    """Every word of the names we have, in both scripts, as often as it occurs: innocents, made-up names, two lists."""
    texts = [line.split("\t")[0] for line in (DATA / "negatives.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    for row in map(json.loads, (DATA / "composed_names.jsonl").read_text(encoding="utf-8").splitlines()):
        texts += [row["latin"], row["ar"]]
    for name in ("un_list", "ofac_sdn"):
        rows = map(json.loads, (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
        texts += [row["name"] for row in rows if row["schema"] == "Person"]
    return [word for text in texts for word in text.split()]


def names(many: int, *, seed: int) -> Iterator[str]:
    """Names of two to four of these words, some misspelt: the same for the same seed."""
    known, dice = words(), random.Random(seed)  # noqa: S311  # the same names in every run
    for _ in range(many):
        own = dice.choices(known, k=dice.randint(2, 4))
        yield " ".join(_misspelt(word, dice) if dice.random() < _WRONG and len(word) > 3 else word for word in own)


def _misspelt(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word))
    return word[:place] + dice.choice(_LETTERS) + word[place + 1 :]


def million(board: Board) -> None:
    """Build, questions a second, the slowest of a hundred, memory: all of it by processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.names"
        for step in ("build", "serve"):
            done = subprocess.run(
                [sys.executable, "-m", "bench._names_million", step, str(path)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            )
            for told in map(json.loads, done.stdout.splitlines()):
                board.say(told["name"], told["value"], told["unit"], bar=told["bar"], least=told["least"])


def _say(name: str, value: float, unit: str, bar: float, *, least: bool = False) -> None:
    told = {"name": f"{MANY} names: {name}", "value": value, "unit": unit, "bar": bar, "least": least}
    sys.stdout.write(json.dumps(told) + "\n")


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(path: Path) -> None:
    """Build the index and write it."""
    wall, worked = time.perf_counter(), time.process_time()
    made = Index.build(
        Entry(id=str(number), text=text, kind=Kind.PERSON) for number, text in enumerate(names(MANY, seed=1))
    )
    with path.open("wb") as file:
        file.writelines(made.write())
    _say("build and write, one process", time.perf_counter() - wall, "s", 60)
    _say("build and write, processor time", time.process_time() - worked, "s", 60)
    _say("the most memory of the build", _resident(), "MB", 1024)
    _say("the file", path.stat().st_size / 1e6, "MB", 1024)


def serve(path: Path) -> None:
    """Ask a thousand names at once, and another thousand one by one."""
    start = time.perf_counter()
    with path.open("rb") as file:
        index = Index.read(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    _say("open the file", time.perf_counter() - start, "s", 5)
    asked = list(names(1000, seed=7))
    index.search_many(["Salman Rushdie"])
    rates = []
    for _ in range(4):
        start = time.process_time()
        index.search_many(asked)
        rates.append(len(asked) / (time.process_time() - start))
    _say("questions a second, one core, words new", rates[0], "1/s", 0, least=True)
    _say("questions a second, one core", max(rates), "1/s", 400, least=True)
    for state, texts in (("met before", asked), ("new", list(names(1000, seed=9)))):
        took = []
        for text in texts:
            start = time.perf_counter()
            index.search_many([text])
            took.append(time.perf_counter() - start)
        _say(f"one question, words {state}, p50", 1000 * sorted(took)[500], "ms", 15)
        _say(f"one question, words {state}, p99", 1000 * sorted(took)[990], "ms", 15 if state == "met before" else 1e9)
    _say("memory of the search, mapped file included", _resident(), "MB", 1024)
    _say("cores", os.cpu_count() or 0, "", 1e9)


if __name__ == "__main__":
    {"build": build, "serve": serve}[sys.argv[1]](Path(sys.argv[2]))
