"""`jisr export`: our log for one member, in a signed file."""

from __future__ import annotations

from pathlib import Path

import click

from jisr.cli import _node
from jisr.cli._shell import Shell, example, takes_shell
from jisr.exchange.airgap import export

__all__ = ["command"]


@click.command(
    "export", epilog=example("jisr export river -o for-river.jisr", "jisr export river -o all.jisr --after 0")
)
@click.argument("partner")
@click.option("-o", "--out", required=True, help="The file to write.")
@click.option("--after", type=click.IntRange(0), help="Everything after this number (else after what it signed for).")
@takes_shell
def command(shell: Shell, partner: str, out: str, after: int | None) -> None:
    """Write what PARTNER may have of our log into a signed file, to be carried by hand and taken by `jisr import`.

    The same entries as over the line, checked by the same rules; taken twice it changes nothing.
    """
    count = 0
    draft = Path(f"{out}.part")
    with draft.open("wb") as file:
        for line in export(partner, reader=_node.reader(shell), after=after):
            file.write(line)
            count += 1
    draft.replace(out)
    shell.say("cli-exported", file=out, count=count, name=partner)
