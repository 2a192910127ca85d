"""What a delivery changed: entry by entry, with the reason where it can be known, and who relied on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jisr.errors import NeedsSecond, NotAllowed
from jisr.node.actions.enter_act import enter_act
from jisr.node.actions.keep_check import keep
from jisr.node.actions.settle_delivery import approve
from jisr.node.models import Batch, Record
from jisr.node.queries.changes import Wish, changes
from jisr.node.queries.check import check
from jisr.node.values import ChangeRow, Question
from jisr.records import Marking
from tests.node.conftest import Load
from tests.node.world import ANALYST, CROWD, EVERYONE, LOW, SALIM, STRANGER, SUPERVISOR, acts, sdn, un, without

NAMES = tuple(f"MIRWAHI, Badr{chr(97 + n % 26)}{n // 26 * 'b'}" for n in range(40))
ROWS = [(str(n), name, "individual", "SDGT", f"DOB 19{n + 10}.") for n, name in enumerate(NAMES)]


def rows(**wish: object) -> dict[str, ChangeRow]:
    return {row.thing: row for row in changes(Wish(**wish), reader=ANALYST).rows}  # type: ignore[arg-type]


def test_what_the_newest_delivery_changed(load: Load) -> None:
    load(un())
    load(un((replace(SALIM, born="1972"), *CROWD[1:]), "2026-02-27"))
    page = changes(Wish(), reader=ANALYST)
    assert (page.added, page.changed, page.removed, page.total) == (0, 1, 1, 2)
    found = rows()
    changed, gone = found[f"un:{SALIM.ref}"], found[f"un:{CROWD[0].ref}"]
    (born,) = changed.differences
    assert (born.name, born.gone, born.come) == ("birthDate", ("1971",), ("1972",))
    assert (gone.kind, gone.why, gone.other) == ("removed", "removed", "")
    assert set(rows(kind="removed")) == {gone.thing}


def test_listed_again_under_a_new_number(load: Load) -> None:
    load(sdn(*ROWS), received=datetime(2025, 1, 1, tzinfo=UTC))
    load(sdn(*ROWS[1:], ("900", *ROWS[0][1:])), received=datetime(2025, 2, 1, tzinfo=UTC))
    found = rows()
    assert (found["ofac:0"].why, found["ofac:0"].other) == ("relisted", "ofac:900")
    assert (found["ofac:900"].why, found["ofac:900"].other) == ("back", "ofac:0")


def test_merged_into_another_and_back_later(load: Load) -> None:
    load(sdn(*ROWS), received=datetime(2025, 1, 1, tzinfo=UTC))
    merged = ("1", ROWS[1][1], "individual", "SDGT", "DOB 1911; alt. DOB 1910; f.k.a. 'MIRWAHI, Badra'.")
    load(sdn(merged, *ROWS[2:]), received=datetime(2025, 2, 1, tzinfo=UTC))
    assert (rows()["ofac:0"].why, rows()["ofac:0"].other) == ("merged", "ofac:1")
    load(sdn(merged, *ROWS[2:], ("901", *ROWS[0][1:])), received=datetime(2025, 3, 1, tzinfo=UTC))
    assert (rows()["ofac:901"].why, rows()["ofac:901"].other) == ("back", "ofac:0")


def test_a_namesake_without_a_birth_date_is_not_the_same(load: Load) -> None:
    load(sdn(*ROWS), received=datetime(2025, 1, 1, tzinfo=UTC))
    load(sdn(*ROWS[1:], ("900", ROWS[0][1], "individual", "SDGT", "")), received=datetime(2025, 2, 1, tzinfo=UTC))
    assert rows()["ofac:0"].why == "removed"


def test_since_a_day_and_of_a_source(load: Load) -> None:
    for month in (1, 2, 3):
        load(sdn(*ROWS[: 39 + month // 2]), received=datetime(2025, month, 1, tzinfo=UTC))
    load(un())
    assert len(changes(Wish(source="ofac", since="2025-02-01"), reader=ANALYST).batches) == 2
    assert {row.source for row in changes(Wish(source="ofac", since="2025-01-01"), reader=ANALYST).rows} == {"ofac"}


def test_a_late_edition_tells_its_own_changes(load: Load) -> None:
    load(sdn(*ROWS), received=datetime(2025, 1, 1, tzinfo=UTC))
    load(sdn(*ROWS), received=datetime(2025, 3, 1, tzinfo=UTC))
    late = load(sdn(*ROWS[1:]), received=datetime(2025, 2, 1, tzinfo=UTC))
    assert {thing: row.kind for thing, row in rows(batch=late.id).items()} == {"ofac:0": "removed"}
    after = Batch.objects.get(received=datetime(2025, 3, 1, tzinfo=UTC))
    assert {thing: row.kind for thing, row in rows(batch=after.pk).items()} == {"ofac:0": "added"}


def test_who_relied_on_it(load: Load) -> None:
    load(un())
    numbers = keep(check(Question(name=" ".join(SALIM.names)), reader=ANALYST), reader=ANALYST)
    load(un(without(SALIM.ref), "2026-02-27"))
    relied = rows()[f"un:{SALIM.ref}"].relied
    assert numbers
    assert relied == numbers


def test_nothing_of_what_is_hidden(load: Load) -> None:
    load(un(), marking=Marking.read("amber"))
    assert changes(Wish(), reader=LOW).batches == ()
    with pytest.raises(NotAllowed):
        changes(Wish(), reader=STRANGER)


ACT = {
    "instrument": "Committee note",
    "jurisdiction": "un",
    "action": "delist",
    "measure": "asset freeze",
    "subject": "Salim Yasin al-Qandil",
    "subject_refs": f"un:{SALIM.ref}",
    "announced": "2025-11-06",
    "effective": "2025-11-06",
    "source": "https://example.org/note",
    "confidence": "high",
}


def test_an_act_that_delists_waits_for_a_second_person(load: Load) -> None:
    load(un(EVERYONE))
    done = enter_act(ACT, reader=SUPERVISOR)
    assert done.batch
    assert (done.batch.state, done.batch.reason) == ("held", "four-eyes")
    assert not Record.objects.filter(schema="Instrument").exists()
    with pytest.raises(NeedsSecond):
        approve(done.batch.id, reader=SUPERVISOR, sha256=done.batch.sha256, why="it is so")
    other = replace(SUPERVISOR, name="other")
    assert approve(done.batch.id, reader=other, sha256=done.batch.sha256, why="read the note").state == "loaded"
    assert Record.objects.filter(schema="Instrument").exists()


def test_an_act_that_lists_comes_in(load: Load) -> None:
    done = enter_act(ACT | {"action": "designate"}, reader=ANALYST)
    assert done.batch
    assert done.batch.state == "loaded"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"announced": "", "effective": ""}, "act-no-date"),
        ({"action": "authorise", "expires": "2025-11-01"}, "act-ends-before-it-begins"),
        ({"action": "waive", "amends": "no-such-act"}, "act-amends-nothing"),
        ({"effective": "soon"}, "bad-date"),
        ({"instrument": ""}, "act-needs"),
        ({"source": ""}, "act-needs"),
        ({"action": "bless"}, "act-unknown-action"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_an_act_that_cannot_be_right_is_not_written(load: Load, change: dict[str, str], code: str) -> None:
    done = enter_act(ACT | change, reader=ANALYST)
    assert done.batch is None
    assert code in {problem.code for problem in done.problems}
    assert not Batch.objects.exists()


def test_an_end_with_its_zone(load: Load) -> None:
    done = enter_act(ACT | {"action": "designate", "expires": "2026-05-09T00:01-04:00"}, reader=ANALYST)
    assert done.batch
    assert Record.objects.get(schema="Instrument").valid_to == "2026-05-09T04:01:00Z"


def test_an_id_with_a_slash_is_a_part_only_of_an_entry_that_is_there(load: Load) -> None:
    """Whom an act names is `acts:subject/un-QDi.900`: there is no `acts:subject` whose part it would be."""
    load(un())
    load(acts({"id": "d1"}, {"id": "d2", "subject": "Badr Mirwahi", "subject_refs": [f"un:{CROWD[0].ref}"]}))
    found = rows()
    assert "acts:subject" not in found
    assert {row.kind for row in found.values()} == {"added"}
