"""`jisr rulings`: which answers were kept, and do they still stand?"""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.queries.rulings import kept, replay

__all__ = ["command"]

_COLUMNS = {
    "finding": "cli-col-number",
    "status": "cli-col-then",
    "now": "cli-col-now",
    "law": "cli-col-law",
    "kind": "cli-col-kind",
    "counterparty": "cli-col-party",
    "on": "cli-col-on",
    "state": "cli-col-state",
}


@click.command(
    "rulings",
    epilog=example("jisr rulings", "jisr rulings --changed", "jisr rulings --replay", "jisr rulings --replay 12"),
)
@click.argument("numbers", nargs=-1, type=int, metavar="NUMBER...")
@click.option("--changed", is_flag=True, help="Only those that lost something they relied on.")
@click.option("--replay", "again", is_flag=True, help="Ask them again as known then: is every byte the same?")
@takes_shell
def command(shell: Shell, numbers: tuple[int, ...], *, changed: bool, again: bool) -> None:
    """Answers to "may we?" that were kept (jisr may --keep), and what became of what they relied on."""
    reader = _node.reader(shell)
    if not again:
        rows = kept(reader=reader, changed=changed)
        shell.table(_COLUMNS, [asdict(row) for row in rows if not numbers or row.finding in numbers])
        return
    for row, same in replay(numbers, reader=reader):
        if shell.json:
            _out.json_line(
                {"finding": row.finding, "same": same, "then": row.status, "now": row.now, "causes": row.causes}
            )
            continue
        shell.say("cli-replay-same" if same else "cli-replay-differs", number=row.finding)
        if row.causes:
            causes = _out.joined("; ", row.causes)
            shell.say("cli-replay-now", then=row.status, now=row.now or "?", causes=causes)
