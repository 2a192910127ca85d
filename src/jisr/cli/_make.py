"""How is a node made, or brought up to this version?"""

from __future__ import annotations

import subprocess

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from jisr.cli import _node
from jisr.cli._shell import Shell
from jisr.cli._whole import DJANGO, environment


def make(shell: Shell) -> bool:
    """Make the node's tables, or bring them up to this version; whether the node is new."""
    new = not _node.is_there()
    settings.JISR_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    if apps.is_installed("django_tasks_db"):
        call_command("migrate", verbosity=0, interactive=False)
    else:  # Django was started with the store alone; the whole node knows every table
        words = [*DJANGO, "migrate", "--verbosity", "0", "--no-input"]
        subprocess.run(words, env=environment(settings.JISR_DATA), check=True)  # noqa: S603  # our own program
    if new:
        shell.note("cli-node-made", folder=settings.JISR_DATA)
    return new
