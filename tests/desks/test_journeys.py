"""The state of a flight does not hang on order; hits follow from what was told; flows tell on nobody."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.desks import journeys
from jisr.errors import WrongUse
from jisr.identity import Profile

KEY = "ZZ10-260301-TUN-AMM"


def message(number: int, function: str = "", *, part: int = 1, last: int = 1, prepared: str = "T1") -> dict[str, Any]:
    return {
        "message": f"m{number}",
        "form": "api",
        "flight": KEY,
        "list": "passengers",
        "function": function,
        "part": part,
        "last": last,
        "common": "c",
        "prepared": prepared,
        "declared": 2,
    }


def person(name: str) -> dict[str, Any]:
    return {"surname": name, "given": "A", "doc_number": name, "doc_issuer": "TUN", "role": "passenger"}


def names_of(found: journeys.Flight) -> list[str]:
    return [str(one.said["surname"]) for one in found.aboard]


def test_a_later_list_takes_off_and_a_reduction_too() -> None:
    rows = {"m1": [person("A"), person("B"), person("C")], "m2": [person("A"), person("B")], "m3": [person("B")]}
    lists = [message(1), message(2, "CP"), message(3, "RP", prepared="T2")]
    found = journeys.flight_state(KEY, lists, rows)
    assert names_of(found) == ["A"]
    assert {str(one.said["surname"]) for one in found.journeys if one.status == "off"} == {"B", "C"}


def test_parts_are_put_together_and_an_incomplete_list_says_so() -> None:
    rows = {"m1": [person("A")], "m2": [person("B")]}
    lists = [message(1, part=1, last=0), message(2, part=2, last=1)]
    assert names_of(journeys.flight_state(KEY, lists, rows)) == ["A", "B"]
    alone = journeys.flight_state(KEY, lists[1:], rows)
    assert (alone.parts, alone.whole) == ((1, 2), False)


@given(st.permutations(range(5)), st.integers(0, 4))
def test_order_and_repetition_change_nothing(order: list[int], again: int) -> None:
    lists = [message(1), message(2, "CP"), message(3, "RP", prepared="T2"), message(4, "CLNB", prepared="T3")]
    lists.append({**message(5, prepared="T0"), "form": "pnr"})
    rows = {f"m{number}": [person(letter) for letter in "ABC"[: 1 + number % 3]] for number in range(1, 6)}
    shuffled = [lists[place] for place in order] + [lists[again]]
    assert journeys.flight_state(KEY, shuffled, rows).digest == journeys.flight_state(KEY, lists, rows).digest


def test_a_rule_may_not_ask_about_everything() -> None:
    for text in ("religion is x", "meal known", "sex is M", "bags about 2", "bags at-least many"):
        with pytest.raises(WrongUse):
            journeys.clause(text)
    with pytest.raises(WrongUse):
        journeys.whole([journeys.clause("nationality is TUN"), journeys.clause("payment is cash")])


def test_a_birth_date_decides() -> None:
    entry = Profile(id="l", schema="Person", names=("Sami Nasser Haddad",), birth_dates=("1985-04-12",))
    undated = Profile(id="u", schema="Person", names=("Sami Haddad",))

    def asked(born: str) -> Profile:
        return Profile(id="q", schema="Person", names=("SAMI HADDAD",), birth_dates=(born,))

    found = journeys.weigh(asked("1985-04-12"), entry)
    assert found is not None
    assert found[0] == journeys.HIT
    assert journeys.weigh(asked("1985-12-04"), entry) is not None
    assert journeys.weigh(asked("1990-01-02"), entry) is None
    review = journeys.weigh(asked("1990-01-02"), undated)
    assert review is not None
    assert review[0] == journeys.REVIEW


CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(["2026-01", "2026-02"]),
        st.sampled_from("ABC"),
        st.sampled_from("XY"),
        st.sampled_from("klmnop"),
    ),
    st.integers(0, 60),
    max_size=40,
)


@given(CELLS)
def test_no_small_count_can_be_told(counted: Mapping[tuple[str, str, str, str], int]) -> None:
    told = journeys.flows(counted)
    assert all(cell.count is None or cell.count >= journeys.LEAST for cell in told.cells)
    assert journeys.attack(told) == ()


def test_the_attack_finds_a_naive_table() -> None:
    cells = tuple(
        journeys.Cell(month="m", origin="A", destination="B", nationality=name, count=count)
        for name, count in (("k", None), ("l", 40))
    )
    naive = journeys.Flows(cells=cells, routes={("m", "A", "B"): 43}, hidden=1, least=10)
    assert journeys.attack(naive)


def test_a_planted_month_is_found() -> None:
    usual = {f"2025-{month:02}": 100 + month % 3 for month in range(1, 13)}
    found = journeys.strange({("A", "B"): usual | {"2026-01": 260}, ("C", "D"): usual})
    assert [(one.origin, one.month) for one in found] == [("A", "2026-01")]


def _world(shared: Path, files: list[Path]) -> dict[str, journeys.Flight]:
    from jisr.formats import File, read  # a test of a desk reads real messages here alone

    told: defaultdict[str, list[Any]] = defaultdict(list)
    people: defaultdict[str, list[Any]] = defaultdict(list)
    for item in read(tuple(File(name=path.name, data=path.read_bytes()) for path in files)).items:
        values: Any = item.values  # type: ignore[union-attr]
        if item.kind == "flight-message":  # type: ignore[union-attr]
            told[values["flight"]].append(values)
        else:
            people[values["message"]].append(values)
    assert shared.is_dir()
    return {key: journeys.flight_state(key, rows, people) for key, rows in told.items()}


def test_the_made_world_ends_as_it_should(shared: Path) -> None:
    files = sorted((shared / "travel" / "world" / "messages").iterdir())
    first = _world(shared, files)
    mine = {
        (key.rsplit("-", 2)[0], str(one.said["reference"])) for key, flight in first.items() for one in flight.aboard
    }
    with (shared / "travel" / "world" / "aboard.csv").open(encoding="utf-8", newline="") as file:
        wanted = {(row["flight"], row["pax"].replace("-", "")) for row in csv.DictReader(file)}
    assert mine == wanted
    Random(7).shuffle(files)  # noqa: S311  # an order
    again = _world(shared, [*files, files[3]])
    assert {key: one.digest for key, one in again.items()} == {key: one.digest for key, one in first.items()}
    assert json.dumps(len(first)) == "132"
