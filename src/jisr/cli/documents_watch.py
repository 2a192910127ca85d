"""`jisr documents watch` and `copies`: what is read by itself, and which articles are one story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from jisr.cli import _node
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.exchange.news import look_at
from jisr.node.actions import join_copies, news_sources
from jisr.node.queries import news
from jisr.node.values import NewsSourceRow
from jisr.records import Marking
from jisr.sharing import Reader

__all__ = ["copies", "part", "watch"]

COLUMNS = {
    "id": "cli-col-number",
    "kind": "cli-col-kind",
    "address": "cli-col-address",
    "every": "cli-col-every",
    "looked_at": "cli-col-looked",
    "came": "cli-col-came",
    "total": "cli-col-total",
    "error": "cli-col-error",
}
COPIES = {
    "copy": "cli-col-number",
    "thing": "cli-col-document",
    "of": "cli-col-of",
    "contained": "cli-col-contained",
    "agency": "cli-col-agency",
}


@click.command(
    "watch",
    epilog=example(
        "jisr documents watch /srv/press",
        "jisr documents watch https://press.example/feed.xml --every 30",
        "jisr documents watch --now",
        "jisr documents watch --remove 2",
    ),
)
@click.argument("address", default="", metavar="[FOLDER|FEED-URL]")
@click.option("--every", type=click.IntRange(news_sources.LEAST_EVERY, news_sources.MOST_EVERY), default=60,
              show_default=True, metavar="MINUTES", help="Minutes between two looks.")  # fmt: skip
@click.option(
    "--marking", default="clear", metavar="M", help="Of what comes: clear, green, amber, amber+strict or red."
)
@click.option("--now", is_flag=True, help="Look at every source now.")
@click.option("--remove", type=int, metavar="NO", help="Watch that one no longer; what came stays.")
@takes_shell
def watch(shell: Shell, address: str, **options: Any) -> int:
    """Watch a folder or a feed: it is looked at now, then by the node's own job. Without an address: what is watched.

    A feed is RSS or Atom, asked by https and only for what is new. A path that begins without / is a folder within the
    node's `inbox`. Each file is a delivery of its own, read once until it changes.
    """
    reader = _node.reader(shell)
    if options["remove"] is not None:
        news_sources.remove(options["remove"], reader=reader)
        shell.say("cli-done")
        return 0
    looked: Sequence[NewsSourceRow] = ()
    if address:
        marking = Marking.read(options["marking"])
        looked = (news_sources.add(address, reader=reader, every=options["every"], marking=marking),)
    elif options["now"]:
        looked = news.sources(reader=reader)
    for source in looked:
        look_at(source, reader=reader)
    return _show(shell, {source.id for source in looked}, reader)


def _show(shell: Shell, looked: set[int], reader: Reader) -> int:
    """Every source; 3 where one that was looked at failed."""
    rows = [row for row in news.sources(reader=reader) if not looked or row.id in looked]
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [{**asdict(row), "looked_at": _minute(row.looked_at)} for row in rows])
    return BAD_INPUT if looked and any(row.error for row in rows) else 0


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


@click.command("copies", epilog=example("jisr documents copies", "jisr documents copies --json"))
@takes_shell
def copies(shell: Shell) -> None:
    """Articles that are one wire story, each with the one it repeats; a timeline counts them once."""
    reader = _node.reader(shell)
    rows = [{**asdict(one), "thing": thing, "of": one.thing} for thing, one in news.copies(reader=reader)]
    if not rows:
        shell.say("cli-none")
    shell.table(COPIES, rows)


@click.command("part", epilog=example("jisr documents part 3"))
@click.argument("number", type=int, metavar="NO")
@takes_shell
def part(shell: Shell, number: int) -> None:
    """Two articles are not the same story after all: they are counted apart, and not joined again."""
    join_copies.part(number, reader=_node.reader(shell))
    shell.say("cli-done")
