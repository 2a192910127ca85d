"""The day's work is done once a day, and plans the next."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from jisr.node import clock
from jisr.node.actions import daily
from jisr.node.models import Record
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import un

pytestmark = pytest.mark.django_db


def test_planned_once_for_the_next_night() -> None:
    assert daily.plan()
    assert not daily.plan()
    (waiting,) = DBTaskResult.objects.all()
    assert waiting.run_after > clock.now()


def test_what_may_no_longer_be_kept_goes(load: Load) -> None:
    load(un(), marking=Marking(tlp=TLP.GREEN, retain_until=date(2030, 1, 1)))
    daily.run.call()
    assert Record.objects.exists()
    with clock.moved_to(datetime(2030, 1, 1, tzinfo=UTC)):
        daily.run.call()
    assert not Record.objects.exists()
