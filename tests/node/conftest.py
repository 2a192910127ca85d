"""A node of its own for every test: an empty database and an empty folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from jisr.node import books, parties, reading_room
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.actions.settle_delivery import approve
from jisr.node.models import AuditEntry
from jisr.node.values import BatchRow
from jisr.records import TLP, Marking
from jisr.sharing import Reader
from tests.node.world import SECOND_SUPERVISOR, SUPERVISOR, Delivery

Load = Callable[..., BatchRow]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The node's folder."""
    settings.JISR_DATA = tmp_path
    reading_room._prepared.cache_clear()  # the next test's rows may bear the same numbers
    for kept in (books._shelf, parties._as_of, parties._changes):
        kept.cache_clear()
    return tmp_path


def _second(wanted: Mapping[str, object]) -> Reader:
    """Another supervisor, who may know of the delivery."""
    marking = wanted.get("marking")
    named = marking.releasable_to if isinstance(marking, Marking) else ()
    return replace(SECOND_SUPERVISOR, name=named[0], clearance=TLP.RED) if named else SECOND_SUPERVISOR


@pytest.fixture
def load(db: None) -> Load:
    """Takes a delivery in as a supervisor; to acts that ease another one agrees."""

    def load(*files: Delivery, **wanted: object) -> BatchRow:
        row = ingest(files, reader=SUPERVISOR, wanted=Wanted(**wanted))  # type: ignore[arg-type]  # as the test says
        if row.state == "held" and row.reason == "four-eyes":
            return approve(row.id, reader=_second(wanted), sha256=row.sha256, why="read the act")
        return row

    return load


@pytest.fixture
def acted() -> Callable[[], list[str]]:
    """The acts on record, the oldest first."""
    return lambda: list(AuditEntry.objects.order_by("number").values_list("act", flat=True))


@pytest.fixture
def break_at() -> Callable[[str], None]:
    """Makes the database itself fail when an audit line of that act is written: as late as anything can fail."""

    def arrange(act: str) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "CREATE TEMP TRIGGER break_here BEFORE INSERT ON node_auditentry "
                    f"WHEN NEW.act = '{act}' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
                )
            else:
                cursor.execute(
                    "CREATE FUNCTION pg_temp.break_here() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN IF NEW.act = '{act}' THEN RAISE 'the disk is full'; END IF; RETURN NEW; END $$"
                )
                cursor.execute(
                    "CREATE TRIGGER break_here BEFORE INSERT ON node_auditentry "
                    "FOR EACH ROW EXECUTE FUNCTION pg_temp.break_here()"
                )

    return arrange
