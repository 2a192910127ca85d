"""`jisr documents`: who and what does an article name?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from jisr import formats
from jisr.cli import _input, _node, _out, _standing
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.cli.documents_told import press, rules, timeline
from jisr.cli.documents_watch import copies, part, watch
from jisr.errors import TooLarge, Unreadable, Unrecognised
from jisr.node import clock
from jisr.node.queries.clocks import clocks
from jisr.node.queries.documents import LONGEST, document, documents, mentions_in, reading_of
from jisr.node.values import MentionRow
from jisr.records import Record

__all__ = ["command"]

COLUMNS = {
    "thing": "cli-col-document",
    "published": "cli-col-published",
    "language": "cli-col-language",
    "title": "cli-col-title",
}


@click.group("documents")
def command() -> None:
    """Who and what an article names."""


@command.command("list", epilog=example("jisr documents list"))
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most so many.")
@takes_shell
def list_(shell: Shell, limit: int) -> None:
    """The articles this node holds, the newest first."""
    rows = documents(reader=_node.reader(shell), limit=limit)
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) for row in rows])


@command.command(
    "mentions", epilog=example("jisr documents mentions article.txt", "jisr documents mentions article.txt --json")
)
@click.argument("document_", metavar="PATH|THING")
@click.option("--on", default="", metavar="DAY", help="Where the parties stood on that day (else today).")
@click.option("--known", default="", metavar="DAY", help="As this node knew it at the end of that day (else now).")
@takes_shell
def mentions(shell: Shell, document_: str, on: str, known: str) -> None:
    """Each country, body, person and day a text names, in its order, and which party of this node that may be.

    PATH is a file, which is not kept, or - for standard input; THING is an article this node holds (see `list`).
    """
    reader = _node.reader(shell)
    times = clocks(on, known)
    if document_ == "-" or Path(document_).exists():
        rows = mentions_in(_text(document_), reader=reader, clocks=times)
    else:
        rows = document(document_, reader=reader, clocks=times).mentions
    if shell.json:
        for row in rows:
            _out.json_line(asdict(row))
    else:
        _show(shell, rows)


@command.command("read", epilog=example("jisr documents read article.txt --json", "jisr documents read *.html --json"))
@click.argument("paths", metavar="FILE…", nargs=-1, required=True)
@click.option("--published", default="", metavar="DAY", help="When it was published, where the file does not say.")
@takes_shell
def read(shell: Shell, paths: tuple[str, ...], published: str) -> None:
    """All that articles tell: names, events, who says so, and what would change of a status. Nothing is kept.

    With --json one line a file: offsets are characters of `text`, ends exclusive.
    """
    reader = _node.reader(shell)
    failed = False
    for path in paths:
        try:
            for article in _articles(path, published):
                _show_reading(shell, reading_of(article, reader=reader))
        except Unreadable as error:
            failed = True
            shell.note("cli-error", what=shell.words(error.code, **error.facts))
    if failed:
        click.get_current_context().exit(BAD_INPUT)


def _show_reading(shell: Shell, told: dict[str, Any]) -> None:
    if shell.json:
        _out.json_line(told)
        return
    _out.line(told["id"])
    for one in told["events"]:
        parts = (" ".join(one[part]) for part in ("actor", "target", "place", "obj"))
        words = _out.joined(" · ", filter(None, (one["date"] or "", *parts, one["via"] or "")))
        _out.line(f"  {one['type']} ({one['factuality']}) {one['trigger']['text']}  {words}")
    for one in told["claims"]:
        content = one["content"]["text"] if one["content"] else ""
        _out.line(f"  {one['source']}: {content}")
    for one in told["facts"]:
        until = f" → {one['until']}" if one["until"] else ""
        _out.line(f"  {one['kind']}: {one['subj']} {one['status']} {one['obj']} {one['date'] or ''}{until}".rstrip())
    shell.say("cli-read", mentions=len(told["mentions"]), events=len(told["events"]), claims=len(told["claims"]))


def _articles(path: str, published: str) -> list[tuple[str, str, str]]:
    """(name, text, day of publication) of each article in a file: a feed or a mailbox has many. Raises `Unreadable`."""
    records = _records(path)
    names = [path] if len(records) == 1 else [f"{path}#{number}" for number in range(1, len(records) + 1)]
    return [
        (name, record.first("bodyText"), published or record.first("publishedAt"))
        for name, record in zip(names, records, strict=True)
    ]


def _text(path: str) -> str:
    """The text of an article, as its format reads it. Raises `Unreadable`."""
    return _records(path)[0].first("bodyText")


def _records(path: str) -> list[Record]:
    """By what the file is; a short text that could be anything is taken for an article."""
    name, data = _input.file(path)
    files = (formats.File(name=name, data=data),)
    options = formats.Options(source="article", received=clock.now())
    try:
        reading = formats.read(files, options=options)
    except Unrecognised:
        reading = formats.read(files, options=options, name="article")
    found = [item for item in reading.items if isinstance(item, Record)]
    articles = [item for item in found if item.schema == "Article" and item.first("bodyText")]
    if not articles:
        raise Unreadable(source=name, place="the whole file", wanted="an article with a text")
    longest = max(len(item.first("bodyText")) for item in articles)
    if longest > LONGEST:
        raise TooLarge(source=name, place=f"{longest} characters", wanted=f"at most {LONGEST}")
    return articles


def _show(shell: Shell, rows: Sequence[MentionRow]) -> None:
    """Each thing once, in the order of its first mention, and how often."""
    times: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], MentionRow] = {}
    for row in rows:
        key = (row.type, row.id or row.text)
        times[key] = times.get(key, 0) + 1
        if key not in first or (row.candidates and not first[key].candidates):
            first[key] = row
    for key, row in first.items():
        _show_mention(shell, row, times[key])
    shell.say("cli-mentions", mentions=len(rows), things=len(first))


def _show_mention(shell: Shell, row: MentionRow, times: int) -> None:
    label = row.label_ar if shell.lang == "ar" else row.label_en
    known = _out.joined(" · ", filter(None, (label, row.id)))
    _out.line(shell.words("cli-mention", type=row.type, text=row.text, times=times) + (f"  = {known}" if known else ""))
    for one in row.candidates:
        states = _out.joined("; ", (_standing.sentence(shell, standing) for standing in one.standings))
        code = "cli-hit" if states else "cli-hit-no-standing"
        score = f"{one.score:.2f}"
        _out.line("    " + shell.words(code, score=score, caption=one.caption, party=one.party, states=states))
        for reason in one.reasons:
            _out.line(f"      {_standing.explained(shell, reason)}")


for one in (timeline, press, rules, watch, copies, part):
    command.add_command(one)
