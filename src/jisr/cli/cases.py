"""`jisr cases`: findings worked as one, until two persons decide how it ends."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from jisr.cli import _node
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import WrongUse
from jisr.node.actions import cases
from jisr.node.queries import cases as asked

__all__ = ["command"]

COLUMNS = {
    "id": "cli-col-number",
    "state": "cli-col-state",
    "title": "cli-col-title",
    "findings": "cli-col-findings",
    "tasks": "cli-col-tasks",
}
LINES = {
    "id": "cli-col-number",
    "at": "cli-col-at",
    "step": "cli-col-act",
    "by": "cli-col-actor",
    "text": "cli-col-details",
}
FOUND = {"id": "cli-col-number", "state": "cli-col-state", "kind": "cli-col-kind", "title": "cli-col-title"}


@click.group("cases")
def command() -> None:
    """Cases: findings, notes, tasks, and how each ends, decided by two persons."""


@command.command("list", epilog=example("jisr cases list", "jisr cases list --json"))
@click.option("--state", type=click.Choice(["open", "proposed", "closed", "any"]), default="any")
@takes_shell
def list_(shell: Shell, state: str) -> None:
    """The cases, the newest first."""
    rows = asked.cases(reader=_node.reader(shell), state="" if state == "any" else state)
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) for row in rows])


@command.command("show", epilog=example("jisr cases show 1"))
@click.argument("number", type=int)
@takes_shell
def show(shell: Shell, number: int) -> None:
    """One case: what it holds and what was done."""
    page = asked.case(number, reader=_node.reader(shell))
    if shell.json:
        shell.table(COLUMNS, [asdict(page)])
        return
    shell.table(COLUMNS, [asdict(page.row)])
    shell.table(FOUND, [asdict(row) for row in page.findings])
    shell.table(LINES, [asdict(line) | {"at": line.at.strftime("%Y-%m-%d %H:%M")} for line in page.lines])


@command.command("open", epilog=example("jisr cases open 'Grain that comes back as money' 1 2"))
@click.argument("title")
@click.argument("findings", nargs=-1, type=int, required=True, metavar="FINDING...")
@takes_shell
def open_(shell: Shell, title: str, findings: tuple[int, ...]) -> None:
    """Open a case on findings."""
    shell.say("cli-case-opened", number=cases.open_case(title, findings, reader=_node.reader(shell)))


@command.command("add", epilog=example("jisr cases add 1 2"))
@click.argument("number", type=int)
@click.argument("finding", type=int)
@takes_shell
def add(shell: Shell, number: int, finding: int) -> None:
    """Put a finding into an open case."""
    cases.add(number, finding, reader=_node.reader(shell))
    shell.say("cli-case-done", number=number)


@command.command("note", epilog=example("jisr cases note 1 'The bank was asked.'"))
@click.argument("number", type=int)
@click.argument("text")
@takes_shell
def note(shell: Shell, number: int, text: str) -> None:
    """Write something down."""
    cases.note(number, text, reader=_node.reader(shell))
    shell.say("cli-case-done", number=number)


@command.command("task", epilog=example("jisr cases task 1 'Ask the port' --due 2026-01-31"))
@click.argument("number", type=int)
@click.argument("text")
@click.option("--due", default="", metavar="DAY")
@takes_shell
def task(shell: Shell, number: int, text: str, due: str) -> None:
    """Set a task; `jisr cases show` tells its number."""
    try:
        day = date.fromisoformat(due) if due else None
    except ValueError as error:
        raise WrongUse(f"{due!r} is no day: write it as 2026-01-31", field="due") from error
    cases.task(number, text, reader=_node.reader(shell), due=day)
    shell.say("cli-case-done", number=number)


@command.command("done", epilog=example("jisr cases done 1 4"))
@click.argument("number", type=int)
@click.argument("task_number", type=int, metavar="TASK")
@takes_shell
def done(shell: Shell, number: int, task_number: int) -> None:
    """A task is done."""
    cases.done(number, task_number, reader=_node.reader(shell))
    shell.say("cli-case-done", number=number)


@command.command("propose", epilog=example("jisr cases propose 1 report --why 'No trade between them is known.'"))
@click.argument("number", type=int)
@click.argument("outcome", type=click.Choice(cases.OUTCOMES))
@click.option("--why", required=True)
@takes_shell
def propose(shell: Shell, number: int, outcome: str, why: str) -> None:
    """Propose how the case ends."""
    cases.propose(number, reader=_node.reader(shell), outcome=outcome, why=why)
    shell.say("cli-case-done", number=number)


@command.command("settle", epilog=example("jisr cases settle 1 agree --why 'Seen and agreed.'"))
@click.argument("number", type=int)
@click.argument("word", type=click.Choice(["agree", "refuse"]))
@click.option("--why", required=True)
@takes_shell
def settle(shell: Shell, number: int, word: str, why: str) -> None:
    """The second person's word: it may not be who proposed."""
    cases.settle(number, reader=_node.reader(shell), agree=word == "agree", why=why)
    shell.say("cli-case-done", number=number)
