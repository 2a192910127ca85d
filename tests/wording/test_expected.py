"""What a refused file should have held is said in Arabic too: every phrase of the code is in the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import jisr
from jisr import wording
from jisr.wording._isolate import BEGIN, END

SOURCE = Path(jisr.__file__).parent
KINDS = ("Unreadable", "Unrecognised", "TooLarge")
CODE = re.compile(r"[A-Za-z_ ,.:*'-]{0,40}")  # a field, an element or a name, said as it is


def texts(node: ast.AST) -> Iterator[str]:
    """The phrases a node of a program may give, with a value where it has one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(one.value if isinstance(one, ast.Constant) else "7" for one in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def phrases(field: str) -> set[str]:
    """What is given as `field` of an error about a file, or stands in a variable that is."""
    found: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
            said = [
                keyword.value
                for call in ast.walk(function)
                if isinstance(call, ast.Call) and name_of(call) in KINDS
                for keyword in call.keywords
                if keyword.arg == field
            ]
            found.update(text for value in said for text in texts(value))
            named = {value.id for value in said if isinstance(value, ast.Name)}
            found.update(
                text
                for one in ast.walk(function)
                if isinstance(one, ast.Assign) and any(getattr(target, "id", "") in named for target in one.targets)
                for text in texts(one.value)
            )
    return found


def test_every_phrase_has_its_arabic() -> None:
    said = phrases("wanted")
    assert len(said) > 80
    english = {text for text in said if not re.search(r"[\u0621-\u064a]", wording.expected(text, lang="ar"))}
    assert english <= {"JSON", "base64", "keyid and sig", "kind, rid, ver, marking and body"} | {
        "text, salt, audience and body"
    }


def test_every_place_is_a_code_or_has_its_arabic() -> None:
    for text in phrases("place"):
        shown = wording.expected(text, lang="ar")
        assert re.search(r"[\u0621-\u064a]", shown) or re.fullmatch(r"[\w., <>]+", text), text


@pytest.mark.parametrize(
    ("phrase", "arabic"),
    [
        ("line 7", f"السطر {BEGIN}7{END}"),
        ("at most 5 bytes", f"{BEGIN}5{END} بايت على الأكثر"),
        ("12 columns, the first a number; 3 rows have something else", f"وفي {BEGIN}3{END} من الأسطر غير ذلك"),
        ("of no table", f"{BEGIN}of no table{END}"),
    ],
)
def test_arabic_with_its_values_isolated(phrase: str, arabic: str) -> None:
    assert arabic in wording.expected(phrase, lang="ar")
    assert wording.expected(phrase, lang="en") == phrase


def test_a_sentence_says_codes_in_words() -> None:
    facts = {"one": "sy; iq", "other": "TR"}
    assert wording.say("country-differs", lang="en", facts=facts) == "Different countries: Syria, Iraq; Türkiye."
    assert "تركيا" in wording.say("country-differs", lang="ar", facts=facts)
    assert wording.countries("zz", lang="en") == "zz"
