"""`jisr receipts`: who has signed for what."""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _node
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.queries.flow import outbox, receipts

__all__ = ["command"]

FOUND = 1
COLUMNS = {
    "thing": "cli-col-record",
    "caption": "cli-col-name",
    "what": "cli-col-what",
    "missing": "cli-col-missing",
    "signed": "cli-col-signed",
}
WAITING = {
    "thing": "cli-col-record",
    "caption": "cli-col-name",
    "member": "cli-col-partner",
    "state": "cli-col-state",
    "why": "cli-col-reason",
}


@click.command("receipts", epilog=example("jisr receipts", "jisr receipts --missing --json", "jisr receipts --waiting"))
@click.argument("thing", default="")
@click.option("--missing", is_flag=True, help="Only what somebody has not signed for.")
@click.option("--waiting", is_flag=True, help="What waits to leave, and why.")
@click.option("--fail-on-missing", is_flag=True, help="Exit code 1 where a receipt is missing.")
@takes_shell
def command(shell: Shell, thing: str, *, missing: bool, waiting: bool, fail_on_missing: bool) -> int:
    """Who has signed to have applied what of ours; corrections that somebody has not, first."""
    reader = _node.reader(shell)
    if waiting:
        shell.table(WAITING, [asdict(row) for row in outbox(reader=reader, state="waits").rows])
        return 0
    page = receipts(reader=reader, thing=thing)
    rows = [row for row in page.rows if row.missing or not missing]
    if not rows:
        shell.say("cli-none")
    what = {True: shell.words("cli-sent"), False: shell.words("cli-taken-back")}
    shell.table(COLUMNS, [asdict(row) | {"what": what[row.live]} for row in rows])
    return FOUND if fail_on_missing and page.missing else 0
