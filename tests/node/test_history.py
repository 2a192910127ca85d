"""A real list, delivery by delivery: none held, and every day answered as the editions say."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from jisr.errors import NotFound
from jisr.node.queries.party import standings
from jisr.node.values import Clocks
from tests.node.conftest import Load
from tests.node.world import ANALYST

STEPS = 10
QUESTIONS = 150


def deliveries(folder: Path) -> Iterator[tuple[datetime, dict[str, list[str]]]]:
    """Each daily state of the list: when it was received, and its rows by number."""
    rows = {row[0].strip(): row for row in _rows(folder / "base.csv")}
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    for snapshot in csv.DictReader((folder / "snapshots.csv").read_text(encoding="utf-8").splitlines()):
        if snapshot["rows_in_split"] in {"", "0"}:
            continue  # a failed fetch
        for event in (event for event in events if str(event["seq"]) == snapshot["seq"]):
            if event["op"] == "remove":
                rows.pop(str(event["ent_num"]), None)
            else:
                rows[str(event["ent_num"])] = event["row"]
        yield datetime.fromisoformat(snapshot["seen_at"]).astimezone(UTC), dict(rows)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from (row for row in csv.reader(file) if row and row[0].strip().isdigit())


def written(rows: dict[str, list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows.values())
    return out.getvalue().encode() + b"\x1a"


def test_day_by_day(load: Load, shared: Path) -> None:
    truth: list[tuple[datetime, set[str]]] = []
    for received, rows in deliveries(shared / "status" / "ofac_sdn_history"):
        row = load(("sdn.csv", written(rows)), source="ofac", received=received)
        assert row.state == "loaded", (received, row.reason, row.facts)
        truth.append((received, set(rows)))
        if len({frozenset(keys) for _, keys in truth}) == STEPS:
            break
    moved = set.union(*(keys for _, keys in truth)) - set.intersection(*(keys for _, keys in truth))
    assert moved
    dice = random.Random(3)  # noqa: S311  # no secret
    for number in range(QUESTIONS):
        key = dice.choice(sorted(moved if number % 2 else truth[0][1]))
        asked = dice.randrange(len(truth))
        known = truth[dice.randrange(asked, len(truth))][0]
        on = truth[asked][0].date()
        editions = [keys for received, keys in truth if received.date() == on and received <= known]
        if len({key in keys for keys in editions}) == 1:
            assert (state_of(key, Clocks(on=on, known=known)) == "listed") is (key in editions[0]), (key, on, known)


def state_of(key: str, clocks: Clocks) -> str:
    try:
        return "".join(one.state for one in standings(f"ofac:{key}", reader=ANALYST, clocks=clocks))
    except NotFound:
        return "unknown"
