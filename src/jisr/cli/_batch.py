"""How is a delivery shown?"""

from __future__ import annotations

from dataclasses import asdict

from jisr import wording
from jisr.cli import _out
from jisr.cli._shell import Shell
from jisr.node.queries.batches import batch
from jisr.node.values import BatchRow, PieceRow
from jisr.sharing import Reader

SHOWN = 5  # pieces shown to a person; a program gets what the query gives


def show(shell: Shell, row: BatchRow, *, reader: Reader) -> None:
    """One delivery: what it was, what it changed, what was set aside and why."""
    pieces = batch(row.id, reader=reader).pieces if row.quarantined else ()
    if shell.json:
        _out.json_line(asdict(row) | {"pieces": [asdict(piece) for piece in pieces]})
        return
    shell.say(
        "cli-batch-files",
        files=", ".join(row.files),
        title=wording.source_name(row.source, lang=shell.lang, default=row.title),
        edition=_edition(row),
        number=row.id,
    )
    code = "cli-batch-again" if row.again else f"cli-batch-{row.state}"
    said = shell.words(
        code,
        added=row.added,
        changed=row.changed,
        removed=row.removed,
        unchanged=row.unchanged,
        why=_why(shell, row),
        sha256=row.sha256[:12],
        by=row.settled_by,
    )
    _out.line(f"  {said}")
    if pieces:
        _out.line("  " + shell.words("cli-batch-pieces", count=row.quarantined))
    for piece in pieces[:SHOWN]:
        _out.line("    " + shell.words("cli-batch-piece", place=piece.place, why=_reason(shell, piece)))
    if row.quarantined > SHOWN:
        _out.line("    " + shell.words("cli-batch-more", number=row.id))


def _edition(row: BatchRow) -> str:
    return row.edition.date().isoformat() if row.edition else "-"


def _why(shell: Shell, row: BatchRow) -> str:
    return shell.words(row.reason, **dict(row.facts)) if row.reason else ""


def _reason(shell: Shell, piece: PieceRow) -> str:
    return shell.words(piece.reason, **dict(piece.facts))
