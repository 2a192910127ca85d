"""`jisr partner`: whom we share with, and on what terms."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from jisr.cli import _address, _input, _node, _out
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.actions import feedback, meet, partners
from jisr.node.queries import partners as asked
from jisr.node.values import Terms
from jisr.records import TLP

__all__ = ["command"]

COLUMNS = {
    "name": "cli-col-name",
    "state": "cli-col-state",
    "ceiling": "cli-col-ceiling",
    "kinds": "cli-col-kinds",
    "until": "cli-col-until",
    "met": "cli-col-met",
    "trouble": "cli-col-trouble",
}
WHY = click.option("--why", required=True, help="In your words; it is kept for ever.")


@click.group("partner")
def command() -> None:
    """Whom we share with, and on what terms."""


@command.command("list", epilog=example("jisr partner list"))
@takes_shell
def list_(shell: Shell) -> None:
    """Every partner, what may go to it, and how the last round went."""
    rows = asked.partners(reader=_node.reader(shell))
    if not rows:
        shell.say("cli-none")
    shell.table(COLUMNS, [asdict(row) | _short(row) for row in rows])


def _short(row: Any) -> dict[str, object]:
    terms = row.agreement.terms if row.agreement else None
    return {
        "ceiling": f"TLP:{terms.ceiling.upper()}" if terms else "-",
        "kinds": ", ".join(terms.kinds) or "*" if terms else "-",
        "until": str(terms.until or "-") if terms else "-",
        "met": str(row.met_at or "-")[:16],
    }


@command.command("name", epilog=example("jisr partner name hill"))
@click.argument("name", default="")
@takes_shell
def name_(shell: Shell, name: str) -> None:
    """How others know this node; with NAME, give it that name (before the first partner)."""
    reader = _node.reader(shell)
    if name:
        partners.name_node(name, reader=reader)
    page = asked.own(reader=reader)
    if shell.json:
        _out.json_line(asdict(page))
        return
    shell.say("cli-partner-own", name=page.name)
    _out.line("  " + " ".join(page.words_ar if shell.lang == "ar" else page.words_en))


@command.command("invitation", epilog=example("jisr partner invitation --address https://hill.example -o hill.json"))
@click.option("--address", default="", help="Where partners reach this node (else where it listens).")
@click.option("--title", default="", help="As people call this member.")
@click.option("-o", "--out", default="-", help="The file to write; - for standard output.")
@takes_shell
def invitation(shell: Shell, address: str, title: str, out: str) -> None:
    """Write the file that tells another member who we are: name, address, public keys; no secret."""
    reader = _node.reader(shell)
    data = partners.invitation(address or _address.base(), reader=reader, title=title)
    if out == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(out).write_bytes(data)
        shell.say("cli-partner-invitation", file=out)


@command.command("invite", epilog=example("jisr partner invite river.json"))
@click.argument("file")
@takes_shell
def invite(shell: Shell, file: str) -> None:
    """Read another member's invitation. Then compare the words by telephone, and `confirm`."""
    reader = _node.reader(shell)
    name = partners.invite(_input.file(file)[1], reader=reader)
    own = asked.own(reader=reader)
    if shell.json:
        _out.json_line({"name": name})
        return
    shell.say("cli-partner-invited", name=name)
    _out.line("  " + " ".join(own.words_ar if shell.lang == "ar" else own.words_en))


@command.command("confirm", epilog=example("jisr partner confirm river acorn bell cedar"))
@click.argument("name")
@click.argument("words", nargs=-1, required=True)
@takes_shell
def confirm(shell: Shell, name: str, words: tuple[str, ...]) -> None:
    """Join a partner: WORDS are the twelve it read out of its own keys, in English or Arabic."""
    partners.confirm(name, " ".join(words), reader=_node.reader(shell))
    shell.say("cli-partner-joined", name=name)


@command.command("agree", epilog=example("jisr partner agree river --ceiling amber --kind Person --until 2027-01-01"))
@click.argument("name")
@click.option("--ceiling", required=True, type=click.Choice([label.value for label in TLP]), help="Up to this label.")
@click.option("--kind", "kinds", multiple=True, help="A schema, as Person or Sanction; again for more; none: all.")
@click.option("--purpose", "purposes", multiple=True, help="Again for more.")
@click.option("--until", default="", metavar="DAY", help="The first day it no longer holds.")
@click.option("--acts", is_flag=True, help="Its acts that end or ease something stand here without two persons.")
@takes_shell
def agree(shell: Shell, name: str, **options: Any) -> None:
    """Sign what may go to a partner. What widens waits for a second person; what narrows holds at once."""
    until = _input.moment_of(options["until"]).date() if options["until"] else None
    said = {name: options[name] for name in ("ceiling", "kinds", "purposes", "acts")}
    terms = Terms(**said, until=until)
    state = partners.agree(name, terms, reader=_node.reader(shell))
    shell.say(f"cli-agreement-{state}", name=name)


@command.command("second", epilog=example("jisr partner second river 1"))
@click.argument("name")
@click.argument("version", type=int)
@takes_shell
def second(shell: Shell, name: str, version: int) -> None:
    """The second signature under an agreement; not by whoever signed first."""
    partners.second(name, version, reader=_node.reader(shell))
    shell.say("cli-agreement-in-force", name=name)


@command.command("suspend", epilog=example("jisr partner suspend river --why 'a leak is looked into'"))
@click.argument("name")
@WHY
@takes_shell
def suspend(shell: Shell, name: str, why: str) -> None:
    """Share nothing more with it for now; corrections still reach it."""
    partners.suspend(name, why, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("resume", epilog=example("jisr partner resume river --why 'cleared up'"))
@click.argument("name")
@WHY
@takes_shell
def resume(shell: Shell, name: str, why: str) -> None:
    """Share with it again; not by whoever suspended it."""
    partners.resume(name, why, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("recover", epilog=example("jisr partner recover"))
@takes_shell
def recover(shell: Shell) -> None:
    """This node was restored from a copy: share nothing before every partner gave back what it has of our log.

    The node finds that out by itself at the first round with a partner that has more; say it before that round.
    """
    meet.begin_recovery(reader=_node.reader(shell))
    shell.say("cli-partner-waiting", names=", ".join(meet.recovering()))


@command.command("without", epilog=example("jisr partner without river --why 'its house burned down'"))
@click.argument("name")
@WHY
@takes_shell
def without(shell: Shell, name: str, why: str) -> None:
    """Go on after a restore without a partner that is gone for good; two people must say so.

    What it alone had of our log stays lost, and our log goes on under a new key.
    """
    done = meet.recover_without(name, why, reader=_node.reader(shell))
    shell.say("cli-done" if done else "cli-partner-second")


@command.command("leave", epilog=example("jisr partner leave river --why 'it left the coalition'"))
@click.argument("name")
@WHY
@takes_shell
def leave(shell: Shell, name: str, why: str) -> None:
    """It leaves: everything it holds of ours is asked back, and its receipts are waited for."""
    partners.leave(name, why, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("close", epilog=example("jisr partner close river"))
@click.argument("name")
@takes_shell
def close(shell: Shell, name: str) -> None:
    """Trust nothing more of a partner that left: its receipts are in, or no longer waited for."""
    partners.close(name, reader=_node.reader(shell))
    shell.say("cli-done")


@command.command("group", epilog=example("jisr partner group border river"))
@click.argument("name")
@click.argument("members", nargs=-1)
@takes_shell
def group(shell: Shell, name: str, members: tuple[str, ...]) -> None:
    """Say who is in a working group of ours; every member of it is told. A new roster is a new version."""
    version = feedback.roster(name, members, reader=_node.reader(shell))
    shell.say("cli-group", name=name, version=version)
