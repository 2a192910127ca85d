"""What does every command take?  The text of docs/cli.md, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import click

from jisr.cli._main import COMMANDS

_WIDTH = 100


def manual() -> str:
    """Markdown: the list of commands, then each one's --help."""
    every = list(_all())
    listed = "\n".join(f"| `{name}` | {_first_line(command)} |" for name, command in every)
    helps = "\n".join(f"\n## {name}\n\n```text\n{_help(name, command)}\n```" for name, command in every)
    return f"| command | does |\n|---|---|\n{listed}\n{helps}\n"


def _all() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        command: click.Command = import_module(f"jisr.cli.{name}").command
        if isinstance(command, click.Group):
            yield from ((f"jisr {name} {sub}", one) for sub, one in command.commands.items())
        else:
            yield f"jisr {name}", command


def _first_line(command: click.Command) -> str:
    return (command.help or "").strip().splitlines()[0]


def _help(name: str, command: click.Command) -> str:
    parent, _, last = name.rpartition(" ")
    above = click.Context(click.Group(parent), info_name=parent)
    context = click.Context(command, info_name=last, parent=above, terminal_width=_WIDTH, max_content_width=_WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
