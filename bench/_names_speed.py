"""How fast is the name engine?  Pairs against another program, questions to a list, a million names, the start."""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from bench import ROOT, SHARED, Board
from bench._names_pairs import kind_of, lines, texts_of, un_questions
from jisr.names import Columns, Entry, Index, Kind, encode, scores

DATA = SHARED / "names"
PEER = ROOT / ".peers" / "names" / "bin" / "python"
PAIRS = 20_000
LISTED = 25_000
_LOGIC = """
import json, sys, time
from nomenklatura.matching import get_algorithm
from followthemoney import model
logic = get_algorithm("logic-v2")
config = logic.default_config()
def entity(name):
    return model.get_proxy({"id": name, "schema": "Person", "properties": {"name": [name]}})
pairs = [(entity(a), entity(b)) for a, b in json.load(sys.stdin)]
logic.compare(*pairs[0], config)
best = [1e9, 1e9]
for _ in range(2):
    wall, worked = time.perf_counter(), time.process_time()
    for a, b in pairs:
        logic.compare(a, b, config)
    best = [min(best[0], time.perf_counter() - wall), min(best[1], time.process_time() - worked)]
print(json.dumps([len(pairs) / best[0], len(pairs) / best[1]]))
"""


def texts() -> tuple[list[str], list[str]]:
    """(innocent names, names of persons of the UN list)."""
    innocents = [line.split("\t")[0] for line in (DATA / "negatives.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    rows = [json.loads(line) for line in (DATA / "un_list.jsonl").read_text(encoding="utf-8").splitlines()]
    return innocents, [row["name"] for row in rows if row["schema"] == "Person"]


def pairs(board: Board) -> None:
    """The same pairs for both programs, in the same run, names read before; ours on two cores, the best of several."""
    innocents, listed = texts()
    dice = random.Random(1)  # noqa: S311  # the same pairs in every run
    rows = np.array([(dice.randrange(len(innocents)), dice.randrange(len(listed))) for _ in range(PAIRS)])
    left, right = encode(innocents), encode(listed)
    runs = _rates(left, right, rows)
    asked = json.dumps([(innocents[i], listed[j]) for i, j in rows.tolist()])
    done = (
        subprocess.run([PEER, "-c", _LOGIC], input=asked, capture_output=True, text=True, check=False)
        if _peer(board)
        else None
    )
    runs += _rates(left, right, rows)
    ours = [max(run[place] for run in runs) for place in (0, 1)]
    board.say("bulk pairs a second, 2 cores", ours[0], "1/s", bar=0, least=True)
    board.say("bulk pairs a second of processor time", ours[1], "1/s", bar=0, least=True)
    if done is None or done.returncode:
        return
    theirs = json.loads(done.stdout)
    board.say("bulk pairs a second, logic-v2", theirs[0], "1/s", bar=0, least=True)
    board.say("bulk pairs against logic-v2, 2 cores against its one", ours[0] / theirs[0], "x", bar=300, least=True)
    board.say(
        "bulk pairs against logic-v2, by processor time, twice", 2 * ours[1] / theirs[1], "x", bar=300, least=True
    )


def _peer(board: Board) -> bool:
    if not PEER.is_file():
        board.skip("bulk pairs against logic-v2", "no .peers/names: make .peers/names/ready")
    return PEER.is_file()


def _rates(left: Columns, right: Columns, rows: NDArray[np.int64]) -> list[tuple[float, float]]:
    """(pairs a second on two cores, pairs a second of processor time) of several runs, each pair once a run."""
    scores(left, right, rows)
    halves = np.array_split(rows, 2)
    found = []
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            wall, worked = time.perf_counter(), time.process_time()
            list(pool.map(lambda part: scores(left, right, part), halves))
            found.append((PAIRS / (time.perf_counter() - wall), PAIRS / (time.process_time() - worked)))
    return found


def index(board: Board) -> None:
    """Questions a second to 25,000 names, on one core: no word met before, then all."""
    innocents, listed = texts()
    names = [*listed, *innocents][:LISTED]
    start = time.process_time()
    made = Index.build(Entry(id=str(n), text=text, kind=Kind.PERSON) for n, text in enumerate(names))
    board.say("index of 25,000 names: build", time.process_time() - start, "s", bar=10)
    asked = [*innocents[-700:], *listed[:300]]
    made.search_many(asked[:1])
    for state, bar, runs in (("cold", 1500, 1), ("warm", 3000, 5)):
        rates = []
        for _ in range(runs):
            start = time.process_time()
            made.search_many(asked)
            rates.append(len(asked) / (time.process_time() - start))
        board.say(f"index queries a second, one core, {LISTED} names, {state}", max(rates), "1/s", bar=bar, least=True)


def lost(board: Board) -> None:
    """How many first places the index loses that comparing with everybody finds: all persons of the UN list."""
    people = [row for row in lines("un_list.jsonl") if kind_of(row) is Kind.PERSON]
    latin = [(str(row["id"]), text) for row in people for text in texts_of(row)]
    asked = list(un_questions(Kind.PERSON)[1].items())
    made = Index.build(Entry(id=party, text=text, kind=Kind.PERSON) for party, text in latin)
    left, right = encode([text for _party, text in asked]), encode([text for _party, text in latin])
    found = made.near_many([text for _party, text in asked], least=0.0)
    ours = everybody = 0
    for number, (party, _text) in enumerate(asked):
        every = np.stack([np.full(len(latin), number), np.arange(len(latin))], axis=1)
        best: dict[str, float] = {}
        for (other, _name), value in zip(latin, scores(left, right, every, floor=0.0).tolist(), strict=True):
            best[other] = max(best.get(other, 0.0), value)
        everybody += _first(best, party)
        ours += _first({entry.id: value for entry, value in found[number]}, party)
    board.say(f"index, R@1 lost against everybody, of {len(asked)}", (everybody - ours) / len(asked), "", bar=0.01)


def _first(found: dict[str, float], party: str) -> bool:
    own = found.get(party, 0.0)
    return own > 0 and not any(value >= own for other, value in found.items() if other != party)


def million(board: Board, many: int = 1_000_000) -> None:
    """A million generated names in one process."""
    rows = [json.loads(line) for line in (DATA / "composed_names.jsonl").read_text(encoding="utf-8").splitlines()]
    words = sorted({word for row in rows for word in row["latin"].split()})
    dice = random.Random(1)  # noqa: S311  # the same names in every run
    names = (" ".join(dice.choices(words, k=dice.randint(2, 4))) for _ in range(many))
    start = time.perf_counter()
    made = Index.build(Entry(id=str(n), text=text, kind=Kind.PERSON) for n, text in enumerate(names))
    board.say(f"{many} names: build, one process", time.perf_counter() - start, "s", bar=60)
    asked = [" ".join(dice.choices(words, k=3)) for _ in range(1000)]
    made.search_many(asked[:1])
    rates = []
    for _ in range(3):
        start = time.process_time()
        made.search_many(asked)
        rates.append(len(asked) / (time.process_time() - start))
    board.say(f"{many} names: queries a second, one core, cold", rates[0], "1/s", bar=0, least=True)
    board.say(f"{many} names: queries a second, one core", max(rates), "1/s", bar=400, least=True)
    took = []
    for text in asked:
        start = time.perf_counter()
        made.search_many([text])
        took.append(time.perf_counter() - start)
    board.say(f"{many} names: one question, p99", 1000 * sorted(took)[len(took) * 99 // 100], "ms", bar=15)
    board.say(f"{many} names: memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", bar=1024)


def start_up(board: Board) -> None:
    """From nothing to the first answer, in a process of its own."""
    code = (
        "import time; t = time.perf_counter(); from jisr.names import Entry, Index, Kind;"
        "i = Index.build([Entry(id='a', text='Ahmad al-Shara', kind=Kind.PERSON)]); assert i.search('أحمد الشرع');"
        "print(time.perf_counter() - t)"
    )
    runs = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    board.say("import of jisr.names to the first answer, median of 5", statistics.median(runs), "s", bar=1.5)


def main() -> None:
    """All figures, or those whose names are given."""
    board = Board()
    if not DATA.is_dir():
        board.skip("names speed", "no ../shared/data/names beside the repository")
        board.end()
    parts = {"start": start_up, "pairs": pairs, "index": index, "lost": lost, "million": million}
    for name in sys.argv[1:] or parts:
        parts[name](board)
    board.end()


if __name__ == "__main__":
    main()
