"""`jisr programmes`: projects in, checked, together, and out again without loss."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from jisr import formats
from jisr.cli import _input, _node, _out
from jisr.cli._batch import show
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.desks import programmes as desk
from jisr.errors import Unreadable
from jisr.node import clock
from jisr.node.actions import brief as briefs
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.queries import presence, programmes
from jisr.node.values import MoneyStage
from jisr.records import Marking

__all__ = ["command"]

LIST = {
    "thing": "cli-col-party",
    "title": "cli-col-title",
    "countries": "cli-col-country",
    "begins": "cli-col-from",
    "ends": "cli-col-until",
    "partners": "cli-col-findings",
}
_CHUNK = 256 * 1024
_SHOWN = 200  # remarks a person is shown of one file; a program gets all


@click.group("programmes")
def command() -> None:
    """Projects and programmes: who does what where, with which money; and who of them is listed."""


@command.command(
    "read", epilog=example("jisr programmes read activities.xml", "jisr programmes read activities.xml --json")
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", default="", metavar="S", help="Who sent it (else: iati).")
@click.option("--marking", default="clear", metavar="M", help="clear, green, amber, amber+strict or red.")
@takes_shell
def read_(shell: Shell, paths: tuple[str, ...], source: str, marking: str) -> int:
    """Take in IATI 2.03 files: each activity a record that keeps its element whole.

    What the schema says against an activity is told with line and path; partners are screened at once.
    """
    reader = _node.reader(shell)
    code = 0
    for files in _input.deliveries(paths):
        row = ingest(files, reader=reader, wanted=Wanted(source=source, marking=Marking.read(marking)))
        show(shell, row, reader=reader)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


@command.command("check", epilog=example("jisr programmes check activities.xml", "jisr programmes check - --json"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--on", default="", metavar="DAY", help="What counts as the future (else: after today).")
@click.option("--fail-on-hit", is_flag=True, help="Exit 1 if an error is found.")
@takes_shell
def check(shell: Shell, paths: tuple[str, ...], on: str, *, fail_on_hit: bool) -> int:
    """Check IATI 2.03 files, activities or organisations: schema, code lists, the standard's ruleset, plain sense.

    Each remark has its file, line and path. Files of any size: one activity is held at a time, and nothing is kept.
    """
    day = _input.moment_of(on).date() if on else clock.today()
    checked = [_check_one(shell, path, day) for path in paths]
    broken, errors = any(one[0] for one in checked), sum(one[1] for one in checked)
    return BAD_INPUT if broken else int(bool(errors) and fail_on_hit)


def _check_one(shell: Shell, path: str, day: date) -> tuple[bool, int]:
    """Whether the file broke off, and how many errors there are."""
    counts = {"error": 0, "warning": 0, "advice": 0, "shown": 0}
    read, broken = 0, False
    try:
        for one in formats.wholes(_chunks(path), name=path):
            read += isinstance(one, formats.Whole)
            for row in _rows(one, day):
                counts[row["severity"]] += 1
                _tell(shell, path, row, counts)
    except Unreadable as error:
        broken = True
        shell.note("cli-programmes-broken", what=str(error), read=read)
    hidden = sum(counts[name] for name in ("error", "warning", "advice")) - counts["shown"]
    if hidden and not shell.json:
        shell.say("cli-programmes-more", number=hidden)
    shell.say("cli-programmes-checked", file=path, read=read, **counts)
    return broken, counts["error"]


def _chunks(path: str) -> Iterator[bytes]:
    if path == "-":
        yield from iter(lambda: sys.stdin.buffer.read(_CHUNK), b"")
        return
    with Path(path).open("rb") as file:
        yield from iter(lambda: file.read(_CHUNK), b"")


def _rows(one: formats.Whole | formats.Fault, day: date) -> Iterator[dict[str, Any]]:
    faults = one.faults if isinstance(one, formats.Whole) else (one,)
    for fault in faults:
        facts = {"message": fault.message, "path": fault.path}
        yield {"code": "iati-schema", "severity": "error", "line": fault.line, "place": fault.path, "facts": facts}
    if isinstance(one, formats.Whole):
        for remark in desk.remarks(one.element, as_of=day):
            place = remark.place.replace("/iati-activity", f"/iati-activity[{one.number}]", 1)
            yield asdict(remark) | {"facts": dict(remark.facts), "place": place}


def _tell(shell: Shell, path: str, row: dict[str, Any], counts: dict[str, int]) -> None:
    if shell.json:
        _out.json_line({"file": path, **row, "said": str(shell.words(row["code"], **row["facts"]))})
    elif counts["shown"] < _SHOWN:
        counts["shown"] += 1
        said = shell.words(row["code"], **row["facts"])
        severity = shell.words(f"cli-programmes-{row['severity']}")
        shell.say("cli-programmes-remark", file=path, line=row["line"], severity=severity, said=said)


@command.command("list", epilog=example("jisr programmes list", "jisr programmes list water --country iq --json"))
@click.argument("text", default="", metavar="[WORDS]")
@click.option("--country", default="", metavar="CC", help="ISO 3166-1 alpha-2.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="At most so many.")
@takes_shell
def list_(shell: Shell, text: str, country: str, limit: int) -> None:
    """Projects whose title, id or publisher holds WORDS; those with a partner to look at first."""
    found = programmes.projects(text, reader=_node.reader(shell), country=country, limit=limit)
    if not found.rows:
        shell.say("cli-none")
    shell.table(LIST, [asdict(row) for row in found.rows])


@command.command("show", epilog=example("jisr programmes show iati:XM-EXAMPLE-1"))
@click.argument("thing", metavar="PROJECT")
@takes_shell
def show_(shell: Shell, thing: str) -> None:
    """One project: money from pledge to spending, partners, results, and what to look at."""
    page = programmes.project(thing, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    shell.say("cli-programmes-title", title=page.row.title, place=page.place)
    _money(shell, page.money)
    for partner in page.partners:
        shell.say("cli-programmes-partner", name=partner.name, roles=", ".join(partner.roles))
        for number, title, state, score in partner.findings:
            shell.say("cli-programmes-finding", number=number, title=title, state=state, score=f"{score:.2f}")
    for remark in page.remarks:
        severity = shell.words(f"cli-programmes-{remark.severity}")
        said = shell.words(remark.code, **remark.facts)
        shell.say("cli-programmes-remark", file=page.row.thing, line=remark.line, severity=severity, said=said)


@command.command("total", epilog=example("jisr programmes total", "jisr programmes total --json"))
@click.argument("things", nargs=-1, metavar="[PROJECT]...")
@takes_shell
def total(shell: Shell, things: tuple[str, ...]) -> None:
    """The money of these projects (else of all) together: revised budgets replace, parents do not count twice."""
    stages = programmes.total(things, reader=_node.reader(shell))
    if shell.json:
        for stage in stages:
            _out.json_line(asdict(stage))
        return
    _money(shell, stages)


def _money(shell: Shell, stages: tuple[MoneyStage, ...]) -> None:
    for stage in stages:
        for currency, amount in stage.sums:
            name = shell.words(f"programmes-stage-{stage.stage}")
            shell.say("cli-programmes-money", stage=name, amount=f"{amount:,.2f}", currency=currency)


@command.command(
    "export", epilog=example("jisr programmes export -o all.xml", "jisr programmes export --clear -o public.xml")
)
@click.argument("things", nargs=-1, metavar="[PROJECT]...")
@click.option("-o", "--out", required=True, metavar="FILE", help="The file to write.")
@click.option("--clear", is_flag=True, help="Those marked TLP:CLEAR alone: for everybody.")
@takes_shell
def export(shell: Shell, things: tuple[str, ...], out: str, *, clear: bool) -> None:
    """Write projects (else all) as one IATI 2.03 document, each as it was published: all languages, all additions."""
    data = programmes.export(things, reader=_node.reader(shell), clear=clear)
    draft = Path(f"{out}.part")
    draft.write_bytes(data)
    draft.replace(out)
    shell.say("cli-programmes-exported", file=out, size=len(data))


@command.command(
    "overlaps", epilog=example("jisr programmes overlaps sheet.xlsx", "jisr programmes overlaps sheet.csv --json")
)
@click.argument("path", metavar="FILE")
@takes_shell
def overlaps(shell: Shell, path: str) -> None:
    """A 3W or 4W sheet (CSV or XLSX, HXL tags where there are): what stands twice, who shares a task, where nobody is.

    Nothing is kept.
    """
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    page = presence.sheet(Path(path).name, data, reader=_node.reader(shell))
    if shell.json:
        _out.json_line(asdict(page))
        return
    for cell in page.shared[:_SHOWN]:
        who = "; ".join(" / ".join(filter(None, pair)) for pair in cell.pairs)
        what = ": ".join(filter(None, (cell.cluster, cell.activity)))
        shell.say("cli-overlaps-cell", place=cell.name, pcode=cell.place, what=what, who=who)
    for line, why in page.apart[:_SHOWN]:
        shell.say("cli-overlaps-apart", file=page.name, line=line, why=shell.words(why))
    counts = {name: getattr(page, name) for name in ("rows", "repeats", "blank", "places", "crowded", "tasks")}
    shell.say("cli-overlaps-counts", file=page.name, shared=len(page.shared), gaps=len(page.gaps), **counts)


@command.command(
    "brief",
    epilog=example(
        "jisr programmes brief project iati:XM-EXAMPLE-1 -o brief.pdf", "jisr programmes brief board -o board.pdf"
    ),
)
@click.argument("kind", type=click.Choice(briefs.KINDS))
@click.argument("thing", default="", metavar="[THING]")
@click.option("-o", "--out", required=True, metavar="FILE", help="The file to write.")
@takes_shell
def brief(shell: Shell, kind: str, thing: str, out: str) -> None:
    """A brief of one page, English and Arabic, as PDF: of a project, a member, or the board of commitments."""
    data = briefs.issue(kind, thing, reader=_node.reader(shell))
    draft = Path(f"{out}.part")
    draft.write_bytes(data)
    draft.replace(out)
    shell.say("cli-brief", file=out, size=len(data))
