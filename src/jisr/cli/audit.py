"""`jisr audit`: who did what, and is the record of it whole?"""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _node, _out
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.queries.audit import audit, verify
from jisr.node.queries.exchange import verify_exchange

__all__ = ["command"]

COLUMNS = {
    "number": "cli-col-number",
    "at": "cli-col-at",
    "actor": "cli-col-actor",
    "act": "cli-col-act",
    "subject": "cli-col-subject",
}


@click.group("audit")
def command() -> None:
    """Who did what; is the record of it whole?"""


@command.command("verify", epilog=example("jisr audit verify"))
@takes_shell
def verify_(shell: Shell) -> int:
    """Recompute every chain and ask the release rule again about all that left; names the first fault (exit code 3)."""
    reader = _node.reader(shell)
    report, exchange = verify(reader=reader), verify_exchange(reader=reader)
    if shell.json:
        _out.json_line(asdict(report) | {"exchange": asdict(exchange)})
    elif report.broken_at is None:
        shell.say("cli-audit-whole", entries=report.entries, head=report.head[:16])
    else:
        shell.say("cli-audit-broken", number=report.broken_at, entries=report.entries)
    if not shell.json and exchange.fault:
        shell.say(f"cli-audit-{exchange.fault}", place=exchange.place)
    elif not shell.json and exchange.entries:
        shell.say("cli-audit-exchange-whole", entries=exchange.entries, left=exchange.egress)
    return 0 if report.broken_at is None and not exchange.fault else BAD_INPUT


@command.command("list", epilog=example("jisr audit list --act check --limit 5"))
@click.option("--actor", default="", help="Only of that person.")
@click.option("--act", default="", help="Only that act.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most so many.")
@takes_shell
def list_(shell: Shell, actor: str, act: str, limit: int) -> None:
    """Lines of the audit, the newest first."""
    page = audit(reader=_node.reader(shell), actor=actor, act=act, limit=limit)
    shell.table(COLUMNS, [asdict(row) if shell.json else asdict(row) | {"at": row.at[:19]} for row in page.rows])
