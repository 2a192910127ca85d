"""`jisr fetch`: a public list from its official address."""

from __future__ import annotations

import click

from jisr.cli import _node, _out
from jisr.cli._batch import show
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.exchange.fetch import fetch
from jisr.node.queries.slots import slots
from jisr.node.values import Slot

__all__ = ["command"]


@click.command("fetch", epilog=example("jisr fetch un", "jisr fetch ofac ofac-consolidated", "jisr fetch"))
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--anew", is_flag=True, help="Ask also for what has not changed.")
@takes_shell
def command(shell: Shell, names: tuple[str, ...], *, anew: bool) -> int:
    """Fetch public lists and take them in: un, ofac, ofac-consolidated, eu, uk, opensanctions.

    Without SOURCE: which there are, from where, and how the last try went. Only what changed is downloaded; a list that
    looks broken is held for a person, and one that is not the list its address promises is refused.
    """
    reader = _node.reader(shell)
    if not names:
        for slot in slots(reader=reader):
            _show(shell, slot)
        return 0
    code = 0
    for name in names:
        row = fetch(name, reader=reader, anew=anew)
        if row is None:
            if shell.json:
                _out.json_line({"slot": name, "state": "same"})
            else:
                shell.say("cli-fetch-same", slot=name)
            continue
        show(shell, row, reader=reader)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


def _show(shell: Shell, slot: Slot) -> None:
    tried = slot.tried_at.date().isoformat() if slot.tried_at else "-"
    loaded = slot.loaded_at.date().isoformat() if slot.loaded_at else "-"
    if shell.json:
        files = [{"file": one.file, "url": one.url} for one in slot.addresses]
        told = {"slot": slot.name, "source": slot.source, "loaded": loaded, "tried": tried, "problem": slot.problem}
        _out.json_line({**told, "files": files})
        return
    shell.say("cli-fetch-slot", slot=slot.name, title=slot.title, loaded=loaded, tried=tried)
    for one in slot.addresses:
        _out.line(f"    {one.url}")
    if slot.problem:
        shell.say("cli-fetch-problem", why=slot.problem)
