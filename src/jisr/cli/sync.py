"""`jisr sync`: a round with partners, now."""

from __future__ import annotations

import click

from jisr.cli import _node
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.exchange.rounds import rounds

__all__ = ["command"]

COLUMNS = {
    "member": "cli-col-partner",
    "given": "cli-col-given",
    "taken": "cli-col-taken",
    "records": "cli-col-records",
    "dropped": "cli-col-dropped",
    "quarantined": "cli-col-aside",
    "trouble": "cli-col-trouble",
}


@click.command("sync", epilog=example("jisr sync", "jisr sync river --json"))
@click.argument("partner", default="")
@takes_shell
def command(shell: Shell, partner: str) -> int:
    """A round with every partner, or with one: give what they have not, take what we have not, sign for it.

    `jisr up` makes rounds by itself. Exit code 3: a round did not go through; what was taken stays taken.
    """
    outcomes = rounds(reader=_node.reader(shell), only=partner)
    if not outcomes:
        shell.say("cli-none")
    rows = []
    for one in outcomes:
        moved = one.round
        rows.append(
            {
                "member": one.member,
                "given": moved.given if moved else 0,
                "taken": moved.taken if moved else 0,
                "records": moved.records if moved else 0,
                "dropped": moved.dropped if moved else 0,
                "quarantined": moved.quarantined if moved else 0,
                "trouble": one.trouble,
            }
        )
    shell.table(COLUMNS, rows)
    return BAD_INPUT if any(one.trouble for one in outcomes) else 0
