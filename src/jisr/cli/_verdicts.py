"""What the release rule said, as a table."""

from __future__ import annotations

from dataclasses import asdict

from jisr import wording
from jisr.cli._shell import Shell
from jisr.node.values import Shared

COLUMNS = {
    "thing": "cli-col-record",
    "caption": "cli-col-name",
    "member": "cli-col-partner",
    "answer": "cli-col-answer",
    "path": "cli-col-path",
}


def show(shell: Shell, done: Shared, *, wrote: bool) -> None:
    """Every verdict; how many went, where something was written."""
    rows = []
    for one in done.verdicts:
        code = f"release-{one.code}" if one.code else "cli-may-go"
        rows.append(asdict(one) | {"answer": wording.say(code, lang=shell.lang, facts={})})
    shell.table(COLUMNS, rows)
    if wrote:
        shell.say("cli-shared", count=len(done.verdicts) - len(done.refused), refused=len(done.refused))
