"""Logs between whole nodes: what is shared arrives, what is taken back goes, and everybody can prove it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jisr.errors import BadSignature, Gap, Unreadable
from jisr.exchange.airgap import export, take_file
from jisr.exchange.sync import Round
from jisr.node.actions.share import share
from jisr.node.actions.withdraw import narrow, withdraw
from jisr.node.models import Egress, LogEntry, Receipt
from jisr.node.queries.exchange import state_hash, verify_exchange
from jisr.records import TLP, Marking
from tests.exchange.coalition import Node, meet, person


def test_what_is_shared_arrives_and_is_acknowledged(three: dict[str, Node]) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil"), person("p2", "Badr Mirwahi"))
    with north.inside():
        done = share(["acts:p1"], ["coast"], reader=north.reader)
    assert (done.refused, done.entries) == ((), 1)
    round_ = meet(coast, north)
    assert round_.records == 1
    assert coast.captions() == {"north:acts:p1": "Salim Qandil"}
    with north.inside():
        assert list(Receipt.objects.values_list("member", "through")) == [("coast", 1)]
    meet(river, north)
    assert river.captions() == {}
    assert river.log("north") == [(1, "")]


def test_what_is_withdrawn_is_dropped_by_its_holders(three: dict[str, Node]) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil"))
    with north.inside():
        share(["acts:p1"], ["coast", "river"], reader=north.reader)
    for node in (coast, river):
        meet(node, north)
        assert node.captions()
    with north.inside():
        assert withdraw("acts:p1", "an error", reader=north.reader) == 2
    assert north.captions() == {}
    for node in (coast, river):
        assert meet(node, north).dropped == 1
        assert node.captions() == {}
        assert node.holds("north") == {"acts:p1": False}


def test_narrowing_looks_to_the_loser_like_withdrawing(three: dict[str, Node]) -> None:
    north, coast, river = three.values()
    north.load(person("p1", "Salim Qandil"), person("p2", "Badr Mirwahi"))
    with north.inside():
        share(["acts:p1", "acts:p2"], ["coast", "river"], reader=north.reader)
    meet(coast, north)
    meet(river, north)
    with north.inside():
        narrow("acts:p1", Marking(tlp=TLP.AMBER, releasable_to=("coast", "north")), reader=north.reader)
        withdraw("acts:p2", "an error", reader=north.reader)
    meet(coast, north)
    meet(river, north)
    assert coast.captions() == {"north:acts:p1": "Salim Qandil"}
    assert river.captions() == {}
    assert [kind for _, kind in river.log("north")][2:] == ["retract", "", "retract", ""]


def carried(sender: Node, receiver: Node, after: int | None = None) -> list[bytes]:
    """A file from one to the other."""
    with sender.inside():
        return list(export(receiver.name, reader=sender.reader, after=after))


def bring(node: Node, lines: list[bytes]) -> Round:
    with node.inside():
        return take_file(lines, reader=node.reader)


def test_by_file_the_same_state_as_by_line(three: dict[str, Node]) -> None:
    north, coast, river = three.values()
    north.load(*(person(f"p{number}", f"Salim Qandil {number}") for number in range(30)))
    with north.inside():
        share([f"acts:p{number}" for number in range(30)], ["coast", "river"], reader=north.reader)
        withdraw("acts:p3", "an error", reader=north.reader)
    first = carried(north, river, after=0)
    meet(coast, north)
    assert bring(river, first).records == 29
    with coast.inside():
        by_line = state_hash(reader=coast.reader)
    with river.inside():
        assert state_hash(reader=river.reader) == by_line
    assert bring(river, first).taken == 0


def test_files_out_of_order_wait_for_the_missing_one(three: dict[str, Node]) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", "Salim Qandil"), person("p2", "Badr Mirwahi"))
    with north.inside():
        share(["acts:p1"], ["coast"], reader=north.reader)
    first = carried(north, coast)
    with north.inside():
        share(["acts:p2"], ["coast"], reader=north.reader)
    later = carried(north, coast, after=1)
    with pytest.raises(Gap, match="bring the earlier one first"):
        bring(coast, later)
    bring(coast, first)
    assert bring(coast, later).records == 1
    assert len(coast.captions()) == 2


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda lines: lines[:-1], Unreadable),
        (lambda lines: [*lines[:-1], lines[-1][:40]], Unreadable),
        (lambda lines: [lines[0], *lines[2:]], BadSignature),
        (lambda lines: [lines[0], lines[1].replace(b"Salim", b"Selim"), lines[2]], BadSignature),
        (lambda lines: lines[:0], Unreadable),
        (lambda lines: [b"hello\n", *lines[1:]], Unreadable),
        (lambda lines: [lines[0].replace(b"coast", b"river"), *lines[1:]], Unreadable),
        (lambda lines: [lines[0].replace(b"north", b"river"), *lines[1:]], BadSignature),
    ],
)
def test_a_wrong_file_is_refused_whole(
    three: dict[str, Node], spoil: Callable[[list[bytes]], list[bytes]], error: type[Exception]
) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", "Salim Qandil"))
    with north.inside():
        share(["acts:p1"], ["coast"], reader=north.reader)
    with pytest.raises(error):
        bring(coast, spoil(carried(north, coast)))
    assert coast.captions() == {}
    assert coast.log("north") == []


def test_every_flipped_column_is_found_and_named(three: dict[str, Node]) -> None:
    north, coast, _ = three.values()
    north.load(person("p1", "Salim Qandil"), person("p2", "Badr Mirwahi"))
    with north.inside():
        share(["acts:p1", "acts:p2"], ["coast"], reader=north.reader)
    meet(coast, north)
    for node in (north, coast):
        with node.inside():
            report = verify_exchange(reader=node.reader)
            assert (report.fault, report.place) == ("", "")
            assert report.entries == 3
            for model in (LogEntry, Egress):
                for row in model.objects.all():
                    spoil_each(model, row, node)


def spoil_each(model: type[LogEntry | Egress], row: LogEntry | Egress, node: Node) -> None:
    for field in model._meta.concrete_fields:
        value = getattr(row, field.name)
        if field.name in {"id", "number"} or (field.name in {"salt", "audience", "members_salt"} and not value):
            continue
        model.objects.filter(pk=row.pk).update(**{field.name: flipped(value)})
        report = verify_exchange(reader=node.reader)
        assert report.fault.startswith("log" if model is LogEntry else "egress"), f"{model.__name__}.{field.name}"
        assert report.place.split()[-1].isdecimal()
        model.objects.filter(pk=row.pk).update(**{field.name: value})
    assert verify_exchange(reader=node.reader).fault == ""


def flipped(value: object) -> object:
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    data = bytes(value)  # type: ignore[call-overload]  # the rest are bytes
    return data[:-1] + bytes([data[-1] ^ 1])
