"""Taking a delivery in: all of it or nothing, nothing lost, nothing edited, nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr import formats
from jisr.errors import NotAllowed, WrongUse
from jisr.node import clock, models
from jisr.node.actions.ingest import ingest
from jisr.node.queries.batches import batch, record
from jisr.records import Marking, Record, SameAs
from tests.node.conftest import Load
from tests.node.world import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    CROWD,
    EVERYONE,
    SALIM,
    STRANGER,
    SUPERVISOR,
    Delivery,
    Entry,
    acts,
    article,
    ftm,
    person,
    sdn,
    un,
    without,
)

Acted = Callable[[], list[str]]
CONTENT = (
    *("thing", "source", "schema", "caption", "version", "properties", "about", "valid_from", "valid_to", "announced"),
    *("place", "marking_id", "batch_id", "known_from"),
)
ARTICLE = (
    "زار سليم ياسين القنديل عمّان يوم الخميس والتقى وفدا من الوزارة في مكتبه. وقال إن العمل مستمر مع الجميع.\n\n"
    "وأضاف أنه سيعود قريبا إلى بلده بعد انتهاء الزيارة التي تستغرق ثلاثة أيام كاملة.\n"
)


def kept() -> dict[int, tuple[object, ...]]:
    """The content of every record version, by id."""
    return {row[0]: row[1:] for row in models.Record.objects.values_list("pk", *CONTENT)}


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but the audit."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (models.Record, models.Batch, models.Quarantined, models.Judgement, models.Finding)
    }


def test_a_delivery_becomes_records(load: Load, acted: Acted, folder: Path) -> None:
    name, data = un()
    row = load((name, data))
    assert (row.state, row.source, row.format, row.reason) == ("loaded", "un", "un-xml", "")
    assert (row.added, row.changed, row.removed, row.unchanged, row.quarantined) == (2 * len(EVERYONE), 0, 0, 0, 0)
    assert row.edition == datetime(2025, 4, 19, tzinfo=UTC)
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    assert row.by == SUPERVISOR.name
    assert acted() == ["delivery-loaded"]
    assert (folder / "deliveries" / row.sha256[:2] / row.sha256).read_bytes() == data


def test_the_cause_of_a_record_can_be_opened(load: Load) -> None:
    page = batch(load(un()).id, reader=ANALYST)
    found = record(page.records[0].record, reader=ANALYST)
    assert found.caption == "SALIM YASIN AL-QANDIL"
    assert found.source.place == "un.xml, line 3, /CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL[1]"
    assert "<REFERENCE_NUMBER>QDi.900</REFERENCE_NUMBER>" in found.piece
    assert found.file_sha256 == page.row.sha256
    assert [version.record for version in found.versions] == [found.source.record]
    assert found.party == SALIM_ID


SALIM_ID = f"un:{SALIM.ref}"


@pytest.mark.parametrize(
    "files",
    [
        (un(),),
        (sdn(*((str(n), f"QANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(30))),),
        (acts({"id": "a1"}, {"id": "a2", "action": "designate"}),),
        (ftm(person("p1", "Salim"), person("p2", "Badr")),),
        (article(ARTICLE),),
    ],
    ids=["un", "ofac", "acts", "ftm", "article"],
)
def test_the_same_delivery_twice_changes_nothing(load: Load, acted: Acted, files: tuple[Delivery, ...]) -> None:
    first = load(*files)
    assert first.state == "loaded"
    before = everything()
    second = load(*files)
    assert (second.id, second.again) == (first.id, True)
    assert everything() == before
    assert acted()[-1] == "delivery-again"


def test_a_newer_edition_closes_and_opens_versions_and_edits_none(load: Load) -> None:
    first = load(un())
    before = kept()
    other = replace(CROWD[1], born="1960")
    second = load(un((SALIM, other, *CROWD[2:], Entry(ref="QDi.999", names=("Newly", "Named"))), "2026-02-27"))
    assert (second.added, second.changed, second.removed) == (2, 1, 2)
    assert second.unchanged == 2 * len(EVERYONE) - 3
    after = kept()
    assert {pk: after[pk] for pk in before} == before
    closed = models.Record.objects.exclude(known_to=None)
    assert {(row.closed_why, row.thing) for row in closed} == {
        ("changed", f"un:{other.ref}"),
        ("removed", f"un:{CROWD[0].ref}"),
        ("removed", f"un:{CROWD[0].ref}/listing"),
    }
    assert {(row.closed_by_id, row.known_to) for row in closed} == {(second.id, second.received)}
    assert first.id != second.id
    current = models.Record.objects.filter(known_to=None).values_list("thing", flat=True)
    assert len(current) == len(set(current)) == 2 * len(EVERYONE)


def test_a_removed_entry_may_come_back(load: Load) -> None:
    load(un())
    load(un(without(CROWD[3].ref), "2025-06-01"))
    row = load(un(EVERYONE, "2025-07-01"))
    assert (row.added, row.removed) == (2, 0)
    versions = models.Record.objects.filter(thing=f"un:{CROWD[3].ref}").order_by("pk")
    assert [each.closed_why for each in versions] == ["removed", ""]


@pytest.mark.parametrize("reader", [AUDITOR, ADMINISTRATOR, STRANGER], ids=lambda reader: reader.name)
def test_who_may_not_deliver(db: None, reader: object, folder: Path) -> None:
    with pytest.raises(NotAllowed):
        ingest((un(),), reader=reader)  # type: ignore[arg-type]  # a Reader
    assert not models.Batch.objects.exists()
    assert not models.AuditEntry.objects.exists()
    assert list(folder.iterdir()) == []


def test_wrong_use(load: Load) -> None:
    with pytest.raises(WrongUse):
        load()
    with pytest.raises(WrongUse):
        load(un(), format="no-such")
    assert not models.Batch.objects.exists()


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    b'<CONSOLIDATED_LIST dateGenerated="2025-04-19T00:00:00Z">&b;</CONSOLIDATED_LIST>'
)
BROKEN = {
    "empty": ("un.xml", b""),
    "blank": ("un.xml", b"  \n\t\n"),
    "cut off": (un()[0], un()[1][:4000]),
    "bomb": ("un.xml", BOMB),
    "a page": ("sdn.csv", b"<html><body><h1>503 Service Unavailable</h1></body></html>"),
    "binary": ("list.bin", bytes(range(256)) * 40),
    "nul": ("list.csv", b"\0" * 4000),
    "half a character": ("list.json", b'{"id": "\xff\xfe"}'),
}


@pytest.mark.parametrize("file", BROKEN.values(), ids=[*BROKEN])
def test_what_cannot_be_read_is_refused_with_its_place(load: Load, acted: Acted, file: Delivery) -> None:
    load(un())
    before = kept()
    row = load(file)
    assert row.state == "refused"
    facts = dict(row.facts)
    assert row.reason
    assert facts["place"]
    assert facts["wanted"]
    assert kept() == before
    assert acted()[-1] == "delivery-refused"
    again = load(file)
    assert (again.id, again.again) == (row.id, True)


def test_a_file_refused_under_a_wrong_format_may_be_read_under_the_right_one(load: Load) -> None:
    assert load(un(), source="un", format="acts-jsonl").state == "refused"
    row = load(un(), source="un", format="un-xml")
    assert (row.state, row.again) == ("loaded", False)


@pytest.mark.parametrize("name", ["", "a\0b.xml", "\udcff.xml", "../../etc/passwd", "ق" * 5000, "a\nb.xml"])
def test_a_strange_file_name_is_only_a_name(load: Load, name: str) -> None:
    row = load((name, un()[1]))
    assert row.state == "loaded"
    assert record(batch(row.id, reader=ANALYST).records[0].record, reader=ANALYST).piece


def test_several_files_are_one_delivery(load: Load) -> None:
    rows = [(str(n), f"QANDIL, N{n}", "individual", "SDGT", "DOB 1971.") for n in range(30)]
    alias = b'3,1,"aka","AL QANDIL, Salem",-0- \r\n4,2,"aka","EL KANDIL, Salem",-0- \r\n'
    row = load(sdn(*rows), ("alt.csv", alias))
    assert (row.state, row.files) == ("loaded", ("sdn.csv", "alt.csv"))
    again = load(("alt.csv", alias), sdn(*rows))
    assert (again.id, again.again) == (row.id, True)


@pytest.mark.django_db(transaction=True)
def test_a_failure_at_the_last_moment_leaves_nothing(break_at: Callable[[str], None], acted: Acted) -> None:
    ingest((un(),), reader=SUPERVISOR)
    before = everything()
    break_at("delivery-loaded")
    with pytest.raises(DatabaseError):
        ingest((un(without(SALIM.ref), "2026-02-27"),), reader=SUPERVISOR)
    assert everything() == before
    assert acted() == ["delivery-loaded"]


# Law 1: whatever was in the delivery is a record, was one already, or lies in quarantine with its reason.

ENTRIES = st.lists(
    st.builds(
        Entry,
        ref=st.sampled_from(("QDi.1", "QDi.2", "QDi.3", "", "QDi.5 ", "Q?")),
        names=st.sampled_from((("Badr", "Mirwahi"), ("",), ("?????",), ("Zaki",))),
        listed=st.sampled_from(("2014-05-14", "", "yesterday")),
    ),
    min_size=1,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(ENTRIES)
def test_nothing_is_lost(db: None, entries: list[Entry]) -> None:
    with transaction.atomic():
        file = un(entries)
        items = list(formats.read((formats.File(name=file[0], data=file[1]),)).items)
        row = ingest((file,), reader=SUPERVISOR)
        whole = [item for item in items if isinstance(item, Record) and not item.key.endswith("/listing")]
        pieces = [item for item in items if isinstance(item, formats.Quarantined)]
        claims = [item for item in items if isinstance(item, SameAs)]
        assert len(whole) + sum(piece.entry for piece in pieces) == len(entries)
        assert len(items) == 2 * len(whole) + len(pieces) + len(claims)
        assert row.quarantined == len(pieces) == models.Quarantined.objects.filter(batch=row.id).count()
        shown = batch(row.id, reader=ANALYST).pieces
        assert all(piece.reason and piece.place for piece in shown)
        assert row.state in {"loaded", "held"}
        if row.state == "loaded":
            assert row.added + row.unchanged == 2 * len(whole)
        else:
            assert not models.Record.objects.exists()
        transaction.set_rollback(True)


def test_a_key_twice_is_set_aside(load: Load) -> None:
    row = load(ftm(person("p1", "Salim"), person("p2", "Badr"), person("p1", "Another")), source="member")
    assert row.state == "loaded"
    assert row.added == 2
    assert row.quarantined == 1


def test_a_marking_travels_with_every_record(load: Load) -> None:
    load(un(), marking=Marking.read("TLP:AMBER REL this-node FOR screening"))
    assert set(models.Record.objects.values_list("marking__text", flat=True)) == {
        "TLP:AMBER REL this-node FOR screening"
    }


def test_another_marking_is_another_delivery(load: Load) -> None:
    """Whoever marks a list anew must not be told that nothing changed."""
    load(un())
    row = load(un(), marking=Marking.read("TLP:AMBER"))
    assert (row.state, row.again, row.changed) == ("loaded", False, 2 * len(EVERYONE))


def test_the_day_it_was_received_is_its_record_time(load: Load) -> None:
    then = datetime(2025, 4, 20, 9, tzinfo=UTC)
    load(un(), received=then)
    assert set(models.Record.objects.values_list("known_from", flat=True)) == {then}


def test_a_day_that_has_not_come_is_wrong_use(load: Load) -> None:
    """Else everything received until then would seem late."""
    with clock.moved_to(datetime(2026, 1, 1, tzinfo=UTC)):
        load(un(), received=datetime(2026, 1, 1, 20, tzinfo=UTC))
        with pytest.raises(WrongUse):
            load(un(EVERYONE, "2026-02-27"), received=datetime(2062, 1, 1, tzinfo=UTC))


def test_an_archive_of_acts_is_known_since_each_was_announced(load: Load) -> None:
    load(acts({"id": "a1", "announced": "2025-11-06"}, {"id": "a2", "announced": "2025-12"}), as_announced=True)
    known = dict(models.Record.objects.filter(schema="Instrument").values_list("thing", "known_from"))
    assert known == {"acts:a1": datetime(2025, 11, 6, tzinfo=UTC), "acts:a2": datetime(2025, 12, 1, tzinfo=UTC)}
