"""The figures of the name engine on ../shared/data/names: `make bench-names`.

Recall: a listed party's name in Arabic script must bring its Latin entry first among all entries of the UN list.
Screening: the same, at the score that one in a hundred innocent names in Arabic script reaches. Cases and checks: pairs
that people labelled. Keys: what a database of names would look up. Bars are this version's; every row here was seen
while building. Times are of the processor, on one core.
"""

from __future__ import annotations

import csv
import json
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import TypeVar

from bench import SHARED, Board
from jisr import identity, names
from jisr.names import Kind, Name, parse
from jisr.names._compare import score

DATA = SHARED / "names"
INNOCENTS = 1000
FIVE = 5
KINDS = {"Person": Kind.PERSON, "Vessel": Kind.VESSEL}
T = TypeVar("T")
Row = Mapping[str, object]
Listed = Mapping[str, Sequence[Name]]


def lines(file: str) -> list[dict[str, object]]:
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in (DATA / file).read_text(encoding="utf-8").splitlines()]


def rows(file: str) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a head."""
    with (DATA / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def arabic(text: object) -> bool:
    """Whether any letter is of the Arabic script."""
    return any("\u0600" <= letter <= "\u06ff" for letter in str(text))


def kind_of(row: Row) -> Kind:
    """How the thing of a row is named."""
    return KINDS.get(str(row["schema"]), Kind.ORGANIZATION)


def texts_of(row: Row) -> list[str]:
    """The name and the aliases of a listed party, without those in Arabic script."""
    aliases = row.get("aliases")
    found = [row["name"], *(alias["name"] for alias in aliases)] if isinstance(aliases, list) else [row["name"]]
    return [str(text) for text in found if not arabic(text)]


class Blocked:
    """Names of parties under their keys."""

    def __init__(self, parties: Iterable[tuple[str, Sequence[Name]]]) -> None:
        self.posted: defaultdict[str, set[tuple[str, Name]]] = defaultdict(set)
        for party, found in parties:
            for name in found:
                for key in names.keys(name):
                    self.posted[key].add((party, name))

    def candidates(self, asked: Name) -> set[tuple[str, Name]]:
        """What shares a key with the question."""
        return set[tuple[str, Name]]().union(*(self.posted.get(key, set()) for key in names.keys(asked)))

    def best(self, asked: Name) -> dict[str, float]:
        """The best score of every candidate party."""
        best: defaultdict[str, float] = defaultdict(float)
        for party, name in self.candidates(asked):
            best[party] = max(best[party], score(asked, name))
        return dict(best)


def recall(board: Board) -> None:
    """First places, and recall at one false alarm in a hundred innocents."""
    for kind, title, bar in ((Kind.PERSON, "persons", 0.8), (Kind.ORGANIZATION, "organisations", 0.5)):
        listed = [row for row in lines("un_list.jsonl") if kind_of(row) is kind]
        blocked = Blocked((str(row["id"]), [parse(text, kind=kind) for text in texts_of(row)]) for row in listed)
        asked = {str(row["id"]): str(row["name_original"]) for row in listed if arabic(row.get("name_original", ""))}
        best = {party: blocked.best(parse(text, kind=kind)) for party, text in asked.items()}
        ranks = [rank(found, party) for party, found in best.items()]
        board.say(f"un_ar {title}, R@1 of {len(ranks)}", share(one < 1 for one in ranks), "", bar=bar, least=True)
        board.say(f"un_ar {title}, R@5", share(one < FIVE for one in ranks), "", bar=bar, least=True)
        if kind is Kind.PERSON:
            screening(board, blocked, [found.get(party, 0.0) for party, found in best.items()])


def rank(found: Mapping[str, float], party: str) -> float:
    """How many others score as high as the right party; infinite where it was not found."""
    own = found.get(party, 0.0)
    return sum(value >= own for other, value in found.items() if other != party) if own else inf


def screening(board: Board, blocked: Blocked, listed: Sequence[float]) -> None:
    """Innocent names in Arabic script against the same list."""
    innocents = [row["name"] for row in rows("negatives.tsv") if arabic(row["name"])]
    random.Random(1).shuffle(innocents)  # noqa: S311  # the same ones in every run
    best = (max(blocked.best(parse(text)).values(), default=0.0) for text in innocents[:INNOCENTS])
    worst = sorted(best, reverse=True)
    limit = worst[INNOCENTS // 100]
    board.say("xscreen, recall at 1 % false alarms", share(value > limit for value in listed), "", bar=0.75, least=True)
    board.say("xscreen, recall at the threshold", share(v >= names.THRESHOLD for v in listed), "", bar=0.75, least=True)
    board.say("xscreen, false alarms at the threshold", share(v >= names.THRESHOLD for v in worst), "", bar=0.01)


def cases(board: Board) -> None:
    """Pairs of names labelled by people, at the engine's own threshold."""
    told: list[tuple[str, bool, bool]] = []
    for row in rows("name_cases.tsv"):
        value = names.compare(row["name1"], row["name2"], kind=kind_of(row)).score
        told.append((row["case_group"], row["is_match"] == "true", value >= names.THRESHOLD))
    for group, bar in (("", 0.75), ("synth_people", 0.7)):
        ours = [(wanted, got) for case, wanted, got in told if group in {"", case}]
        right = sum(wanted and got for wanted, got in ours)
        wrong = sum(wanted != got for wanted, got in ours)
        board.say(f"name_cases F1 {group or 'all'}", 2 * right / (2 * right + wrong), "", bar=bar, least=True)


def checks(board: Board) -> None:
    """Pairs of entities labelled by people, at the threshold of identity."""

    def profile(row: object, schema: str) -> identity.Profile:
        said = row if isinstance(row, dict) else {}
        parts = [said.get(key) for key in ("firstName", "middleName", "fatherName", "lastName")]
        text = str(said.get("name") or " ".join(filter(None, parts)))
        return identity.Profile(id="", schema=schema, names=(text,))

    right = []
    for row in lines("entity_checks.jsonl"):
        schema = str(row["schema"])
        found = identity.compare(profile(row["query"], schema), profile(row["candidate"], schema))
        right.append((found.score >= identity.THRESHOLD) == row["match"])
    board.say("entity_checks right", share(right), "", bar=0.75, least=True)


def keys(board: Board) -> None:
    """True pairs that share a key, and how many candidates a question of 30,000 parties has to look at."""
    listed = [row for file in ("un_list.jsonl", "ofac_sdn.jsonl") for row in lines(file)]
    people = [row for row in listed if kind_of(row) is Kind.PERSON]
    blocked = Blocked((str(row["id"]), [parse(text) for text in texts_of(row)]) for row in people)
    written = [(str(row["id"]), str(row.get("name_original", ""))) for row in people]
    asked = [(party, parse(text)) for party, text in written if arabic(text)]
    found = [party in {other for other, _name in blocked.candidates(name)} for party, name in asked]
    board.say("true pairs that share a key", share(found), "", bar=0.97, least=True)
    sizes = [len({party for party, _name in blocked.candidates(parse(texts_of(row)[0]))}) for row in people]
    scaled = statistics.mean(sizes) * 30_000 / len(people)
    board.say("candidates of a question among 30,000 parties, mean", scaled, "", bar=400)
    many = statistics.median(len(names.keys(text)) for row in people for text in texts_of(row))
    board.say("keys of a name, median", many, "", bar=8)


def speed(board: Board) -> None:
    """Pure Python; the first pass over a list fills the caches."""
    for kind in Kind:
        names.keys("أحمد", kind=kind)  # reads the tables
    took = each(lambda row: names.keys(str(row["name"]), kind=kind_of(row)), lines("ofac_sdn.jsonl"))
    board.say("keys, a name seen for the first time", took, "us", bar=60)
    listed = [row for row in lines("un_list.jsonl") if "name_original" in row]
    pairs = [(str(row["name_original"]), text) for row in listed for text in texts_of(row)]
    each(lambda pair: names.compare(*pair), pairs)
    board.say("compare, with its explanation, warm", each(lambda pair: names.compare(*pair), pairs), "us", bar=150)
    code = "import time; t = time.process_time(); import jisr.names; print(time.process_time() - t)"
    runs = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(9)]
    board.say("import jisr.names, median of 9", statistics.median(runs) * 1000, "ms", bar=60)


def each(work: Callable[[T], object], items: Sequence[T]) -> float:
    """Microseconds of the processor an item."""
    start = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - start) / len(items) * 1e6


def share(found: Iterable[bool]) -> float:
    """How many of them are true, 0 .. 1."""
    every = list(found)
    return sum(every) / len(every)


def main() -> None:
    """All figures, slowest caches first."""
    board = Board()
    if not DATA.is_dir():
        board.skip("names", "no ../shared/data/names beside the repository")
        board.end()
    for part in (speed, recall, cases, checks, keys):
        part(board)
    board.end()


if __name__ == "__main__":
    main()
