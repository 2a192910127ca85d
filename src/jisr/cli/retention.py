"""`jisr retention`: what may be kept no longer?"""

from __future__ import annotations

import click

from jisr.cli import _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions.purge import purge

__all__ = ["command"]


@click.command("retention", epilog=example("jisr retention"))
@takes_shell
def command(shell: Shell) -> None:
    """Erase what its marking lets nobody keep any longer; the audit keeps that it was, never what it said.

    The node does this by itself every day; here it is done at once.
    """
    erased = purge(reader=_node.reader(shell))
    if shell.json:
        _out.json_line({"erased": erased})
    else:
        shell.say("cli-retention", erased=erased)
