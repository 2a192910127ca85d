"""`jisr cleared`: who was settled not to be whom."""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _input, _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import good_guy
from jisr.node.queries.good_guys import good_guys
from jisr.node.values import Question

__all__ = ["command"]

COLUMNS = {
    "number": "cli-col-number",
    "state": "cli-col-state",
    "name": "cli-col-name",
    "party": "cli-col-party",
    "expires": "cli-col-until",
    "asked_by": "cli-col-by",
}


@click.group("cleared")
def command() -> None:
    """False matches, settled by two persons until a day: shown as cleared, never hidden."""


@command.command(
    "ask",
    epilog=example(
        "jisr cleared ask 'Hassan Ali' un:QDi.001 --born 1999 --until 2027-01-31 --why 'born 30 years later'"
    ),
)
@click.argument("name")
@click.argument("party")
@click.option("--born", default="", metavar="DAY", help="Day or year of birth of your customer.")
@click.option("--country", default="", metavar="CC", help="ISO 3166-1 alpha-2, two letters.")
@click.option("--until", default="", metavar="DAY", help="When it ends; at most a year from now (the default).")
@click.option("--why", required=True, help="Why it is another person; kept for ever.")
@takes_shell
def ask(shell: Shell, name: str, party: str, **options: str) -> None:
    """Ask that NAME be settled not to mean PARTY, as its records stand now. Another supervisor must approve."""
    number = good_guy.ask(
        Question(name=name, born=options["born"], country=options["country"]),
        party,
        reader=_node.reader(shell),
        why=options["why"],
        expires=_input.moment_of(options["until"]) if options["until"] else None,
    )
    if shell.json:
        _out.json_line({"number": number})
    else:
        shell.say("cli-cleared-asked", number=number)


@command.command("list", epilog=example("jisr cleared list", "jisr cleared list --json"))
@takes_shell
def list_(shell: Shell) -> None:
    """All of them; one whose party's records changed is told as overtaken."""
    rows = good_guys(reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) | {"expires": row.expires.date().isoformat()} for row in rows])


@command.command("approve", epilog=example("jisr cleared approve 1 --why 'passport seen'"))
@click.argument("number", type=int)
@click.option("--why", default="", help="What you looked at.")
@takes_shell
def approve(shell: Shell, number: int, why: str) -> None:
    """Let it apply. Not for who asked."""
    good_guy.approve(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")


@command.command("refuse", epilog=example("jisr cleared refuse 1 --why 'the birth date is not proven'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def refuse(shell: Shell, number: int, why: str) -> None:
    """Never let it apply. Not for who asked."""
    good_guy.refuse(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")


@command.command("revoke", epilog=example("jisr cleared revoke 1 --why 'it is him after all'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def revoke(shell: Shell, number: int, why: str) -> None:
    """End it at once."""
    good_guy.revoke(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")
