"""`jisr commitments`: who promised what, until when, and what became of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from jisr.cli import _input, _node, _out
from jisr.cli._batch import show
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import commitments as acts
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.queries import commitments
from jisr.node.queries.commitments import STATUSES, Asked
from jisr.records import Marking

__all__ = ["command"]

COLUMNS = {
    "state": "cli-col-state",
    "due": "cli-col-until",
    "promisor": "cli-col-promisor",
    "title": "cli-col-title",
    "status": "cli-col-status",
    "thing": "cli-col-party",
}
STATES = ("overdue", "due", "open", "met", "closed")


@click.group("commitments")
def command() -> None:
    """Promises: who gave which to whom, in which words, until when; what became of it, told by one, approved by two."""


@command.command(
    "read", epilog=example("jisr commitments read promises.csv", "jisr commitments read facts.jsonl --json")
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", default="", metavar="S", help="Who tells it (else: commitments, facts).")
@click.option("--marking", default="clear", metavar="M", help="clear, green, amber, amber+strict or red.")
@takes_shell
def read_(shell: Shell, paths: tuple[str, ...], source: str, marking: str) -> int:
    """Take in promises: a schedule or a table (CSV), or facts with their exact words (JSON lines)."""
    reader = _node.reader(shell)
    code = 0
    for files in _input.deliveries(paths):
        row = ingest(files, reader=reader, wanted=Wanted(source=source, marking=Marking.read(marking)))
        show(shell, row, reader=reader)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


@command.command(
    "board", epilog=example("jisr commitments board", "jisr commitments board --on 2013-01-01 --state overdue")
)
@click.argument("text", default="", metavar="[WORDS]")
@click.option("--on", default="", metavar="DAY", help="As it stood on that day (else today).")
@click.option("--state", type=click.Choice(STATES), default=None, help="Only those.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="At most so many.")
@click.option("--fail-on-hit", is_flag=True, help="Exit 1 if one is overdue.")
@takes_shell
def board(shell: Shell, text: str, on: str, *, fail_on_hit: bool, **options: Any) -> int:
    """The board as of a day: overdue first. What was not promised by then is not on it."""
    day = _input.moment_of(on).date() if on else None
    wanted = Asked(text=text, state=options["state"] or "", limit=options["limit"])
    found = commitments.board(day, reader=_node.reader(shell), asked=wanted)
    if not found.rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) for row in found.rows])
    counts = dict(found.counts)
    shell.say("cli-commitments-counts", on=found.on, **{name: counts.get(name, 0) for name in STATES})
    return int(bool(counts.get("overdue")) and fail_on_hit)


@command.command("show", epilog=example("jisr commitments show facts:seed-16"))
@click.argument("thing", metavar="COMMITMENT")
@takes_shell
def show_(shell: Shell, thing: str) -> None:
    """One promise: its exact words and where they stand, what is due, its history."""
    page = commitments.commitment(thing, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    shell.say("cli-commitments-title", title=page.row.title, status=page.row.status, place=page.place)
    if page.quote:
        shell.say("cli-commitments-quote", quote=page.quote, offset=page.offset or "–")
    for name, value in page.facts:
        shell.say("cli-commitments-fact", name=name, value=value)
    for step in page.steps:
        facts = {"number": step.number, "as_of": step.as_of, "by": step.by, "why": step.why}
        shell.say("cli-commitments-step", status=step.status, verdict=step.verdict, second=step.second or "–", **facts)


@command.command(
    "add",
    epilog=example(
        "jisr commitments add 'Open the crossing' --promisor 'Member North' --due 2027-01-31 --instrument MoU"
    ),
)
@click.argument("title")
@click.option("--promisor", required=True, help="Who promised.")
@click.option("--promisee", default="", help="To whom.")
@click.option("--instrument", default="", help="Under which instrument.")
@click.option("--article", default="", help="Which article or paragraph of it.")
@click.option("--quote", default="", help="The exact words.")
@click.option("--language", default="", metavar="L", help="Their language: ar, en …")
@click.option("--offset", default="", metavar="N", help="Where they begin: characters from the start of the text.")
@click.option("--measure", default="", help="How it is measured.")
@click.option("--condition", default="", help="On what it depends.")
@click.option("--given", default="", metavar="DAY", help="When it was promised.")
@click.option("--due", default="", metavar="DAY", help="Until when; a month or a year runs to its end.")
@click.option("--marking", default="amber", metavar="M", help="clear, green, amber, amber+strict or red.")
@takes_shell
def add(shell: Shell, title: str, marking: str, **said: str) -> None:
    """Enter one promise by hand."""
    reader = _node.reader(shell)
    row = acts.enter({"title": title, **said}, reader=reader, marking=str(Marking.read(marking)))
    show(shell, row, reader=reader)


@command.command(
    "tell",
    epilog=example("jisr commitments tell facts:seed-17 --status in-progress --why 'law 12 was read' --on 2026-01-10"),
)
@click.argument("thing", metavar="COMMITMENT")
@click.option("--status", type=click.Choice(STATUSES), required=True, help="What became of it.")
@click.option("--why", required=True, help="In your words.")
@click.option("--evidence", default="", help="An address or words that show it.")
@click.option("--record", type=int, help="The record that shows it.")
@click.option("--on", "as_of", default="", metavar="DAY", help="From which day (else today).")
@takes_shell
def tell(shell: Shell, thing: str, record: int | None, **said: str) -> None:
    """Say what became of a promise; it counts when a second person approved it."""
    number = acts.tell(thing, said, reader=_node.reader(shell), record=record)
    shell.say("cli-commitments-told", number=number)


@command.command("approve", epilog=example("jisr commitments approve 1 --why 'read the law, agree'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def approve(shell: Shell, number: int, why: str) -> None:
    """The second person's yes to a step."""
    acts.approve(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")


@command.command("refuse", epilog=example("jisr commitments refuse 1 --why 'the law is not in force'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words.")
@takes_shell
def refuse(shell: Shell, number: int, why: str) -> None:
    """The second person's no to a step: it stays in the history and does not count."""
    acts.refuse(number, reader=_node.reader(shell), why=why)
    shell.say("cli-done")
