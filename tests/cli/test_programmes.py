"""A person at a terminal: projects in, checked, out; promises in, told, on the board."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Terminal


def test_projects_come_in_are_checked_and_go_out(terminal: Terminal, folder: Path) -> None:
    assert terminal("read", "un_20250419.xml").code == 0
    assert "1 new" in terminal("programmes", "read", "activities.xml").out
    (row,) = terminal("programmes", "list", "wells", "--json").lines
    assert (row["thing"], row["partners"]) == ("iati:XM-EXAMPLE-1", 1)
    shown = terminal("programmes", "show", "iati:XM-EXAMPLE-1").out
    assert "paid: 1,250.50 USD" in shown
    assert "finding 1 (open" in shown
    assert "paid: 1,250.50 USD" in terminal("programmes", "total").out
    assert terminal("programmes", "export", "-o", "out.xml", "--clear").code == 0
    assert "آبار في الشمال" in (folder / "out.xml").read_text(encoding="utf-8")
    checked = terminal("programmes", "check", "out.xml", "activities.xml", "--fail-on-hit")
    assert checked.code == 1
    assert "activities.xml, line 8: warning: The point 0 0" in checked.out
    assert "القاعدة" in terminal("programmes", "check", "activities.xml", "--lang", "ar").out


def test_a_broken_file_is_told_with_its_line(terminal: Terminal, folder: Path) -> None:
    text = (folder / "activities.xml").read_text(encoding="utf-8")
    (folder / "broken.xml").write_text(text.replace("</iati-activities>", "<iati-activity><title>"), encoding="utf-8")
    said = terminal("programmes", "check", "broken.xml")
    assert said.code == 3
    assert "before that 1 were checked" in said.err
    assert terminal("programmes", "check", "article.txt").code == 3
    assert terminal("programmes", "show", "iati:none").code == 2


def test_promises(terminal: Terminal) -> None:
    assert "2 new" in terminal("commitments", "read", "promises.csv").out
    board = terminal("commitments", "board", "--fail-on-hit")
    assert board.code == 1
    assert "1 overdue" in board.out
    assert terminal("commitments", "board", "--on", "2020-06-30", "--fail-on-hit").code == 0
    assert terminal("commitments", "read", "facts.jsonl").code == 0
    assert "step 1" in terminal("commitments", "tell", "facts:seed-17", "--status", "met", "--why", "law 12").out
    assert "التزام دمشق" in terminal("commitments", "show", "facts:seed-17").out
    assert terminal("commitments", "approve", "1", "--why", "I told it myself").code == 2
