"""A node for real programs to speak to: its tables, shelves and secrets, told as JSON. Run in a folder of its own."""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.site.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # Django first

from jisr.node import clock  # noqa: E402
from jisr.node.actions import taxii_shelves  # noqa: E402
from jisr.node.models import Partner  # noqa: E402
from jisr.node.queries.reader import terminal  # noqa: E402

SHELVES = {
    "common": {"north": (True, True), "south": (True, True)},
    "notes": {"north": (True, False), "south": (True, True)},
    "drop": {"north": (False, True), "south": (True, False)},
    "secret": {"south": (True, True)},
} | {f"spare-{number}": {"north": (True, True)} for number in range(200)}


def make() -> dict[str, dict[str, str]]:
    """Two partners: both read and write `common`; north only reads `notes`, only writes `drop`, knows no `secret`."""
    call_command("migrate", verbosity=0)
    reader = terminal("test")
    shelves = {}
    for alias, grants in SHELVES.items():
        wanted = taxii_shelves.Wanted(title=f"The shelf {alias}", alias=alias, takes=False)
        shelves[alias] = taxii_shelves.make(wanted, reader=reader)
        for partner, (read, write) in grants.items():
            taxii_shelves.grant(shelves[alias], partner, read=read, write_=write, reader=reader)
    for partner in ("north", "south"):
        joined = Partner.objects.create(name=partner, state="joined", communities="coalition", invited_at=clock.now())
        joined.agreements.create(version=1, ceiling="amber", state="in-force", signed_at=clock.now())
    wanted = taxii_shelves.Wanted(title="Events", root="misp")
    events = taxii_shelves.make(wanted, reader=reader)
    for partner in ("north", "south"):
        taxii_shelves.grant(events, partner, read=True, write_=True, reader=reader)
    secrets = {partner: taxii_shelves.account(partner, reader=reader) for partner in ("north", "south")}
    return {"shelves": shelves, "secrets": secrets}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make()))
