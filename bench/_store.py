"""A node for a figure: in a temporary folder, Django started, a reader at the terminal."""

from __future__ import annotations

import atexit
import csv
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import SHARED

DATA = Path(tempfile.mkdtemp(prefix="jisr-bench-"))
OWNER = os.getpid()  # a forked child must not clear the folder
atexit.register(lambda: os.getpid() == OWNER and shutil.rmtree(DATA, ignore_errors=True))
os.environ.update(JISR_DATA=str(DATA), DJANGO_SETTINGS_MODULE="jisr.site.settings")

import django  # noqa: E402  # the folder first

django.setup()

from django.core.management import call_command  # noqa: E402

from jisr.node.actions.ingest import Wanted, ingest, take_in  # noqa: E402
from jisr.node.models import Batch, Record  # noqa: E402
from jisr.node.queries.reader import terminal  # noqa: E402
from jisr.node.values import BatchRow  # noqa: E402
from jisr.sharing import Reader  # noqa: E402

__all__ = ["DATA", "Batch", "Record", "fresh", "needs_shared", "read", "reader", "sdn_after", "take"]

STATUS = SHARED / "status"


def fresh() -> None:
    """An empty node in the folder."""
    from django.db import connection  # after its settings

    connection.close()
    for file in DATA.iterdir():
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    call_command("migrate", verbosity=0)


def reader() -> Reader:
    """Who asks."""
    return terminal("bench")


def needs_shared() -> None:
    """Leave where the real lists are not there."""
    if not STATUS.is_dir():
        print(json.dumps({"skipped": f"{STATUS} is not there"}))
        sys.exit(0)


def read(*files: Path | tuple[str, bytes], **wanted: object) -> BatchRow:
    """Take a delivery in, and do what follows from it: names, articles."""
    return ingest(_named(files), reader=reader(), wanted=Wanted(**wanted))  # type: ignore[arg-type]


def take(*files: Path | tuple[str, bytes]) -> BatchRow:
    """Take a delivery in: reader and ingest, durable."""
    return take_in(_named(files), reader=reader())


def _named(files: tuple[Path | tuple[str, bytes], ...]) -> list[tuple[str, bytes]]:
    return [(one.name, one.read_bytes()) if isinstance(one, Path) else one for one in files]


def sdn_after(seq: int) -> bytes:
    """The SDN list as it stood after a later snapshot, in its own CSV form."""
    base = (STATUS / "ofac_sdn_history" / "base.csv").read_text(encoding="utf-8", errors="replace")
    rows = {row[0]: row for row in csv.reader(io.StringIO(base)) if len(row) > 1}
    for event in _events(seq):
        if event["op"] == "remove":
            rows.pop(event["ent_num"], None)
        else:
            rows[event["ent_num"]] = event["row"]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerows(rows.values())
    return out.getvalue().encode()


def _events(seq: int) -> Iterator[dict[str, object]]:
    for line in (STATUS / "ofac_sdn_history" / "events.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["seq"] > seq:
            return
        yield event
