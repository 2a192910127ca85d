"""What goes wrong where systems of this kind meet, each as a history of whole nodes: s01 to s12 of the scenarios."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from jisr.errors import NotFound
from jisr.exchange.sync import sync
from jisr.exchange.taxii_client import Taxii
from jisr.node import clock
from jisr.node.actions import feedback
from jisr.node.actions.settle_delivery import approve
from jisr.node.actions.withdraw import narrow, withdraw
from jisr.node.models import Batch, LogEntry, Record
from jisr.node.queries.check import check
from jisr.node.queries.findings import finding
from jisr.node.queries.party import find, party, standings
from jisr.node.queries.stix import bundle
from jisr.node.values import Question
from jisr.records import TLP, Marking
from tests.exchange.coalition import InProcess, Node, everything, many, meet, person, settled, shared
from tests.exchange.conftest import Running, Shelf, identity

NAME = "Salim Qandil"
AMBER = Marking(tlp=TLP.AMBER, releasable_to=("coast", "north"))
LAST = "x-taxii-date-added-last"
Three = dict[str, Node]


def nowhere(node: Node, thing: str, name: str = NAME) -> None:
    """No desk, search, page or export of the node uses the thing."""
    assert thing not in node.captions()
    with node.inside():
        assert not check(Question(name=name), reader=node.reader).hits
        for ask in (find, party, standings):
            with pytest.raises(NotFound):
                ask(thing, reader=node.reader)
        assert find_nothing(node, name)
        assert thing.encode() not in bundle([thing], reader=node.reader)


def find_nothing(node: Node, name: str) -> bool:
    try:
        return not find(name, reader=node.reader)
    except NotFound:
        return True


def test_s01_what_is_withdrawn_is_nowhere_and_what_relied_on_it_opens(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME))
    shared(north, "acts:p1")
    numbers = {}
    for node in (coast, river):
        meet(node, north)
        numbers[node.name] = settled(node, NAME)
    with north.inside():
        withdraw("acts:p1", "an error", reader=north.reader)
    for node in (coast, river):
        meet(node, north)
        nowhere(node, "north:acts:p1")
        assert node.holds("north") == {"acts:p1": False}
        with node.inside():
            page = finding(numbers[node.name], reader=node.reader)
            assert (page.row.state, [one.why for one in page.corrections]) == ("open", ["removed"])
            assert page.decisions[0].overtaken_at is not None
            assert not LogEntry.objects.filter(origin="north", body__contains=NAME).exists()


def test_s02_who_loses_it_cannot_tell_narrowed_from_withdrawn(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME), person("p2", "Badr Mirwahi"))
    shared(north, "acts:p1", "acts:p2")
    for node in (coast, river):
        meet(node, north)
    with north.inside():
        narrow("acts:p1", AMBER, reader=north.reader)
        withdraw("acts:p2", "an error", reader=north.reader)
    for node in (coast, river):
        meet(node, north)
    assert coast.captions() == {"north:acts:p1": NAME}
    assert river.captions() == {}
    with river.inside():
        rows = LogEntry.objects.filter(origin="north", seq__gt=2).order_by("seq")
        gone, bare, gone_again, bare_again = rows.values_list("kind", "text", "body")
        assert bare == bare_again == ("", "", "")
        assert orjson.loads(gone[1]).keys() == orjson.loads(gone_again[1]).keys()
        assert gone[1].replace("acts:p1", "acts:p2") == gone_again[1]


def test_s03_a_tombstone_comes_by_whoever_has_it(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME))
    shared(north, "acts:p1", to=("river",))
    meet(river, north)
    with north.inside():
        withdraw("acts:p1", "an error", reader=north.reader)
    shared(river, "north:acts:p1", to=("coast",))
    meet(coast, river)
    assert coast.captions() == {"north:acts:p1": NAME}
    meet(coast, north)  # tells north that coast has it
    meet(coast, north)
    assert coast.captions() == {}
    meet(river, coast)
    assert river.captions() == {}
    meet(coast, river)
    assert coast.captions() == {}


def test_s04_two_edits_in_one_second(three: Three) -> None:
    north, coast, _ = three.values()
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with clock.moved_to(noon):
        north.load(person("p1", NAME))
        shared(north, "acts:p1")
        north.load(person("p1", "Salim Qandil the first"))
        meet(coast, north)
        assert coast.captions() == {"north:acts:p1": "Salim Qandil the first"}
        north.load(person("p1", "Salim Qandil the second"))
        meet(coast, north)
    assert coast.captions() == {"north:acts:p1": "Salim Qandil the second"}


def test_s05_a_clock_set_back_orders_nothing(three: Three) -> None:
    north, coast, _ = three.values()
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with clock.moved_to(noon):
        north.load(person("p1", NAME))
        shared(north, "acts:p1")
        meet(coast, north)
    with clock.moved_to(noon - timedelta(seconds=300)), north.inside():
        north.load(person("p1", "Salim Yasin Qandil"))
        held = Batch.objects.get(state="held")  # a delivery from the past waits for a person
        approve(held.pk, reader=north.reader, sha256=held.sha256, why="the clock was wrong")
        meet(coast, north)
    assert coast.captions() == {"north:acts:p1": "Salim Yasin Qandil"}


def test_s06_a_ring_at_rest_writes_nothing(three: Three) -> None:
    north, coast, river = three.values()
    north.load(person("p1", NAME))
    shared(north, "acts:p1")
    ring = ((north, coast), (coast, river), (river, north))
    for _ in range(3):
        for asker, other in ring:
            meet(asker, other)
    before = [everything(node) for node in three.values()]
    for _ in range(100):
        for asker, other in ring:
            meet(asker, other)
    assert [everything(node) for node in three.values()] == before


def test_s07_a_marking_is_part_of_its_version(three: Three) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", NAME), marking=Marking(tlp=TLP.GREEN))
    shared(north, "acts:p1", to=("coast",))
    meet(coast, north)
    north.load(person("p1", NAME), marking=AMBER)
    meet(coast, north)
    with coast.inside():
        rows = Record.objects.filter(thing="north:acts:p1", known_to=None)
        assert list(rows.values_list("marking__text", flat=True)) == [str(AMBER)]


def pull(asker: Node, peer: InProcess) -> None:
    with asker.inside():
        sync(peer, reader=asker.reader)


class Cut(Exception):
    """The line broke."""


def breaking(after: int) -> object:
    """Passes so many answers, then breaks."""
    left_over = [after]

    def cut(data: bytes) -> bytes:
        left_over[0] -= 1
        if left_over[0] < 0:
            raise Cut
        return data

    return cut


def test_s08_a_long_log_takes_no_more_memory_and_resumes(three: Three) -> None:
    north, coast, _ = three.values()
    many(north, 1200)
    broken = InProcess(north, coast, breaking(8), limit=100)  # type: ignore[arg-type]  # bytes to bytes
    tracemalloc.start()
    with pytest.raises(Cut):
        pull(coast, broken)
    whole = InProcess(north, coast, limit=100)
    pull(coast, whole)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= 64 * 1024 * 1024
    assert broken.pages[-1] == whole.pages[0] == ("north", 700)
    assert len(coast.captions()) == 1200


def test_s09_a_cut_pull_sends_one_page_again(three: Three) -> None:
    north, coast, _ = three.values()
    for number in range(50):
        with coast.inside():
            feedback.ask("north", feedback.Wanted(subject=f"s{number}", question="who?"), reader=coast.reader)
    cut = InProcess(coast, north, breaking(4), limit=5)  # type: ignore[arg-type]  # bytes to bytes
    with pytest.raises(Cut):
        pull(north, cut)
    again = InProcess(coast, north, limit=5)
    pull(north, again)
    asked = cut.pages + again.pages
    assert len(asked) - len(set(asked)) == 1
    assert len(set(asked)) == 10


def test_s10_next_together_with_added_after(shelf: Shelf) -> None:
    posted = [identity() for _ in range(60)]
    shelf.post(*posted)
    said = shelf.get(limit=7)
    ids = [one["id"] for one in said.json()["objects"]]
    while said.json().get("more"):
        said = shelf.get(limit=7, next=said.json()["next"], added_after=said.headers[LAST])
        ids += [one["id"] for one in said.json()["objects"]]
    assert ids == [one["id"] for one in posted]


def test_s11_many_added_at_once_each_have_a_date(shelf: Shelf) -> None:
    posted = [identity() for _ in range(3000)]
    shelf.post(*posted)
    ids: list[str] = []
    query: dict[str, str] = {}
    while (said := shelf.get("objects/", limit=500, **query)).json():
        ids += [one["id"] for one in said.json()["objects"]]
        query = {"added_after": said.headers[LAST]}
    assert ids == [one["id"] for one in posted]
    dates = [one["date_added"] for one in shelf.get("manifest/", limit=5000).json()["objects"]]
    assert dates == sorted(set(dates))


def test_s12_our_client_never_pages_by_modified(node: Running, shelf: Shelf) -> None:
    posted = [identity(modified="2024-01-01T00:00:00.000Z") for _ in range(50)]
    shelf.post(*posted)
    with Taxii(node.base + shelf.path, user="north", secret=node.secrets["north"], rest=lambda _: None) as ours:
        got = [orjson.loads(one)["id"] for page in ours.pages(limit=8) for one in page.objects]
    assert got == [one["id"] for one in posted]
