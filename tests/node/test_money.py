"""Payments come in once, are seen while their delivery stands, and nothing of them is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jisr.errors import NotFound, WrongUse
from jisr.node import observations
from jisr.node.actions.purge import purge
from jisr.node.models import Batch, Observed
from jisr.node.queries import money
from jisr.node.values import TraceWish
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import SUPERVISOR

HEAD = "id,date,amount,currency,payer,from,payee,to\n"
ROWS = (
    "p1,2025-11-01,10000,USD,Alpha,A1,Beta,B1\n"
    "p2,2025-11-02,9500,USD,Beta,B1,Gamma,C1\n"
    "p3,2025-11-03,9000,USD,Gamma,C1,Alpha,A1\n"
    "p4,2025-11-04,100,USD,Beta,B1,,\n"
)
PAY = ("pay.csv", (HEAD + ROWS).encode())
READER = replace(SUPERVISOR, clearance=TLP.AMBER)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "observations").rglob("*.parquet"))


def test_a_delivery_comes_in_once(load: Load, folder: Path) -> None:
    first = load(PAY)
    assert (first.state, first.added, first.quarantined) == ("loaded", 4, 0)
    kept = files(folder)
    assert len(kept) == 4  # a file a day
    again = load(PAY)
    assert again.again
    assert files(folder) == kept
    assert [one.payments for one in money.totals(reader=SUPERVISOR)] == [4]
    assert money.totals(reader=SUPERVISOR, batch=first.id)[0].total == 2_860_000


def test_the_same_payment_from_two_banks_is_one(load: Load) -> None:
    first = load(PAY, source="bank-one")
    load(("other.csv", (HEAD + ROWS.replace("p4", "p5")).encode()), source="bank-two")
    assert [row.key for row in money.payments(reader=SUPERVISOR)] == ["p4", "p5", "p3", "p2", "p1"]
    assert {row.batch for row in money.payments("p1", reader=SUPERVISOR)} == {first.id}


def test_as_known_then(load: Load) -> None:
    load(PAY, received=datetime(2025, 11, 10, tzinfo=UTC))
    assert money.payments(reader=SUPERVISOR, known=datetime(2025, 11, 9, tzinfo=UTC)) == ()
    assert len(money.payments(reader=SUPERVISOR, known=datetime(2025, 11, 11, tzinfo=UTC))) == 4


def test_what_is_not_loaded_is_not_seen(load: Load) -> None:
    row = load(PAY)
    Batch.objects.filter(pk=row.id).update(state="rejected")
    assert money.payments(reader=SUPERVISOR) == ()
    with pytest.raises(NotFound):
        money.trace(TraceWish(account="A1"), reader=SUPERVISOR)


def test_a_reader_without_the_right_sees_nothing(load: Load) -> None:
    load(PAY, marking=Marking.read("red"))
    assert money.payments(reader=READER) == ()
    assert money.totals(reader=READER) == ()
    assert money.shapes(["cycle"], reader=READER) == ()


def test_days_are_asked_for_alone(load: Load) -> None:
    load(PAY)
    markings = list(Batch.objects.values_list("marking", flat=True))
    known = datetime(2100, 1, 1, tzinfo=UTC)
    wish = observations.Wish(kind="payment", known=known, markings=markings, since=date(2025, 11, 2))
    assert len(observations.read(wish)) == 3
    assert len(observations.read(replace(wish, until=date(2025, 11, 4)))) == 2


def test_money_is_followed_and_conserved(load: Load) -> None:
    load(PAY)
    found = money.trace(TraceWish(account="alpha", target="C1"), reader=SUPERVISOR)
    assert [(row.key, row.part, row.steps) for row in found.payments] == [
        ("p1", 1_000_000, 1),
        ("p2", 950_000, 2),
        ("p3", 900_000, 3),
        ("p4", 10_000, 2),
    ]
    assert (found.paid, found.held_sum, found.returned, found.left) == (1_000_000, 90_000, 900_000, 10_000)
    assert found.at_most == 950_000
    assert found.payments[0].place == "pay.csv, line 2"
    back = money.trace(TraceWish(account="C1", back=True, method="poison"), reader=SUPERVISOR)
    assert [row.key for row in back.payments] == ["p2", "p1"]
    cut = money.trace(TraceWish(account="A1", most=1), reader=SUPERVISOR)
    assert (len(cut.payments), cut.cut + cut.held_sum) == (1, 1_000_000)


def test_a_shape_has_its_evidence(load: Load) -> None:
    load(PAY)
    (found,) = money.shapes(["cycle"], reader=SUPERVISOR)
    assert (found.account, found.name, found.total) == ("A1", "Alpha", 2_850_000)
    assert [row.key for row in found.payments] == ["p1", "p2", "p3"]
    assert money.shapes(["cycle"], reader=SUPERVISOR, changed={"least": 4}) == ()
    with pytest.raises(WrongUse):
        money.shapes(["circle"], reader=SUPERVISOR)
    assert {one.unit for one in money.settings_of("structuring", reader=SUPERVISOR)} >= {"hours", "money"}


def test_what_may_be_kept_no_longer_goes(load: Load, folder: Path) -> None:
    load(PAY, marking=Marking(tlp=TLP.AMBER, retain_until=date(2025, 12, 1)))
    assert files(folder)
    purge(reader=SUPERVISOR)
    assert files(folder) == []
    assert not Observed.objects.exists()
