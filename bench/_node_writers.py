"""Four who write and four who read, a minute long: does anybody wait, fail, or overwrite another?"""

from __future__ import annotations

import multiprocessing
import os
import time

from bench import Board, p95
from bench._store import STATUS, fresh, needs_shared, read, reader

SECONDS = float(os.environ.get("JISR_BENCH_SECONDS", "60"))
WRITERS = READERS = 4
THINKS = 0.02  # seconds a reader takes before the next question


def write(number: int, out: multiprocessing.Queue[tuple[str, int, list[float], int]]) -> None:
    """Add lines to the audit: each reads the head of the chain and writes the next, so that a lost update breaks it."""
    from django.db import OperationalError  # in the child

    from jisr.node import chain  # in the child

    took: list[float] = []
    locked, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        start = time.perf_counter()
        try:
            chain.note(reader(), "bench", f"{number}:{len(took)}")
        except OperationalError:
            locked += 1
        took.append(time.perf_counter() - start)
        time.sleep(0.002)
    out.put(("write", len(took), took, locked))


def ask(number: int, out: multiprocessing.Queue[tuple[str, int, list[float], int]]) -> None:
    """Ask for the page of a party, again and again."""
    from django.db import OperationalError  # in the child

    from jisr.node.queries.party import standings  # in the child

    took: list[float] = []
    locked, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        start = time.perf_counter()
        try:
            standings("un:QDi.317", reader=reader())
        except OperationalError:
            locked += 1
        took.append(time.perf_counter() - start)
        time.sleep(THINKS)
    out.put(("read", number, took, locked))


def main() -> None:
    """Start them, wait, count."""
    needs_shared()
    board = Board()
    from django.db import connection  # after its settings

    from jisr.node.models import AuditEntry  # after its settings
    from jisr.node.queries.audit import verify  # after its settings

    fresh()
    read(STATUS / "un" / "un_20250419.xml")
    connection.close()
    context = multiprocessing.get_context("fork")
    out = context.Queue()
    work = [(write, n) for n in range(WRITERS)] + [(ask, n) for n in range(READERS)]
    children = [context.Process(target=one, args=(n, out)) for one, n in work]
    for child in children:
        child.start()
    found = [out.get(timeout=SECONDS + 60) for _ in children]
    for child in children:
        child.join()
    writes = [second for kind, _, took, _ in found if kind == "write" for second in took]
    reads = [second for kind, _, took, _ in found if kind == "read" for second in took]
    board.say(
        f"{WRITERS} writers + {READERS} readers, {SECONDS:.0f} s: locked", sum(f[3] for f in found), "times", bar=0
    )
    missing = len(writes) - AuditEntry.objects.filter(act="bench").count()
    report = verify(reader=reader())
    board.say(
        "lost updates: audit lines missing or out of the chain",
        missing + (report.broken_at is not None),
        "lines",
        bar=0,
    )
    board.say("write p95", p95(writes) * 1000, "ms", bar=50)
    each = f"writes {len(writes) / SECONDS:.0f}/s, reads {len(reads) / SECONDS:.0f}/s"
    print(f"  {each}, read p95 {p95(reads) * 1000:.1f} ms, worst write {max(writes):.2f} s")
    board.end()


main()
