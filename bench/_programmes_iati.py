"""IATI: the official cases, what comes back of the real activities, their money, speed and memory on 100 MB."""

from __future__ import annotations

import csv
import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from bench import ROOT, SHARED, Board, timed
from jisr import formats
from jisr.desks import programmes
from jisr.errors import Unreadable
from jisr.records import Record

FOLDER = SHARED / "programmes" / "iati"
REAL = FOLDER / "unhcr_2023.xml"
MIB = 1 << 20
SIZE = 100 * MIB
SIX = (
    "import sys, time, iatikit\n"
    "at = time.perf_counter()\n"
    "rows = [(a.id, a.title, a.description, a.humanitarian, len(a.etree.findall('transaction')),\n"
    "         len(a.etree.findall('location')))\n"
    "        for a in iatikit.Dataset(sys.argv[1]).activities]\n"
    "print(len(rows) / (time.perf_counter() - at))\n"
)


def cases(board: Board) -> None:
    """How many official cases are decided as their authors say."""
    right = 0
    lines = (FOLDER / "xsd_cases.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, lines):
        try:
            valid = not formats.document_faults(case["xml"].encode(), name=case["name"])
        except Unreadable:
            valid = False
        right += valid is case["valid"]
    board.say("schema cases decided rightly", right, f"of {len(lines)}", bar=len(lines), least=True)


def real(board: Board) -> None:
    """The real activities: back whole, valid, money to the cent, no false alarm."""
    data = REAL.read_bytes()
    records = [one for one in formats.read((formats.File(name=REAL.name, data=data),)).items if isinstance(one, Record)]
    again = formats.write_iati(record.first("element") for record in records)
    same = sum(one == other for one, other in zip(_canonical(data), _canonical(again), strict=True))
    board.say("activities canonically equal after a round trip", same, f"of {len(records)}", bar=80, least=True)
    board.say("faults of the written document", len(formats.document_faults(again, name="again")), "faults", bar=0)
    with (FOLDER / "unhcr_2023_expected.csv").open(encoding="utf-8") as table:
        wanted = {row["iati_identifier"]: row for row in csv.DictReader(table)}
    right = sum(_money_is(record.first("element"), wanted[record.key]) for record in records)
    board.say("activities with the money of the oracle, to 0.01", right, f"of {len(records)}", bar=80, least=True)
    alarms = sum(
        breach.rule in {"3.7.1", "3.7.2", "3.7.3"} or "transaction" in breach.paths
        for record in records
        for breach in programmes.breaches(programmes.parsed(record.first("element")), as_of=date(2026, 1, 1))
    )
    board.say("false alarms about countries of transactions", alarms, "alarms", bar=0)
    board.say("rules with an example that keeps and one that breaks each", _examples(), "of 107", bar=107, least=True)


def _examples() -> int:
    lines = (ROOT / "tests" / "desks" / "iati_rule_examples.csv").read_text(encoding="utf-8").splitlines()
    roots = {rule.number: rule.context.split("/")[1:2] for rule in programmes.rules()}
    right = 0
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        number = int(row["number"])
        root = "iati-organisation" if roots[number] == ["iati-organisations"] else "iati-activity"
        broken = [
            number in {one.number for one in programmes.breaches(_one(root, row[side]), as_of=date(2026, 1, 1))}
            for side in ("keeps", "breaks")
        ]
        right += broken == [False, True]
    return right


def _one(root: str, text: str) -> etree._Element:
    return programmes.parsed(f"<{root}{'>' if text.startswith('<') else ' '}{text}</{root}>")


def _canonical(data: bytes) -> list[bytes]:
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    return [etree.tostring(one, method="c14n") for one in root]


def _money_is(xml: str, row: dict[str, str]) -> bool:
    money = programmes.activity_of(xml).money
    sums = {f"{one.type}|{one.currency}": float(one.amount) for one in money.sums}
    held = {f"{one.begins}|{one.ends}|{one.currency}": float(one.amount) for one in money.budgets if one.counts}
    return _near(sums, json.loads(row["transactions"])) and _near(held, json.loads(row["budget_effective"]))


def _near(one: dict[str, float], other: dict[str, float]) -> bool:
    return one.keys() == other.keys() and all(abs(one[key] - other[key]) <= 0.01 for key in one)


def large(path: Path) -> None:
    """A file of 100 MB: the real activities again and again under new identifiers."""
    text = REAL.read_text(encoding="utf-8")
    head, body = (
        text[: text.index("<iati-activity ")],
        text[text.index("<iati-activity ") : text.rindex("</iati-activities>")],
    )
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        number = 0
        while file.tell() < SIZE:
            number += 1
            file.write(re.sub(r"<iati-identifier>", f"<iati-identifier>{number}-", body))
        file.write("</iati-activities>")


def stream(path: str) -> None:
    """In a process of its own: read, check against the schema, make each record's keep; speed and peak memory."""

    def chunks() -> Iterator[bytes]:
        with Path(path).open("rb") as file:
            yield from iter(lambda: file.read(256 * 1024), b"")

    count = faults = kept = 0
    with timed() as took:
        for one in formats.wholes(chunks(), name=path):
            if isinstance(one, formats.Whole):
                count, kept, faults = count + 1, kept + len(one.xml), faults + len(one.faults)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"count": count, "faults": faults, "kept": kept, "seconds": took(), "peak": peak}))


def main() -> None:
    """All of them."""
    board = Board()
    if not FOLDER.is_dir():
        print(json.dumps({"skipped": f"{FOLDER} is not there"}))
        return
    cases(board)
    real(board)
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder:
        path = Path(folder) / "large.xml"
        large(path)
        words = [sys.executable, "-m", "bench._programmes_iati", str(path)]
        told = json.loads(subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
        ours = told["count"] / told["seconds"]
        board.say("peak memory on a file of 100 MB", told["peak"], "MiB", bar=150)
        _beside(board, path, ours)
    board.end()


def _beside(board: Board, path: Path, ours: float) -> None:
    peer = ROOT / ".peers" / "programmes" / "bin" / "python"
    if not peer.exists():
        board.skip("speed beside iatikit", f"make .peers/programmes/ready; ours: {ours:.0f} activities a second")
        return
    done = subprocess.run([str(peer), "-c", SIX, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        board.skip("speed beside iatikit", done.stderr.strip().splitlines()[-1][:200])
        return
    board.say(
        "speed: schema check and whole elements, times iatikit's six fields",
        ours / float(done.stdout),
        "x",
        bar=1,
        least=True,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        stream(sys.argv[1])
    else:
        main()
