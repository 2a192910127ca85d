"""What reaches a terminal is one line, keeps its order, and moves no cursor."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.cli import _out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ahmad", "Ahmad"),
        ("أحمد", "\u2068أحمد\u2069"),
        ("حلب 2", "\u2068حلب 2\u2069"),
        ("a\x1b[31mb", "a[31mb"),
        ("two\nlines\there", "two lines here"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2067\u2066", ""),
        ("", ""),
    ],
)
def test_a_value_is_cleaned_and_isolated(text: str, shown: str) -> None:
    assert _out.isolate(text) == shown


def test_what_is_shown_already_keeps_its_pieces() -> None:
    piece = _out.isolate("أحمد")
    assert _out.isolate(_out.Shown(f"by {piece}"), rtl=True) == f"\u2068by {piece}\u2069"


@given(st.text())
def test_nothing_that_moves_a_cursor_is_left(text: str) -> None:
    shown = _out.isolate(text)
    assert not any(unicodedata.category(char) == "Cc" for char in shown)
    assert shown.count("\u2068") == shown.count("\u2069") <= 1


def test_the_thirty_cases_keep_their_order(shared: Path) -> None:
    cases = (shared / "workspace" / "bidi_cases.jsonl").read_text(encoding="utf-8").splitlines()
    for line in cases:
        case = json.loads(line)
        rtl = case["page_lang"] == "ar"
        said = case["template"].format(*(_out.isolate(part, rtl=rtl) for part in case["parts"]))
        wanted = case["isolated"] if rtl else case["template"].format(*(_needed(part) for part in case["parts"]))
        assert said == wanted, case["id"]


def _needed(part: str) -> str:
    """A piece without a right-to-left letter or digit cannot turn a line round."""
    turns = any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in part)
    return f"\u2068{part}\u2069" if turns else part


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("محمد", 4), ("مُحَمَّد", 4), ("\u2068نور\u2069", 3), ("名前", 4)]
)
def test_a_width_counts_what_is_seen(text: str, columns: int) -> None:
    assert _out.width(text) == columns


def test_a_table_lines_up(capsys: pytest.CaptureFixture[str]) -> None:
    _out.table(["name", "n"], [["مُحَمَّد", "1"], ["Al", "2"]])
    lines = capsys.readouterr().out.splitlines()
    assert [_out.width(line) for line in lines] == [len("name  n")] * 3


def test_a_program_gets_json_lines(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _out.json_line({"name": "أحمد", "roles": frozenset({"b", "a"}), "where": Path("x")})
    line = capsysbinary.readouterr().out
    assert line.endswith(b"\n")
    assert orjson.loads(line) == {"name": "أحمد", "roles": ["a", "b"], "where": "x"}
