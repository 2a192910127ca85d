"""End to end: messages to stored, audited hits against 40,000 list names, 1,000,000 lost documents and 20 rules."""

from __future__ import annotations

import csv
import io
import json
import random
import statistics
import sys
import time
from dataclasses import replace

from bench import SHARED
from bench._journeys_world import RULE, WORLD, parts, tell
from bench._store import fresh, reader
from jisr.node.actions import journey_rules
from jisr.node.actions.ingest import ingest
from jisr.node.models import JourneyHit, JourneyPerson
from jisr.node.queries import journeys

NAMES, DOCUMENTS, RULES = 40_000, 1_000_000, 20
WANTED, FLIGHT, WITHIN = 2000, 200, 1.0
_DICE = random.Random(11)  # noqa: S311  # made data


def watch_list() -> bytes:
    """40,000 names of invented people, put together from the words of 12,000; three in five with a birth date."""
    with (SHARED / "names" / "negatives.tsv").open(encoding="utf-8", newline="") as file:
        words = [row["name"].split() for row in csv.DictReader(file, delimiter="\t")]
    first, last = [one[0] for one in words if len(one) > 1], [one[-1] for one in words if len(one) > 1]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("list_id", "name", "name_ar", "aliases", "dob", "nationality", "sex", "doc_number", "program"))
    for number in range(NAMES):
        name = " ".join((_DICE.choice(first), _DICE.choice(first), _DICE.choice(last)))
        born = f"{_DICE.randint(1950, 2004)}-{_DICE.randint(1, 12):02}-{_DICE.randint(1, 28):02}"
        told = _DICE.choices((born, born[:4], ""), (60, 25, 15))[0]
        table.writerow((f"B{number}", name, "", "", told, _DICE.choice(("SYR", "IRQ", "UZB", "FRA")), "M", "", "FTF"))
    return out.getvalue().encode()


def lost_list() -> bytes:
    """1,000,000 numbers of documents."""
    lines = ["number,issuer,reported,kind"]
    lines += [f"Q{number:08},{('SYR', 'IRQ', 'FRA')[number % 3]},2026-01-02,P" for number in range(DOCUMENTS)]
    return "\n".join(lines).encode()


def flight_of(people: int, number: int) -> tuple[str, bytes]:
    """A passenger list."""
    told = "".join(
        f"NAD+FL+++KARIM:SAMI{chr(65 + one % 26)}'ATT+2++M'DTM+329:{50 + one % 50}0412'NAT+2+JOR'"
        f"DOC+P:110:111+N{number:03}{one:05}'DTM+36:300101'LOC+91+JOR'"
        for one in range(people)
    )
    text = (
        f"UNB+UNOA:4+ZZ+NODE1+260401:0420+REF{number}'UNH+M1+PAXLST:D:12B:UN:IATA+ZZ{number}/260401+01:F'BGM+745'"
        f"TDT+20+ZZ{number}+++ZZ'LOC+125+TUN'DTM+189:2604010500:201'LOC+87+AMM'DTM+232:2604010940:201'"
        f"{told}CNT+42:{people}'UNT+9+M1'UNZ+1+REF'"
    )
    return f"{number}.edi", text.encode()


def prepare() -> None:
    """The lists and the rules."""
    fresh()
    ingest([("notices.csv", watch_list())], reader=reader())
    ingest([("lost.csv", lost_list())], reader=reader())
    other = replace(reader(), name="second")
    for number in range(RULES):
        clauses = (*RULE[:2], f"booked-hours at-most {number + 5}", RULE[3])
        made = journey_rules.add(f"Rule {number}", clauses, reader=reader(), purpose="figures", legal_basis="test data")
        journey_rules.approve(made, reader=other)


def main() -> int:
    """1 if a figure misses its bar."""
    if not WORLD.is_dir():
        print(json.dumps({"name": "end to end", "skipped": f"{WORLD} is not there"}))
        return 0
    prepare()
    first, *others = list(parts(groups=4))
    ingest(first, reader=reader())  # compiles; not counted
    before, start = JourneyPerson.objects.count(), time.perf_counter()
    for files in others:
        ingest(files, reader=reader())
    seconds, people = time.perf_counter() - start, JourneyPerson.objects.count() - before
    rate = people / seconds
    name = f"end to end, {NAMES} list names, {DOCUMENTS} documents, {RULES} rules, {JourneyHit.objects.count()} hits"
    good = tell(name, round(rate), "travellers/s", WANTED, passed=rate >= WANTED)
    took = []
    for number in range(3):
        start = time.perf_counter()
        ingest([flight_of(FLIGHT, number)], reader=reader())
        took.append(time.perf_counter() - start)
    middle = statistics.median(took)
    good &= tell(f"a list of {FLIGHT} passengers to hits", round(middle, 3), "s", WITHIN, passed=middle < WITHIN)
    asked = []
    for word in ("karim samia", "N00000007", "haddad", "omar ali") * 5:
        start = time.perf_counter()
        journeys.search(word, reader=reader())
        asked.append(1000 * (time.perf_counter() - start))
    slow = sorted(asked)[int(0.95 * len(asked))]
    tell(f"search among {JourneyPerson.objects.count()} travellers, p95", round(slow, 1), "ms", None, passed=True)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
