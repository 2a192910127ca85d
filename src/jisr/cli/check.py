"""`jisr check`: is this name anybody we know to be listed?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict

import click

from jisr.cli import _input, _node, _out, _standing
from jisr.cli._shell import Shell, example, progress, takes_shell
from jisr.errors import WrongUse
from jisr.node.actions.keep_check import keep
from jisr.node.queries.check import check
from jisr.node.queries.clocks import clocks
from jisr.node.values import CheckAnswer, CheckHit, Question

__all__ = ["command"]

FOUND = 1
COLUMNS = ("name", "born", "country", "kind")


@click.command(
    "check",
    epilog=example(
        "jisr check 'Ahmad Husayn al-Shara' --born 1982",
        "jisr check 'أحمد حسين الشرع' --on 2025-06-01",
        "jisr check --file customers.csv --json --fail-on-hit",
        "cat names.txt | jisr check -",
    ),
)
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option(
    "--file", "table", metavar="FILE", help="A CSV or XLSX with a column name; born, country and kind are used too."
)
@click.option("--born", default="", metavar="DAY", help="Day or year of birth.")
@click.option("--country", default="", metavar="CC", help="ISO 3166-1 alpha-2, two letters.")
@click.option("--kind", type=click.Choice(["person", "organization", "vessel"]), help="What it is the name of.")
@click.option("--on", default="", metavar="DAY", help="As true in the world on that day (else today).")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@click.option("--keep", "kept", is_flag=True, help="Keep each hit as a finding for a person to decide.")
@click.option("--fail-on-hit", is_flag=True, help="Exit with 1 if anybody was found.")
@takes_shell
def command(shell: Shell, names: tuple[str, ...], **options: str) -> int:
    """Look names up among everything this node holds, in any script and spelling.

    NAME is one name, or - for one name a line on standard input. Each hit says its score, what the score is made of,
    where the party stands, and the records that say so.
    """
    reader = _node.reader(shell)
    times = clocks(options["on"], options["known"])
    found = False
    with progress(list(_questions(names, options))) as questions:
        for question in questions:
            answer = check(question, reader=reader, clocks=times)
            ids = keep(answer, reader=reader) if options["kept"] and answer.hits else ()
            _show(shell, question, answer, ids)
            found = found or bool(answer.hits)
    return FOUND if found and options["fail_on_hit"] else 0


def _questions(names: tuple[str, ...], options: Mapping[str, str]) -> Iterator[Question]:
    given = {column: options[column] or "" for column in COLUMNS[1:]}
    if not names and not options["table"]:
        raise WrongUse("nothing to check: give a NAME, --file X.csv or - for standard input")
    for name in names:
        lines = _input.text_of("-").splitlines() if name == "-" else [name]
        yield from (Question(name=line.strip(), **given) for line in lines if line.strip())
    if options["table"]:
        yield from _rows(options["table"], given)


def _rows(path: str, given: Mapping[str, str]) -> Iterator[Question]:
    from jisr.node import sheets  # noqa: PLC0415  # its spreadsheet library costs every other check 0.2 s

    head, *rows = sheets.read(*_input.file(path))
    columns = [cell.strip().lower() for cell in head]
    if "name" not in columns:
        raise WrongUse(f"{path}, line 1: the table needs a column called name", path=path)
    for row in rows:
        cells = dict(zip(columns, row, strict=False))
        if cells.get("name"):
            yield Question(**{column: cells.get(column, "") or given.get(column, "") for column in COLUMNS})


def _show(shell: Shell, question: Question, answer: CheckAnswer, ids: tuple[int, ...]) -> None:
    if shell.json:
        _out.json_line(_plain(shell, question, answer, ids))
        return
    certain = sum(1 for hit in answer.hits if hit.score >= 1)
    shell.say("cli-check-head", name=answer.name, hits=len(answer.hits), certain=certain, lists=len(answer.editions))
    for hit in answer.hits:
        _show_hit(shell, hit)
    for number in ids:
        _out.line("  " + shell.words("cli-finding-kept", number=number))
    if not answer.editions:
        sys.stderr.write(shell.words("cli-check-empty") + "\n")


def _show_hit(shell: Shell, hit: CheckHit) -> None:
    _out.line()
    states = _out.joined("; ", (_standing.sentence(shell, standing) for standing in hit.standings))
    head = "cli-hit" if states else "cli-hit-no-standing"
    _out.line("  " + shell.words(head, score=f"{hit.score:.2f}", caption=hit.caption, party=hit.party, states=states))
    if hit.cleared is not None:
        until = hit.cleared.expires.date()
        _out.line("    " + shell.words("cli-watch-cleared", number=hit.cleared.number, until=until))
    if hit.name != hit.caption:
        _out.line("    " + shell.words("cli-hit-as", name=hit.name))
    for reason in hit.reasons:
        _out.line(f"    {_standing.explained(shell, reason)}")
    for source in hit.sources:
        _out.line(f"    {_standing.cited(shell, source)}")


def _plain(shell: Shell, question: Question, answer: CheckAnswer, ids: tuple[int, ...]) -> dict[str, object]:
    """One name's answer for a program: the question as asked, both clocks, every hit with its sentences."""
    return {
        "question": asdict(question),
        **_standing.as_json(answer.clocks),
        "hits": [
            asdict(hit) | {"standings": [_standing.plain(one, shell) for one in hit.standings]} for hit in answer.hits
        ],
        "editions": [asdict(edition) for edition in answer.editions],
        "findings": list(ids),
    }
