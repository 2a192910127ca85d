"""Travellers in a node: worked out, looked at, decided once, withdrawn, masked, opened by two, erased in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jisr.errors import NeedsSecond, NotFound, WrongUse
from jisr.node import clock
from jisr.node.actions import journey_rules, journeys_keep
from jisr.node.actions.decide import decide
from jisr.node.actions.purge import purge
from jisr.node.models import Batch, Finding, JourneyFlight, JourneyKey, JourneyPerson, Observed
from jisr.node.queries import journeys, journeys_flows
from jisr.records import TLP
from tests.node.conftest import Load
from tests.node.world import SECOND_SUPERVISOR, SUPERVISOR

READER = replace(SUPERVISOR, clearance=TLP.AMBER_STRICT)
SECOND = replace(SECOND_SUPERVISOR, clearance=TLP.AMBER_STRICT)
NOTICES = "list_id,name,name_ar,aliases,dob,nationality,sex,doc_number,program\n"
SAMI = "L1,Sami Nasser Haddad,سامي ناصر حداد,Sami Haddad,1985-04-12,TUN,M,,FTF\n"
OTHER = "L2,Julien Bruno Dupont,,,1970-01-05,BEL,M,,FTF\n"
LOST = ("lost.csv", b"number,issuer,reported,kind\nT7654321,TUN,2026-01-02,P\n")


def notices(*rows: str) -> tuple[str, bytes]:
    return ("notices.csv", (NOTICES + "".join(rows)).encode())


def traveller(name: str, born: str, document: str) -> str:
    return (
        f"NAD+FL+++{name}'ATT+2++M'DTM+329:{born}'LOC+178+TUN'LOC+179+AMM'NAT+2+TUN'RFF+AVF:ABC123'"
        f"DOC+P:110:111+{document}'DTM+36:300101'LOC+91+TUN'"
    )


HADDAD = traveller("HADDAD:SAMI", "850412", "T1234567")
KARIM = traveller("KARIM:LEILA", "901130", "T7654321")


def flight(*people: str, function: str = "", number: int = 10, day: str = "260301") -> tuple[str, bytes]:
    code = f"BGM+745+{function}'" if function else "BGM+745'"
    text = (
        f"UNB+UNOA:4+ZZ+NODE1+{day}:0420+REF{function}'UNH+M1+PAXLST:D:12B:UN:IATA+ZZ{number}/{day}+01:F'{code}"
        f"TDT+20+ZZ{number}+++ZZ'LOC+125+TUN'DTM+189:{day}0500:201'LOC+87+AMM'DTM+232:{day}0940:201'"
        f"{''.join(people)}CNT+42:{len(people)}'UNT+9+M1'UNZ+1+REF'"
    )
    return (f"{number}{day}{function}.edi", text.encode())


def found(state: str = "open") -> set[tuple[str, str]]:
    return {(one.kind, one.row.state) for one in journeys.hits(reader=READER, state=state)}


def test_a_listed_traveller_and_a_lost_document_wait_for_a_person(load: Load) -> None:
    load(notices(SAMI, OTHER))
    load(LOST)
    row = load(flight(HADDAD, KARIM))
    assert (row.state, row.added) == ("loaded", 3)
    assert Batch.objects.get(pk=row.id).marking.tlp == "amber"
    assert found() == {("list-hit", "open"), ("lost-document", "open")}
    page = journeys.flight("ZZ10-260301-TUN-AMM", reader=READER)
    assert (page.row.aboard, page.row.hits) == (2, 2)
    again = load(("again.edi", flight(HADDAD, KARIM)[1].replace(b"REF'", b"REFX'")))
    assert again.state == "loaded"
    assert Finding.objects.count() == 2


def test_who_is_taken_off_or_delisted_is_withdrawn(load: Load) -> None:
    load(notices(SAMI, OTHER))
    load(LOST)
    load(flight(HADDAD, KARIM))
    load(flight(HADDAD, function="CP"))
    assert found("") == {("list-hit", "open"), ("lost-document", "withdrawn")}
    held = load(notices(OTHER))
    if held.state == "loaded":
        assert found("") == {("list-hit", "withdrawn"), ("lost-document", "withdrawn")}


def test_a_list_that_comes_later_finds_who_is_kept(load: Load) -> None:
    load(flight(HADDAD, KARIM))
    assert found() == set()
    load(notices(SAMI))
    load(LOST)
    assert found() == {("list-hit", "open"), ("lost-document", "open")}


def test_a_dismissed_hit_does_not_come_back_on_the_next_flight(load: Load) -> None:
    load(notices(SAMI))
    load(flight(HADDAD))
    hit = Finding.objects.get(kind="list-hit")
    decide(hit.pk, reader=READER, verdict="dismissed", why="another man")
    load(flight(HADDAD, day="260308"))
    assert Finding.objects.filter(kind="list-hit").count() == 1
    assert found() == set()


def test_every_look_at_a_traveller_is_a_line(load: Load, acted: Callable[[], list[str]]) -> None:
    load(flight(HADDAD, KARIM))
    before = acted().count("read-traveller")
    journeys.traveller(JourneyPerson.objects.order_by("pk")[0].pk, reader=READER)
    assert len(journeys.search("haddad sami", reader=READER)) == 1
    assert len(journeys.search("T7654321", reader=READER)) == 1
    assert acted().count("read-traveller") == before + 3


def test_names_are_gone_after_half_a_year_and_opened_by_two(load: Load, folder: Path) -> None:
    load(notices(SAMI))
    load(flight(HADDAD, KARIM))
    later = clock.now() + timedelta(days=184)
    with clock.moved_to(later):
        assert journeys_flows.protection(reader=READER).late == 2
        assert journeys_keep.mask(reader=READER) == 2
        assert journeys_flows.protection(reader=READER).late == 0
        assert not JourneyKey.objects.exists()
        assert not Finding.objects.exclude(title="").exists()
        for path in [*folder.rglob("*.parquet"), *(folder / "deliveries").rglob("*")]:
            assert not path.is_file() or b"KARIM" not in path.read_bytes()
        one = JourneyPerson.objects.order_by("pk")[0]
        page = journeys.traveller(one.pk, reader=READER)
        assert (page.name, page.masked, page.opened) == ("", True, False)
        with pytest.raises(WrongUse):
            journeys_keep.ask(one.pk, reader=READER, why=" ")
        request = journeys_keep.ask(one.pk, reader=READER, why="court order")
        with pytest.raises(NeedsSecond):
            journeys_keep.grant(request, reader=READER)
        journeys_keep.grant(request, reader=SECOND)
        assert journeys.traveller(one.pk, reader=READER).name
    with clock.moved_to(later + timedelta(days=2)):
        assert not journeys.traveller(one.pk, reader=READER).opened


def test_nothing_is_left_after_five_years(load: Load) -> None:
    load(notices(SAMI))
    load(flight(HADDAD, KARIM))
    with clock.moved_to(clock.now() + timedelta(days=5 * 366)):
        journeys_keep.mask(reader=READER)
        purge(reader=READER)
    assert not JourneyFlight.objects.exists()
    assert not JourneyPerson.objects.exists()
    assert not Observed.objects.filter(kind="traveller").exists()


def test_a_rule_looks_when_another_person_agreed(load: Load) -> None:
    load(flight(HADDAD, KARIM))
    number = journey_rules.add("old", ["age at-least 40"], reader=READER, purpose="a test", legal_basis="none")
    row = journeys_flows.rules(reader=READER)[0]
    assert (row.state, row.looked, row.told) == ("waiting", 2, 1)
    assert found() == set()
    with pytest.raises(NeedsSecond):
        journey_rules.approve(number, reader=READER)
    assert journey_rules.approve(number, reader=SECOND) == 1
    assert found() == {("rule", "open")}
    journey_rules.end(number, reader=READER)
    assert found("") == {("rule", "withdrawn")}
    with pytest.raises(WrongUse):
        journey_rules.add("faith", ["religion is x"], reader=READER, purpose="p", legal_basis="l")


def test_one_document_of_two_people_and_their_correction(load: Load) -> None:
    other = traveller("ZIDAN:OMAR", "701201", "T1234567")
    load(flight(HADDAD))
    load(flight(other, day="260303"))
    assert [one.kind for one in journeys.hits(reader=READER)] == ["document-reuse", "document-reuse"] or [
        one.kind for one in journeys.hits(reader=READER)
    ] == ["document-reuse"]
    load(flight(KARIM, day="260303", function="CP"))
    assert found("open") == set()


def test_who_may_not_see_does_not(load: Load) -> None:
    load(flight(HADDAD))
    stranger = replace(SUPERVISOR, clearance=TLP.GREEN)
    assert journeys.flights(reader=stranger) == ()
    assert journeys.search("haddad", reader=stranger) == ()
    with pytest.raises(NotFound):
        journeys.flight("ZZ10-260301-TUN-AMM", reader=stranger)


def test_both_carriers_of_a_document_are_told_of_whoever_comes_first(load: Load) -> None:
    load(flight(HADDAD))
    load(flight(traveller("SOLBERG:KNUT", "610203", "T1234567"), number=12, day="260305"))
    people = JourneyPerson.objects.filter(hits__kind="document-reuse", hits__ended_at=None)
    assert people.count() == 2


def test_without_a_birth_date_a_rare_name_is_a_hit_and_a_common_one_is_looked_at(load: Load) -> None:
    load(notices(SAMI.replace("1985-04-12", "")))
    load(flight(HADDAD))
    assert found() == {("list-hit", "open")}
    others = [traveller("HADDAD:SAMI", f"9{number}0101", f"T999999{number}") for number in range(2)]
    load(flight(*others, number=12, day="260305"))
    assert found() == {("list-review", "open")}
    assert ("list-hit", "withdrawn") in found("")
