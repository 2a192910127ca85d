"""What one process of a crew does to a shared node: `python -m tests.node.crew ROLE …`; it tells in one JSON line.

The node is where JISR_DATA and DATABASE_URL say.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.site.settings")
if not apps.ready:
    django.setup()

from jisr.errors import Conflict  # after django.setup
from jisr.node import models, name_index
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.decide import decide, undo
from jisr.node.actions.ingest import ingest
from jisr.node.actions.judge import judge, retract
from jisr.node.actions.keep_check import keep
from jisr.node.prepared import Wanted
from jisr.node.queries.audit import verify
from jisr.node.queries.batches import batches
from jisr.node.queries.check import check
from jisr.node.queries.findings import findings
from jisr.node.queries.party import party
from jisr.node.queries.today import today
from jisr.node.values import Question
from jisr.sharing import Reader, Role
from tests.node.world import CROWD, EVERYONE, NODE, SALIM, SUPERVISOR, ftm, person, un

THING, OTHER = f"un:{SALIM.ref}", f"un:{CROWD[0].ref}"
NAMES = ("Salim Yasin al-Qandil", "سليم ياسين القنديل", "Badr Mirwahi")


def me(number: str) -> Reader:
    """The person this process stands for."""
    return Reader(name=f"worker{number}", member=NODE, roles=frozenset({Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR}))


def make() -> dict[str, object]:
    """An empty node with one list and one finding."""
    call_command("migrate", verbosity=0, interactive=False)
    ingest((un(),), reader=SUPERVISOR)
    return {"finding": keep(check(Question(name=NAMES[0]), reader=SUPERVISOR), reader=SUPERVISOR)[0]}


def write(number: str, rounds: str, finding: str) -> dict[str, object]:
    """Everything that writes, again and again, against the others."""
    done: Counter[str] = Counter()
    for turn in range(int(rounds)):
        for name, work in _writes(me(number), int(finding), f"{number}-{turn}", NAMES[turn % len(NAMES)]):
            try:
                work()
                done[name] += 1
            except Conflict:
                done["conflict"] += 1
            except OperationalError as error:
                done[f"failed: {error}"] += 1
    return dict(done)


def _writes(reader: Reader, finding: int, key: str, name: str) -> Iterator[tuple[str, Callable[[], object]]]:
    own, race = Wanted(source=f"own-{reader.name}"), Wanted(source="race")
    yield "own", partial(ingest, (ftm(person(key, f"Own {key}")),), reader=reader, wanted=own)
    yield "race", partial(ingest, (ftm(person("shared", f"Said by {key}")),), reader=reader, wanted=race)
    yield "unsure", partial(decide, finding, reader=reader, verdict="unsure", why=key)
    yield "confirmed", partial(decide, finding, reader=reader, verdict="confirmed", why=key)
    yield "undo", partial(undo, finding, reader=reader)
    yield "kept", lambda: keep(check(Question(name=name), reader=reader), reader=reader)
    yield "judged", lambda: retract(judge(THING, OTHER, reader=reader, verdict="same", why=key), reader=reader, why=key)


def read(number: str, rounds: str) -> dict[str, object]:
    """Everything that reads."""
    done: Counter[str] = Counter()
    for turn in range(int(rounds)):
        try:
            hits = check(Question(name=NAMES[turn % 2]), reader=me(number)).hits
            done["found" if {THING, OTHER} & {hit.party for hit in hits} else "missed"] += 1
            party(THING, reader=me(number))
            today(reader=me(number))
            findings(reader=me(number), state="")
            batches(reader=me(number))
        except OperationalError as error:
            done[f"failed: {error}"] += 1
    return dict(done)


def take(path: str) -> dict[str, object]:
    """Takes one file in."""
    row = ingest(((Path(path).name, Path(path).read_bytes()),), reader=SUPERVISOR)
    return {"state": row.state, "again": row.again}


def report() -> dict[str, object]:
    """What is there, and whether it fits together."""
    chain = verify(reader=SUPERVISOR)
    records = models.Record.objects.order_by("thing", "known_from", "pk")
    rows = list(records.values_list("thing", "known_from", "known_to"))
    following = [(one, two) for one, two in pairwise(rows) if one[0] == two[0]]
    unfinished = [row.pk for row in models.Batch.objects.filter(state="loaded") if not _whole(row)]
    return {
        "entries": chain.entries,
        "broken_at": chain.broken_at,
        "overlapping": [one[0] for one, two in following if one[2] is None or one[2] > two[1]],
        "backwards": [row[0] for row in rows if row[2] is not None and row[2] < row[1]],
        "half_batches": unfinished,
        "records": len(rows),
        "current": sum(row[2] is None for row in rows),
        "batches": dict(Counter(models.Batch.objects.values_list("state", flat=True))),
        "sources": dict(Counter(models.Record.objects.values_list("source", flat=True))),
        "unindexed": _unindexed(),
        "verdicts": dict(Counter(models.Decision.objects.values_list("verdict", flat=True))),
        "standing": models.Decision.objects.filter(verdict="confirmed", undone_at=None, overtaken_at=None).count(),
        "undone": models.Decision.objects.exclude(undone_at=None).count(),
        "states": dict(Counter(models.Finding.objects.values_list("state", flat=True))),
        "dependences": models.Dependence.objects.count(),
        "judged": models.Judgement.objects.exclude(retracted_at=None).count(),
    }


def _unindexed() -> int:
    """Persons' records that the files of the index do not hold, as they lie there."""
    held = {entry.id for part in name_index.opened().parts for entry in part.entries()}
    return sum(str(pk) not in held for pk in models.Record.objects.filter(schema="Person").values_list("pk", flat=True))


def _whole(batch: models.Batch) -> bool:
    return batch.added + batch.changed == batch.records.count() and batch.pieces.count() == batch.quarantined


def go_on() -> dict[str, object]:
    """What a start does first."""
    catch_up()
    return {"everyone": len(EVERYONE)}


ROLES: dict[str, Callable[..., dict[str, object]]] = {
    "make": make,
    "write": write,
    "read": read,
    "take": take,
    "report": report,
    "go-on": go_on,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(ROLES[sys.argv[1]](*sys.argv[2:])) + "\n")
