"""`jisr taxii`: programs of partners that speak TAXII or MISP; servers of theirs that we follow."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from jisr.cli import _node, _out
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.exchange.following import follow_all
from jisr.exchange.misp_feed import write_feed
from jisr.node.actions import feeds, shelve, taxii_shelves

__all__ = ["command"]

MOVED = {
    "name": "cli-col-name",
    "taken": "cli-col-taken",
    "held": "cli-col-held",
    "given": "cli-col-given",
    "refused": "cli-col-refused",
    "trouble": "cli-col-trouble",
}
FEEDS = {"name": "cli-col-name", "partner": "cli-col-partner", "url": "cli-col-address", "trouble": "cli-col-trouble"}


@click.group("taxii")
def command() -> None:
    """Programs of partners that speak TAXII or MISP, and servers of theirs we follow."""


@command.command("open", epilog=example("jisr taxii open river --label opencti"))
@click.argument("partner")
@click.option("--label", default="", help="Which program it is for.")
@takes_shell
def open_(shell: Shell, partner: str, label: str) -> None:
    """Shelves and a secret for a partner's program: OpenCTI, MISP, any TAXII client. The secret is shown once."""
    made = shelve.open_for(partner, reader=_node.reader(shell), label=label)
    if shell.json:
        _out.json_line({"partner": partner, **asdict(made)})
        return
    shell.say("cli-taxii-open", name=partner)
    _out.line(f"  {made.secret}")
    _out.line(f"  /taxii2/exchange/collections/{made.read}/")
    _out.line(f"  /taxii2/exchange/collections/{made.write}/")
    _out.line("  /misp/")


@command.command("close", epilog=example("jisr taxii close river --label opencti"))
@click.argument("partner")
@click.option("--label", default="", help="Only the program of that label; else every one.")
@takes_shell
def close(shell: Shell, partner: str, label: str) -> None:
    """Take the secrets of a partner's programs back; from now on they are nobody."""
    taxii_shelves.close(partner, reader=_node.reader(shell), label=label)
    shell.say("cli-done")


@command.command(
    "follow",
    epilog=example(
        "cat secret.txt | jisr taxii follow cert https://cert.example/root/collections/ID/ --partner river --secret -"
    ),
)
@click.argument("name")
@click.argument("url")
@click.option("--partner", required=True, help="The member whose word it is.")
@click.option("--secret", type=click.File(), required=True, help="A file that holds the secret; - for standard input.")
@click.option("--user", default="", help="For Basic; without it the secret goes as Bearer.")
@click.option("--marking", default="TLP:AMBER+STRICT", help="Of what comes without one.")
@click.option("--ca", default="", help="A file of certificates to trust instead of this machine's.")
@click.option("--certificate", default="", help="Our certificate, where the server asks for one (mTLS).")
@click.option("--key", default="", help="Its key.")
@takes_shell
def follow(shell: Shell, name: str, url: str, secret: TextIO, **said: str) -> None:
    """Follow a collection of another server. Its secret is kept in the node's folder, for its owner alone."""
    feed = feeds.Feed(name=name, url=url, **said)
    feeds.add(feed, secret.read().strip(), reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("forget", epilog=example("jisr taxii forget cert"))
@click.argument("name")
@takes_shell
def forget(shell: Shell, name: str) -> None:
    """Follow it no more; what came stays."""
    feeds.remove(name, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("list", epilog=example("jisr taxii list"))
@takes_shell
def list_(shell: Shell) -> None:
    """What we follow, how far it came, and what was wrong last."""
    rows = [
        {**asdict(feed), "after": after, "trouble": why} for feed, after, why in feeds.feeds(reader=_node.reader(shell))
    ]
    if not rows:
        shell.say("cli-none")
    shell.table(FEEDS, rows)


@command.command("pull", epilog=example("jisr taxii pull", "jisr taxii pull cert --push"))
@click.argument("name", default="")
@click.option("--push", is_flag=True, help="Also give what lies on our shelf for that partner.")
@takes_shell
def pull(shell: Shell, name: str, *, push: bool) -> int:
    """Take what is new from every server we follow, or from one. Exit code 3: one did not go through."""
    done = follow_all(reader=_node.reader(shell), only=name, push=push)
    if not done:
        shell.say("cli-none")
    shell.table(MOVED, [asdict(one) for one in done])
    return BAD_INPUT if any(one.trouble for one in done) else 0


@command.command("feed", epilog=example("jisr taxii feed river feed"))
@click.argument("partner")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@takes_shell
def feed(shell: Shell, partner: str, folder: Path) -> None:
    """Write what a partner may have as a feed of MISP: a folder with a manifest and a file an event."""
    _node.reader(shell)
    count = write_feed(folder, member=partner)
    shell.say("cli-taxii-feed", count=count, folder=folder)
    if shell.json:
        _out.json_line({"events": count, "folder": str(folder)})
