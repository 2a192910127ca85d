"""`jisr read`: a delivery comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from jisr.cli import _input, _node
from jisr.cli._batch import show
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.prepared import ANNOUNCED
from jisr.records import Marking

__all__ = ["command"]


@click.command(
    "read",
    epilog=example(
        "jisr read un_20250419.xml --received 2025-04-19",
        "jisr read ofac_2019/ --received 2019-01-24",
        "jisr read article.txt --marking amber",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", default="", metavar="S", help="Who said it, where the delivery does not say.")
@click.option("--format", "form", default="", metavar="F", help="The format, where it is not recognised.")
@click.option("--marking", default="clear", metavar="M", help="clear, green, amber, amber+strict or red.")
@click.option(
    "--received",
    default="",
    metavar="DAY",
    help="The day it was received (else now); `announced`: an archive of acts, each known since it was announced.",
)
@click.option("--snapshot", is_flag=True, help="It is the whole list: what is absent has been removed.")
@takes_shell
def command(shell: Shell, paths: tuple[str, ...], **options: Any) -> int:
    """Take in deliveries: each PATH is a file, a folder read as one delivery, or - for standard input.

    The format is recognised by content. All of a delivery comes in, or nothing; what cannot be read is set aside with
    its place and reason; what looks broken is held for a person (`jisr batches`). The same one twice changes nothing.
    """
    wanted = _wanted(options)
    reader = _node.reader(shell)
    code = 0
    for files in _input.deliveries(paths):
        row = ingest(files, reader=reader, wanted=wanted)
        show(shell, row, reader=reader)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


def _wanted(options: Mapping[str, Any]) -> Wanted:
    received = options["received"]
    archive = received == ANNOUNCED
    return Wanted(
        source=options["source"],
        format=options["form"],
        marking=Marking.read(options["marking"]),
        received=_input.moment_of(received) if received and not archive else None,
        as_announced=archive,
        snapshot=options["snapshot"],
    )
