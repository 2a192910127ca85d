"""What is checked of a project, and how far its money came."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import formats
from jisr.desks import programmes
from jisr.records import Record

DAY = date(2026, 1, 1)
WELL = """<iati-activity default-currency="USD" xml:lang="en"><iati-identifier>XM-DAC-1-1</iati-identifier>
<reporting-org ref="XM-DAC-1"/><title><narrative>Wells</narrative></title><description><narrative>d</narrative>
</description>
<activity-status code="2"/><activity-date type="2" iso-date="2024-01-02"/><recipient-country code="IQ"/>
<sector vocabulary="1" code="14030"/>{more}</iati-activity>"""


def said(more: str = "", *, old: str = "", new: str = "") -> set[str]:
    text = WELL.format(more=more).replace(old, new) if old else WELL.format(more=more)
    return {one.rule or one.code for one in programmes.remarks(programmes.parsed(text), as_of=DAY)}


def test_a_sound_activity_has_no_remark() -> None:
    assert said() == set()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("<location><point><pos>0 0</pos></point></location>", "programmes-point-zero"),
        ("<location><point><pos>133.3 44.4</pos></point></location>", "programmes-point-swapped"),
        ("<location><point><pos>6.8, -58.1</pos></point></location>", "programmes-point-unread"),
        ("<location><point><pos>400 500</pos></point></location>", "programmes-point-off"),
        ('<activity-date type="1" iso-date="1024-01-02"/>', "programmes-far-day"),
        ('<policy-marker vocabulary="1" code="99"/>', "programmes-code"),
        ('<activity-date type="4" iso-date="2027-01-02"/>', "11.1.5"),
        ('<sector vocabulary="1" code="72010"/>', "2.1.1"),
        (
            '<sector vocabulary="10" code="1" percentage="30"/><sector vocabulary="10" code="2" percentage="30"/>',
            "2.1.2",
        ),
        ('<participating-org role="4"/>', "6.10.1"),
        (
            '<budget><period-start iso-date="2024-01-01"/><period-end iso-date="2025-06-01"/><value/></budget>',
            "7.5.3",
        ),
    ],
)
def test_each_fault_is_told(more: str, told: str) -> None:
    assert told in said(more)


def test_every_rule_of_the_table_can_be_decided() -> None:
    kinds = {rule.kind for rule in programmes.rules()}
    assert len(programmes.rules()) == 107
    assert len(kinds) == 14  # the fifteenth, loop, is a column of the table


def test_the_money_is_that_of_the_oracle(shared: Path) -> None:
    folder = shared / "programmes" / "iati"
    file = formats.File(name="u.xml", data=(folder / "unhcr_2023.xml").read_bytes())
    records = {one.key: one for one in formats.read((file,)).items if isinstance(one, Record)}
    with (folder / "unhcr_2023_expected.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            money = programmes.activity_of(records[row["iati_identifier"]].first("element")).money
            assert {f"{one.type}|{one.currency}": float(one.amount) for one in money.sums} == pytest.approx(
                json.loads(row["transactions"]), abs=0.01
            )
            held = {f"{one.begins}|{one.ends}|{one.currency}": float(one.amount) for one in money.budgets if one.counts}
            assert held == pytest.approx(json.loads(row["budget_effective"]), abs=0.01)


def chain(*sums: tuple[str, int]) -> programmes.Chain:
    told = tuple(programmes.Sum(type=kind, currency="USD", amount=Decimal(amount)) for kind, amount in sums)
    return programmes.Chain(sums=told, budgets=())


def test_a_parent_does_not_count_again_what_its_children_tell() -> None:
    chains = {"p": chain(("3", 100), ("2", 50)), "a": chain(("3", 60)), "b": chain(("3", 40)), "c": chain(("12", 7))}
    parents = {"a": ("p",), "b": ("p",), "c": ("a",)}
    assert [one.amount for one in programmes.together(chains, parents, stage="paid")] == [100]
    assert [one.amount for one in programmes.together(chains, parents, stage="committed")] == [50]
    assert [one.amount for one in programmes.together(chains, parents, stage="pledged")] == [7]


def test_a_circle_of_parents_ends() -> None:
    chains = {"a": chain(("3", 1)), "b": chain(("3", 1))}
    assert programmes.together(chains, {"a": ("b",), "b": ("a",)}, stage="paid") == ()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 100)), max_size=12))
def test_a_shared_flow_counts_once_however_often_it_is_told(flows: list[tuple[str, int]]) -> None:
    first: dict[str, int] = {}
    for key, amount in flows:
        first.setdefault(key, amount)
    told = programmes.flows_together((key, "paid", "USD", Decimal(amount)) for key, amount in flows)
    assert sum(one.amount for one in told) == sum(first.values())
