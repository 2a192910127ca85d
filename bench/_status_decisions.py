"""Figures of the decision query: the cases, the speed, replay after later imports, the reach of a removal."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench import Board
from bench._store import STATUS, Record, fresh, needs_shared, read, reader
from jisr.node.actions import keep_may
from jisr.node.actions.ingest import Wanted, take_in
from jisr.node.actions.re_examine import re_examine
from jisr.node.actions.settle_delivery import approve
from jisr.node.models import Correction, Dependence, Ruling
from jisr.node.queries.may import may
from jisr.node.queries.rulings import kept, replay
from jisr.node.values import MayQuestion

KEPT = int(os.environ.get("BENCH_KEPT", "10000"))
REPLAYED = 1_000
REMOVED = 20
_KINDS = ("make_funds_available", "travel", "transact", "supply_arms", "provide_services")


def main() -> int:
    """The cases on acts alone, the cases with a real list beside them, then 10,000 kept answers."""
    needs_shared()
    board = Board()
    fresh()
    held = read(STATUS / "syria_timeline.jsonl", received=_now(), as_announced=True)
    second = replace(reader(), name="second")  # acts that ease wait for another person
    approve(held.id, reader=second, sha256=held.sha256, why="bench")
    _cases(board, "")
    read(STATUS / "un/un_20250419.xml", received=_day("2025-04-19"))
    _kept(board)
    return int(bool(board.failed))


def _cases(board: Board, beside: str) -> None:
    cases = [json.loads(line) for line in (STATUS / "decision_cases.jsonl").read_text(encoding="utf-8").splitlines()]
    taken: list[float] = []
    worked: list[float] = []
    right = clears = bare = 0
    for _ in range(5):
        right = clears = bare = 0
        for case in cases:
            begun, used = time.perf_counter(), time.process_time()
            answer = may(_question(case), reader=reader())
            taken.append((time.perf_counter() - begun) * 1000)
            worked.append((time.process_time() - used) * 1000)
            ids, wanted = {one.id.partition(":")[2] for one in answer.instruments}, case["expect"]
            good = answer.status == wanted["status"] and set(wanted["because"]) <= ids
            right += good and wanted.get("until", answer.until) == answer.until
            clears += answer.status.startswith("permitted") and not wanted["status"].startswith("permitted")
            bare += not answer.rules or (bool(wanted["because"]) and not answer.instruments)
    board.say(f"decision cases right{beside}", right, f"of {len(cases)}", bar=len(cases), least=True)
    board.say(f"false all-clears{beside}", clears, "", bar=0)
    board.say(f"answers without act or source{beside}", bare, "", bar=0)
    board.say(f"decision with its tree, audited, p95{beside}", quantiles(taken, n=20)[-1], "ms", bar=10)
    board.say(f"the same, time of the processor{beside}", quantiles(worked, n=20)[-1], "ms", bar=10)


def _kept(board: Board) -> None:
    """Keep answers about listed parties, remove parties from the list, ask again."""
    things = sorted(Record.objects.filter(source="un", schema="Person", about="").values_list("thing", flat=True))
    questions = [
        MayQuestion(
            jurisdiction="un",
            kind=_KINDS[number % len(_KINDS)],
            counterparty=things[number % len(things)],
            on=(_day("2025-05-01") + timedelta(days=number // len(things))).date().isoformat(),
            known="2025-05-01T00:00:00Z",
        )
        for number in range(KEPT)
    ]
    begun = time.perf_counter()
    for start in range(0, KEPT, 500):
        keep_may.keep_many(questions[start : start + 500], reader=reader(), why="bench")
    board.say("an answer worked out and kept", (time.perf_counter() - begun) * 1000 / KEPT, "ms", bar=100)
    gone = things[:REMOVED]
    relied = set(
        Dependence.objects.filter(record__thing__in=[*gone, *(f"{one}/listing" for one in gone)]).values_list(
            "finding_id", flat=True
        )
    )
    data = _without(STATUS / "un/un_20250419.xml", gone)
    begun = time.perf_counter()
    row = take_in((("un.xml", data),), reader=reader(), wanted=Wanted(received=_day("2025-06-01")))
    took = time.perf_counter() - begun
    told = set(Correction.objects.filter(batch_id=row.id).values_list("finding_id", flat=True))
    board.say(f"removal imported, {len(told)} of {KEPT} kept answers opened", took, "s", bar=5)
    board.say(f"dependents missed of {len(relied)}", len(relied - told) + (not relied), "", bar=0)
    re_examine(most=KEPT)
    numbers = list(Ruling.objects.order_by("pk").values_list("finding_id", flat=True)[:REPLAYED])
    same = sum(one for _, one in replay(numbers, reader=reader()))
    board.say(
        "kept answers the same byte for byte, as known then", same, f"of {len(numbers)}", bar=len(numbers), least=True
    )
    rows = kept(reader=reader(), changed=True, most=KEPT)
    changed = [one for one in rows if one.now and one.now != one.status]
    board.say("answers that are others today", len(changed), "", bar=1, least=True)
    board.say("changed answers without a cause named", sum(not one.causes for one in changed), "", bar=0)


def _without(path: Path, things: list[str]) -> bytes:
    from lxml import etree

    root = etree.fromstring(path.read_bytes())
    gone = {thing.partition(":")[2] for thing in things}
    for entry in list(root.iter("INDIVIDUAL")):
        reference = (entry.findtext("REFERENCE_NUMBER") or "").strip()
        parent = entry.getparent()
        if reference in gone and parent is not None:
            parent.remove(entry)
    root.set("dateGenerated", "2025-06-01T00:00:00.000Z")
    return bytes(etree.tostring(root))


def _question(case: Mapping[str, Any]) -> MayQuestion:
    return MayQuestion(
        jurisdiction=case["jurisdiction"],
        kind=case["kind"],
        counterparty=case["counterparty"],
        on=case["on"],
        known=case["known_at"],
    )


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _now() -> datetime:
    from jisr.node import clock

    return clock.now()


if __name__ == "__main__":
    sys.exit(main())
