"""`jisr share`: let partners have records, or look who would."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from jisr.cli import _node, _verdicts
from jisr.cli._shell import Shell, example, takes_shell
from jisr.errors import NotFound, WrongUse
from jisr.node.actions.hand_over import as_stix
from jisr.node.actions.share import share, what_if
from jisr.node.actions.withdraw import withdraw
from jisr.node.queries.flow import things_of
from jisr.node.queries.partners import partners
from jisr.node.queries.party import find
from jisr.node.values import Verdict
from jisr.sharing import Reader

__all__ = ["command"]


@click.command(
    "share",
    epilog=example(
        "jisr share un:QDi.317 --dry-run",
        "jisr share un:QDi.317 --to river",
        "jisr share un:QDi.317 --to river --as stix -o river.json",
        "jisr share un:QDi.317 --as stix -o for-partners",
        "jisr share un:QDi.317 --withdraw --why 'it was another man'",
    ),
)
@click.argument("what", nargs=-1, required=True)
@click.option("--to", "members", multiple=True, metavar="P", help="A partner; again for more; none: all of them.")
@click.option("--dry-run", is_flag=True, help="Only say what would go, and which rule keeps the rest here.")
@click.option("--as", "form", type=click.Choice(["log", "stix"]), default="log", help="Write what goes as STIX, too.")
@click.option(
    "-o", "--out", default="", help="Of --as stix: the file; of more than one partner the folder, a file each."
)
@click.option("--withdraw", "back", is_flag=True, help="Take it back from everyone who was ever sent it.")
@click.option("--why", default="", help="Of --withdraw, in your words.")
@takes_shell
def command(shell: Shell, what: tuple[str, ...], **options: Any) -> int:
    """Share WHAT (a party's id or name, or a record's id) with partners, as far as the rules let it go.

    Later corrections follow by themselves. With --withdraw it is taken back from everyone, for good.
    """
    reader = _node.reader(shell)
    things = tuple(dict.fromkeys(thing for one in what for thing in _things(one, reader)))
    if options["back"]:
        return _back(shell, things, options["why"], reader)
    members = options["members"] or tuple(row.name for row in partners(reader=reader) if row.state == "joined")
    if not members:
        shell.say("cli-no-partner")
        return 0
    stix = options["form"] == "stix"
    if stix and (options["dry_run"] or not options["out"]):
        raise WrongUse("--as stix writes a file: name it with -o, and leave --dry-run away", field="--as")
    act = what_if if options["dry_run"] else share
    done = act(things, members, reader=reader)
    if stix:
        _write(shell, done.verdicts, Path(options["out"]), reader)
    _verdicts.show(shell, done, wrote=not options["dry_run"])
    return 0


def _things(text: str, reader: Reader) -> tuple[str, ...]:
    """What was meant: a party's records; else the very record."""
    try:
        found = things_of(find(text, reader=reader), reader=reader)
    except NotFound:
        found = ()
    return found or (text,)


def _write(shell: Shell, verdicts: Iterable[Verdict], out: Path, reader: Reader) -> None:
    """A file a partner: what one may have is none of the others' business."""
    members: dict[str, list[str]] = {}
    for one in verdicts:
        members.setdefault(one.member, []).extend([] if one.code else [one.thing])
    one_file = len(members) == 1 and not out.is_dir()
    if not one_file:
        out.mkdir(parents=True, exist_ok=True)
    for member, things in members.items():
        if things:
            file = out if one_file else out / f"{member}.stix.json"
            file.write_bytes(as_stix(things, member, reader=reader))
            shell.note("cli-stix-file", file=str(file), count=len(things), name=member)


def _back(shell: Shell, things: Iterable[str], why: str, reader: Reader) -> int:
    told = sum(withdraw(thing, why, reader=reader) for thing in things)
    shell.say("cli-withdrawn", count=told)
    return 0
