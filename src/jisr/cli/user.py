"""`jisr user`: who may use this node?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from jisr.cli import _node, _out
from jisr.cli._address import welcome
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import people
from jisr.node.actions.sign_in import api_token, revoke_tokens
from jisr.node.queries import people as asked
from jisr.records import TLP
from jisr.sharing import Role

__all__ = ["command"]

COLUMNS = {
    "name": "cli-col-name",
    "roles": "cli-col-roles",
    "clearance": "cli-col-clearance",
    "active": "cli-col-active",
}


@click.group("user")
def command() -> None:
    """Who may use this node."""


@command.command("list", epilog=example("jisr user list"))
@takes_shell
def list_(shell: Shell) -> None:
    """Everybody, with their rights."""
    rows = asked.people(reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) for row in rows])


@command.command(
    "add", epilog=example("jisr user add layla --full-name 'Layla Haddad' --role analyst --role supervisor")
)
@click.argument("name")
@click.option("--full-name", default="", help="As colleagues know them.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=("analyst",),
    type=click.Choice([role.value for role in Role]),
    help="Again for more.",
)
@click.option("--desk", "desks", multiple=True, help="Again for more.")
@click.option(
    "--clearance",
    default=TLP.AMBER_STRICT.value,
    type=click.Choice([label.value for label in TLP]),
    help="May see up to this label.",
)
@takes_shell
def add(shell: Shell, name: str, **options: Any) -> None:
    """Add a person; prints a one-time sign-in link to hand over."""
    person = people.Person(name=name, language=shell.lang, **options)
    _hand_over(shell, name, people.add(person, reader=_node.reader(shell)))


@command.command("link", epilog=example("jisr user link layla"))
@click.argument("name")
@takes_shell
def link(shell: Shell, name: str) -> None:
    """A new one-time sign-in link, good for a day."""
    _hand_over(shell, name, people.link(name, reader=_node.reader(shell)))


@command.command("token", epilog=example("jisr user token layla --label 'case system'"))
@click.argument("name")
@click.option("--label", default="", help="Which program it is for.")
@takes_shell
def token(shell: Shell, name: str, label: str) -> None:
    """A key for a program that asks in a person's name; shown once, only its digest is kept."""
    made = api_token(name, label, reader=_node.reader(shell))
    if shell.json:
        _out.json_line({"name": name, "label": label, "token": made})
    else:
        shell.say("cli-token", name=name)
        _out.line(f"  {made}")


@command.command("revoke", epilog=example("jisr user revoke layla --label 'case system'"))
@click.argument("name")
@click.option("--label", default="", help="Which program's key; all of the person's without it.")
@takes_shell
def revoke(shell: Shell, name: str, label: str) -> None:
    """Take keys back: the programs that hold them are refused from now on."""
    gone = revoke_tokens(name, label, reader=_node.reader(shell))
    if shell.json:
        _out.json_line({"name": name, "label": label, "revoked": gone})
    else:
        shell.say("cli-revoked", keys=str(gone), name=name)


@command.command("close", epilog=example("jisr user close layla"))
@click.argument("name")
@takes_shell
def close(shell: Shell, name: str) -> None:
    """Close a person's access; what they did stays on record."""
    people.set_active(name, reader=_node.reader(shell), active=False)
    shell.say("cli-done")


@command.command("open", epilog=example("jisr user open layla"))
@click.argument("name")
@takes_shell
def open_(shell: Shell, name: str) -> None:
    """Open it again."""
    people.set_active(name, reader=_node.reader(shell), active=True)
    shell.say("cli-done")


def _hand_over(shell: Shell, name: str, token: str) -> None:
    if shell.json:
        _out.json_line({"name": name, "link": welcome(token)})
    else:
        shell.say("cli-welcome", name=name)
        _out.line(f"  {welcome(token)}")
