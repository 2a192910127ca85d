"""`jisr names`: the name engine alone."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import asdict

import click
import orjson

from jisr import names
from jisr.cli import _input
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import Unreadable, WrongUse

__all__ = ["command"]

COMPARED = {"score": "cli-col-score", "left": "cli-col-left", "right": "cli-col-right"}
FOUND = {"score": "cli-col-score", "query": "cli-col-query", "id": "cli-col-party", "name": "cli-col-name"}
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
    """Look names up in a list of your own, the best first."""
    index = names.Index.build(
        names.Entry(id=row["id"], text=row["name"], kind=names.Kind(row.get("kind") or kind))
        for row in _rows(listed, needed=("id", "name"))
    )
    for row in _rows(queries, needed=("name",)):
        hits = index.search(row["name"], kind=names.Kind(row.get("kind") or kind), limit=limit)
        shell.table(FOUND, [_found(row, hit) for hit in hits])


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
