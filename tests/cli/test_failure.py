"""Whatever goes wrong is told in two lines: what and where, then what to do; the exit code says the kind."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from django.db import OperationalError

from jisr.cli import _failure
from jisr.errors import Conflict, JisrError, NotAllowed, NotFound, TooLarge, Unreadable, Unrecognised, WrongUse

UNREADABLE = {"source": "list.csv", "place": "line 7", "wanted": "a date"}
CASES = [
    (Unreadable(**UNREADABLE), 3, "list.csv, line 7: expected a date"),
    (Unrecognised(**UNREADABLE), 3, "list.csv, line 7"),
    (TooLarge(**UNREADABLE), 3, "list.csv, line 7"),
    (WrongUse("no such kind 'x'"), 2, "no such kind 'x'"),
    (NotFound("no party 'un:1'"), 2, "no party 'un:1'"),
    (NotAllowed("layla needs the role supervisor"), 2, "layla needs the role supervisor"),
    (Conflict("settled meanwhile"), 2, "settled meanwhile"),
    (click.UsageError("Missing argument 'NAME'."), 2, "Missing argument 'NAME'."),
    (FileNotFoundError(2, "No such file or directory", "nowhere.xml"), 3, "nowhere.xml: No such file or directory"),
    (PermissionError(13, "Permission denied", "closed.xml"), 3, "closed.xml"),
    (OperationalError("no such table: node_record"), 3, "no such table"),
]


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(("error", "code", "what"), CASES, ids=lambda case: type(case).__name__)
def test_an_error_is_two_lines(
    error: Exception, code: int, what: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _failure.report(error, ["read", "--lang", lang]) == code
    said = capsys.readouterr()
    assert said.out == ""
    first, second = said.err.splitlines()
    if lang == "en":
        assert first.startswith("error: ")
        assert what in first
        assert second.startswith("hint: ")
    else:
        assert first.startswith("خطأ: ")
        assert second.startswith("تلميح: ")
    assert len(second) > len("hint: ")


def test_a_fault_of_ours_leaves_its_traceback_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert _failure.report(KeyError("x"), []) == 3
    said = capsys.readouterr().err
    assert "Traceback" not in said
    kept = Path(said.split("Send us ")[1].strip().rstrip("."))
    assert "KeyError" in kept.read_text(encoding="utf-8")
    kept.unlink()


def test_an_error_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    _failure.report(WrongUse("a\x1b]0;title\x07b\nc\u202e"), [])
    assert capsys.readouterr().err.splitlines()[0] == "error: a]0;titleb c"


@pytest.mark.parametrize(
    ("words", "variable", "lang"),
    [
        (["--lang", "ar"], "", "ar"),
        (["check", "--lang=ar"], "", "ar"),
        (["check", "--lang", "xx"], "", "en"),
        (["check"], "ar", "ar"),
        (["check", "--lang", "en"], "ar", "en"),
        (["check", "--lang"], "", "en"),
    ],
)
def test_the_language_is_known_even_of_a_wrong_line(
    words: list[str], variable: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JISR_LANG", variable)
    assert _failure.language(words) == lang


def test_every_error_has_its_words_in_arabic(capsys: pytest.CaptureFixture[str]) -> None:
    kinds = [
        JisrError,
        *JisrError.__subclasses__(),
        *(kind for one in JisrError.__subclasses__() for kind in one.__subclasses__()),
    ]
    for kind in kinds:
        error = kind(**UNREADABLE) if issubclass(kind, Unreadable) else kind("so it is")
        _failure.report(error, ["--lang=ar"])
        assert capsys.readouterr().err.count("\n") == 2
