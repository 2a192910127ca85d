"""`jisr documents timeline`, `press` and `rules`: what happened by all that was read, and how well it was read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TypedDict, Unpack

import click

from jisr.cli import _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import WrongUse
from jisr.node.queries.clocks import clocks
from jisr.node.queries.reading import rules as rules_query
from jisr.node.queries.timeline import Wish
from jisr.node.queries.timeline import press as press_query
from jisr.node.queries.timeline import timeline as timeline_query
from jisr.node.values import Happening, Named, Report

__all__ = ["press", "rules", "timeline"]

RULES = {
    "rule": "cli-col-rule",
    "kind": "cli-col-kind",
    "read": "cli-col-read",
    "right": "cli-col-right",
    "wrong": "cli-col-wrong",
    "precision": "cli-col-precision",
}


class _Asked(TypedDict):
    party: str
    country: str
    other: str
    since: str
    until: str
    limit: int


@click.command(
    "timeline",
    epilog=example(
        "jisr documents timeline", "jisr documents timeline --country sy --with tr --step any --since 2025-11 --json"
    ),
)
@click.option("--party", default="", metavar="THING|WORDS", help="Only events it takes part in.")
@click.option("--country", default="", metavar="CODE", help="Only events of that country: two letters.")
@click.option("--with", "other", default="", metavar="CODE", help="With --country: only what both take part in.")
@click.option(
    "--step",
    type=click.Choice(("visit", "meeting", "agreement", "opening", "promise", "any")),
    default=None,
    help="Only steps between members: what a register of commitments is checked against.",
)
@click.option("--type", "type_", default="", metavar="TYPE", help="Only of that type: VISIT, AGREE, …")
@click.option("--since", default="", metavar="DAY", help="From that day, month or year on.")
@click.option("--until", default="", metavar="DAY", help="Up to the end of that day, month or year.")
@click.option("--known", default="", metavar="DAY", help="As this node held the articles at the end of that day.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@takes_shell
def timeline(shell: Shell, known: str, type_: str, step: str | None, **asked: Unpack[_Asked]) -> None:
    """Each happening once, the newest first, with every source that told it and where they differ."""
    if asked["other"] and not asked["country"]:
        message = "--with needs --country: the two members"
        raise WrongUse(message, field="country", value="")
    wish = Wish(type=type_.upper(), step=step or "", **asked)
    page = timeline_query(wish, reader=_node.reader(shell), clocks=clocks("", known))
    if shell.json:
        for one in page.happenings:
            _out.json_line(asdict(one))
        return
    for one in page.happenings:
        _show(shell, one)
    if not page.happenings:
        shell.say("cli-none")


@click.command("press", epilog=example("jisr documents press iq", "jisr documents press org:isis --json"))
@click.argument("thing")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@takes_shell
def press(shell: Shell, thing: str, limit: int) -> None:
    """What articles say of a party, a country, a body or a place, each with its sentence.

    THING is an id: of a party of this node, or of the tables (`iq`, `org:isis`).
    """
    page = press_query(thing, reader=_node.reader(shell), limit=limit)
    if shell.json:
        for line in page.lines:
            _out.json_line(asdict(line))
        return
    for line in page.lines:
        if line.name:
            _out.line(shell.words("cli-press-sure" if line.sure else "cli-press-may-be", name=line.name))
        _show_report(shell, line.report)
    if not page.lines:
        shell.say("cli-none")


@click.command("rules", epilog=example("jisr documents rules", "jisr documents rules --json"))
@takes_shell
def rules(shell: Shell) -> None:
    """What each rule read, and how often people called it right; the least precise first."""
    page = rules_query(reader=_node.reader(shell))
    rows = [asdict(row) | {"rule": row.rule or row.producer} for row in page.rules]
    if not shell.json:
        rows = [row | {"precision": _share(row["precision"])} for row in rows]
    shell.table(RULES, rows)
    shell.say("cli-rules", rules=len(rows), reviewed=page.reviewed, missing=page.missing)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _show(shell: Shell, one: Happening) -> None:
    day = one.date or (f"({one.first})" if one.first else "")
    who = _out.joined(" · ", (_called(shell, part) for part in one.parts if part.part != "via"))
    _out.line(f"{day}  {_word(shell, one.type)}  {_word(shell, one.state)}  {who}".rstrip())
    for name, values in one.disagreements.items():
        said = (_word(shell, value) if name == "state" else value for value in values)
        _out.line("  " + shell.words("cli-differ", what=shell.words(f"differs-{name}"), values=" / ".join(said)))
    for report in one.reports:
        _show_report(shell, report)


def _show_report(shell: Shell, report: Report) -> None:
    where = _out.joined(" · ", filter(None, (report.outlet, report.published[:10], report.thing)))
    _out.line(f"  {where}")
    _out.line("    " + shell.words("cli-quote", quote=report.told.quote))


def _word(shell: Shell, code: str) -> str:
    """A type of event, or how sure it is told, in words; a plug-in's own as it is."""
    try:
        return shell.words(f"told-{code}")
    except WrongUse:
        return code


def _called(shell: Shell, one: Named) -> str:
    return (one.label_ar if shell.lang == "ar" else one.label_en) or one.words
