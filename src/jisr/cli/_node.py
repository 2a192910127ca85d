"""Which node does a command speak to, and as whom?

Importing this starts Django: only commands that touch the store import it, and they are imported when called. The
folder of the node and how much of it is switched on are in the environment by then, from `_main`.
"""

from __future__ import annotations

import getpass
import os
import subprocess
from contextlib import suppress
from importlib import import_module

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

from jisr.cli._shell import Shell
from jisr.cli._whole import DJANGO, environment
from jisr.sharing import Reader

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.site.settings")
if not apps.ready:
    django.setup()

from jisr.node.newer import refuse_newer
from jisr.node.queries.reader import terminal  # needs Django started


def reader(shell: Shell) -> Reader:
    """The person at the terminal, by the name the machine knows; the node is made at first use."""
    if not is_there():
        make(shell)
    name = "unknown"
    with suppress(OSError, KeyError):  # a machine without accounts, as some containers are
        name = getpass.getuser()
    return terminal(name)


def is_there() -> bool:
    """Whether the node's tables were ever made."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return name.startswith("file:") or os.path.exists(name)  # noqa: PTH110  # also Django's in-memory names
    return "node_record" in connection.introspection.table_names()


def make(shell: Shell) -> bool:
    """Make the node's tables, or bring them up to this version; whether the node is new. Raises `Conflict`."""
    new = not is_there()
    if not new:
        refuse_newer()
    settings.JISR_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    if apps.is_installed("django_tasks_db"):
        migrate = import_module("django.core.management").call_command  # rarely needed, slow to import
        migrate("migrate", verbosity=0, interactive=False)
    else:  # Django was started with the store alone; the whole node knows every table
        words = [*DJANGO, "migrate", "--verbosity", "0", "--no-input"]
        subprocess.run(words, env=environment(settings.JISR_DATA), check=True)  # noqa: S603  # our own program
    if new:
        shell.note("cli-node-made", folder=settings.JISR_DATA)
    return new
