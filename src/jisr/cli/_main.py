"""Which commands are there, and how does one of them fail?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import click

from jisr import __version__
from jisr.cli._words import option

INTERRUPTED = 130
WHOLE = {"up", "doctor", "taxii"}  # need more of the node switched on than its store
# name -> what the list of commands says of it; the command itself is imported when it is called.
COMMANDS = {
    "up": "Start the node: pages, programs' interface, jobs.",
    "fetch": "Bring a public list from its official address.",
    "read": "Take in a delivery: a list, an article, a data set.",
    "changes": "What the last delivery changed, and who relied on it.",
    "check": "Ask whether a name is anybody we know to be listed.",
    "search": "Everything the node holds that speaks of this, at every desk.",
    "status": "What is known of one party, on a day, as known then.",
    "may": "May we do this, with this party, on this day? With reasons.",
    "rulings": "Answers that were kept: do they still stand?",
    "calendar": "What runs out when, and who relies on it.",
    "documents": "Who and what an article names.",
    "cases": "Findings worked as one: notes, tasks, two persons, a report.",
    "money": "Payments: read, follow, find the shapes they make.",
    "programmes": "Projects: read, check, export; who of their partners is listed.",
    "commitments": "Who promised what, until when, and what became of it.",
    "common": "Openings, members, assistance, policies, integration; work with a member.",
    "journeys": "Travellers: read lists and bookings, hits to review, rules, flows.",
    "narratives": "Posts: who pushes the same thing together, and is it chance?",
    "batches": "What came in; approve or refuse what was held.",
    "findings": "What waits for a person; decide it.",
    "watch": "Tell me when something changes about these parties or customers.",
    "cleared": "False matches, settled by two persons until a day.",
    "same": "Which records of several lists may be one party; settle it.",
    "vetting": "Is a candidate fit for a post, by conduct alone?",
    "partner": "Whom we share with, and on what terms.",
    "share": "Let partners have records, or look who would.",
    "sync": "A round with partners, now.",
    "taxii": "Programs of partners: TAXII, MISP.",
    "receipts": "Who has signed for what; what waits.",
    "export": "A signed file for a member no line joins.",
    "import": "Take such a file in.",
    "request": "Ask partners, answer, suggest corrections.",
    "names": "The name engine alone: files in, files out.",
    "audit": "Who did what; is the record of it whole?",
    "retention": "Let go of what may be kept no longer.",
    "user": "Who may use this node.",
    "doctor": "Is this node well, and what would make it so?",
}


class Commands(click.Group):
    """A group that imports a command only when it is called, so that the list of them is there at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """In the order of a working day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        part = "settings" if cmd_name in WHOLE else "terminal"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"jisr.site.{part}")  # Django reads it once, on the next line
        command: click.Command = import_module(f"jisr.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """The list, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with `jisr up --demo`. Each command says more with --help.",
)
@click.version_option(__version__, prog_name="jisr")
def jisr() -> None:
    """Jisr: one member's node. Who is who, what is lawful today, what may be shared."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name); the exit code.

    0 done, 1 something to look at (only with --fail-on-hit), 2 wrong use, 3 bad input.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if folder := option(words, "--data"):
        os.environ["JISR_DATA"] = folder  # before a command is imported: Django reads it once
    try:
        done = jisr.main(words, prog_name="jisr", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  # the rim: a person at a terminal gets two lines, never a traceback
        report: Callable[[Exception, Sequence[str]], int] = import_module("jisr.cli._failure").report
        return report(error, words)
    return done if isinstance(done, int) else 0
