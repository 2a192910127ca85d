"""`jisr changes`: what the last delivery changed."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from jisr.cli import _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node import sheets
from jisr.node.queries.changes import Wish, changes
from jisr.node.values import ChangeRow

__all__ = ["command"]

COLUMNS = {
    "day": "cli-col-edition",
    "source": "cli-col-source",
    "kind": "cli-col-state",
    "thing": "cli-col-thing",
    "caption": "cli-col-name",
    "told": "cli-col-details",
    "relied": "cli-col-findings",
}


@click.command("changes", epilog=example("jisr changes", "jisr changes --source ofac --since 2025-01-01 --csv > c.csv"))
@click.option("--source", default="", metavar="S", help="Only this source.")
@click.option("--since", default="", metavar="DAY", help="All deliveries received since, not only the newest.")
@click.option("--batch", default=0, metavar="N", help="Only this delivery.")
@click.option("--kind", type=click.Choice(["added", "changed", "removed"]), default=None, help="Only those.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="At most so many.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV on standard output.")
@takes_shell
def command(shell: Shell, *, as_csv: bool, kind: str | None, **wished: object) -> None:
    """What the newest delivery that changed anything changed: who came, who went and why, and who relied on it."""
    page = changes(Wish(kind=kind or "", **wished), reader=_node.reader(shell))  # type: ignore[arg-type]  # click's types
    if shell.json:
        for row in page.rows:
            _out.json_line(asdict(row))
        return
    if as_csv:
        sys.stdout.write(sheets.write_csv(table(page.rows)).decode("utf-8-sig"))
        return
    if not page.batches:
        shell.say("cli-none")
        return
    shell.say("cli-changes-head", added=page.added, changed=page.changed, removed=page.removed, shown=len(page.rows))
    shell.table(COLUMNS, [asdict(row) | {"told": told(row), "relied": len(row.relied)} for row in page.rows])


def told(row: ChangeRow) -> str:
    """What differed, on one line."""
    if row.why:
        return f"{row.why} {row.other}".strip()
    return "; ".join(f"{one.label}: -{', '.join(one.gone)} +{', '.join(one.come)}" for one in row.differences)[:200]


def table(rows: tuple[ChangeRow, ...]) -> list[list[str]]:
    """The rows of a CSV, with their heading."""
    head = ["edition", "source", "delivery", "change", "entry", "name", "why", "other", "what", "findings"]
    body = [
        [
            *(row.day, row.source, str(row.batch), row.kind, row.thing, row.caption, row.why, row.other),
            *(told(row), " ".join(map(str, row.relied))),
        ]
        for row in rows
    ]
    return [head, *body]
