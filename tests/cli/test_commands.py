"""A person at a terminal does the day's work; a program gets the same as JSON lines."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from jisr.cli._main import COMMANDS
from tests.cli.conftest import Terminal, join_river, un_list

NOT_HERE = {"up"}  # starts processes: tried in test_up.py
NEEDS_HELD = (
    *("jisr partner confirm", "jisr request answer", "jisr request settle"),  # so are their words and numbers
    *("jisr partner second", "jisr partner resume", "jisr partner close"),  # need another person, or a partner gone
    "jisr partner without",  # needs a node that was restored
    "jisr taxii forget",  # nothing is followed
    *("jisr request propose", "jisr request sight"),  # need a record that came from it
    *("jisr documents part", "jisr documents watch --remove", "jisr documents watch /srv"),  # nothing is watched yet
    *("jisr batches approve", "jisr batches reject", "jisr same confirm", "jisr same dismiss", "jisr same undo"),
    *("jisr cleared ", "jisr vetting approve", "jisr vetting refuse", "jisr vetting appeal", "jisr vetting propose"),
    *("jisr commitments approve", "jisr commitments refuse"),  # another person's
    *("jisr common show", "jisr common tell"),  # the demo world's
    *("jisr cases open", "jisr cases add", "jisr cases done", "jisr cases settle", "jisr money report"),
    *("jisr journeys show", "jisr journeys unmask", "jisr journeys grant"),  # the numbers are another node's
    "jisr may --law un --kind travel --with un:QDi.336",
)
JOINED = ("partner", "share", "export", "request")  # commands whose examples need a partner
NEEDS_NETWORK = ("jisr fetch un", "jisr fetch ofac", "jisr documents watch https", "jisr documents read *")
BEFORE = {  # what a person has done before
    "jisr watch list 1": ("watch", "file", "customers.csv", "--name", "customers"),
    "jisr watch again 1": ("watch", "file", "customers.csv", "--name", "customers"),
    "jisr watch remove 1": ("watch", "file", "customers.csv", "--name", "customers"),
    "jisr watch remove un:": ("watch", "add", "un:QDi.317", "--why", "a licence"),
    "jisr programmes show": ("programmes", "read", "activities.xml"),
    "jisr programmes brief": ("programmes", "read", "activities.xml"),
    "jisr commitments show": ("commitments", "read", "facts.jsonl"),
    "jisr commitments tell": ("commitments", "read", "facts.jsonl"),
    "jisr money trace": ("money", "read", "payments.csv"),
    **dict.fromkeys(
        ("jisr cases show", "jisr cases note", "jisr cases task", "jisr cases propose"),
        ("cases", "open", "Grain that comes back as money", "1"),
    ),
    "jisr vetting ": ("vetting", "open", "Salim Haddad", "--post", "captain"),
}


def examples() -> Iterator[str]:
    for name in COMMANDS:
        command = import_module(f"jisr.cli.{name}").command
        for one in [command, *getattr(command, "commands", {}).values()]:
            assert isinstance(one, click.Command)
            lines = [
                line.strip() for line in (one.epilog or "").splitlines() if line.strip().startswith(("jisr", "cat"))
            ]
            assert lines or isinstance(one, click.Group), f"jisr {name} {one.name} has no example"
            yield from lines


@pytest.mark.parametrize("line", [line for line in examples() if shlex.split(line)[1] not in NOT_HERE])
def test_the_examples_of_help_run(line: str, terminal: Terminal, folder: Path) -> None:
    assert terminal("read", "un_20250419.xml", "--received", "2025-04-19").code == 0
    assert terminal("check", "أحمد حسين الشرع", "--keep").code == 0
    assert terminal("user", "add", "layla").code == 0 if "user add" not in line else True
    if " revoke " in line:
        assert terminal("user", "token", "layla", "--label", "case system").code == 0
    if " undo " in line:
        assert terminal("findings", "dismiss", "1", "--why", "born elsewhere").code == 0
    if shlex.split(line)[1] in JOINED and not {"name", "invite"} & set(shlex.split(line)[2:3]):
        join_river(agreed="agree" not in line)
    for start, words in BEFORE.items():
        assert not line.startswith(start) or terminal(*words).code == 0
    words = shlex.split(line.rsplit("| jisr ", maxsplit=1)[-1].removeprefix("jisr ").partition(" > ")[0])
    if "-" in words:
        pytest.skip("standing input is tried with a process of its own")
    said = terminal(*words)
    with_more = line.startswith(("jisr import", *NEEDS_NETWORK))
    allowed = {2, 3} if with_more else {0, 1, 2} if line.startswith(NEEDS_HELD) else {0, 1}
    assert said.code in allowed, said
    assert "fault" not in said.err


def test_a_delivery_comes_in_once(terminal: Terminal) -> None:
    said = terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    assert said.code == 0
    assert "0 removed" in said.out
    again = terminal("read", "un_20250419.xml", "--received", "2025-04-19", "--json")
    assert again.lines[0]["again"] is True


def test_a_broken_delivery_says_what_was_kept(terminal: Terminal, folder: Path) -> None:
    (folder / "page.html").write_bytes(b"\x00\x01\x02")
    said = terminal("read", "page.html", "--format", "un-xml")
    assert said.code == 3
    assert "Nothing was changed" in said.out


def test_half_a_list_is_held_until_a_person_approves_its_digest(terminal: Terminal, folder: Path) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    half = un_list("2025-05-01", without=tuple(f"QDi.9{number:02}" for number in range(20)))
    (folder / "half.xml").write_text(half, encoding="utf-8")
    held = terminal("read", "half.xml", "--received", "2025-05-02", "--json")
    assert held.code == 3
    assert held.lines[0]["state"] == "held"
    digest = str(held.lines[0]["sha256"])
    assert terminal("batches", "approve", digest[:7], "--why", "too few digits").code == 2
    done = terminal("batches", "approve", digest[:12], "--why", "looked at the act", "--json")
    assert done.code == 0, done
    assert done.lines[0]["state"] == "loaded"
    assert done.lines[0]["removed"] == 40  # each entry with its listing
    assert "held" not in terminal("batches", "list").out


def test_a_name_is_found_in_any_script_and_says_why(terminal: Terminal) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    for name in ("Ahmad Husayn al-Shara", "أحمد حسين الشرع", "Ahmed Hussein Al-Charaa"):
        said = terminal("check", name, "--json", "--fail-on-hit")
        assert said.code == 1
        hit = said.lines[0]["hits"][0]  # type: ignore[index]
        assert hit["party"] == "un:QDi.317"
        assert sum(reason["weight"] for reason in hit["reasons"]) == pytest.approx(hit["score"], abs=0.01)
    assert terminal("check", "Zzyzx Qqwwee", "--fail-on-hit").code == 0


def test_a_table_is_checked_row_by_row(terminal: Terminal) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    said = terminal("check", "--file", "customers.csv", "--json")
    assert [line["question"]["name"] for line in said.lines] == ["Ahmed Hussein al-Sharaa"]  # type: ignore[index]
    assert said.lines[0]["question"]["born"] == "1982"  # type: ignore[index]


def test_a_table_without_names_is_wrong_use(terminal: Terminal, folder: Path) -> None:
    (folder / "no.csv").write_text("person\nAhmad\n", encoding="utf-8")
    said = terminal("check", "--file", "no.csv")
    assert said.code == 2
    assert "no.csv, line 1" in said.err


def test_two_clocks_reach_the_answer(terminal: Terminal, folder: Path) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    (folder / "later.xml").write_text(un_list("2026-02-27", without=("QDi.317",)), encoding="utf-8")
    assert terminal("read", "later.xml", "--received", "2026-02-27").code == 0
    for words, state in (
        (("--on", "2025-04-01"), "listed"),
        (("--on", "2026-03-01"), "delisted"),
        (("--on", "2026-03-01", "--known", "2025-10-01"), "listed"),
    ):
        standing = terminal("status", "un:QDi.317", *words, "--json").lines[0]["standings"][0]  # type: ignore[index]
        assert standing["state"] == state, words


def test_a_finding_is_decided_once(terminal: Terminal) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    terminal("check", "أحمد حسين الشرع", "--keep")
    assert terminal("findings", "list", "--json").lines[0]["state"] == "open"
    assert terminal("findings", "confirm", "1", "--why", "the same birth year").code == 0
    assert terminal("findings", "dismiss", "1", "--why", "no").code == 2
    assert terminal("findings", "show", "1", "--json").lines[0]["row"]["state"] == "confirmed"  # type: ignore[index]


def test_the_audit_is_whole(terminal: Terminal) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    said = terminal("audit", "verify")
    assert said.code == 0
    assert re.search(r"whole: \d+ lines", said.out)


def test_an_article_says_whom_it_names(terminal: Terminal) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19")
    said = terminal("documents", "mentions", "article.txt", "--json")
    assert said.code == 0
    types = {(line["type"], line["id"]) for line in said.lines}
    assert ("GPE", "jo") in types
    assert ("PER", "") in types


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_answer_comes_in_both_languages(lang: str, terminal: Terminal) -> None:
    terminal("read", "un_20250419.xml", "--received", "2025-04-19", "--lang", lang)
    for words in (
        ("check", "أحمد الشرع"),
        ("status", "un:QDi.317"),
        ("batches", "list"),
        ("doctor",),
        ("audit", "list"),
    ):
        said = terminal(*words, "--lang", lang)
        assert said.code in {0, 3}, said
        assert "fault" not in said.err


def test_nothing_is_printed_for_a_person_where_a_program_asks(terminal: Terminal) -> None:
    assert terminal("read", "un_20250419.xml", "--json").lines
    for words in (("batches", "list"), ("user", "list"), ("findings", "list"), ("doctor",), ("audit", "verify")):
        terminal(*words, "--json").lines  # noqa: B018  # raises where a line is no JSON


def test_the_list_of_commands_starts_nothing() -> None:
    """Django is started by the commands that need it, not by asking what there is."""
    code = "import sys; from jisr.cli import main; main(['--help']); sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603  # our own
    assert done.returncode == 0


def test_a_node_is_made_at_first_use(tmp_path: Path, folder: Path) -> None:
    jisr = [sys.executable, "-c", "import sys; from jisr.cli import main; sys.exit(main())"]
    env = {name: value for name, value in os.environ.items() if name not in {"JISR_DATA", "DATABASE_URL"}}
    done = subprocess.run(  # noqa: S603  # our own
        [*jisr, "check", "-", "--data", "fresh"],
        input="أحمد\n\nLayla\n",
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "A new node was made" in done.stderr
    assert done.stdout.count("0 possible") == 2
    assert (folder / "fresh" / "node.sqlite3").exists()


def test_an_activity_nobody_knows_is_told_those_the_rules_know(terminal: Terminal) -> None:
    told = terminal("may", "--law", "un", "--kind", "dance", "--with", "Salim Haddad")
    assert told.code == 0
    assert "make_funds_available" in told.err
    known = terminal("may", "--law", "un", "--kind", "payment", "--with", "Salim Haddad")
    assert known.err == ""
    assert "make funds available" in known.out


def test_a_list_is_looked_for_in_a_text(terminal: Terminal) -> None:
    found = terminal("names", "scan", "--list", "watch.csv", "article.txt", "--json")
    (hit,) = found.lines
    assert (hit["id"], hit["written"], hit["file"]) == ("1", "أحمد حسين الشرع", "article.txt")
