"""Several whole nodes in one process: each a folder with its own database; the process steps from one into another."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from jisr.exchange.sync import Round, sync
from jisr.node import clock, log_keys, partner_keys, reading_room
from jisr.node.actions import serve
from jisr.node.actions.decide import decide
from jisr.node.actions.ingest import ingest
from jisr.node.actions.keep_check import keep
from jisr.node.actions.settle_delivery import approve
from jisr.node.actions.share import share
from jisr.node.actions.take_page import take
from jisr.node.models import Agreement, Cursor, Egress, Holding, LogEntry, Partner, Receipt, Record, Setting
from jisr.node.prepared import Wanted
from jisr.node.queries.check import check
from jisr.node.values import Question
from jisr.records import CLEAR, TLP, Marking
from jisr.sharing import Reader, Role

START = datetime(2026, 3, 1, tzinfo=UTC)
ROLES = frozenset({Role.SUPERVISOR, Role.ANALYST, Role.EXCHANGE, Role.AUDITOR, Role.ADMINISTRATOR})


class Node:
    """One member's node in a folder. Everything asked of it happens inside it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.reader = Reader(name=f"{name}-huda", member=name, roles=ROLES, clearance=TLP.RED)
        self.skew = timedelta()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Be this node in the block."""
        before = (connection.settings_dict["NAME"], settings.JISR_DATA)
        _step(self.folder / "node.sqlite3", self.folder)
        try:
            yield
        finally:
            _step(*before)

    def load(self, *entities: Mapping[str, object], marking: Marking = CLEAR, source: str = "acts") -> None:
        """Take FollowTheMoney entities in."""
        data = b"".join(orjson.dumps(one) + b"\n" for one in entities)
        wanted = Wanted(source=source, format="ftm-json", marking=marking)
        with self.inside():
            ingest([("party.ftm.json", data)], reader=self.reader, wanted=wanted)

    def deliver(self, file: tuple[str, bytes], marking: Marking = CLEAR) -> None:
        """Take a file of a list in, in its own format."""
        with self.inside():
            row = ingest([file], reader=self.reader, wanted=Wanted(source="", marking=marking))
            if row.state == "held" and row.reason == "four-eyes":
                second = replace(self.reader, name="second")
                approve(row.id, reader=second, sha256=row.sha256, why="read the act")

    def captions(self, thing: str = "") -> dict[str, str]:
        """What stands here: thing -> caption."""
        with self.inside():
            rows = Record.objects.filter(known_to=None)
            rows = rows.filter(thing=thing) if thing else rows
            return dict(rows.values_list("thing", "caption"))

    def log(self, origin: str) -> list[tuple[int, str]]:
        """The entries of a log as they are here: number and kind, "" where withheld."""
        with self.inside():
            return list(LogEntry.objects.filter(origin=origin).order_by("seq").values_list("seq", "kind"))

    def holds(self, origin: str) -> dict[str, bool]:
        """Records of a log: whether they stand."""
        with self.inside():
            return dict(Holding.objects.filter(origin=origin).values_list("rid", "live"))

    def backup(self) -> Path:
        """A copy of the folder."""
        copy = self.folder.with_name(f"{self.folder.name}-backup")
        shutil.rmtree(copy, ignore_errors=True)
        connection.close()
        return Path(shutil.copytree(self.folder, copy))

    def restore(self, copy: Path) -> None:
        """The folder as it was."""
        connection.close()
        shutil.rmtree(self.folder)
        shutil.copytree(copy, self.folder)


class InProcess:
    """A peer that is another node of this process, asked by `asker`. `cut` may break any answer.

    `limit`: at most so many entries a page. `moved`: bytes each way; `pages`: log and number each page was asked after.
    """

    def __init__(self, node: Node, asker: Node, cut: Callable[[bytes], bytes] = bytes, limit: int = 1000) -> None:
        self.name, self._node, self._asker, self._cut, self._limit = node.name, node, asker, cut, limit
        self.moved: list[int] = []
        self.pages: list[tuple[str, int]] = []

    def heads(self) -> bytes:
        with self._node.inside():
            return self._told(serve.heads(self._asker.name))

    def page(self, origin: str, after: int, limit: int) -> bytes:
        self.pages.append((origin, after))
        with self._node.inside():
            return self._told(serve.page(self._asker.name, origin, after=after, limit=min(limit, self._limit)))

    def give(self, page: bytes) -> None:
        with self._node.inside():
            self.moved.append(len(page))
            take(self._cut(page), via=self._asker.name)

    def _told(self, data: bytes) -> bytes:
        self.moved.append(len(data))
        return self._cut(data)


def meet(asker: Node, other: Node, cut: Callable[[bytes], bytes] = bytes) -> Round:
    """One round of `asker` with `other`."""
    with asker.inside():
        return sync(InProcess(other, asker, cut), reader=asker.reader)


def _step(database: Path | str, folder: Path | str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(database)
    settings.JISR_DATA = Path(folder)
    reading_room._prepared.cache_clear()


def template(folder: Path) -> Path:
    """An empty node, made once."""
    before = (connection.settings_dict["NAME"], settings.JISR_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    _step(folder / "node.sqlite3", folder)
    call_command("migrate", verbosity=0)
    _step(*before)
    return folder


def found(
    names: Iterable[str], *, empty: Path, folder: Path, friends: Iterable[tuple[str, str]] = ()
) -> dict[str, Node]:
    """Nodes that know one another (all, or these pairs), with an agreement for everything."""
    nodes = {name: Node(name, Path(shutil.copytree(empty, folder / name))) for name in names}
    publics = {}
    for node in nodes.values():
        with node.inside():
            Setting.objects.create(key="node-name", value=node.name)
            publics[node.name] = partner_keys.public_key()
    pairs = {frozenset(pair) for pair in friends}
    for node in nodes.values():
        with node.inside():
            for other in nodes.values():
                if other is not node and (not pairs or frozenset((node.name, other.name)) in pairs):
                    befriend(other.name, publics[other.name])
    return nodes


def befriend(name: str, public: bytes) -> None:
    """Join a member, with an agreement for everything. Inside a node."""
    row = Partner.objects.create(
        name=name,
        public_key=public.hex(),
        exchange_key="00" * 32,
        communities="coalition",
        state="joined",
        invited_at=clock.now(),
        invited_by="test",
    )
    Agreement.objects.create(
        partner=row,
        version=1,
        purposes="screening",
        ceiling="red",
        state="in-force",
        signed_by="one",
        signed_at=clock.now(),
        seconded_by="two",
        seconded_at=clock.now(),
    )
    log_keys.trust(name, public)


def person(key: str, name: str, **properties: list[str]) -> dict[str, object]:
    """A FollowTheMoney person."""
    return {"id": key, "schema": "Person", "properties": {"name": [name], **properties}}


def shared(node: Node, *things: str, to: tuple[str, ...] = ("coast", "river")) -> int:
    """How many entries sharing these wrote."""
    with node.inside():
        done = share(things, to, reader=node.reader)
    assert done.refused == ()
    return done.entries


def everything(node: Node) -> list[object]:
    """Every log, record and cursor of a node, with every time in it."""
    with node.inside():
        models = (LogEntry, Record, Cursor, Receipt, Egress)
        return [list(model.objects.order_by("pk").values_list()) for model in models]


def settled(node: Node, name: str) -> int:
    """A hit on that name, kept and confirmed at a desk of the node."""
    with node.inside():
        (number,) = keep(check(Question(name=name), reader=node.reader), reader=node.reader)
        decide(number, reader=node.reader, verdict="confirmed", why="same father, same year")
    return number


def many(north: Node, count: int) -> None:
    """North has so many people, shared with both."""
    north.load(*(person(f"p{number}", f"Salim Qandil {number}") for number in range(count)))
    shared(north, *(f"acts:p{number}" for number in range(count)))
