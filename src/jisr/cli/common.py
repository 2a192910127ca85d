"""`jisr common`: openings, members, assistance, joint policies, integration, and the work with a member."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import click

from jisr.cli import _input, _node, _out
from jisr.cli._batch import show
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import WrongUse
from jisr.node import clock
from jisr.node.actions import commitments as steps
from jisr.node.actions import common as acts
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.queries import common
from jisr.node.queries import trust as counted
from jisr.node.values import CommonPage
from jisr.records import Marking

__all__ = ["command"]

COLUMNS = {
    "status": "cli-col-status",
    "title": "cli-col-title",
    "who": "cli-col-promisor",
    "day": "cli-col-from",
    "left": "cli-col-days",
    "thing": "cli-col-party",
}
_YEAR = timedelta(days=365)
KIND = click.Choice(common.KINDS)


@click.group("common")
def command() -> None:
    """The common work: openings, members, assistance, joint policies, integration; told by one, approved by two."""


@command.command("read", epilog=example("jisr common read openings.csv", "jisr common read work.csv --json"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", default="", metavar="S", help="Who tells it (else: common).")
@click.option("--marking", default="amber", metavar="M", help="clear, green, amber, amber+strict or red.")
@takes_shell
def read_(shell: Shell, paths: tuple[str, ...], source: str, marking: str) -> int:
    """Take in a table: a heading with kind and title, and fields of `tables/common_fields.csv`."""
    reader, code = _node.reader(shell), 0
    for files in _input.deliveries(paths):
        wanted = Wanted(format="common-csv", source=source, marking=Marking.read(marking))
        row = ingest(files, reader=reader, wanted=wanted)
        show(shell, row, reader=reader)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


@command.command("list", epilog=example("jisr common list opening", "jisr common list membership --on 2025-12-01"))
@click.argument("kind", type=KIND)
@click.argument("text", default="", metavar="[WORDS]")
@click.option("--status", default="", metavar="S", help="Only those.")
@click.option("--on", default="", metavar="DAY", help="As it stood on that day (else today).")
@takes_shell
def list_(shell: Shell, kind: str, text: str, status: str, on: str) -> None:
    """The pieces of one kind; openings that rest on what ends soon come first."""
    day = _input.moment_of(on).date() if on else None
    found = common.pieces(kind, text, reader=_node.reader(shell), status=status, on=day)
    if not found.rows:
        shell.say("cli-none")
    rows = [
        {
            **asdict(row),
            "who": ", ".join(filter(None, (*row.party, row.counterpart))),
            "left": next((one.left for one in row.rests if one.left is not None), ""),
        }
        for row in found.rows
    ]
    shell.table(COLUMNS, rows)
    shell.say("cli-common-counts", kind=kind, counts=", ".join(f"{name} {number}" for name, number in found.counts))


@command.command("show", epilog=example("jisr common show facts:seed-10"))
@click.argument("thing", metavar="THING")
@takes_shell
def show_(shell: Shell, thing: str) -> None:
    """One piece: its words, what it rests on, milestones or positions, what was told of it."""
    page = common.piece(thing, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    shell.say("cli-commitments-title", title=page.row.title, status=page.row.status, place=page.place)
    if page.quote:
        shell.say("cli-commitments-quote", quote=page.quote, offset=page.offset or "–")
    for one in page.row.rests:
        shell.say("cli-common-rests", title=one.title, left="–" if one.left is None else one.left)
    for unknown in page.row.missing:
        shell.say("cli-common-unknown", relief=unknown)
    for name, _arabic, value in page.facts:
        shell.say("cli-commitments-fact", name=name or "–", value=value)
    _hangs(shell, page)
    for step in page.steps:
        facts = {"number": step.number, "as_of": step.as_of, "by": step.by, "why": step.why}
        shell.say("cli-commitments-step", status=step.status, verdict=step.verdict, second=step.second or "–", **facts)


def _hangs(shell: Shell, page: CommonPage) -> None:
    for mile in page.milestones:
        shell.say("cli-common-milestone", title=mile.title, planned=mile.planned or "–", reached=mile.reached or "–")
    for member, position in page.positions:
        shell.say("cli-common-position", member=member, position=position or "–")
    for match in page.matches:
        shell.say("cli-common-match", title=match.title, thing=match.thing)
    for owed in page.obliges:
        shell.say("cli-common-obliges", promisor=owed.promisor, title=owed.title, state=owed.state)


@command.command(
    "add",
    epilog=example(
        "jisr common add opening --set title='River crossing' --set sort=crossing --set relief=licence-7",
        "jisr common add integration --set title='First brigade' --set party=Brigade --set organisation=Ministry",
    ),
)
@click.argument("kind", type=KIND)
@click.option("--set", "said", multiple=True, required=True, metavar="FIELD=VALUE", help="A field and what it holds.")
@click.option("--thing", default="", help="The one this is a new version of.")
@click.option("--marking", default="amber", metavar="M", help="clear, green, amber, amber+strict or red.")
@takes_shell
def add(shell: Shell, kind: str, said: tuple[str, ...], thing: str, marking: str) -> None:
    """Enter one by hand; the fields of each kind are in `tables/common_fields.csv`."""
    fields = dict(_pair(one) for one in said)
    known = {one.name for one in common.fields(kind)}
    if set(fields) - known:
        message = f"no field {min(set(fields) - known)}: one of {', '.join(sorted(known))}"
        raise WrongUse(message, field=min(set(fields) - known))
    reader = _node.reader(shell)
    row = acts.enter(kind, fields, reader=reader, marking=str(Marking.read(marking)), thing=thing)
    show(shell, row, reader=reader)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        message = f"--set {text!r}: write it as title=River crossing"
        raise WrongUse(message, field="set")
    return name, value


@command.command(
    "tell",
    epilog=example("jisr common tell facts:seed-10 --status begun --why 'the first lorry passed' --on 2026-01-10"),
)
@click.argument("thing", metavar="THING")
@click.option("--status", required=True, help="What became of it: statuses of its kind are on its page.")
@click.option("--why", required=True, help="In your words.")
@click.option("--step", default="", help="Which milestone, or whose position.")
@click.option("--amount", default="", help="How much was realised.")
@click.option("--currency", default="", metavar="CCC", help="In which currency.")
@click.option("--evidence", default="", help="An address or words that show it.")
@click.option("--record", type=int, help="The record that shows it.")
@click.option("--on", "as_of", default="", metavar="DAY", help="From which day (else today).")
@takes_shell
def tell(shell: Shell, thing: str, record: int | None, **said: str) -> None:
    """Say what became of it; `jisr commitments approve` (or refuse) is the second person's word."""
    number = steps.tell(thing, said, reader=_node.reader(shell), record=record)
    shell.say("cli-commitments-told", number=number)


@command.command(
    "trust", epilog=example("jisr common trust 'Member North' 'Member River' --begins 2025-01-01 --ends 2026-01-01")
)
@click.argument("one")
@click.argument("other")
@click.option("--begins", default="", metavar="DAY", help="The first day (else a year ago).")
@click.option("--ends", default="", metavar="DAY", help="The first day that is outside (else tomorrow).")
@takes_shell
def trust(shell: Shell, one: str, other: str, begins: str, ends: str) -> None:
    """Counts and medians of what two members did with one another; under five no number, no score ever."""
    last = _input.moment_of(ends).date() if ends else clock.today() + timedelta(days=1)
    first = _input.moment_of(begins).date() if begins else last - _YEAR
    page = counted.panel((one, other), (first, last), reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    for row in page.rows:
        told = shell.words("page-trust-of", number=row.number, of=len(row.items) if row.of is None else row.of)
        told = shell.words("page-trust-few") if row.few else told
        median = "" if row.hours is None else shell.words("cli-trust-median", hours=row.hours)
        told = told if row.items else shell.words("page-trust-none")
        shell.say("cli-trust-row", what=shell.words(row.code), told=told, median=median)
        for item in row.items:
            mark = shell.words("cli-trust-done" if item.counted else "cli-trust-open")
            shell.say("cli-trust-item", day=item.day, title=item.title, mark=mark)
