# ruff: noqa: N999
"""`jisr import`: a signed file of another member comes in."""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _input, _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.exchange.airgap import take_file

__all__ = ["command"]


@click.command("import", epilog=example("jisr import for-us.jisr"))
@click.argument("file")
@takes_shell
def command(shell: Shell, file: str) -> None:
    """Take in a file that another member wrote for us with `jisr export`.

    Cut, changed or meant for somebody else: nothing of it is taken.
    """
    _, data = _input.file(file)
    done = take_file(data.splitlines(keepends=True), reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(done))
    shell.say("cli-imported", records=done.records, dropped=done.dropped)
