"""A value keeps its direction in a line of the other one."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest
from django.utils import translation

from jisr.workspace import isolate, places

CASES = (
    ("شركة النور (LLC)", "<bdi>شركة النور (LLC)</bdi>"),
    ("a <b> & c", "<bdi>a &lt;b&gt; &amp; c</bdi>"),
    ("evil \u202eturned", "<bdi>evil turned</bdi>"),
)


@pytest.mark.parametrize(("value", "shown"), CASES)
def test_a_value_is_isolated_and_escaped(value: str, shown: str) -> None:
    assert isolate.bdi(value) == shown


def test_ids_run_left_to_right() -> None:
    assert isolate.ltr("+963-11-555") == '<bdi dir="ltr">+963-11-555</bdi>'


def test_the_thirty_cases(shared: Path) -> None:
    lines = (shared / "workspace" / "bidi_cases.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 30
    for case in map(json.loads, lines):
        said = case["template"].format(*(isolate.isolated(part) for part in case["parts"]))
        assert said == case["isolated"], case["id"]
        shown = html.unescape(case["template"].format(*(isolate.bdi(part) for part in case["parts"])))
        assert shown == case["html"].replace('<bdi dir="ltr">', "<bdi>").replace('<bdi dir="rtl">', "<bdi>"), case["id"]


def test_a_place_in_a_file_is_told_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert places.told("a.csv, line 57") == '<bdi dir="ltr">a.csv</bdi>, line <bdi>57</bdi>'
    with translation.override("ar"):
        assert places.told("a.csv, line 57") == '<bdi dir="ltr">a.csv</bdi>، السطر <bdi>57</bdi>'
        assert places.told("/INDIVIDUALS[3]/<b>") == '<bdi dir="ltr">/INDIVIDUALS[3]/&lt;b&gt;</bdi>'


def test_a_sentence_s_own_isolates_become_tags() -> None:
    """A table may write its examples between isolates with a direction."""
    said = isolate.as_html("معرّف (\u2066un:QDi.317\u2069) في \u20682025-11-06\u2069 <b>")
    assert said == 'معرّف (<bdi dir="ltr">un:QDi.317</bdi>) في <bdi class="nb">2025-11-06</bdi> &lt;b&gt;'
