"""One person on two lists, at the terminal: proposed with evidence, settled by a person, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal, un_list
from tests.node.world import sdn


@pytest.fixture
def lists(terminal: Terminal, folder: Path) -> Terminal:
    (folder / "un.xml").write_text(un_list("2025-04-19"), encoding="utf-8")
    row = ("15945", "AL-SHARA, Ahmad Husayn", "individual", "SDGT", "DOB 1982; nationality Jordan.")
    (folder / "sdn.csv").write_bytes(sdn(row)[1])
    assert terminal("read", "un.xml").code == 0
    assert terminal("read", "sdn.csv").code == 0
    return terminal


def test_proposed_settled_taken_back(lists: Terminal) -> None:
    assert lists("same", "find", "--json").lines == [{"proposed": 1}]
    (row,) = lists("same", "list", "--json").lines
    assert {row["left"]["thing"], row["right"]["thing"]} == {"un:QDi.317", "ofac:15945"}  # type: ignore[index]
    number = str(row["finding"])
    told = lists("same", "list").out
    assert "Both were born in 1982." in told
    assert "Both name the country Jordan." in told
    assert "كلاهما يذكر البلد الأردن" in lists("same", "list", "--lang", "ar").out
    assert lists("same", "confirm", number, "--why", "same town").code == 0
    assert "un:QDi.317" in lists("status", "ofac:15945").out, "one party, on both lists"
    assert lists("same", "confirm", number, "--why", "again").code != 0, "settled once"
    assert lists("same", "undo", number, "--why", "misread").code == 0
    assert "un:QDi.317" not in lists("status", "ofac:15945").out
    assert len(lists("same", "list", "--json").lines) == 1


def test_what_is_not_there(lists: Terminal) -> None:
    said = lists("same", "confirm", "999", "--why", "x")
    assert said.code == 2
    assert "999" in said.err
    assert lists("same", "confirm", "1").code == 2, "why is asked for"
