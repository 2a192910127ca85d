"""One search over every desk: in any script, only what is open to whoever asks, as it was known then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jisr.errors import WrongUse
from jisr.node.actions import demo
from jisr.node.models import AuditEntry
from jisr.node.queries.clocks import clocks
from jisr.node.queries.everywhere import KINDS, LONGEST, everywhere
from jisr.node.queries.reader import terminal
from jisr.records import TLP
from jisr.sharing import Reader, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(folder: Path) -> Reader:
    """The demo world, as its terminal sees it."""
    del folder
    reader = terminal("test")
    demo.fill(reader=reader)
    return reader


def kinds(text: str, reader: Reader, kind: str = "") -> set[str]:
    return {row.kind for row in everywhere(text, reader=reader, kind=kind).rows}


def test_every_desk_in_any_script_and_only_what_is_open(world: Reader) -> None:
    assert {"party", "finding", "payment"} <= kinds("وضاح لقمان المنجنيقي", world)
    assert "party" in kinds("Lokman", world), "part of a name, spelt as it sounds"
    names = [row.title for row in everywhere("qandili", reader=world, kind="party").rows]
    assert "Broken Lantern Movement" in names, "found by its Arabic name"
    assert {"document", "party"} <= kinds("لقمان", world)
    assert {"project", "commitment"} <= kinds("wells", world)
    everything = everywhere("wells", reader=world)
    assert {one.kind for one in everything.kinds} == {row.kind for row in everything.rows}
    assert AuditEntry.objects.filter(act="search-everything").exists()

    auditor = replace(world, roles=frozenset({Role.AUDITOR}))
    closed = everywhere("وضاح لقمان المنجنيقي", reader=auditor)
    assert {"payment", "post"} <= set(closed.closed)
    assert not {"payment", "post"} & {row.kind for row in closed.rows}

    cleared = replace(world, clearance=TLP.CLEAR)
    assert {row.marking for row in everywhere("وضاح لقمان المنجنيقي", reader=cleared).rows} <= {"TLP:CLEAR", ""}

    assert everywhere("Lokman", reader=world, clocks=clocks("2001-01-01", "2001-01-01")).rows == ()


@pytest.mark.parametrize("text", ["", " ", "!!", "x" * (LONGEST + 1)])
def test_what_is_no_question(text: str) -> None:
    with pytest.raises(WrongUse, match="a search needs one letter or digit"):
        everywhere(text, reader=terminal("test"))


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(WrongUse, match="no kind 'ship'"):
        everywhere("x", reader=terminal("test"), kind="ship")
    assert "party" in KINDS
