"""Sheets of who does what where: repeats are counted, shared tasks and gaps are found, bad rows keep their line."""

from __future__ import annotations

import pytest

from jisr.desks import programmes
from jisr.desks.programmes import Area, Bodies, Told
from jisr.errors import Unreadable

HEAD = ["Donor Name", "Implementing Partner Name", "Woreda", "WoredaPcod", "Cluster", "Activity"]
ROWS = [
    HEAD,
    ["D1", "P1", "Lare", "ET01", "WASH", "Wells"],
    ["D1", "P1", "Lare", "ET01", "WASH", "Wells"],
    ["", "", "", "", "", ""],
    ["", "", "", "", "", ""],
    ["D2", "P2", "Lare", "ET01", "WASH", "Wells"],
    ["D2", "P2", "Goba", "ET02", "Health", "Clinic"],
    ["D2", "P2", "", "", "Health", "Clinic"],
    ["D2", "P2", "Goba", "ET02", "", "Clinic"],
]


def test_a_sheet_is_taken_apart() -> None:
    found = programmes.presence(ROWS, source="s.csv")
    assert (found.rows, found.repeats, found.blank) == (6, 2, 2)
    (cell,) = found.shared()
    assert (cell.place, cell.donors, cell.lines) == ("ET01", ("D1", "D2"), (2, 6))
    assert found.empty == (("ET02", "Goba", ("WASH",)), ("ET01", "Lare", ("Health",)))
    assert found.apart == ((8, "presence-no-place"), (9, "presence-no-cluster"))


def test_tags_say_it_before_headings_do() -> None:
    rows = [["who", "where", "what"], ["#org +impl", "#adm2 +code", "#sector"], ["P1", "X1", "Health"]]
    found = programmes.presence(rows, source="s.csv")
    assert (found.fields, found.rows, len(found.clusters)) == (("partner", "code", "cluster"), 1, 1)


@pytest.mark.parametrize("rows", [[["name"], ["x"]], [["Cluster"], ["x"]], [[]]])
def test_what_names_no_cluster_or_place_is_unreadable(rows: list[list[str]]) -> None:
    with pytest.raises(Unreadable):
        programmes.presence(rows, source="s.csv")


NAMES = ["World Health Organization", "Norwegian Refugee Council", "Women Initiative for Society", "Bridge Fund"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("WHO", "World Health Organization"),
        ("منظمة الصحة العالمية", "World Health Organization"),
        ("Organisation mondiale de la Santé (OMS)", "World Health Organization"),
        ("Norwegain Refugee Counsil", "Norwegian Refugee Council"),
        ("bridge  fund.", "Bridge Fund"),
    ],
)
def test_a_name_finds_its_body(text: str, wanted: str) -> None:
    found = Bodies(NAMES).answer(text)
    assert found is not None
    assert found.name == wanted
    assert found.reasons


def test_what_the_list_holds_twice_is_left_to_a_person() -> None:
    twice = Bodies([*NAMES, "World Health Organisation (WHO)"]).ask("WHO")
    assert twice[0].sure <= 0.5


def told(**said: str) -> Told:
    row = {
        "partner": "Norwegian Refugee Council",
        "donor": "Bridge Fund",
        "place": "Lare",
        "district": "Nuwer",
        "sector": "WASH",
        "title": "Durable water wells - Lare",
        "begins": "2025-01-16",
        "ends": "2025-04-22",
    }
    return Told(**row | said, point=None)  # type: ignore[arg-type]


def test_the_same_project_told_twice_says_why() -> None:
    other = told(partner="NRC", sector="DAC 140", title="Durable water wells in Lare", begins="2025-01-20")
    found = programmes.twice(told(), other)
    assert found.kind == "same"
    assert found.reasons


def test_two_projects_at_one_place_overlap_and_others_do_not() -> None:
    late = told(
        partner="Bridge Builders", donor="Coast", title="Hygiene messages", begins="2025-03-30", ends="2026-03-01"
    )
    assert programmes.twice(told(), late).kind in {"overlap", "unsure"}
    far = told(
        partner="Coast", donor="C", place="Goba", district="Bale", sector="Health", title="Clinic", begins="2026-01-01"
    )
    assert programmes.twice(told(), far).kind == "other"


AREAS = (
    Area(code="X1", name="Nuwer", level=1, within="X"),
    Area(code="X101", name="Larende", level=2, within="X1"),
    Area(code="X102", name="Wadajir (Medina)", level=2, within="X1"),
    Area(code="X201", name="Twin Hills", level=2, within="X2"),
    Area(code="X301", name="Twin Hills", level=2, within="X3"),
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LARENDE", "X101"),
        ("Larende IDP 2", "X101"),
        ("Medina", "X102"),
        ("Twin Hills", ""),
        ("Somewhere", ""),
        ("", ""),
        ("Old Larende market", "X101"),
    ],
)
def test_a_place_finds_its_area_or_none(text: str, code: str) -> None:
    found = programmes.Places(AREAS).answer(text)
    assert (found.area.code if found else "") == code


def test_the_region_says_which_of_two() -> None:
    found = programmes.Places(AREAS).answer("Twin Hills", within="X3")
    assert found is not None
    assert found.area.code == "X301"
