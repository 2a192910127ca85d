"""What the node answers to a wrong wish is said in Arabic too: every message of the code is in the table."""

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
KINDS = ("WrongUse", "NotFound", "NotAllowed", "NotReleasable", "Conflict")
# Words of a protocol, which its programs compare: those of yente's API stay as its clients know them.
PROTOCOL = (
    "api/",
    "node/queries/match.py",
    "node/queries/search.py",
    "node/queries/shelf.py",
    "node/queries/entities.py",
)
TYPES = "Invalid type: 7"


def texts(node: ast.AST) -> Iterator[str]:
    """The messages a node of a program may give, with a value where it has one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(one.value if isinstance(one, ast.Constant) else "7" for one in node.values)  # type: ignore[misc]
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def raised(function: ast.FunctionDef) -> Iterator[str]:
    """What the errors of a function say."""
    for error in (one.exc for one in ast.walk(function) if isinstance(one, ast.Raise)):
        if isinstance(error, ast.Call) and getattr(error.func, "id", "") in KINDS and error.args:
            said = error.args[0]
            yield from texts(said)
            if isinstance(said, ast.Name):
                for one in ast.walk(function):
                    if isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == said.id:
                        yield from texts(one.value)


def messages() -> set[str]:
    """Every message of the code that a person may read."""
    found: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        if not file.relative_to(SOURCE).as_posix().startswith(PROTOCOL):
            for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef):
                    found.update(raised(function))
    return found - {TYPES}


def test_every_message_has_its_arabic() -> None:
    said = messages()
    assert len(said) > 100
    assert {text for text in said if not re.search(r"[\u0621-\u064a]", wording.refusal(text, lang="ar"))} == set()


@pytest.mark.parametrize(
    ("message", "arabic"),
    [
        ("to confirm a match, say why", "لتأكيد تطابق، اذكر السبب"),
        ("case 12 is closed already", f"الملف {BEGIN}12{END} حالته من قبل: {BEGIN}closed{END}"),
        ("of no table", ""),
    ],
)
def test_arabic_with_its_values_isolated(message: str, arabic: str) -> None:
    assert wording.refusal(message, lang="ar") == arabic
    assert wording.refusal(message, lang="en") == message
