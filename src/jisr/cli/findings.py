"""`jisr findings`: what waits for a person."""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _node, _out, _standing, _verdicts
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.share_finding import share_finding, what_if_finding
from jisr.node.queries.findings import finding, findings
from jisr.node.queries.flow import theirs
from jisr.node.queries.partners import partners

__all__ = ["command"]

COLUMNS = {
    "id": "cli-col-number",
    "state": "cli-col-state",
    "desk": "cli-col-desk",
    "score": "cli-col-score",
    "title": "cli-col-title",
    "subject": "cli-col-party",
}
THEIRS = {
    "origin": "cli-col-partner",
    "state": "cli-col-state",
    "desk": "cli-col-desk",
    "score": "cli-col-score",
    "title": "cli-col-title",
    "thing": "cli-col-record",
}


@click.group("findings")
def command() -> None:
    """What waits for a person; decide it."""


@command.command("list", epilog=example("jisr findings list", "jisr findings list --state any --json"))
@click.option("--state", type=click.Choice(["open", "confirmed", "dismissed", "withdrawn", "any"]), default="open")
@click.option("--desk", default="", help="Only of that desk.")
@takes_shell
def list_(shell: Shell, state: str, desk: str) -> None:
    """Findings, those whose ground has changed first, then the highest score."""
    rows = findings(reader=_node.reader(shell), state="" if state == "any" else state, desk=desk)
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) for row in rows])


@command.command("theirs", epilog=example("jisr findings theirs", "jisr findings theirs --json"))
@takes_shell
def theirs_(shell: Shell) -> None:
    """Findings of partners, as they stand there; they are theirs to decide."""
    rows = theirs(reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(THEIRS, [asdict(row) for row in rows])


@command.command("share", epilog=example("jisr findings share 1 --dry-run", "jisr findings share 1 --to river"))
@click.argument("number", type=int)
@click.option("--to", "members", multiple=True, metavar="P", help="A partner; again for more; none: all of them.")
@click.option("--dry-run", is_flag=True, help="Only say to whom it may go, and which rule keeps it here.")
@takes_shell
def share(shell: Shell, number: int, members: tuple[str, ...], *, dry_run: bool) -> None:
    """Share a finding with partners, where all it rests on may go to them as well.

    What becomes of it later is told them. What was asked when it was found stays here.
    """
    reader = _node.reader(shell)
    to = members or tuple(row.name for row in partners(reader=reader) if row.state == "joined")
    done = (what_if_finding if dry_run else share_finding)(number, to, reader=reader)
    _verdicts.show(shell, done, wrote=not dry_run)


@command.command("show", epilog=example("jisr findings show 1"))
@click.argument("number", type=int)
@takes_shell
def show(shell: Shell, number: int) -> None:
    """One finding: its reasons, what it rests on, what became of it."""
    page = finding(number, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    row = page.row
    _out.line(shell.words("cli-finding", number=row.id, title=row.title, state=row.state, score=f"{row.score:.2f}"))
    for reason in row.reasons:
        _out.line(f"  {_standing.explained(shell, reason)}")
    if row.quote:
        _out.line("  " + shell.words("cli-quote", quote=row.quote))
    for standing in page.standings:
        _standing.show(shell, standing)
    for source in page.relied_on:
        _out.line(f"  {_standing.cited(shell, source)}")
    for correction in page.corrections:
        at = correction.at.date()
        _out.line("  " + shell.words("cli-corrected", at=at, why=correction.why, place=correction.source.place))
    for decision in page.decisions:
        at = decision.at.date()
        _out.line("  " + shell.words("cli-decided", verdict=decision.verdict, by=decision.by, at=at, why=decision.why))


@command.command("confirm", epilog=example("jisr findings confirm 1 --why 'same passport, same face'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words; it is kept for ever.")
@takes_shell
def confirm(shell: Shell, number: int, why: str) -> None:
    """Say that it is so."""
    _decide(shell, number, "confirmed", why)


@command.command("dismiss", epilog=example("jisr findings dismiss 1 --why 'born thirty years later'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words; it is kept for ever.")
@takes_shell
def dismiss(shell: Shell, number: int, why: str) -> None:
    """Say that it is not so."""
    _decide(shell, number, "dismissed", why)


@command.command("undo", epilog=example("jisr findings undo 1"))
@click.argument("number", type=int)
@takes_shell
def undo_(shell: Shell, number: int) -> None:
    """Take back your own last decision; it stays on record."""
    undo(number, reader=_node.reader(shell))
    shell.say("cli-done")


def _decide(shell: Shell, number: int, verdict: str, why: str) -> None:
    decide(number, reader=_node.reader(shell), verdict=verdict, why=why)
    shell.say("cli-done")
