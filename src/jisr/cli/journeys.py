"""`jisr journeys`: travellers in, hits for a person to review, rules, flows that tell on nobody."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import click

from jisr.cli import _input, _node, _out, _standing
from jisr.cli._batch import show
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import journey_rules, journeys_keep
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.queries import journeys, journeys_flows
from jisr.node.values import BatchRow, FlightRow, HitRow, JourneyRuleRow
from jisr.records import Marking

__all__ = ["command"]

_NAMED = 4
FLIGHTS = {
    "key": "cli-col-flight",
    "departs": "cli-col-departs",
    "aboard": "cli-col-aboard",
    "booked": "cli-col-booked",
    "off": "cli-col-off",
    "parts": "cli-col-parts",
    "hits": "cli-col-hits",
}
HITS = {
    "finding": "cli-col-number",
    "kind": "cli-col-kind",
    "score": "cli-col-score",
    "title": "cli-col-title",
    "flight": "cli-col-flight",
    "person": "cli-col-thing",
}
PEOPLE = {
    "id": "cli-col-number",
    "name": "cli-col-name",
    "born": "cli-col-born",
    "document": "cli-col-document",
    "flight": "cli-col-flight",
    "status": "cli-col-state",
}
FLOWS = {
    "month": "cli-col-month",
    "origin": "cli-col-origin",
    "destination": "cli-col-destination",
    "nationality": "cli-col-nationality",
    "count": "cli-col-count",
}
RULES = {
    "id": "cli-col-number",
    "name": "cli-col-name",
    "clauses": "cli-col-clauses",
    "state": "cli-col-state",
    "expires": "cli-col-expires",
    "tested": "cli-col-told",
    "hits": "cli-col-hits",
    "confirmed": "cli-col-confirmed",
}


@click.group("journeys")
def command() -> None:
    """Travellers: take lists and bookings in, review hits, write rules, look at flows."""


@command.command("read", epilog=example("jisr journeys read list.edi", "jisr journeys read messages/ --json"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", default="", metavar="S", help="Whose messages these are (else: passengers).")
@click.option("--marking", default="amber", metavar="M", help="amber, amber+strict or red; five years at most.")
@takes_shell
def read_(shell: Shell, paths: tuple[str, ...], source: str, marking: str) -> int:
    """Take in PAXLST, PNRGOV and CUSRES; a folder is one delivery. Also lists of lost documents and of persons sought.

    What breaks off is set aside with its place in bytes; a fault of one traveller costs no other.
    """
    reader = _node.reader(shell)
    code = 0
    for files in _input.deliveries(paths):
        row = ingest(files, reader=reader, wanted=Wanted(source=source, marking=Marking.read(marking)))
        show(shell, _brief(row), reader=reader)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


def _brief(row: BatchRow) -> BatchRow:
    """A folder of messages has hundreds of files: the first and the last are named."""
    return row if len(row.files) <= _NAMED else replace(row, files=(row.files[0], "…", row.files[-1]))


@command.command("flights", epilog=example("jisr journeys flights", "jisr journeys flights AMM --json"))
@click.argument("text", default="", metavar="[FLIGHT|AIRPORT]")
@takes_shell
def flights(shell: Shell, text: str) -> None:
    """The newest flights after all their messages: who is aboard, who no longer is, whether the list is whole."""
    rows = journeys.flights(text, reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(FLIGHTS, [_flight(row) for row in rows])


def _flight(row: FlightRow) -> dict[str, Any]:
    return asdict(row) | {"parts": f"{row.come}/{row.expected}"}


@command.command("find", epilog=example("jisr journeys find haddad", "jisr journeys find T1234567 --json"))
@click.argument("text", metavar="WORDS")
@takes_shell
def find(shell: Shell, text: str) -> None:
    """Travellers by words of the name, a document's number or a locator. Each one shown is a line of the audit."""
    rows = journeys.search(text, reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(PEOPLE, [asdict(row) for row in rows])


@command.command("show", epilog=example("jisr journeys show 12", "jisr journeys show 12 --json"))
@click.argument("number", type=int)
@takes_shell
def show_(shell: Shell, number: int) -> None:
    """All that is kept of one traveller on one flight: also what a person may ask to be told of themselves."""
    page = journeys.traveller(number, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    shell.say("cli-journeys-flight", **{name: value for name, value in asdict(page.flight).items() if name != "key"})
    if page.masked and not page.opened:
        shell.say("cli-journeys-masked")
    for name, value in page.said.items():
        _out.line(f"  {name}: {value}")
    for hit in page.hits:
        _out.line(f"  {hit.kind} {hit.row.score:.2f} {hit.row.title} ({hit.row.state})")
        for reason in hit.row.reasons:
            _out.line(f"    {_standing.explained(shell, reason)}")
    for link in page.links:
        _out.line(f"  {link.kind}: {link.person} {link.flight}")


@command.command("hits", epilog=example("jisr journeys hits", "jisr journeys hits --state any --json"))
@click.option("--state", type=click.Choice(["open", "confirmed", "dismissed", "withdrawn", "any"]), default="open")
@click.option("--fail-on-hit", is_flag=True, help="Exit 1 if one waits.")
@takes_shell
def hits(shell: Shell, state: str, *, fail_on_hit: bool) -> int:
    """What was found about travellers, for a person to decide: `jisr findings confirm` or `dismiss`."""
    rows = journeys.hits(reader=_node.reader(shell), state="" if state == "any" else state)
    shell.table(HITS, [_hit(row) for row in rows])
    if not shell.json:
        shell.say("cli-journeys-hits", count=len(rows))
    return int(bool(rows) and fail_on_hit)


def _hit(one: HitRow) -> dict[str, Any]:
    row = one.row
    told = {"finding": row.id, "title": row.title, "score": round(row.score, 2), "state": row.state}
    return {"kind": one.kind, "flight": one.flight, "person": one.person, "reasons": row.reasons} | told


@command.command("flows", epilog=example("jisr journeys flows", "jisr journeys flows --nationality --json"))
@click.option("--nationality", is_flag=True, help="Split each route by nationality.")
@takes_shell
def flows(shell: Shell, *, nationality: bool) -> None:
    """Who travelled where by month: never a count under ten, nor one that subtraction gives away."""
    page = journeys_flows.flows(reader=_node.reader(shell), split=nationality)
    if shell.json:
        _out.json_line(asdict(page))
        return
    shell.table(FLOWS, [asdict(row) | {"count": "-" if row.count is None else row.count} for row in page.rows])
    shell.say("cli-journeys-hidden", hidden=page.hidden, least=page.least, attacked=page.attacked)


@command.group("rules")
def rules() -> None:
    """Rules as data: what may make a person look, never a decision."""


@rules.command("list", epilog=example("jisr journeys rules list", "jisr journeys rules list --json"))
@takes_shell
def rules_list(shell: Shell) -> None:
    """Every rule with its back-test and what people made of its hits."""
    rows = journeys_flows.rules(reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(RULES, [_rule(row, shell) for row in rows])


def _rule(row: JourneyRuleRow, shell: Shell) -> dict[str, Any]:
    told = asdict(row)
    return told if shell.json else told | {"clauses": "; ".join(row.clauses), "tested": f"{row.told}/{row.looked}"}


@rules.command(
    "add",
    epilog=example(
        "jisr journeys rules add 'Late and paid in cash' --clause 'payment is cash' --clause 'booked-hours at-most 24' "
        "--purpose 'UNSCR 2396 (2017)' --legal-basis 'PNR act, section 6'"
    ),
)
@click.argument("name")
@click.option(
    "--clause", "clauses", multiple=True, required=True, metavar="C", help="field comparison value; all hold."
)
@click.option("--purpose", required=True, help="What for.")
@click.option("--legal-basis", required=True, help="Under which law.")
@takes_shell
def rules_add(shell: Shell, name: str, clauses: tuple[str, ...], purpose: str, legal_basis: str) -> None:
    """Write a rule and try it on what is kept. It looks at nobody until another person approves it."""
    reader = _node.reader(shell)
    number = journey_rules.add(name, clauses, reader=reader, purpose=purpose, legal_basis=legal_basis)
    row = next(one for one in journeys_flows.rules(reader=reader) if one.id == number)
    if shell.json:
        _out.json_line(asdict(row))
        return
    shell.say("cli-journeys-rule", number=number, told=row.told, looked=row.looked)


@rules.command("approve", epilog=example("jisr journeys rules approve 1"))
@click.argument("number", type=int)
@takes_shell
def rules_approve(shell: Shell, number: int) -> None:
    """Let a rule look, by another person than its author."""
    shell.say("cli-journeys-approved", new=journey_rules.approve(number, reader=_node.reader(shell)))


@rules.command("renew", epilog=example("jisr journeys rules renew 1"))
@click.argument("number", type=int)
@takes_shell
def rules_renew(shell: Shell, number: int) -> None:
    """Let a rule last another year from today."""
    journey_rules.renew(number, reader=_node.reader(shell))
    shell.say("cli-done")


@rules.command("end", epilog=example("jisr journeys rules end 1"))
@click.argument("number", type=int)
@takes_shell
def rules_end(shell: Shell, number: int) -> None:
    """End a rule; its open findings are withdrawn."""
    journey_rules.end(number, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("unmask", epilog=example("jisr journeys unmask 12 --why 'court order 7/2026'"))
@click.argument("number", type=int)
@click.option("--why", required=True, help="In your words; it is kept for ever.")
@takes_shell
def unmask(shell: Shell, number: int, why: str) -> None:
    """Ask that a masked traveller be shown again for a day; another person grants it."""
    shell.say("cli-journeys-asked", number=journeys_keep.ask(number, reader=_node.reader(shell), why=why))


@command.command("grant", epilog=example("jisr journeys grant 1"))
@click.argument("number", type=int)
@takes_shell
def grant(shell: Shell, number: int) -> None:
    """Grant a request to unmask that somebody else made."""
    journeys_keep.grant(number, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("safeguards", epilog=example("jisr journeys safeguards", "jisr journeys safeguards --json"))
@takes_shell
def safeguards(shell: Shell) -> None:
    """The figures of data protection, as they are now."""
    figures = asdict(journeys_flows.protection(reader=_node.reader(shell)))
    if shell.json:
        _out.json_line(figures)
        return
    for name, value in figures.items():
        _out.line(f"  {name}: {value}")
