"""What every command takes: --json, --lang, --data; and what it says with them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from jisr import wording
from jisr.cli import _out

T = TypeVar("T")
LONG = 20  # pieces: fewer are over before a bar is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """How this call wants its answer: `lang` en or ar; `json`: lines for a program, nothing else on standard output."""

    json: bool = False
    lang: str = "en"

    def words(self, code: str, **facts: object) -> _out.Shown:
        """The sentence of that code; what comes from outside is isolated."""
        shown = {name: _out.isolate(_text(fact), rtl=self.lang == "ar") for name, fact in facts.items()}
        return _out.Shown(wording.say(code, lang=self.lang, facts=shown))

    def say(self, code: str, **facts: object) -> None:
        """A sentence for a person; silent for a program."""
        if not self.json:
            _out.line(self.words(code, **facts))

    def note(self, code: str, *, below: str = "", **facts: object) -> None:
        """A sentence on standard error: beside the answer, in both forms. `below`: a line to copy, as it is."""
        sys.stderr.write(self.words(code, **facts) + "\n" + (f"  {below}\n" if below else ""))
        sys.stderr.flush()

    def table(self, columns: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
        """Rows as a table for a person (`columns`: key -> code of its head), as JSON lines, all keys, for a program."""
        if self.json:
            for row in rows:
                _out.json_line(row)
        elif rows:
            heads = [self.words(code) for code in columns.values()]
            _out.table(heads, ([_cell(row.get(key)) for key in columns] for row in rows))


def _text(fact: object) -> str:
    return fact if isinstance(fact, str) else str(fact)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def takes_shell(function: Callable[..., T]) -> Callable[..., T]:
    """A command's body gets a `Shell` first; the three options every command has are added."""

    @click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
    @click.option(
        "--lang", type=click.Choice(["en", "ar"]), default="en", envvar="JISR_LANG", help="Language of the answer."
    )
    @click.option("--data", metavar="DIR", type=Path, help="The node's folder (else JISR_DATA, else ./data).")
    @functools.wraps(function)
    def command(*args: Any, as_json: bool, lang: str, data: Path | None, **options: Any) -> T:
        del data  # `_main` read it before the command was imported
        return function(Shell(json=as_json, lang=lang), *args, **options)

    return command


def example(*lines: str) -> str:
    """The end of a command's --help: examples, which the tests run."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@contextmanager
def progress(pieces: Sequence[T]) -> Iterator[Iterable[T]]:
    """The pieces of long work; where a person waits for an answer that goes into a file, with a bar beside it."""
    if len(pieces) < LONG or not sys.stderr.isatty() or sys.stdout.isatty():
        yield pieces
        return
    with click.progressbar(pieces, file=sys.stderr) as bar:
        yield bar
