"""`jisr retention`: what may be kept no longer?"""

from __future__ import annotations

import click

from jisr.cli import _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions.purge import purge
from jisr.node.actions.purge_uploads import purge_uploads

__all__ = ["command"]


@click.command("retention", epilog=example("jisr retention"))
@takes_shell
def command(shell: Shell) -> None:
    """Erase what its marking lets nobody keep any longer; the audit keeps that it was, never what it said.

    Files that were brought to be checked go with their results after JISR_UPLOADS_DAYS days, 30 if nobody says more.
    The node does this by itself every day; here it is done at once.
    """
    reader = _node.reader(shell)
    erased, uploads = purge(reader=reader), purge_uploads(reader=reader)
    if shell.json:
        _out.json_line({"erased": erased, "uploads": uploads})
    else:
        shell.say("cli-retention", erased=erased, uploads=uploads)
