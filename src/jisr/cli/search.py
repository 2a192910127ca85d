"""`jisr search`: where does the node speak of this?"""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _node
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.queries.clocks import clocks
from jisr.node.queries.everywhere import KINDS, everywhere

__all__ = ["command"]

_COLUMNS = {
    "kind": "cli-col-kind",
    "title": "cli-col-title",
    "detail": "cli-col-detail",
    "at": "cli-col-day",
    "key": "cli-col-record",
}


@click.command("search", epilog=example("jisr search 'salman'", "jisr search 'سلمان' --kind document --json"))
@click.argument("text")
@click.option("--kind", type=click.Choice(list(KINDS)), default=None, help="Only of that kind, and more of it.")
@click.option("--on", default="", metavar="DAY", help="As it was on that day (else today).")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@takes_shell
def command(shell: Shell, text: str, kind: str | None, on: str, known: str) -> None:
    """Parties, findings, documents, projects, commitments, payments, flights, travellers, posts: one question."""
    found = everywhere(text, reader=_node.reader(shell), kind=kind or "", clocks=clocks(on, known))
    if not found.rows:
        shell.say("cli-none")
    shell.table(_COLUMNS, [asdict(row) for row in found.rows])
    if found.closed and not shell.json:
        shell.note("cli-search-closed", kinds=", ".join(found.closed))
