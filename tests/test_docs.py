"""What is written is true: its code runs, its commands answer as shown, and nothing that exists goes unmentioned."""

from __future__ import annotations

import ast
import fnmatch
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

from jisr import errors, formats
from jisr.cli._main import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("decisions/*.md"), *ROOT.glob("bench/*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def blocks(page: Path, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=lambda page: page.name)
def test_the_code_of_a_page_runs(page: Path) -> None:
    names: dict[str, object] = {"__name__": page.stem}
    for body in blocks(page, "python"):
        exec(compile(body, str(page), "exec"), names)  # noqa: S102  # our own pages


def test_the_first_ten_minutes_go_as_written(tmp_path: Path, shared: Path) -> None:
    """`$ command`, then lines its output must hold, in order (`*` stands for anything); `[exit 3]`: not with 0."""
    assert shared.is_dir()
    page = ROOT / "docs" / "first-ten-minutes.md"
    for command, wanted in steps("\n".join(blocks(page, "console"))):
        check_step(command, wanted, node=tmp_path / "node")


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *wanted = part.strip().splitlines()
        yield command, [line.strip() for line in wanted if line.strip()]


def check_step(command: str, wanted: list[str], *, node: Path) -> None:
    code = int(wanted.pop()[6:-1]) if wanted and wanted[-1].startswith("[exit ") else 0
    done = subprocess.run(  # noqa: S603  # our own pages
        ["/bin/bash", "-c", command],
        cwd=ROOT,
        env=os.environ | {"JISR_DATA": str(node), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = [plain(line) for line in (done.stderr + done.stdout).splitlines()]
    assert done.returncode == code, f"$ {command}\n" + "\n".join(said)
    rest = iter(said)
    for line in wanted:
        answer = "\n".join(said)
        assert any(fnmatch.fnmatch(one, escaped(line)) for one in rest), f"$ {command}\nwants: {line}\ngot:\n{answer}"


def plain(line: str) -> str:
    return re.sub(r"[\u2066-\u2069]", "", line).strip()


def escaped(line: str) -> str:
    return line.replace("[", "[[]")


# Nothing goes unmentioned.


def commands() -> Iterator[str]:
    for name in COMMANDS:
        command = import_module(f"jisr.cli.{name}").command
        if isinstance(command, click.Group):
            yield from (f"jisr {name} {sub}" for sub in command.commands)
        else:
            yield f"jisr {name}"


def settings() -> set[str]:
    text = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    return set(re.findall(r"""environ[.\[(a-z_]*["']((?:JISR|DATABASE)_[A-Z_]+)""", text))


def error_codes() -> set[str]:
    tree = ast.parse(Path(errors.__file__).read_text(encoding="utf-8"))
    named = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    return {getattr(errors, name).code for name in named}


def test_every_command_is_mentioned() -> None:
    assert [name for name in commands() if name not in TEXT] == []


def test_every_format_is_mentioned() -> None:
    assert [one.name for one in formats.FORMATS if f"`{one.name}`" not in TEXT] == []


def test_every_desk_is_mentioned() -> None:
    desks = [path.stem for path in (ROOT / "src/jisr/desks").iterdir() if not path.stem.startswith("_")]
    assert [desk for desk in desks if desk not in TEXT] == []


def test_every_setting_is_mentioned() -> None:
    assert {name for name in settings() if f"`{name}`" not in TEXT} == set()


def test_every_error_is_mentioned() -> None:
    assert {code for code in error_codes() if f"`{code}`" not in TEXT} == set()


def test_every_room_is_mentioned() -> None:
    rooms = [path.name for path in (ROOT / "src/jisr").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}`" not in TEXT] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_house_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_examples_of_the_help_are_commands_that_exist() -> None:
    for name in COMMANDS:
        command = import_module(f"jisr.cli.{name}").command
        for one in [command, *getattr(command, "commands", {}).values()]:
            for line in (one.epilog or "").splitlines():
                if line.strip().startswith("jisr "):
                    assert shlex.split(line)[1] in COMMANDS, line
