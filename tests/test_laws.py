"""The laws of the house that hold for all of it at once; each of the others is tried in the room that keeps it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from django.apps import apps

from jisr import tables
from jisr.records import all_schemata

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "jisr"
FORBIDDEN = {row["word"] for row in tables.rows("forbidden_fields")}
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
TABLES = sorted(file.stem for file in (SOURCE / "tables").glob("*.csv"))


def words(name: str) -> set[str]:
    return {word.lower() for word in WORD.findall(name)}


# Law 9: ethnicity, sect, religion, political opinion, health, union, sexual life are in no schema, rule or model.


@pytest.mark.parametrize("name", sorted(all_schemata()))
def test_no_schema_holds_a_forbidden_field(name: str) -> None:
    assert [key for key in all_schemata()[name].properties if words(key) & FORBIDDEN] == []


def test_the_forbidden_words_cut_what_the_model_offers() -> None:
    """The walk above would also pass with an empty table of forbidden words."""
    offered = {name for schema in tables.schema_files() for name in dict(tables.schema(schema).get("properties") or {})}
    assert {"ethnicity", "religion"} <= {name for name in offered if words(name) & FORBIDDEN}


def test_no_model_holds_a_forbidden_field() -> None:
    fields = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if words(field.name) & FORBIDDEN
    }
    assert not fields


def test_no_value_of_ours_holds_a_forbidden_field() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.target.id}"
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and words(node.target.id) & FORBIDDEN
    ]
    assert not found


@pytest.mark.parametrize("table", TABLES)
def test_no_table_holds_a_forbidden_column(table: str) -> None:
    rows = tables.rows(table)
    assert rows
    assert not {column for column in rows[0] if words(column) & FORBIDDEN}


# Law 10: Arabic first.


SAID = [table for table in TABLES if table.startswith("sentences") or table in {"tlp", "sources"}]


@pytest.mark.parametrize("table", SAID)
def test_whatever_is_said_in_english_is_said_in_arabic(table: str) -> None:
    for row in tables.rows(table):
        assert row["en"], dict(row)
        assert row["ar"], dict(row)
        assert placeholders(row["en"]) == placeholders(row["ar"]), dict(row)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_no_sentence_code_stands_twice() -> None:
    codes = [row["code"] for table in TABLES if table.startswith("sentences") for row in tables.rows(table)]
    assert len(codes) == len(set(codes)), sorted({code for code in codes if codes.count(code) > 1})


# Law 11: works alone. No network needed to start, to use, to test; nothing is reported to anybody.

NETWORK = {"socket", "ssl", "http.client", "urllib.request", "smtplib", "ftplib", "requests", "httpx", "aiohttp"}


def test_only_the_exchange_speaks_to_the_outside() -> None:
    found = []
    for file in SOURCE.rglob("*.py"):
        if file.relative_to(SOURCE).parts[0] in {"exchange", "cli"}:  # cli: asks its own port whether it is free
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{file.relative_to(ROOT)}: {name}" for name in names if name in NETWORK]
    assert not found


def test_no_page_asks_another_machine() -> None:
    outside = re.compile(r"""(?:src|href|action|url\()\s*=?\s*["'(]?\s*(?:https?:)?//""", re.IGNORECASE)
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for kind in ("*.html", "*.css", "*.js")
        for file in SOURCE.rglob(kind)
        if "_built" not in file.parts
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if outside.search(line)
    ]
    assert not found


# Nothing of others' is copied into this repository.


def test_locks_have_digests_and_no_addresses() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        pins = re.split(r"\n(?=\S)", text.strip())
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == [], lock.name
    packages = ROOT / "frontend" / "package-lock.json"
    if packages.exists():
        assert '"resolved"' not in packages.read_text(encoding="utf-8")
