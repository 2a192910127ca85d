"""Is every state of a real list answered as its editions say, in whatever order they came?

310 editions of OFAC's list are written out, read in order and shuffled (each with the day it was received), and asked
5,200 questions of six kinds; the answers come from an oracle of its own over the rows, never from what is kept.
"""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from bench import Board, timed
from bench._store import STATUS, Batch, Record, fresh, needs_shared, reader
from jisr.node.actions.ingest import Wanted, take_in
from jisr.node.history import History
from jisr.node.queries.reader import visible_markings

Rows = dict[str, list[str]]
Edition = tuple[datetime, Rows]
FOLDER = STATUS / "ofac_sdn_history"
KINDS = 6
QUESTIONS = 5_200


class Editions(Sequence[Edition]):
    """Each daily state of the list: when it was received, and its rows by number.

    Kept as the first state and what changed since, so that the memory measured is the node's and not the oracle's.
    """

    def __init__(self) -> None:
        text = (FOLDER / "base.csv").read_text(encoding="utf-8", errors="replace")
        self.base = {row[0].strip(): row for row in csv.reader(io.StringIO(text)) if row and row[0].strip().isdigit()}
        self.events: list[tuple[int, str, list[str] | None]] = []  # seq, number, the row or None: removed
        for line in (FOLDER / "events.jsonl").read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            self.events.append((int(event["seq"]), str(event["ent_num"]), event.get("row")))
        lines = (FOLDER / "snapshots.csv").read_text(encoding="utf-8").splitlines()
        good = [one for one in csv.DictReader(lines) if one["rows_in_split"] not in {"", "0"}]  # else a failed fetch
        self.at = [datetime.fromisoformat(one["seen_at"]).astimezone(UTC) for one in good]
        self.seq = [int(one["seq"]) for one in good]

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, number: int) -> Edition:  # type: ignore[override]  # never a slice
        rows = dict(self.base)
        for seq, key, row in self.events:
            if seq > self.seq[number]:
                break
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row
        return self.at[number], rows


def written(rows: Rows) -> bytes:
    """The list in its own form."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows.values())
    return out.getvalue().encode() + b"\x1a"


def replay(found: Editions, order: list[int]) -> tuple[float, int]:
    """Read the editions in that order; seconds of the reading alone, and how many were not loaded."""
    fresh()
    took, held = 0.0, 0
    for number in order:
        received, rows = found[number]
        data = written(rows)
        start = time.perf_counter()
        row = take_in((("sdn.csv", data),), reader=reader(), wanted=Wanted(source="ofac", received=received))
        took += time.perf_counter() - start
        if row.state != "loaded":
            held += 1
            print(f"  {received}: {row.state} {row.reason} {dict(row.facts)}", file=sys.stderr)
    return took, held


class Oracle:
    """The same questions answered from the rows, one by one."""

    def __init__(self, found: Editions) -> None:
        self.found = found

    def rows(self, on: date, known: datetime) -> Rows:
        """The rows of the newest edition made by the end of the day and received by then."""
        after = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
        by_then = [number for number, at in enumerate(self.found.at) if at < after and at <= known]
        return self.found[by_then[-1]][1] if by_then else {}


def questions(found: Editions) -> Iterator[tuple[int, str, date, datetime, date]]:
    """Kind, number of a party, a day, an instant, another day."""
    dice = random.Random(4)  # noqa: S311  # no secret
    everyone = sorted({*found.base, *(key for _, key, _ in found.events)})
    gone = sorted(set(everyone) - set(found[-1][1]))
    first, last = found.at[0] - timedelta(days=5), found.at[-1] + timedelta(days=5)
    span = int((last - first).total_seconds())
    for number in range(QUESTIONS):
        key = dice.choice(gone if number % 3 == 0 else everyone)
        on, other = (first + timedelta(seconds=dice.randrange(span)) for _ in range(2))
        known = last if number % 2 else first + timedelta(seconds=dice.randrange(span))
        if number % 7 == 0:
            known = dice.choice(found.at)  # the very instant of a delivery
        kind = number % KINDS if number % 40 < 20 else number % 3
        yield kind, key, on.date(), known, other.date()


def wrong(found: Editions, history: History) -> int:
    """How many answers differ from the oracle's."""
    oracle, failed = Oracle(found), 0
    captions = dict(Record.objects.values_list("pk", "caption"))
    programmes = {
        pk: json.loads(text).get("program", [])
        for pk, text in Record.objects.filter(schema="Sanction").values_list("pk", "properties")
    }
    for kind, key, on, known, other in questions(found):
        rows = oracle.rows(on, known)
        if kind == 0:  # was it on the list?
            right = (history.said(f"ofac:{key}", on, known) is not None) is (key in rows)
        elif kind == 1:  # what did the list say of it?
            record = history.said(f"ofac:{key}/listing", on, known)
            right = (programmes[record] if record else []) == (_programmes(rows[key][3]) if key in rows else [])
        elif kind == 2:  # under which name?
            record = history.said(f"ofac:{key}", on, known)
            right = (_letters(captions[record]) if record else "") == (_letters(rows[key][1]) if key in rows else "")
        elif kind == 3:  # how many were on it?
            right = len(_things(history, on, known)) == len(rows)
        elif kind == 4:  # who came and who went between two days?
            before, after = sorted((on, other))
            came = _things(history, after, known) ^ _things(history, before, known)
            right = came == {*oracle.rows(before, known)} ^ {*oracle.rows(after, known)}
        else:  # what did the node go by at that instant, and what does it say of the same day now?
            then, now = history.said(f"ofac:{key}", on, known), history.said(f"ofac:{key}", on, found.at[-1])
            right = (then is not None, now is not None) == (key in rows, key in oracle.rows(on, found.at[-1]))
        failed += not right
    return failed


def _things(history: History, on: date, known: datetime) -> set[str]:
    return {one.partition(":")[2] for one in history.on_list(on, known) if not one.endswith("/listing")}


def _programmes(cell: str) -> list[str]:
    return [tag.strip(" []") for tag in cell.split("] [") if tag.strip(" []") not in {"", "-0-"}]


def _letters(name: str) -> str:
    return "".join(sorted("".join(name.replace(",", " ").split())))


def main() -> None:
    """In order, then shuffled."""
    needs_shared()
    board = Board()
    found = Editions()
    table = []
    for name in ("in order", "shuffled"):
        order = list(range(len(found)))
        if name == "shuffled":
            random.Random(5).shuffle(order)  # noqa: S311  # no secret
        took, held = replay(found, order)
        board.say(f"310 snapshots replayed {name}", took, "s", bar=60)
        if name == "in order":
            board.say("real snapshot steps wrongly held", held, f"of {len(found) - 1}", bar=0)
        else:
            board.say("shuffled snapshots not loaded", held, f"of {len(found)}", bar=0)
        history = History("ofac", markings=visible_markings(reader()))
        failed = wrong(found, history)
        board.say(
            f"as-of answers right, {name}", 100 * (1 - failed / QUESTIONS), f"% of {QUESTIONS}", bar=100, least=True
        )
        columns = ("thing", "version", "known_from", "known_to", "closed_why", "seen_from", "seen_to")
        table.append(set(Record.objects.values_list(*columns)))
        _speed(board, found, history)
    board.say("versions that differ between the two orders", len(table[0] ^ table[1]), "rows", bar=0)
    print(f"  {Batch.objects.count()} deliveries, {len(table[0])} versions")
    board.say("resident memory with all of it, peak", _memory(), "MB", bar=300)
    board.end()


def _speed(board: Board, found: Editions, history: History) -> None:
    asked = [(f"ofac:{key}", on, known) for _, key, on, known, _ in questions(found)] * 4
    with timed() as took:
        for thing, on, known in asked:
            history.said(thing, on, known)
    board.say("as-of queries in process", len(asked) / took(), "a second", bar=20_000, least=True)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


main()
