"""`jisr doctor`: is this node well?"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from jisr.cli import _node, _out
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.node.queries.audit import verify
from jisr.node.queries.today import today
from jisr.sharing import Reader

__all__ = ["command"]

PACKAGE = Path(__file__).resolve().parent.parent
LEAST_FREE = 1024 * 1024 * 1024  # bytes
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `code` names its sentence, and with -mend what would put it right."""

    code: str
    well: bool
    fact: str = ""


@click.command("doctor", epilog=example("jisr doctor", "jisr doctor --json"))
@takes_shell
def command(shell: Shell) -> int:
    """Look at everything this node stands on; say what would mend what is not well (exit code 3)."""
    found = list(_look(_node.reader(shell)))
    for one in found:
        _show(shell, one)
    return 0 if all(one.well for one in found) else BAD_INPUT


def _show(shell: Shell, one: Finding) -> None:
    said = shell.words(f"doctor-{one.code}", fact=one.fact)
    mend = "" if one.well else shell.words(f"doctor-{one.code}-mend")
    if shell.json:
        _out.json_line(asdict(one) | {"sentence": said, "mend": mend})
        return
    _out.line(f"{'✓' if one.well else '✗'} {said}")
    if mend:
        _out.line(f"  → {mend}")


def _look(reader: Reader) -> Iterator[Finding]:
    yield from (look() for look in LOOKS)
    try:
        report = verify(reader=reader)
        page = today(reader=reader)
    except DatabaseError as error:
        yield Finding(code="store", well=False, fact=str(error))
        return
    yield Finding(code="audit", well=report.broken_at is None, fact=str(report.entries))
    failed = [run.title for run in page.runs if run.state in {"refused", "held"}]
    yield Finding(code="sources", well=not failed, fact=", ".join(failed) or str(len(page.runs)))


def _python() -> Finding:
    return Finding(code="python", well=sys.version_info >= OLDEST_PYTHON, fact=sys.version.split()[0])


def _folder() -> Finding:
    folder = Path(settings.JISR_DATA)
    return Finding(code="folder", well=os.access(folder, os.W_OK), fact=str(folder))


def _room() -> Finding:
    free = shutil.disk_usage(settings.JISR_DATA).free
    return Finding(code="room", well=free >= LEAST_FREE, fact=f"{free / 1024**3:.1f}")


def _store() -> Finding:
    if connection.vendor != "sqlite":
        return Finding(code="store", well=True, fact=connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
    return Finding(code="store", well=said == "ok", fact=f"SQLite, {said}")


def _tables() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding(code="tables", well=not waiting, fact=str(len(waiting)))


def _words() -> Finding:
    sources = list(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))
    missing = [source.stem for source in sources if not source.with_suffix(".mo").exists()]
    return Finding(code="words", well=not missing, fact=str(len(sources) - len(missing)))


def _pages() -> Finding:
    built = PACKAGE / "_built" / "static"
    return Finding(code="pages", well=built.is_dir(), fact=str(len(list(built.rglob("*")))) if built.is_dir() else "0")


LOOKS: tuple[Callable[[], Finding], ...] = (_python, _folder, _room, _store, _tables, _words, _pages)
