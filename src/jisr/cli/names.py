"""`jisr names`: the name engine alone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from time import perf_counter
from typing import TypeVar

import click
import orjson

from jisr import names, tables
from jisr.cli import _input, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import Unreadable, WrongUse

__all__ = ["command"]

COMPARED = {"score": "cli-col-score", "left": "cli-col-left", "right": "cli-col-right"}
FOUND = {"score": "cli-col-score", "query": "cli-col-query", "id": "cli-col-party", "name": "cli-col-name"}
SCANNED = {"score": "cli-col-score", "written": "cli-col-written", "id": "cli-col-party", "name": "cli-col-name"}
PARTS = {"left": "cli-col-left", "right": "cli-col-right", "verdict": "cli-col-verdict", "score": "cli-col-score"}
FIGURES = {"figure": "cli-col-figure", "value": "cli-col-value"}
LABELS = {"same": "cli-col-verdict", "left": "cli-col-left", "right": "cli-col-right", "at": "cli-col-at"}
MONTHS = {
    "month": "cli-col-at",
    "confirmed": "cli-col-confirmed",
    "decided": "cli-col-decided",
    "precision": "cli-col-value",
}
FEW = 20  # questions from which compiled search is worth its start; it explains nothing
T = TypeVar("T")
KINDS = click.Choice([kind.value for kind in names.Kind])


@click.group("names")
def command() -> None:
    """The name engine alone: CSV or JSON lines in, a table or JSON lines out; no node is needed."""


@command.command("compare", epilog=example("jisr names compare pairs.csv", "jisr names compare - --json"))
@click.argument("table", metavar="FILE")
@click.option(
    "--kind", type=KINDS, default=names.Kind.PERSON.value, help="What they are names of, where no column says so."
)
@takes_shell
def compare(shell: Shell, table: str, kind: str) -> None:
    """Score pairs of names: columns left and right, and kind if you have it. Scores are 0 to 1."""
    found = [_compared(row, kind) for row in _rows(table, needed=("left", "right"))]
    shell.table(COMPARED, found)


def _compared(row: Mapping[str, str], kind: str) -> dict[str, object]:
    match = names.compare(row["left"], row["right"], kind=names.Kind(row.get("kind") or kind))
    return {
        **row,
        "score": round(match.score, 4),
        "enough": match.enough,
        "parts": [asdict(part) for part in match.parts],
        "reasons": [asdict(reason) for reason in match.reasons],
    }


@command.command("search", epilog=example("jisr names search --list watch.csv --queries customers.csv --json"))
@click.option("--list", "listed", required=True, metavar="FILE", help="Columns id and name, and kind if you have it.")
@click.option(
    "--queries", required=True, metavar="FILE", help="Columns name, and kind if you have it; others are kept."
)
@click.option(
    "--kind", type=KINDS, default=names.Kind.PERSON.value, help="What they are names of, where no column says so."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many a query.")
@takes_shell
def search(shell: Shell, listed: str, queries: str, kind: str, limit: int) -> None:
    """Look names up in a list of your own, the best first. Up to 20 questions are explained in --json."""
    index = names.Index.build(_entries(listed, kind))
    asked = list(_rows(queries, needed=("name",)))
    if len(asked) <= FEW:
        for row in asked:
            hits = index.search(row["name"], kind=names.Kind(row.get("kind") or kind), limit=limit)
            shell.table(FOUND, [_found(row, hit) for hit in hits])
        return
    for wanted in names.Kind:
        rows = [row for row in asked if names.Kind(row.get("kind") or kind) is wanted]
        found = index.search_many([row["name"] for row in rows], kind=wanted, limit=limit)
        shell.table(FOUND, [_unexplained(rows[q]["name"], i, t, v) for q, i, t, v in zip(*found, strict=True)])


@command.command(
    "scan", epilog=example("jisr names scan --list watch.csv article.txt", "jisr names scan --list watch.csv -")
)
@click.argument("texts", metavar="FILE...", nargs=-1, required=True)
@click.option("--list", "listed", required=True, metavar="FILE", help="Columns id and name, and kind if you have it.")
@click.option(
    "--kind", type=KINDS, default=names.Kind.PERSON.value, help="What they are names of, where no column says so."
)
@takes_shell
def scan(shell: Shell, texts: tuple[str, ...], listed: str, kind: str) -> None:
    """Find every name of a list of your own in texts, in any script and spelling, whatever grammar put on its words."""
    scanner = names.Scanner.build(_entries(listed, kind))
    for path in texts:
        shell.table(SCANNED, [_mentioned(path, hit) for hit in scanner.scan(_input.text_of(path))])


def _mentioned(path: str, hit: names.Mention) -> dict[str, object]:
    return {
        "score": round(hit.score, 4),
        "written": hit.written,
        "id": hit.entry.id,
        "name": hit.entry.text,
        "start": hit.start,
        "end": hit.end,
        "file": path,
    }


def _entries(listed: str, kind: str) -> Iterator[names.Entry]:
    """The names of a list, a row each."""
    for row in _rows(listed, needed=("id", "name")):
        yield names.Entry(id=row["id"], text=row["name"], kind=names.Kind(row.get("kind") or kind))


def _unexplained(asked: str, party: str, name: str, score: float) -> dict[str, object]:
    return {"query": asked, "id": party, "name": name, "score": round(score, 4)}


@command.command("explain", epilog=example("jisr names explain 'أحمد الشرع' 'Ahmed al-Charaa'"))
@click.argument("left")
@click.argument("right")
@click.option("--kind", type=KINDS, default=names.Kind.PERSON.value, help="What they are names of.")
@takes_shell
def explain(shell: Shell, left: str, right: str, kind: str) -> None:
    """Lay two names side by side: what each part of one is in the other, and each step to the score."""
    match = names.compare(left, right, kind=names.Kind(kind))
    rows = [asdict(part) | {"score": round(part.score, 4)} for part in match.parts]
    if shell.json:
        shell.table(PARTS, rows)
        return
    shell.table(PARTS, [row | {"verdict": shell.words(f"part.{row['verdict']}")} for row in rows])
    _out.line()
    for reason in match.reasons:
        _out.line(f"{reason.weight:+.2f}  {shell.words(reason.code, **dict(reason.facts))}")
    _out.line(f"{match.score:.2f}")
    if not match.enough:
        _out.line(shell.words("common-word-alone"))


@command.command("bench", epilog=example("jisr names bench --json"))
@click.option("--names", "many", type=click.IntRange(100, 1_000_000), default=5000, show_default=True, help="How many.")
@takes_shell
def bench(shell: Shell, many: int) -> None:
    """How fast is the name engine on this machine? Lists of names are made up, nothing leaves the machine."""
    listed = _made_up(many)
    took, index = _timed(lambda: names.Index.build(listed))
    asked = [entry.text for entry in listed[:: max(1, many // 500)]]
    index.search_many(asked[:1])
    cold, _found_cold = _timed(lambda: index.search_many(asked))
    warm, _found_warm = _timed(lambda: index.search_many(asked))
    rows: list[dict[str, object]] = [
        {"figure": "names indexed a second", "value": round(many / took)},
        {"figure": "questions a second, words new", "value": round(len(asked) / cold)},
        {"figure": "questions a second, words met before", "value": round(len(asked) / warm)},
    ]
    shell.table(FIGURES, rows)


@command.command("labels", epilog=example("jisr names labels --json", "jisr names labels --months"))
@click.option("--months", is_flag=True, help="Instead, how many of each month's decided hits were confirmed.")
@takes_shell
def labels(shell: Shell, months: bool) -> None:  # noqa: FBT001  # an option of the terminal
    """The pairs of names that people called the same or different in this node, for training and measuring."""
    from jisr.cli import _node  # noqa: PLC0415  # the other commands of this group need no node
    from jisr.node.queries import labels as known  # noqa: PLC0415  # likewise

    reader = _node.reader(shell)
    if months:
        rows = [asdict(one) | {"precision": round(one.precision, 4)} for one in known.precision(reader=reader)]
        shell.table(MONTHS, rows)
        return
    rows = [asdict(one) for one in known.labels(reader=reader)]
    shell.table(LABELS, rows if shell.json else [_readable(shell, row) for row in rows])


def _readable(shell: Shell, row: Mapping[str, object]) -> dict[str, object]:
    """A label for a person: the verdict in words, the minute it was said."""
    verdict = shell.words("cli-label-same" if row["same"] else "cli-label-different")
    return {**row, "same": verdict, "at": f"{row['at']:%Y-%m-%d %H:%M}"}


def _made_up(many: int) -> list[names.Entry]:
    """Names of two to four of the words that the tables know."""
    words = [row["spellings"].split()[-1] for row in tables.rows("name_spellings")]
    return [
        names.Entry(
            id=str(number),
            text=" ".join(words[number * step % len(words)] for step in (1, 7, 31, 131)[: 2 + number % 3]),
            kind=names.Kind.PERSON,
        )
        for number in range(1, many + 1)
    ]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = perf_counter()
    done = work()
    return perf_counter() - start, done


def _found(row: Mapping[str, str], hit: names.Hit) -> dict[str, object]:
    return {
        "query": row["name"],
        "id": hit.entry.id,
        "name": hit.entry.text,
        "score": round(hit.match.score, 4),
        "reasons": [asdict(reason) for reason in hit.match.reasons],
    }


def _rows(path: str, *, needed: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """The rows of a CSV with a head, or of JSON lines. Raises `WrongUse` for a missing column, `Unreadable`."""
    lines = _input.text_of(path).splitlines()
    rows = _json_rows(path, lines) if lines and lines[0].lstrip().startswith("{") else csv.DictReader(lines)
    for number, row in enumerate(rows, 1):
        missing = [column for column in needed if not row.get(column)]
        if missing:
            raise WrongUse(f"{path}, row {number}: no {' and no '.join(missing)}", path=path)
        yield row


def _json_rows(path: str, lines: list[str]) -> Iterator[Mapping[str, str]]:
    for number, line in enumerate(lines, 1):
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Unreadable(source=path, place=f"line {number}", wanted="one JSON object a line") from error
