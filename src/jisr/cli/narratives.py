"""`jisr narratives`: posts in; groups that share together beyond chance out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from jisr.cli import _input, _node
from jisr.cli._batch import show as show_batch
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions.find_groups import find_groups
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.queries import narratives, narratives_told
from jisr.node.queries.narratives import Setting, Trial
from jisr.node.values import ChanceRow, CopyRow, StoryRow
from jisr.records import Marking

__all__ = ["command"]

GROUPS = {
    "number": "cli-col-number",
    "state": "cli-col-state",
    "accounts": "cli-col-accounts",
    "objects": "cli-col-things",
    "seconds": "cli-col-seconds",
}
NETWORK = {
    "source": "cli-col-account",
    "target": "cli-col-account",
    "weight": "cli-col-weight",
    "seconds": "cli-col-seconds",
    "posts": "cli-col-posts",
    "posts_y": "cli-col-posts",
    "symmetry": "cli-col-symmetry",
}

COPIES = {
    "accounts": "cli-col-accounts",
    "posts": "cli-col-posts",
    "wordings": "cli-col-wordings",
    "begins": "cli-col-first",
    "text": "cli-col-text",
}
STORIES = {
    "posts": "cli-col-posts",
    "accounts": "cli-col-accounts",
    "wordings": "cli-col-wordings",
    "begins": "cli-col-first",
    "title": "cli-col-text",
}


@click.group("narratives")
def command() -> None:
    """Posts: take them in, find who pushes the same thing together, compare with chance."""


@command.command("read", epilog=example("jisr narratives read posts.csv", "jisr narratives read posts.csv --json"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", default="", metavar="S", help="Whose posts these are (else: posts).")
@click.option("--marking", default="amber", metavar="M", help="clear, green, amber, amber+strict or red.")
@takes_shell
def read_(shell: Shell, paths: tuple[str, ...], source: str, marking: str) -> int:
    """Take in posts or share logs: CSV or JSON lines, with the columns of any known export.

    Accounts become pseudonyms before anything is kept; the key to them lies apart, in pseudonyms.key.
    """
    reader, code = _node.reader(shell), 0
    for files in _input.deliveries(paths):
        row = ingest(files, reader=reader, wanted=Wanted(source=source, marking=Marking.read(marking)))
        show_batch(shell, row, reader=reader)
        code = code if row.state == "loaded" else BAD_INPUT
    return code


def _tests(function: Any) -> Any:
    """What every test of posts takes."""
    modes = click.Choice(list(narratives.MODES))
    for option in (
        click.option("--shuffles", type=click.IntRange(19, 999), default=39, show_default=True, help="Of each kind."),
        click.option("--mode", type=modes, default=None, help="What is shared (else the first that the posts tell)."),
    ):
        function = option(function)
    return function


@command.command("detect", epilog=example("jisr narratives detect", "jisr narratives detect --mode links --json"))
@_tests
@click.option("--fail-on-hit", is_flag=True, help="Exit 1 if a group is found.")
@takes_shell
def detect(shell: Shell, mode: str | None, shuffles: int, *, fail_on_hit: bool) -> int:
    """Find groups that share the same things together beyond chance; each becomes a finding that a person decides.

    Coordination says nothing of who is authentic. "Nothing found" and "too little to tell" are told apart.
    """
    reader = _node.reader(shell)
    chance, numbers = find_groups(mode or "", reader=reader, trial=Trial(shuffles=shuffles))
    rows = [asdict(row) for row in narratives.groups(reader=reader) if row.number in numbers]
    _say(shell, chance)
    shell.table(GROUPS, rows)
    return int(bool(numbers) and fail_on_hit)


@command.command("compare", epilog=example("jisr narratives compare", "jisr narratives compare --json"))
@_tests
@takes_shell
def compare(shell: Shell, mode: str | None, shuffles: int) -> None:
    """The posts as they are beside the same posts shuffled: the best of each, and what follows."""
    found = narratives.against_chance(mode or "", reader=_node.reader(shell), trial=Trial(shuffles=shuffles))
    if shell.json:
        shell.table({}, [asdict(found.chance)])
        return
    _say(shell, found.chance)


@command.command("network", epilog=example("jisr narratives network --window 60", "jisr narratives network --json"))
@click.option("--mode", type=click.Choice(list(narratives.MODES)), default=None, help="What is shared.")
@click.option("--window", type=click.IntRange(0), default=10, show_default=True, help="Seconds.")
@click.option("--participation", type=click.IntRange(1), default=2, show_default=True, help="Shares an account needs.")
@click.option("--loops", is_flag=True, help="Keep pairs of one account.")
@click.option("--corrected", is_flag=True, help="Mend CooRTweet's known defects, instead of its exact output.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many edges.")
@takes_shell
def network(shell: Shell, mode: str | None, limit: int, **options: Any) -> None:
    """The co-sharing network by CooRTweet's rules, edge by edge. It has no bound on false alarms: see detect."""
    edges = narratives.network(mode or "", Setting(**options), reader=_node.reader(shell))
    if not edges:
        shell.say("cli-none")
    shell.table(NETWORK, edges[:limit])


@command.command("copies", epilog=example("jisr narratives copies", "jisr narratives copies --accounts 5 --json"))
@click.option("--accounts", type=click.IntRange(1), default=2, show_default=True, help="At least so many accounts.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@takes_shell
def copies(shell: Shell, accounts: int, limit: int) -> None:
    """Posts that say the same in nearly the same words, whatever the spelling; most accounts first."""
    _told(shell, COPIES, narratives_told.copies(accounts, reader=_node.reader(shell))[:limit])


@command.command("stories", epilog=example("jisr narratives stories", "jisr narratives stories --json"))
@click.option("--wordings", type=click.IntRange(2), default=3, show_default=True, help="At least so many wordings.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@takes_shell
def stories(shell: Shell, wordings: int, limit: int) -> None:
    """What the posts are about, in Arabic and English; each story under its own most typical post."""
    _told(shell, STORIES, narratives_told.stories(wordings, reader=_node.reader(shell))[:limit])


@command.command("toolkit", epilog=example("jisr narratives toolkit --mode links", "jisr narratives toolkit --json"))
@click.option("--mode", type=click.Choice(list(narratives.MODES)), default=None, help="What is shared.")
@click.option("--window", type=click.IntRange(0), default=60, show_default=True, help="Seconds to either side.")
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, help="Posts an edge needs.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many edges.")
@takes_shell
def toolkit(shell: Shell, mode: str | None, window: int, least: int, limit: int) -> None:
    """The network of coordination-network-toolkit 1.5, each edge both ways. It has no bound on false alarms."""
    edges = narratives.toolkit(mode or "", window, least, reader=_node.reader(shell))
    if not edges:
        shell.say("cli-none")
    shell.table({name: NETWORK[name] for name in ("source", "target", "weight")}, edges[:limit])


def _told(shell: Shell, columns: dict[str, str], rows: Sequence[CopyRow | StoryRow]) -> None:
    if not rows:
        shell.say("cli-none")
    shell.table(columns, [asdict(row) for row in rows])


def _say(shell: Shell, chance: ChanceRow) -> None:
    shell.say("cli-narratives-looked", posts=chance.posts, accounts=chance.accounts, mode=chance.mode or "-",
              objects=chance.objects, left_out=chance.left_out)  # fmt: skip
    shell.say(
        f"cli-narratives-{chance.state}",
        groups=chance.groups,
        level=f"{chance.level:.1%}",
        shuffles=chance.shuffles,
        best=f"{chance.best:.1f}",
        chance=f"{max(chance.who_bar, chance.when_bar):.1f}",
    )
