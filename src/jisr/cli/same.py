"""`jisr same`: which records of several lists may be one party?"""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _node, _out, _standing
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import same_party
from jisr.node.queries.same_party import proposals

__all__ = ["command"]


@click.group("same")
def command() -> None:
    """One person on several lists: proposed with reasons, settled by a person, taken back if wrong."""


@command.command("find", epilog=example("jisr same find"))
@takes_shell
def find(shell: Shell) -> None:
    """Compare what came since with the other lists. The node does so by itself every night."""
    number = same_party.propose(reader=_node.reader(shell))
    if shell.json:
        _out.json_line({"proposed": number})
    else:
        shell.say("cli-same-found", count=number)


@command.command("list", epilog=example("jisr same list", "jisr same list --state any --json"))
@click.option("--state", type=click.Choice(["open", "confirmed", "dismissed", "any"]), default="open")
@takes_shell
def list_(shell: Shell, state: str) -> None:
    """Proposals, the surest first, each with what speaks for and against."""
    rows = proposals(reader=_node.reader(shell), state="" if state == "any" else state)
    if not rows:
        shell.say("cli-none")
    for row in rows:
        if shell.json:
            _out.json_line(asdict(row))
            continue
        sides = {"left": row.left.caption, "left_id": row.left.thing}
        sides |= {"right": row.right.caption, "right_id": row.right.thing}
        _out.line(shell.words("cli-same-pair", score=f"{row.score:.2f}", number=row.finding, **sides))
        for reason in row.reasons:
            _out.line(f"  {_standing.explained(shell, reason)}")


@command.command("confirm", epilog=example("jisr same confirm 3 --why 'same passport in both'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def confirm(shell: Shell, number: int, why: str) -> None:
    """They are one party."""
    same_party.settle(number, reader=_node.reader(shell), verdict="confirmed", why=why)
    shell.say("cli-done")


@command.command("dismiss", epilog=example("jisr same dismiss 3 --why 'born twenty years apart'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def dismiss(shell: Shell, number: int, why: str) -> None:
    """They are two."""
    same_party.settle(number, reader=_node.reader(shell), verdict="dismissed", why=why)
    shell.say("cli-done")


@command.command("undo", epilog=example("jisr same undo 3 --why 'the passport was misread'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def undo(shell: Shell, number: int, why: str) -> None:
    """Take your own settlement back."""
    same_party.take_back(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")
