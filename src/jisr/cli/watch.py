"""`jisr watch`: tell me when something changes about these."""

from __future__ import annotations

from dataclasses import asdict

import click

from jisr import wording
from jisr.cli import _input, _node, _out, _standing
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import WrongUse
from jisr.node.actions import watch
from jisr.node.queries import watch as asked
from jisr.node.queries.party import find
from jisr.node.values import WatchChange, WatchedRow, WatchHitRow

__all__ = ["command"]

COLUMNS = {
    "id": "cli-col-number",
    "name": "cli-col-portfolio",
    "by": "cli-col-by",
    "rows": "cli-col-rows",
    "aside": "cli-col-aside",
    "hits": "cli-col-hits",
    "changes": "cli-col-changes",
}


@click.group("watch")
def command() -> None:
    """Watch parties, or a file of your own customers: only what changes is told."""


@command.command("add", epilog=example("jisr watch add un:QDi.317 --why 'our licence depends on it'"))
@click.argument("party", metavar="PARTY")
@click.option("--why", default="", help="For yourself and those after you.")
@takes_shell
def add(shell: Shell, party: str, why: str) -> None:
    """Watch one party: every change of its records and standing. PARTY is an id, or a name that fits one only."""
    reader = _node.reader(shell)
    thing = find(party, reader=reader)
    number = watch.star(thing, reader=reader, why=why)
    if shell.json:
        _out.json_line({"party": thing, "row": number})
    else:
        shell.say("cli-watch-starred", party=thing)


@command.command(
    "file",
    epilog=example(
        "jisr watch file customers.csv --name customers",
        "jisr watch file partners.xlsx --name partners --map name='Legal name' --map born=DOB",
    ),
)
@click.argument("path", metavar="FILE")
@click.option("--name", required=True, help="What the portfolio is called; the same name brings yours up to date.")
@click.option("--map", "maps", multiple=True, metavar="FIELD=COLUMN", help="Where a column is headed otherwise.")
@takes_shell
def file(shell: Shell, path: str, name: str, maps: tuple[str, ...]) -> None:
    """Watch the customers of a CSV or XLSX file: name, and born, country, kind, alias, document, reference if there.

    A row that cannot be read is named and kept apart; the others are watched from now on.
    """
    reader = _node.reader(shell)
    number = watch.add(_input.file(path), reader=reader, name=name, mapping=_mapping(maps))
    page = asked.portfolio(number, reader=reader)
    if shell.json:
        _out.json_line(asdict(page))
        return
    row = page.row
    shell.say("cli-watch-kept", name=row.name, rows=row.rows, aside=row.aside, hits=row.hits, number=number)
    _show_aside(shell, page.aside)
    _show_hits(shell, page.hits)


@command.command("list", epilog=example("jisr watch list", "jisr watch list 1 --json"))
@click.argument("number", type=int, required=False)
@takes_shell
def list_(shell: Shell, number: int | None) -> None:
    """Your portfolios; with a NUMBER, whom its rows resemble now."""
    reader = _node.reader(shell)
    if number is None:
        rows = asked.portfolios(reader=reader)
        if not rows:
            shell.say("cli-none")
        shell.table(COLUMNS, [asdict(row) for row in rows])
        return
    page = asked.portfolio(number, reader=reader)
    if shell.json:
        _out.json_line(asdict(page))
        return
    _show_aside(shell, page.aside)
    _show_hits(shell, page.hits)


@command.command("changes", epilog=example("jisr watch changes", "jisr watch changes 1 --json"))
@click.argument("number", type=int, default=0)
@takes_shell
def changes(shell: Shell, number: int) -> None:
    """What was different after a delivery, the newest first: new hits, hits gone, facts changed."""
    rows = asked.changes(reader=_node.reader(shell), portfolio_id=number)
    if not rows:
        shell.say("cli-watch-none")
    for row in rows:
        _show_change(shell, row)


@command.command("again", epilog=example("jisr watch again 1"))
@click.argument("number", type=int)
@takes_shell
def again(shell: Shell, number: int) -> None:
    """Look at a whole portfolio anew. The node does so by itself every night."""
    found = watch.look_again(number, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(found))
    else:
        shell.say("cli-done")


@command.command("remove", epilog=example("jisr watch remove 1", "jisr watch remove un:QDi.317"))
@click.argument("which", metavar="NUMBER|PARTY")
@takes_shell
def remove(shell: Shell, which: str) -> None:
    """Watch a portfolio, or a party, no more; what was told stays on record."""
    reader = _node.reader(shell)
    if which.isdecimal():
        watch.remove(int(which), reader=reader)
    else:
        watch.unstar(which, reader=reader)
    shell.say("cli-done")


def _mapping(maps: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in maps]
    if any(not equals for _field, equals, _column in pairs):
        raise WrongUse("--map takes FIELD=COLUMN, as in --map name='Legal name'")
    return {field: column for field, _equals, column in pairs}


def _show_aside(shell: Shell, rows: tuple[WatchedRow, ...]) -> None:
    for row in rows:
        why = shell.words(f"watch-problem-{row.problem}", **dict(row.facts))
        _out.line("  " + shell.words("cli-watch-aside", number=row.number, name=row.name or "–", why=why))


def _show_hits(shell: Shell, hits: tuple[WatchHitRow, ...]) -> None:
    for hit in hits:
        states = _out.joined("; ", (_standing.short(shell, *one) for one in hit.standing))
        head = "cli-hit" if states else "cli-hit-no-standing"
        caption = f"{hit.name} ~ {hit.caption}"
        _out.line("  " + shell.words(head, score=f"{hit.score:.2f}", caption=caption, party=hit.party, states=states))
        if hit.cleared is not None:
            until = hit.cleared.expires.date()
            _out.line("    " + shell.words("cli-watch-cleared", number=hit.cleared.number, until=until))
        for one in hit.records:
            source = wording.source_name(one.source, lang=shell.lang, default=one.source)
            said = {"score": f"{one.score:.2f}", "source": source, "caption": one.caption, "thing": one.thing}
            _out.line("    " + shell.words("cli-watch-record", **said))
        for reason in hit.reasons:
            _out.line(f"    {_standing.explained(shell, reason)}")


def _show_change(shell: Shell, row: WatchChange) -> None:
    if shell.json:
        _out.json_line(asdict(row))
        return
    what = shell.words(f"cli-watch-{row.what}")
    at = row.at.date()
    _out.line(shell.words("cli-watch-change", at=at, what=what, name=row.name, caption=row.caption, party=row.party))
    for reason in row.reasons:
        _out.line(f"  {_standing.explained(shell, reason)}")
