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

from bench import ROOT, SHARED, Board
from jisr.names import Entry, Index, Kind, encode, scores

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
start = time.perf_counter()
for a, b in pairs:
    logic.compare(a, b, config)
print(len(pairs) / (time.perf_counter() - start))
"""


def texts() -> tuple[list[str], list[str]]:
    """(innocent names, names of persons of the UN list)."""
    innocents = [line.split("\t")[0] for line in (DATA / "negatives.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    rows = [json.loads(line) for line in (DATA / "un_list.jsonl").read_text(encoding="utf-8").splitlines()]
    return innocents, [row["name"] for row in rows if row["schema"] == "Person"]


def pairs(board: Board) -> None:
    """The same pairs for both programs, in the same run; ours on two cores."""
    innocents, listed = texts()
    dice = random.Random(1)  # noqa: S311  # the same pairs in every run
    rows = np.array([(dice.randrange(len(innocents)), dice.randrange(len(listed))) for _ in range(PAIRS)])
    left, right = encode(innocents), encode(listed)
    scores(left, right, rows[:2])
    with ThreadPoolExecutor(2) as pool:
        parts = np.array_split(np.concatenate([rows] * 10), 2)
        runs = []
        for _ in range(3):
            start = time.perf_counter()
            list(pool.map(lambda part: scores(left, right, part), parts))
            runs.append(10 * PAIRS / (time.perf_counter() - start))
    board.say("bulk pairs a second, 2 cores", max(runs), "1/s", bar=0, least=True)
    if not PEER.is_file():
        board.skip("bulk pairs against logic-v2", "no .peers/names: make .peers/names/ready")
        return
    asked = json.dumps([(innocents[i], listed[j]) for i, j in rows.tolist()])
    done = subprocess.run([PEER, "-c", _LOGIC], input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        board.skip("bulk pairs against logic-v2", done.stderr.strip().splitlines()[-1])
        return
    board.say("bulk pairs a second, logic-v2", float(done.stdout), "1/s", bar=0, least=True)
    board.say("bulk pairs against logic-v2", max(runs) / float(done.stdout), "x", bar=300, least=True)


def index(board: Board) -> None:
    """Questions a second to 25,000 names, on one core: no word met before, then all."""
    innocents, listed = texts()
    names = [*listed, *innocents][:LISTED]
    start = time.process_time()
    made = Index.build(Entry(id=str(n), text=text, kind=Kind.PERSON) for n, text in enumerate(names))
    board.say("index of 25,000 names: build", time.process_time() - start, "s", bar=10)
    asked = [*innocents[-700:], *listed[:300]]
    made.search_many(asked[:1])
    for state, bar in (("cold", 1500), ("warm", 3000)):
        start = time.process_time()
        made.search_many(asked)
        rate = len(asked) / (time.process_time() - start)
        board.say(f"index queries a second, one core, {LISTED} names, {state}", rate, "1/s", bar=bar, least=True)


def million(board: Board, many: int = 1_000_000) -> None:
    """A million generated names in one process."""
    rows = [json.loads(line) for line in (DATA / "composed_names.jsonl").read_text(encoding="utf-8").splitlines()]
    words = sorted({word for row in rows for word in row["latin"].split()})
    dice = random.Random(1)  # noqa: S311  # the same names in every run
    names = (" ".join(dice.choices(words, k=dice.randint(2, 4))) for _ in range(many))
    start = time.perf_counter()
    made = Index.build(Entry(id=str(n), text=text, kind=Kind.PERSON) for n, text in enumerate(names))
    board.say(f"{many} names: build, one process", time.perf_counter() - start, "s", bar=60)
    asked = [" ".join(dice.choices(words, k=3)) for _ in range(300)]
    made.search_many(asked[:1])
    start = time.process_time()
    made.search_many(asked)
    rate = len(asked) / (time.process_time() - start)
    board.say(f"{many} names: queries a second, one core", rate, "1/s", bar=400, least=True)
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
    parts = {"start": start_up, "pairs": pairs, "index": index, "million": million}
    for name in sys.argv[1:] or parts:
        parts[name](board)
    board.end()


if __name__ == "__main__":
    main()
