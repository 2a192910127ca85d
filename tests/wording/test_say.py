"""Codes become sentences."""

from __future__ import annotations

import csv
import json
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import errors, tables, wording
from jisr.errors import WrongUse
from jisr.sharing import _reader
from jisr.wording._isolate import BEGIN, END, needs_isolation, settled

TABLES = tables.tables("sentences")
ROWS = [row for table in TABLES for row in tables.rows(table)]


def fields(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None}


def test_every_code_stands_once() -> None:
    assert [code for code, count in Counter(row["code"] for row in ROWS).items() if count > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_sentence_is_there_in_both_languages(row: tables.Row) -> None:
    assert row["en"]
    assert row["ar"]
    assert fields(row["ar"]) <= fields(row["en"]) | {"count", "what"}
    assert all(name.isidentifier() for name in fields(row["en"]) | fields(row["ar"]))


def test_arabic_sentences_are_arabic() -> None:
    for row in ROWS:
        words = re.sub(r"\{\w+(:\w+)?\}|`[^`]*`", "", row["ar"])
        assert re.search(r"[\u0621-\u064a]", words) or not re.search(r"[a-z]{3}", words), row["code"]


def test_errors_and_refusals_can_be_said() -> None:
    every = [errors.JisrError]
    for kind in every:
        every.extend(kind.__subclasses__())
    wanted = {kind.code for kind in every} | {code for code, _rule in _reader.RULES}
    assert wanted <= wording.codes()


@pytest.mark.parametrize("lang", wording.LANGUAGES)
def test_facts_are_filled_in(lang: str) -> None:
    said = wording.say("unreadable", lang=lang, facts={"source": "قائمة", "place": "list.csv:7", "wanted": "x"})
    assert "قائمة" in said
    assert "list.csv:7" in said


@pytest.mark.parametrize(
    ("code", "lang", "facts"),
    [("no-such-code", "en", {}), ("error", "fr", {}), ("unreadable", "en", {"source": "x"})],
)
def test_what_cannot_be_said(code: str, lang: str, facts: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        wording.say(code, lang=lang, facts=facts)


def test_a_count_chooses_the_form() -> None:
    said = [wording.say("words", lang="ar", facts={"count": str(count)}) for count in (1, 2, 3, 11, 100)]
    assert said == ["كلمة واحدة", "كلمتان", f"{BEGIN}3{END} كلمات", f"{BEGIN}11{END} كلمة", f"{BEGIN}100{END} كلمة"]
    assert wording.say("words", lang="en", facts={"count": "1"}) == "one word"
    assert wording.say("words", lang="en", facts={"count": "2"}) == "2 words"
    assert "words" in wording.codes()


def test_plurals_follow_the_rule(shared: Path) -> None:
    told = json.loads((shared / "workspace" / "plurals_ar.json").read_text(encoding="utf-8"))
    order = ["zero", "one", "two", "few", "many", "other"]
    for number, place in told["test_numbers"].items():
        assert wording.plural(int(number), lang="ar") == order[place]


def test_bidi_cases(shared: Path) -> None:
    lines = (shared / "workspace" / "bidi_cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    assert len(cases) == 30
    for case in cases:
        assert case["template"].format(*map(wording.isolated, case["parts"])) == case["isolated"]
        plain = [part for part in case["parts"] if not needs_isolation(part, lang=case["page_lang"])]
        for part in plain:
            way = case["part_dir"][case["parts"].index(part)]
            assert way == {"ar": "rtl", "en": "ltr"}[case["page_lang"]]


@pytest.mark.parametrize(
    ("value", "lang", "needed"),
    [
        ("أحمد", "ar", False),
        ("أحمد الشرع", "ar", False),
        ("Ahmed", "ar", True),
        ("3", "ar", True),
        ("٣", "ar", True),
        ("أحمد (2)", "ar", True),
        ("", "ar", False),
        ("Ahmed (2)", "en", False),
        ("أحمد", "en", True),
        ("٣", "en", True),
        ("", "en", False),
    ],
)
def test_what_needs_isolation(value: str, lang: str, needed: bool) -> None:  # noqa: FBT001  # a table of cases
    assert needs_isolation(value, lang=lang) is needed


@given(st.text(alphabet="aب3 (\u2066\u2067\u2068\u2069\u202b\u202c\u200f", max_size=12))
def test_an_isolated_value_cannot_turn_the_line(value: str) -> None:
    shown = wording.isolated(value)
    assert shown.startswith(BEGIN)
    assert shown.endswith(END)
    assert settled(shown)
    assert settled(shown[1:-1])
    assert wording.isolated(shown) == shown


def test_no_table_has_a_row_too_long() -> None:
    for table in TABLES:
        with (Path(tables.__file__).parent / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            lines = [line for line in file if not line.startswith("#")]
        assert {len(row) for row in csv.reader(lines)} == {3}, table


def test_isolates_that_do_not_close() -> None:
    assert not settled(END + BEGIN)
    assert not settled(BEGIN)
    assert wording.isolated(f"{BEGIN}a{END} {BEGIN}b{END}") == f"{BEGIN}a b{END}"


def test_sources_have_names() -> None:
    assert wording.source_name("no-such-source", lang="ar") == "no-such-source"
    assert wording.source_name("no-such-source", lang="ar", default="سجل") == "سجل"
    assert wording.jurisdiction_name("no-such", lang="en") == "no-such"


def test_an_instant_is_said_to_the_minute() -> None:
    said = wording.say("listed-on", lang="en", facts={"date": "2020-12-31T23:00:00Z", "list": "UK"})
    assert said == "Listed on 2020-12-31 23:00 UTC under UK."
