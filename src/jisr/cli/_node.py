"""Which node does a command speak to, and as whom?

Importing this starts Django: only commands that touch the store import it, and they are imported when called. The
folder of the node is taken from JISR_DATA, which `_main` has set from --data by then.
"""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import suppress

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from jisr import wording
from jisr.cli._shell import Shell
from jisr.sharing import Reader

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.site.settings")
if not apps.ready:
    django.setup()

from jisr.node.actions import demo as demo_world  # needs Django started
from jisr.node.actions.resume_jobs import resume_jobs  # needs Django started
from jisr.node.queries.batches import batches  # needs Django started
from jisr.node.queries.reader import terminal  # needs Django started


def reader(shell: Shell) -> Reader:
    """The person at the terminal, by the name the machine knows; the node is made at first use."""
    if not _is_there():
        make(shell)
    name = "unknown"
    with suppress(OSError, KeyError):  # a machine without accounts, as some containers are
        name = getpass.getuser()
    return terminal(name)


def make(shell: Shell) -> bool:
    """Make the node's tables, or bring them up to this version; whether the node is new."""
    new = not _is_there()
    settings.JISR_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if new:
        made = wording.say("cli-node-made", lang=shell.lang, facts={"folder": str(settings.JISR_DATA)})
        sys.stderr.write(made + "\n")
    return new


def resume() -> None:
    """Go on with what a stop interrupted."""
    resume_jobs()


def demo(reader: Reader) -> None:
    """Fill an empty node with the demo world; leave any other as it is."""
    if not batches(reader=reader, limit=1):
        demo_world.fill(reader=reader)


def _is_there() -> bool:
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return name.startswith("file:") or os.path.exists(name)  # noqa: PTH110  # also Django's in-memory names
    return "node_record" in connection.introspection.table_names()
