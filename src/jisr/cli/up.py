"""`jisr up`: the node starts."""

from __future__ import annotations

import getpass
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from django.conf import settings

from jisr.cli import _address, _make, _node
from jisr.cli._failure import BAD_INPUT
from jisr.cli._shell import Shell, example, takes_shell
from jisr.cli._whole import DJANGO, environment
from jisr.exchange import news_job
from jisr.node.actions import daily, people
from jisr.node.actions import demo as demo_world
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.resume_jobs import resume_jobs
from jisr.node.queries import people as asked
from jisr.node.queries.batches import batches
from jisr.sharing import Role

__all__ = ["command"]

PACKAGE = Path(__file__).resolve().parent.parent
STATIC = (PACKAGE / "_built" / "static", PACKAGE / "workspace" / "static")
STARTS_WITHIN, STOPS_WITHIN, LOOKS_EVERY = 120.0, 10.0, 0.05  # seconds
EVERYTHING = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)


@click.command("up", epilog=example("jisr up --demo", "jisr up --data /srv/jisr --port 8080"))
@click.option("--demo", is_flag=True, help="With a small made-up world to try everything on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen there (else the first free one from 8000).")
@takes_shell
def command(shell: Shell, demo: bool, port: int | None) -> int:  # noqa: FBT001  # click hands options over by name
    """Start the node on this machine: pages, programs' interface and jobs, until Ctrl-C.

    The first start sets everything up and prints a one-time sign-in link. It needs no network.
    """
    with _address.held_port(port) as held:
        return _up(shell, held, demo=demo)


def _up(shell: Shell, port: int, *, demo: bool) -> int:
    """Set up what is missing, start, say where, wait."""
    collecting = _collect()
    new = _make.make(shell)
    catch_up()
    resume_jobs()
    daily.plan()
    news_job.plan()
    address = _address.keep(port)
    link = _first_link(shell, demo=demo)
    if collecting:
        collecting.wait()
    with _told_to_stop() as stops, _running(port) as children:
        if _wait_until_up(port, children, stops):
            shell.note("cli-up", below=address)
            if link:
                shell.note("cli-welcome-new" if new else "cli-welcome-again", below=_address.welcome(link))
            while not stops and not _gone(children):
                time.sleep(LOOKS_EVERY * 4)
        shell.note("cli-down" if stops else "cli-up-failed")
        return 0 if stops else BAD_INPUT


def _collect() -> subprocess.Popen[bytes] | None:
    """Gather and compress what pages load, where it changed; beside the rest, for it takes a moment."""
    done = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max((file.stat().st_mtime for folder in STATIC for file in folder.rglob("*")), default=0.0)
    if done.exists() and done.stat().st_mtime >= newest:
        return None
    words = [*DJANGO, "collectstatic", "--no-input", "--verbosity", "0"]
    return subprocess.Popen(words, env=environment(settings.JISR_DATA))  # noqa: S603  # our own program


def _first_link(shell: Shell, *, demo: bool) -> str:
    """A sign-in token for the first person, or again as long as nobody ever came in."""
    reader = _node.reader(shell)
    if demo and not batches(reader=reader, limit=1):
        demo_world.fill(reader=reader)
    known = asked.people(reader=reader)
    if not known:
        name = getpass.getuser()
        roles = tuple(role.value for role in EVERYTHING)
        return people.add(people.Person(name=name, roles=roles, language=shell.lang), reader=reader)
    if demo or not any(row.last_seen for row in known):
        first = next((row for row in known if Role.SUPERVISOR.value in row.roles), known[0])
        return people.link(first.name, reader=reader)
    return ""


@contextmanager
def _running(port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The server and the worker of jobs as children of this process; both are gone afterwards."""
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", _address.HOST, "--port", str(port)]
    serve += ["--workers", "1", "--blocking-threads", "2", "--log-level", "warning", "jisr.site.wsgi:application"]
    children = [
        subprocess.Popen(line, env=environment(settings.JISR_DATA), start_new_session=True)  # noqa: S603  # our own programs
        for line in (serve, [*DJANGO, "db_worker", "--verbosity", "0"])
    ]
    try:
        yield children
    finally:
        for child in children:
            child.terminate()
        for child in children:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _wait_until_up(port: int, children: list[subprocess.Popen[bytes]], stops: list[int]) -> bool:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and not stops and not _gone(children):
        if _address.answers(port):
            return True
        time.sleep(LOOKS_EVERY)
    return False


def _gone(children: list[subprocess.Popen[bytes]]) -> bool:
    return any(child.poll() is not None for child in children)


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """Fills with the signals of Ctrl-C or a polite end; begun before there is a child, so that none outlives us."""
    stops: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stops.append(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stops
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
