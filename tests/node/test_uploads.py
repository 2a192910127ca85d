"""Files that were brought to be checked or watched do not stay for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from jisr.errors import NotAllowed, NotFound
from jisr.node import clock, deliveries
from jisr.node.actions import people, watch
from jisr.node.actions.check_file import start
from jisr.node.actions.purge_uploads import purge_uploads
from jisr.node.models import AuditEntry
from jisr.node.queries.audit import verify
from jisr.node.queries.jobs import job
from jisr.node.queries.watch import portfolio
from tests.node.conftest import Load
from tests.node.world import ADMINISTRATOR, ANALYST, AUDITOR, SUPERVISOR, un

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def owner(db: None) -> None:
    people.add(people.Person(name=SUPERVISOR.name, roles=("analyst", "supervisor")), reader=ADMINISTRATOR)


FILE = ("names.csv", b"name,born\nSalim Yasin al-Qandil,1971\n")


def kept(folder: Path) -> set[str]:
    return {path.name for path in (folder / "deliveries").rglob("*") if path.is_file()}


def test_a_checked_file_goes_on_its_day_with_its_results(
    load: Load, folder: Path, acted: Callable[[], list[str]]
) -> None:
    load(un())
    mine = start(FILE, reader=ANALYST)
    digest = deliveries.digest(FILE[1])
    part = folder / "jobs" / str(mine.id) / "000000000.jsonl"
    deliveries.write_whole(part, b"{}\n")
    with pytest.raises(NotAllowed):
        purge_uploads(reader=ANALYST)
    with clock.moved_to(clock.now() + timedelta(days=29)):
        assert purge_uploads(reader=ADMINISTRATOR) == 0
        assert digest in kept(folder)
    with clock.moved_to(clock.now() + timedelta(days=30)):
        assert purge_uploads(reader=ADMINISTRATOR) == 1
        assert purge_uploads(reader=ADMINISTRATOR) == 0
    assert digest not in kept(folder)
    assert not part.exists()
    with pytest.raises(NotFound):
        job(mine.id, reader=ANALYST)
    line = AuditEntry.objects.get(act="upload-ended")
    assert "Salim" not in str(line.__dict__)
    assert verify(reader=AUDITOR).broken_at is None
    assert "upload-ended" in acted()


def test_what_something_else_needs_stays(load: Load, folder: Path) -> None:
    load(un())
    number = watch.add(FILE, reader=SUPERVISOR, name="customers")
    start(FILE, reader=ANALYST)
    digest = deliveries.digest(FILE[1])
    with clock.moved_to(clock.now() + timedelta(days=31)):
        assert purge_uploads(reader=ADMINISTRATOR) == 1
        assert digest in kept(folder), "it is the file of a portfolio that is watched"
        watch.remove(number, reader=SUPERVISOR)
    with clock.moved_to(clock.now() + timedelta(days=62)):
        assert purge_uploads(reader=ADMINISTRATOR) == 1
        assert digest not in kept(folder)
        assert portfolio(number, reader=SUPERVISOR).row.file == ""


def test_a_newer_file_takes_the_place_of_the_older(load: Load, folder: Path) -> None:
    load(un())
    watch.add(FILE, reader=SUPERVISOR, name="customers")
    watch.add(("names.csv", b"name\nBadr Mirwahi\n"), reader=SUPERVISOR, name="customers")
    assert deliveries.digest(FILE[1]) not in kept(folder)
