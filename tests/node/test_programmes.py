"""Projects in the node: whoever takes part and is listed is found, whichever came first, and a delisting reopens it."""

from __future__ import annotations

import pytest

from jisr.errors import NotAllowed, NotFound
from jisr.node.actions.decide import decide
from jisr.node.models import Finding
from jisr.node.queries import programmes
from jisr.node.queries.findings import finding
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import ANALYST, EVERYONE, LOW, STRANGER, SUPERVISOR, Delivery, un, without

pytestmark = pytest.mark.django_db


def iati(*partners: str, number: int = 1, more: str = "", name: str = "a.xml") -> Delivery:
    told = "".join(
        f'<participating-org role="4"><narrative>{partner}</narrative></participating-org>' for partner in partners
    )
    text = (
        f'<iati-activities version="2.03"><iati-activity default-currency="USD" xml:lang="en">'
        f"<iati-identifier>XM-EX-{number}</iati-identifier><reporting-org ref='XM-EX' type='40'/>"
        f"<title><narrative>Wells {number}</narrative></title><description><narrative>d</narrative></description>"
        f'{told}<activity-status code="2"/><activity-date type="2" iso-date="2024-01-02"/>{more}'
        f"</iati-activity></iati-activities>"
    )
    return name, text.encode()


LISTED = "Salim Yasin al-Qandil"


def raised() -> list[tuple[str, str]]:
    return [(row.about, row.state) for row in Finding.objects.filter(kind="partner").order_by("about")]


def test_a_listed_partner_of_a_new_project_is_found(load: Load) -> None:
    load(un())
    load(iati(LISTED, "River Aid"))
    assert raised() == [("iati:XM-EX-1", "open")]
    page = programmes.project("iati:XM-EX-1", reader=ANALYST)
    assert [bool(one.findings) for one in page.partners] == [True, False]


def test_a_partner_listed_later_is_found_in_every_project(load: Load) -> None:
    load(iati(LISTED))
    load(iati(LISTED, "River Aid", number=2, name="b.xml"))
    assert raised() == []
    load(un())
    assert raised() == [("iati:XM-EX-1", "open"), ("iati:XM-EX-2", "open")]


def test_a_delisting_opens_the_finding_again(load: Load) -> None:
    load(un())
    load(iati(LISTED))
    number = Finding.objects.get(kind="partner").pk
    decide(number, reader=SUPERVISOR, verdict="confirmed", why="the same")
    load(un(without("QDi.900", entries=EVERYONE), "2025-06-19"))
    assert raised() == [("iati:XM-EX-1", "open")]
    assert finding(number, reader=SUPERVISOR).corrections


def test_the_same_again_finds_nothing_twice(load: Load) -> None:
    load(un())
    load(iati(LISTED))
    load(iati(LISTED))
    load(un(made="2025-06-19"))
    assert len(raised()) == 1


def test_what_a_reader_may_not_see_is_not_there(load: Load) -> None:
    load(iati("River Aid"), marking=Marking(tlp=TLP.AMBER))
    assert programmes.projects(reader=LOW).total == 0
    assert programmes.projects(reader=ANALYST).total == 1
    with pytest.raises(NotFound):
        programmes.project("iati:XM-EX-1", reader=LOW)
    with pytest.raises(NotAllowed):
        programmes.projects(reader=STRANGER)
    assert b"XM-EX-1" not in programmes.export(reader=LOW)
    assert b"XM-EX-1" not in programmes.export(reader=ANALYST, clear=True)
    assert b"XM-EX-1" in programmes.export(reader=ANALYST)


def test_the_money_of_all_projects_together(load: Load) -> None:
    paid = '<transaction><transaction-type code="3"/><value>{}</value></transaction>'
    load(iati(number=1, more=paid.format(100)))
    child = '<related-activity type="1" ref="XM-EX-1"/>'
    load(iati(number=2, more=paid.format(60) + child, name="b.xml"))
    stages = {stage.stage: stage.sums for stage in programmes.total(reader=ANALYST)}
    assert [(code, int(amount)) for code, amount in stages["paid"]] == [("USD", 60)]
