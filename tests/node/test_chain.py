"""Who did or read what: a chain in which no line can be changed, taken out, put in or cut off unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from jisr.errors import NotAllowed
from jisr.node import chain, clock
from jisr.node.models import AuditEntry, Setting
from jisr.node.queries.audit import audit, verify
from jisr.sharing import Role
from tests.node.world import ADMINISTRATOR, ANALYST, AUDITOR, SECOND, STRANGER, SUPERVISOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> None:
    """Ten lines of two people."""
    with clock.moved_to(datetime(2026, 3, 1, tzinfo=UTC)):
        for number in range(10):
            chain.note(
                (ANALYST, SECOND)[number % 2], ("check", "read-party")[number % 2], f"line {number}", hits=str(number)
            )


def test_whole(lines: None) -> None:
    report = verify(reader=AUDITOR)
    assert (report.entries, report.broken_at) == (10, None)
    assert report.head == AuditEntry.objects.get(number=10).digest


def test_empty() -> None:
    report = verify(reader=AUDITOR)
    assert (report.entries, report.broken_at, report.head) == (0, None, chain.START)


def change(**values: object) -> Callable[[int], object]:
    return lambda number: AuditEntry.objects.filter(number=number).update(**values)


def remove(number: int) -> None:
    AuditEntry.objects.filter(number=number).delete()


def renumber(number: int) -> None:
    """Take a line out and close the gap."""
    remove(number)
    for entry in AuditEntry.objects.filter(number__gt=number).order_by("number"):
        AuditEntry.objects.filter(number=entry.number).update(number=entry.number - 1)


def insert(number: int) -> None:
    """Put a line in, well made but for what follows it."""
    for entry in AuditEntry.objects.filter(number__gte=number).order_by("-number"):
        AuditEntry.objects.filter(number=entry.number).update(number=entry.number + 1)
    before = AuditEntry.objects.filter(number=number - 1).first()
    forged = AuditEntry(number=number, at="2026", actor="x", act="y", previous=before.digest if before else chain.START)
    forged.digest = chain.digest_of(forged)
    forged.save(force_insert=True)


def rewrite(number: int) -> None:
    """Change a line and its own digest."""
    entry = AuditEntry.objects.get(number=number)
    entry.subject = "someone else"
    entry.digest = chain.digest_of(entry)
    entry.save()


TAMPERED: dict[str, tuple[Callable[[int], object], int]] = {
    "actor": (change(actor="nobody"), 0),
    "act": (change(act="sign-in"), 0),
    "subject": (change(subject=""), 0),
    "time": (change(at="2026-03-01T00:00:00.000001+00:00"), 0),
    "facts": (change(facts='{"hits":"7"}'), 0),
    "facts, a blank": (change(facts='{"hits": "4"}'), 0),
    "facts, no JSON": (change(facts="{"), 0),
    "previous": (change(previous="f" * 64), 0),
    "digest": (change(digest="f" * 64), 0),
    "removed": (remove, 0),
    "removed, gap closed": (renumber, 0),
    "put in": (insert, 1),
    "rewritten": (rewrite, 1),
}


@pytest.mark.parametrize(("tamper", "seen_after"), TAMPERED.values(), ids=[*TAMPERED])
@pytest.mark.parametrize("number", [1, 5, 10])
def test_any_tampering_is_found_and_named(
    lines: None, tamper: Callable[[int], object], seen_after: int, number: int
) -> None:
    tamper(number)
    assert verify(reader=AUDITOR).broken_at == number + seen_after


@pytest.mark.parametrize("left", [9, 5, 0])
def test_a_missing_end_is_found(lines: None, left: int) -> None:
    AuditEntry.objects.filter(number__gt=left).delete()
    report = verify(reader=AUDITOR)
    assert (report.entries, report.broken_at) == (left, left + 1)


def test_so_is_a_forged_end(lines: None) -> None:
    insert(11)
    assert verify(reader=AUDITOR).broken_at == 12
    Setting.objects.all().delete()
    assert verify(reader=AUDITOR).broken_at == 12


def test_a_line_keeps_what_it_is_told() -> None:
    with clock.moved_to(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        chain.note(ANALYST, "check", "نادر \ud800\0" + "x" * 500, name="\udcff", b="2", a="١")
    (row,) = audit(reader=ANALYST).rows
    assert row.at == "2026-03-01T12:00:00.000000+00:00"
    assert row.subject.startswith("نادر ?xxx")
    assert len(row.subject) == 300
    assert row.facts == (("a", "١"), ("b", "2"), ("name", "?"))
    assert verify(reader=ANALYST).broken_at is None


def test_who_sees_which_lines(lines: None) -> None:
    for reader, number in ((AUDITOR, 10), (SUPERVISOR, 10), (ANALYST, 5), (SECOND, 5), (ADMINISTRATOR, 0)):
        assert len(audit(reader=reader).rows) == number, reader.name
    with pytest.raises(NotAllowed):
        audit(reader=STRANGER)
    with pytest.raises(NotAllowed):
        verify(reader=STRANGER)


def test_pages_and_filters(lines: None) -> None:
    first = audit(reader=AUDITOR, limit=4)
    assert [row.number for row in first.rows] == [10, 9, 8, 7]
    assert first.more
    rest = audit(reader=AUDITOR, limit=6, before=7)
    assert ([row.number for row in rest.rows], rest.more) == ([6, 5, 4, 3, 2, 1], False)
    assert [row.number for row in audit(reader=AUDITOR, actor="omar").rows] == [10, 8, 6, 4, 2]
    assert [row.number for row in audit(reader=AUDITOR, act="check", limit=2).rows] == [9, 7]
    assert audit(reader=ANALYST, actor="omar").rows == ()
    assert (first.acts, first.actors) == (("check", "read-party"), ("lina", "omar"))


def test_nobody_may_do_without_a_role() -> None:
    assert Role.ANALYST in ANALYST.roles
    assert STRANGER.roles == frozenset()
