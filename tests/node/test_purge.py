"""What the law says must end, ends: the records, their keys, pieces and bytes; the audit says that it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jisr.errors import NotAllowed
from jisr.node import clock, models
from jisr.node.actions.decide import decide
from jisr.node.actions.keep_check import keep
from jisr.node.actions.purge import purge
from jisr.node.queries.audit import verify
from jisr.node.queries.check import check
from jisr.node.queries.documents import mentions_in
from jisr.node.queries.findings import findings
from jisr.node.values import Question
from jisr.records import Marking
from jisr.sharing import Reader
from tests.node.conftest import Load
from tests.node.world import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    CROWD,
    EVERYONE,
    STRANGER,
    SUPERVISOR,
    Delivery,
    article,
    ftm,
    person,
    un,
)

Acted = Callable[[], list[str]]
UNTIL = Marking.read("TLP:AMBER UNTIL 2026-09-01")
SECRET = "Wathiq Mansur al-Jazari"
TEXT = (
    "قال السياسي الأردني واثق منصور الجزري، من مواليد 1969، إن العمل مستمر مع الجميع في هذه الأيام كما كان. "
    "وأضاف في حديث مع الصحفيين أن الزيارة ستستغرق ثلاثة أيام كاملة.\n"
)
PARTY = ftm(person("s1", SECRET, "واثق منصور الجزري", birthDate=["1969"], nationality=["jo"]))
BEFORE, DAY = datetime(2026, 8, 31, 23, 59, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def world(load: Load) -> int:
    """A list for ever, a party until September, and a finding about it."""
    with clock.moved_to(datetime(2026, 3, 1, tzinfo=UTC)):
        load(PARTY, source="member", marking=UNTIL)
        load(un())
        (number,) = keep(check(Question(name=SECRET), reader=ANALYST), reader=ANALYST)
        decide(number, reader=ANALYST, verdict="confirmed", why="x")
    return number


def traces(folder: Path) -> list[str]:
    """Where in the node something of the party's content still stands, but for the audit."""
    kept = (models.Record, models.Finding, models.Quarantined, models.Batch, models.Correction)
    words = ("Wathiq", "واثق", "1969")
    rows = [model.__name__ for model in kept if any(word in str(list(model.objects.values())) for word in words)]
    files = [path for part in ("deliveries", "names-index") for path in (folder / part).rglob("*") if path.is_file()]
    return [*rows, *(str(path) for path in files if b"Wathiq" in path.read_bytes())]


def test_kept_to_the_last_day(world: int, folder: Path) -> None:
    with clock.moved_to(BEFORE):
        assert purge(reader=SUPERVISOR) == 0
        assert check(Question(name=SECRET), reader=ANALYST).hits
    assert traces(folder)


def test_gone_on_the_day(world: int, folder: Path, acted: Acted) -> None:
    with clock.moved_to(DAY):
        assert purge(reader=SUPERVISOR) == 1
        assert traces(folder) == []
        assert models.Record.objects.count() == 2 * len(EVERYONE)
        (finding,) = models.Finding.objects.all()
        assert (finding.pk, finding.state, finding.title, finding.quote) == (world, "withdrawn", "", "")
        assert findings(reader=ANALYST, state="") == () or findings(reader=ANALYST, state="")[0].title == ""
        assert check(Question(name=SECRET), reader=ANALYST).hits == ()
    (line,) = models.AuditEntry.objects.filter(act="retention-ended")
    assert line.subject == "member:s1"
    assert "UNTIL 2026-09-01" in line.facts
    assert "Wathiq" not in line.facts
    assert verify(reader=AUDITOR).broken_at is None


def test_once(world: int) -> None:
    with clock.moved_to(DAY):
        assert purge(reader=ADMINISTRATOR) == 1
        assert purge(reader=ADMINISTRATOR) == 0
    assert models.AuditEntry.objects.filter(act="retention-ended").count() == 1


@pytest.mark.parametrize("reader", [ANALYST, AUDITOR, STRANGER], ids=lambda reader: reader.name)
def test_who_may_not(world: int, reader: Reader) -> None:
    with clock.moved_to(DAY), pytest.raises(NotAllowed):
        purge(reader=reader)
    assert models.Record.objects.filter(source="member").exists()


def test_not_from_memory_either(world: int) -> None:
    """What was prepared for reading articles must forget it too."""
    with clock.moved_to(BEFORE):
        assert [row for row in mentions_in(TEXT, reader=ANALYST) if row.candidates]
    with clock.moved_to(DAY):
        purge(reader=SUPERVISOR)
        assert [row for row in mentions_in(TEXT, reader=ANALYST) if row.candidates] == []


def test_bytes_that_another_delivery_still_needs_stay(load: Load, folder: Path) -> None:
    with clock.moved_to(datetime(2026, 3, 1, tzinfo=UTC)):
        load(PARTY, source="member", marking=UNTIL)
        other = load(PARTY, source="other")
    with clock.moved_to(DAY):
        assert purge(reader=SUPERVISOR) == 1
    assert (folder / "deliveries" / other.sha256[:2] / other.sha256).exists()
    assert models.Record.objects.filter(source="other").exists()


BAD: list[Delivery] = [
    ftm(person("s1", SECRET), {"id": "s2", "schema": "Unicorn", "properties": {"name": ["Wathiq Junior"]}}),
    ("party.ftm.json", PARTY[1] + b'{"id": "s9", "Wathiq'),
    un(CROWD[:3], tail="<INDIVIDUAL><FIRST_NAME>Wathiq</FIRST_NAME></INDIVIDUAL>"),
    ("un.xml", un(CROWD[:3])[1][:-60] + b"Wathiq"),
]


@pytest.mark.parametrize("file", BAD, ids=["piece", "cut off", "held", "refused"])
def test_what_was_set_aside_held_or_refused_ends_too(load: Load, folder: Path, file: Delivery) -> None:
    with clock.moved_to(datetime(2026, 3, 1, tzinfo=UTC)):
        load(file, marking=UNTIL, source="member")
    assert traces(folder)
    with clock.moved_to(DAY):
        purge(reader=SUPERVISOR)
        assert traces(folder) == []


def test_an_article_ends_with_what_was_read_in_it(load: Load, folder: Path) -> None:
    with clock.moved_to(datetime(2026, 3, 1, tzinfo=UTC)):
        load(PARTY, source="member")
        load(article(TEXT), marking=UNTIL)
        assert [row.quote for row in findings(reader=ANALYST) if row.kind == "mention"]
    with clock.moved_to(DAY):
        purge(reader=SUPERVISOR)
    assert not models.Finding.objects.exclude(quote="").exists()
    assert not models.Record.objects.filter(schema="Article").exists()
