"""`jisr batches`: what came in, and what was held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import click

from jisr.cli import _node
from jisr.cli._batch import show
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import NotFound
from jisr.node.actions.settle_delivery import approve, reject
from jisr.node.queries.batches import batch, batches
from jisr.node.values import BatchRow

__all__ = ["command"]

LEAST_DIGITS = 8
COLUMNS = {
    "id": "cli-col-number",
    "state": "cli-col-state",
    "source": "cli-col-source",
    "edition": "cli-col-edition",
    "received": "cli-col-received",
    "added": "cli-col-added",
    "changed": "cli-col-changed",
    "removed": "cli-col-removed",
    "quarantined": "cli-col-aside",
    "sha256": "cli-col-digest",
}


@click.group("batches")
def command() -> None:
    """What came in; approve or refuse what was held."""


@command.command("list", epilog=example("jisr batches list", "jisr batches list --state held --json"))
@click.option("--state", type=click.Choice(["loaded", "held", "refused", "rejected"]), help="Only those.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most so many.")
@takes_shell
def list_(shell: Shell, state: str | None, limit: int) -> None:
    """Deliveries, the newest first."""
    rows = batches(reader=_node.reader(shell), limit=limit, state=state or "")
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) if shell.json else _short(asdict(row)) for row in rows])


def _short(row: dict[str, object]) -> dict[str, object]:
    days = {key: str(row[key] or "-")[:10] for key in ("edition", "received")}
    return row | days | {"sha256": str(row["sha256"])[:12]}


@command.command("show", epilog=example("jisr batches show 1"))
@click.argument("number", type=int)
@takes_shell
def show_(shell: Shell, number: int) -> None:
    """One delivery, with what was set aside."""
    reader = _node.reader(shell)
    show(shell, batch(number, reader=reader).row, reader=reader)


@command.command(
    "approve", epilog=example("jisr batches approve 3f7a90c1b2d4 --why 'the committee removed 60 entries'")
)
@click.argument("sha256")
@click.option("--why", required=True, help="In your words; it is kept for ever.")
@takes_shell
def approve_(shell: Shell, sha256: str, why: str) -> None:
    """Load a held delivery after all. SHA256: the digest of what you looked at, at least 8 digits of it."""
    _settle(shell, approve, sha256, why)


@command.command("reject", epilog=example("jisr batches reject 3f7a90c1b2d4 --why 'cut off in transfer'"))
@click.argument("sha256")
@click.option("--why", required=True, help="In your words; it is kept for ever.")
@takes_shell
def reject_(shell: Shell, sha256: str, why: str) -> None:
    """Never load a held delivery; it stays on record."""
    _settle(shell, reject, sha256, why)


def _settle(shell: Shell, settle: Callable[..., BatchRow], sha256: str, why: str) -> None:
    reader = _node.reader(shell)
    held = [row for row in batches(reader=reader, limit=10_000, state="held") if row.sha256.startswith(sha256.lower())]
    if len(held) != 1 or len(sha256) < LEAST_DIGITS:
        raise NotFound(f"no one held delivery has a digest that begins with {sha256!r}", sha256=sha256)
    show(shell, settle(held[0].id, reader=reader, sha256=held[0].sha256, why=why), reader=reader)
