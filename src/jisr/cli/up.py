"""`jisr up`: the node starts."""

from __future__ import annotations

import getpass
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import click
from django.conf import settings

from jisr.cli import _address, _leash, _node
from jisr.cli._failure import BAD_INPUT
from jisr.cli._members import NAMES, meeting, others
from jisr.cli._shell import Shell, example, takes_shell
from jisr.cli._whole import DJANGO, environment
from jisr.exchange import fetch_job, news_job
from jisr.node.actions import daily, demo_members, people
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
EVERYTHING = (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR, Role.EXCHANGE, Role.ADMINISTRATOR)


@click.command("up", epilog=example("jisr up --demo", "jisr up --demo --alone", "jisr up --data /srv/jisr --port 8080"))
@click.option("--demo", is_flag=True, help="With a small made-up world to try everything on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen there (else the first free one from 8000).")
@click.option("--alone", is_flag=True, help="With --demo: without the two other members.")
@click.option("--member", default="", hidden=True, help="One of the demo's other members.")
@click.option("--meet", type=Path, hidden=True, help="Where the demo's members lay their invitations.")
@takes_shell
def command(shell: Shell, port: int | None, **options: Any) -> int:
    """Start the node on this machine: pages, programs' interface and jobs, until Ctrl-C.

    The first start sets everything up and prints a one-time sign-in link. It needs no network. With --demo two more
    members start beside it, and the three share with one another.
    """
    demo = options["demo"]
    together = (demo and not options["alone"]) or bool(options["member"])
    folder = (options["meet"] or Path(settings.JISR_DATA) / "members" / "invitations") if together else None
    plan = _Plan(demo=demo, folder=folder, member=options["member"] or (NAMES[0] if together else ""))
    with _address.held_port(port) as held:
        return _up(shell, held, plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How this node comes up. `folder`: where the demo's members lay their invitations; None: not with them."""

    demo: bool
    folder: Path | None
    member: str

    @property
    def is_other(self) -> bool:
        """Whether it is one of the two nodes beside the demo's own."""
        return bool(self.member) and not self.demo


def _up(shell: Shell, port: int, plan: _Plan) -> int:
    """Set up what is missing, start, say where, wait."""
    collecting = None if plan.is_other else _collect()
    new = _node.make(shell)
    catch_up()
    resume_jobs()
    daily.plan()
    fetch_job.plan()
    news_job.plan()
    address = _address.keep(port)
    link = "" if plan.is_other else _first_link(shell, demo=plan.demo)
    if plan.member:
        demo_members.name(plan.member, reader=_node.reader(shell))
    if collecting:
        collecting.wait()
    with _told_to_stop() as stops, _running(port, light=plan.is_other) as children:
        if _wait_until_up(port, children, stops):
            shell.note("cli-up", below=address)
            if link:
                shell.note("cli-welcome-new" if new else "cli-welcome-again", below=_address.welcome(link))
            _stay(shell, plan, lambda: bool(stops) or _gone(children))
        shell.note("cli-down" if stops else "cli-up-failed")
        return 0 if stops else BAD_INPUT


def _stay(shell: Shell, plan: _Plan, over: Callable[[], bool]) -> None:
    """Meet the other members, again and again, until it is over."""
    reader = _node.reader(shell)
    with _others(shell, plan), meeting(reader, address=_address.base(), folder=plan.folder):
        while not over():
            time.sleep(LOOKS_EVERY * 4)


def _others(shell: Shell, plan: _Plan) -> AbstractContextManager[None]:
    """The demo's other members, begun once this one is up: nobody waits for them."""
    if plan.folder is None or plan.is_other:
        return nullcontext()
    shell.note("cli-members")
    return others(plan.folder)


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
def _running(port: int, *, light: bool = False) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The server and the worker of jobs as children of this process; both are gone afterwards. `light`: no worker."""
    serve = ["granian", "--interface", "wsgi", "--host", settings.LISTEN, "--port", str(port)]
    serve += ["--workers", "1", "--blocking-threads", "2", "--log-level", "warning", "jisr.site.wsgi:application"]
    work = ["django", "db_worker", "--verbosity", "0"]
    env = environment(settings.JISR_DATA)
    children = [_leash.begin(*line, env=env) for line in ([serve] if light else [serve, work])]
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
