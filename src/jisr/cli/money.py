"""`jisr money`: payments in, where they went, which shapes they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from jisr.cli import _input, _node
from jisr.cli._batch import show
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import WrongUse
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.money_report import PROFILES, ReportWish, report
from jisr.node.actions.money_watch import keep_shapes
from jisr.node.queries import cases as asked
from jisr.node.queries import money
from jisr.node.queries.clocks import clocks
from jisr.node.queries.money_rules import rules
from jisr.node.values import PaymentRow, TraceWish
from jisr.records import Marking

__all__ = ["command"]

PAYMENTS = {
    "at": "cli-col-at",
    "amount": "cli-col-amount",
    "currency": "cli-col-currency",
    "payer": "cli-col-payer",
    "payee": "cli-col-payee",
    "place": "cli-col-place",
}
PARTS = {"at": "cli-col-at", "part": "cli-col-part", **{name: PAYMENTS[name] for name in list(PAYMENTS)[1:]}}
HELD = {"amount": "cli-col-amount", "account": "cli-col-account", "name": "cli-col-name"}
SHAPES = {
    "shape": "cli-col-shape",
    "account": "cli-col-account",
    "payments": "cli-col-payments",
    "amount": "cli-col-amount",
    "currency": "cli-col-currency",
    "begins": "cli-col-from",
}
RULES = {
    "rule": "cli-col-rule",
    "open": "cli-col-held",
    "confirmed": "cli-col-confirmed",
    "dismissed": "cli-col-dropped",
    "precision": "cli-col-precision",
}
REPORTS = {"id": "cli-col-number", "reference": "cli-col-title", "profile": "cli-col-kind", "digest": "cli-col-digest"}
SETTINGS = {
    "shape": "cli-col-shape",
    "parameter": "cli-col-parameter",
    "value": "cli-col-value",
    "unit": "cli-col-unit",
}


def _period(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a period: no other day is read."""
    until = click.option("--until", default="", metavar="DAY", help="Only before that day.")
    since = click.option("--since", default="", metavar="DAY", help="Only from that day on.")
    return since(until(function))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"{text!r} is no day: write it as 2025-11-06", field="day") from error


@click.group("money")
def command() -> None:
    """Payments: take them in, follow them, find the shapes they make."""


@command.command("read", epilog=example("jisr money read payments.csv", "jisr money read mt103.txt --json"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", default="", metavar="S", help="Whose payments these are (else: payments).")
@click.option("--marking", default="amber", metavar="M", help="clear, green, amber, amber+strict or red.")
@takes_shell
def read_(shell: Shell, paths: tuple[str, ...], source: str, marking: str) -> int:
    """Take in payments: ISO 20022 messages, MT103, or a CSV with columns of known names. Sums by currency are told.

    What breaks a rule is set aside with its place and reason, and costs its neighbours nothing.
    """
    reader = _node.reader(shell)
    code = 0
    for files in _input.deliveries(paths):
        row = ingest(files, reader=reader, wanted=Wanted(source=source, marking=Marking.read(marking)))
        show(shell, row, reader=reader)
        for total in money.totals(reader=reader, batch=row.id):
            amount = _money(total.total, total.digits)
            shell.say("cli-money-total", payments=total.payments, amount=amount, currency=total.currency)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


@command.command("list", epilog=example("jisr money list", "jisr money list 'Nour Trading' --json"))
@click.argument("text", default="", metavar="[WORDS]")
@_period
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="At most so many.")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@takes_shell
def list_(shell: Shell, text: str, limit: int, **options: Any) -> None:
    """The newest payments that name WORDS: an account, a party, a reference, or words of their text."""
    known, period = _known(options["known"]), (_day(options["since"]), _day(options["until"]))
    rows = money.payments(text, reader=_node.reader(shell), known=known, limit=limit, period=period)
    if not rows:
        shell.say("cli-none")
    shell.table(PAYMENTS, [_row(shell, row) for row in rows])


@command.command(
    "trace",
    epilog=example(
        "jisr money trace AE070331234567890123456", "jisr money trace 'Nour Trading LLC' --back --method haircut --json"
    ),
)
@click.argument("account")
@click.option(
    "--method", type=click.Choice(money.METHODS), default="fifo", show_default=True, help="How it is told apart."
)
@click.option("--back", is_flag=True, help="Where it came from, instead of where it went.")
@click.option("--currency", default="", metavar="C", help="Of that currency (else that in which the account has most).")
@click.option("--least", type=click.FloatRange(0), default=0.0, help="Parts of so much money or more.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="Over at most so many payments.")
@_period
@click.option("--to", "target", default="", metavar="ACCOUNT", help="Also: at most how much can have come there?")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@takes_shell
def trace_(shell: Shell, known: str, **options: Any) -> None:
    """Follow the money of ACCOUNT (its number, or its holder's name) payment by payment; nothing is lost on the way.

    fifo: what came first is paid first. haircut: each payment has the share that the balance has. poison: all of it.
    """
    days: dict[str, Any] = {name: _day(options.pop(name)) for name in ("since", "until")}
    found = money.trace(TraceWish(**options, **days), reader=_node.reader(shell), known=_known(known))
    if shell.json:
        shell.table(PARTS, [asdict(found)])
        return
    shell.table(PARTS, [_row(shell, row) for row in found.payments])
    sums = ("paid", "held_sum", "returned", "left", "cut")
    facts = {name: _money(getattr(found, name), found.digits) for name in sums}
    shell.say(f"cli-money-trace-{'exact' if found.method == 'fifo' else 'rough'}", currency=found.currency, **facts)
    if found.at_most is not None:
        amount = _money(found.at_most, found.digits)
        shell.say("cli-money-at-most", amount=amount, currency=found.currency, account=options["target"])
    shell.table(HELD, [asdict(one) | {"amount": _money(one.amount, found.digits)} for one in found.held[:10]])


@command.command(
    "patterns",
    epilog=example(
        "jisr money patterns", "jisr money patterns cycle --set window=240 --json", "jisr money patterns --settings"
    ),
)
@click.argument("shapes", nargs=-1, metavar="[SHAPE]...")
@click.option("--set", "changed", multiple=True, metavar="NAME=N", help="A parameter of the one SHAPE, set otherwise.")
@click.option("--settings", is_flag=True, help="Instead, the parameters and what they are set to.")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@click.option("--keep", is_flag=True, help="Keep what is found as findings, for a person to decide.")
@click.option("--fail-on-hit", is_flag=True, help="Exit 1 if one is found.")
@takes_shell
def patterns(shell: Shell, shapes: tuple[str, ...], changed: tuple[str, ...], **options: Any) -> int:
    """Find the shapes in all payments, each with the payments that make it.

    SHAPE: cycle, scatter-gather, gather-scatter, layering, structuring, fan-in, fan-out, pass-through, dormant.
    """
    reader = _node.reader(shell)
    if options["settings"]:
        rows = [asdict(one) for shape in shapes or money.SHAPES for one in money.settings_of(shape, reader=reader)]
        shell.table(SETTINGS, rows)
        return 0
    if changed and len(shapes) != 1:
        raise WrongUse("--set needs exactly one SHAPE", option="--set")
    values = dict(map(_set, changed))
    found = money.shapes(shapes, reader=reader, known=_known(options["known"]), changed=values)
    if options["keep"]:
        for shape in shapes or money.SHAPES:
            kept = keep_shapes(shape, reader=reader, changed=values)
            shell.note("cli-money-kept", shape=shape, findings=len(kept))
    if not found:
        shell.say("cli-none")
    shell.table(SHAPES, [asdict(one) if shell.json else _shape(asdict(one)) for one in found])
    return int(bool(found) and options["fail_on_hit"])


@command.command("rules", epilog=example("jisr money rules"))
@takes_shell
def rules_(shell: Shell) -> None:
    """The rules, and how often those who decided found each right."""
    rows = [asdict(row) | {"precision": row.precision} for row in rules(reader=_node.reader(shell))]
    shell.table(RULES, rows)


@command.command("report", epilog=example("jisr money report 1 --entity 101 --user jisr-1 --reason 'A listed name'"))
@click.argument("case", type=int)
@click.option("--entity", type=click.IntRange(1), required=True, help="The unit's number of who reports.")
@click.option("--user", required=True, help="The unit's code of the person who reports.")
@click.option("--reason", required=True, help="Why it is reported.")
@click.option("--profile", type=click.Choice(PROFILES), default=PROFILES[0], show_default=True)
@click.option("--currency", default="USD", show_default=True, metavar="C", help="The local currency.")
@click.option("--rate", "rates", multiple=True, metavar="C=N", help="Local currency for one unit of another.")
@click.option("--out", default="", metavar="FILE", help="Write the XML there (else: said where it lies).")
@takes_shell
def report_(shell: Shell, case: int, rates: tuple[str, ...], out: str, **options: Any) -> None:
    """Write the report of a CASE that two persons decided to report, in goAML's form, checked against the profile."""
    reader = _node.reader(shell)
    told = {name.upper(): Decimal(str(value)) for name, value in map(_set, rates)}
    number = report(case, ReportWish(**options, rates=told), reader=reader)
    row, body = asked.report(number, reader=reader)
    if out:
        Path(out).write_bytes(body)
    shell.table(REPORTS, [asdict(row)])


def _set(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise WrongUse(f"--set {text!r}: write it as window=240", option="--set") from error


def _known(text: str) -> datetime | None:
    return clocks(known=text).known if text else None


def _money(minor: int, digits: int) -> str:
    return f"{minor / 10**digits:,.{digits}f}"


def _row(shell: Shell, row: PaymentRow) -> dict[str, Any]:
    if shell.json:
        return asdict(row)
    part = "" if row.part is None else _money(row.part, row.digits)
    at = row.at.strftime("%Y-%m-%d %H:%M")
    return asdict(row) | {"at": at, "amount": _money(row.amount, row.digits), "part": part}


def _shape(one: dict[str, Any]) -> dict[str, Any]:
    first = one["payments"][0]["at"] if one["payments"] else None
    return one | {
        "amount": _money(one["total"], one["digits"]),
        "payments": len(one["payments"]),
        "begins": first.date().isoformat() if first else "",
    }
