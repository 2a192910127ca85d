"""How fast is the name engine?  Pairs against another program, questions to a list, a million names, the start."""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from bench import ROOT, SHARED, Board
from bench._names_million import million
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
    """Questions a second to 25,000 names, on one core: no word met before (a fresh index each time), then all."""
    innocents, listed = texts()
    names = [*listed, *innocents][:LISTED]
    asked = [*innocents[-700:], *listed[:300]]
    start = time.process_time()
    made = Index.build(Entry(id=str(n), text=text, kind=Kind.PERSON) for n, text in enumerate(names))
    board.say(f"index of {LISTED} names: build", time.process_time() - start, "s", bar=10)
    data = b"".join(made.write())
    made.search_many(["Salman"])
    cold: list[float] = []
    warm: list[float] = []
    for _ in range(5):
        fresh = Index.read(data)
        fresh.search_many(["Salman"])
        _forget()
        for rates in (cold, warm):
            start = time.process_time()
            fresh.search_many(asked)
            rates.append(len(asked) / (time.process_time() - start))
    told = f"index queries a second, one core, {LISTED} names"
    board.say(f"{told}, cold", statistics.median(cold), "1/s", bar=1500, least=True)
    board.say(f"{told}, warm", statistics.median(warm), "1/s", bar=3000, least=True)


def _forget() -> None:
    """Empty what the engine remembers of single names and words; the tables it has read stay."""
    for name in [name for name in sys.modules if name.startswith("jisr.names")]:
        for value in vars(sys.modules[name]).values():
            if hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] is not None:
                value.cache_clear()


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


def start_up(board: Board) -> None:
    """From nothing to the first answer, in a process of its own; compiled too; then without caches."""
    runs = [_started(_FIRST) for _ in range(5)]
    board.say("import of jisr.names to the first answer, median of 5", statistics.median(runs), "s", bar=1.5)
    runs = [_started(_COMPILED) for _ in range(5)]
    board.say("import of jisr.names to the first compiled answer, median of 5", statistics.median(runs), "s", bar=1.5)
    with tempfile.TemporaryDirectory() as folder:
        bare = {"NUMBA_CACHE_DIR": folder, "PYTHONPYCACHEPREFIX": folder}
        board.say("the very first answer, no cache of any kind", _started(_FIRST, **bare), "s", bar=20)
    with tempfile.TemporaryDirectory() as folder:
        bare = {"NUMBA_CACHE_DIR": folder, "PYTHONPYCACHEPREFIX": folder}
        board.say("the very first compiled answer, no cache of any kind", _started(_COMPILED, **bare), "s", bar=20)


_FIRST = (
    "import time; t = time.perf_counter(); from jisr.names import Entry, Index, Kind;"
    "i = Index.build([Entry(id='a', text='Ahmad al-Shara', kind=Kind.PERSON)]); assert i.search('أحمد الشرع');"
    "print(time.perf_counter() - t)"
)
_COMPILED = _FIRST.replace("i.search('أحمد الشرع')", "i.search_many(['أحمد الشرع']).id")


def _started(code: str, **more: str) -> float:
    return float(subprocess.check_output([sys.executable, "-c", code], env=os.environ | more))


def check_file(board: Board) -> None:
    """The names of a file checked in a node with the UN list: together, and one by one; and the memory of it."""
    from bench import _store  # it starts Django in a folder of its own
    from jisr.node.queries.check import Checker
    from jisr.node.values import Question

    _store.fresh()
    _store.read(SHARED / "status" / "un" / "un_20260227.xml")
    innocents, listed = texts()
    asked = [Question(name=name, kind="person") for name in [*innocents[:4600], *listed[:400]]]
    checker = Checker(reader=_store.reader())
    checker.answers(asked[-500:])
    start = time.process_time()
    for first in range(0, len(asked), 500):
        checker.answers(asked[first : first + 500])
    together = len(asked) / (time.process_time() - start)
    start = time.process_time()
    for one in asked[::25]:
        checker.answer(one)
    alone = len(asked[::25]) / (time.process_time() - start)
    board.say("names a second, a file checked", together, "1/s", bar=0, least=True)
    board.say("names a second, checked one by one", alone, "1/s", bar=0, least=True)
    board.say("a file against one by one", together / alone, "x", bar=5, least=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    board.say("the most memory of a process that checked a file of 5,000 names", memory, "MB", bar=400)


_PARTS = {"start": start_up, "pairs": pairs, "index": index, "lost": lost, "file": check_file, "million": million}


def main() -> None:
    """The parts whose names are given; else all, each in a process of its own."""
    board = Board()
    if not DATA.is_dir():
        board.skip("names speed", "no ../shared/data/names beside the repository")
        board.end()
    for name in sys.argv[1:]:
        _PARTS[name](board)
    for name in () if sys.argv[1:] else _PARTS:
        done = subprocess.run([sys.executable, "-m", "bench._names_speed", name], cwd=ROOT, check=False)
        if done.returncode:
            board.failed.append(name)
    board.end()


if __name__ == "__main__":
    main()
