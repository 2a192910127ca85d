"""`jisr calendar`: what runs out when, and who relies on it?"""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr.cli import _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.ics import ics
from jisr.node.queries.clocks import clocks
from jisr.node.queries.reliefs import calendar

__all__ = ["command"]

_COLUMNS = {
    "ends": "cli-col-ends",
    "left": "cli-col-days",
    "jurisdiction": "cli-col-law",
    "relief": "cli-col-kind",
    "title": "cli-col-instrument",
    "number": "cli-col-relying",
}


@click.command(
    "calendar",
    epilog=example("jisr calendar", "jisr calendar --on 2025-10-01 --over", "jisr calendar --ics > reliefs.ics"),
)
@click.option("--on", default="", metavar="DAY", help="From that day on (else today).")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@click.option("--over", is_flag=True, help="Also what has run out, and what prints no end.")
@click.option("--ics", "as_ics", is_flag=True, help="As iCalendar (RFC 5545), for any calendar program.")
@takes_shell
def command(shell: Shell, on: str, known: str, *, over: bool, as_ics: bool) -> None:
    """Licences, waivers, suspensions and listings by their printed end. Nothing renews by itself."""
    page = calendar(reader=_node.reader(shell), clocks=clocks(on, known))
    if as_ics:
        click.echo(ics(page, lang=shell.lang).decode(), nl=False)
        return
    rows = (*page.coming, *((*page.over, *page.open_ended) if over else ()))
    shell.table(_COLUMNS, [asdict(row) for row in rows])
    if not rows:
        shell.say("cli-calendar-none")
    if not shell.json:
        _out.line(shell.words("cli-calendar-foot"))
