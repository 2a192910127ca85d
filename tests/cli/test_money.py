"""An analyst at a terminal: payments in, followed, searched; a program gets the same as JSON lines."""

from __future__ import annotations

from tests.cli.conftest import Terminal


def test_payments_are_read_followed_and_searched(terminal: Terminal) -> None:
    said = terminal("money", "read", "payments.csv")
    assert said.code == 0
    assert "payments.csv, line 5: date is no day of the calendar: 2025-13-03." in said.out
    assert "3 payments, 28,500.00 USD in all." in said.out
    assert "nothing was changed" in terminal("money", "read", "payments.csv").out
    traced = terminal("money", "trace", "Nour Trading LLC", "--to", "C1")
    assert "Of 10,000.00 USD that it paid: 1,000.00 lies" in traced.out
    assert "At most 9,500.00 USD" in traced.out
    assert "payments.csv, line 3" in traced.out
    (found,) = terminal("money", "patterns", "cycle", "--json").lines
    assert (found["shape"], found["account"], found["total"]) == ("cycle", "AE070331234567890123456", 2850000)
    assert terminal("money", "patterns", "cycle", "--fail-on-hit").code == 1
    assert "لا" in terminal("money", "patterns", "cycle", "--set", "least=9", "--lang", "ar").out


def test_what_is_wrong_is_said(terminal: Terminal) -> None:
    assert terminal("money", "trace", "nobody").code == 2
    assert terminal("money", "patterns", "circle").code == 2
    assert terminal("money", "patterns", "--set", "least=3").code == 2
    assert terminal("money", "patterns", "cycle", "--set", "least").code == 2
    assert terminal("money", "patterns", "cycle", "--set", "most_of_all=3").code == 2
    assert terminal("money", "list", "nobody").code == 0


def test_from_findings_to_a_report(terminal: Terminal) -> None:
    terminal("money", "read", "payments.csv")
    found = [row for row in terminal("findings", "list", "--json").lines if row["desk"] == "financial"]
    assert {"cycle"} <= {row["kind"] for row in found}
    assert "Case 1" in terminal("cases", "open", "Round trip", *(str(row["id"]) for row in found)).out
    assert terminal("cases", "note", "1", "seen").code == 0
    assert terminal("cases", "task", "1", "ask", "--due", "never").code == 2
    assert terminal("cases", "propose", "1", "report", "--why", "no trade").code == 0
    assert terminal("cases", "settle", "1", "agree", "--why", "x").code != 0  # the same person
    assert terminal("money", "report", "1", "--entity", "101", "--user", "jisr-1", "--reason", "x").code == 2
    assert [line["step"] for line in terminal("cases", "show", "1", "--json").lines[0]["lines"]][-1] == "propose"
    assert terminal("cases", "list").code == 0
    assert "cycle" in terminal("money", "rules").out
    kept = terminal("money", "patterns", "pass-through", "--set", "floor=100", "--keep")
    assert kept.code == 0
