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
