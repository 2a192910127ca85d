"""One running node for the tests that speak HTTP to it, as a partner's programs do."""

from __future__ import annotations

import itertools
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_django import DjangoDbBlocker

from tests.exchange.coalition import Node, found, template
from tests.exchange.list_server import lists

__all__ = ["lists"]  # a fixture of the tests of fetching

KIND = "application/taxii+json;version=2.1"
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, kw_only=True)
class Running:
    """A node that listens. `shelves`: alias -> UUID; `secrets`: partner -> secret."""

    base: str
    shelves: dict[str, str]
    secrets: dict[str, str]
    data: Path

    def client(self, partner: str = "north", **options: object) -> httpx.Client:
        """A program of that partner."""
        headers = {"Accept": "application/taxii+json;version=2.1"}
        auth = (partner, self.secrets[partner])
        return httpx.Client(base_url=self.base, auth=auth, headers=headers, timeout=60, **options)  # type: ignore[arg-type]

    def shelf(self, alias: str = "common") -> str:
        """The address of a shelf."""
        return f"/taxii2/exchange/collections/{self.shelves[alias]}/"


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """An empty shelf of one test's own, as the partner north sees it."""

    client: httpx.Client
    uid: str

    @property
    def path(self) -> str:
        return f"/taxii2/exchange/collections/{self.uid}/"

    def post(self, *objects: object, **options: Any) -> httpx.Response:
        """An envelope; a bytes object goes in as it is."""
        raw = [one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() for one in objects]
        return self.send(b'{"objects":[' + b",".join(raw) + b"]}", **options)

    def send(self, body: bytes, kind: str = KIND, **options: Any) -> httpx.Response:
        return self.client.post(self.path + "objects/", content=body, headers={"Content-Type": kind}, **options)

    def get(self, what: str = "objects/", **query: object) -> httpx.Response:
        """`match_id` stands for `match[id]`."""
        said = {re.sub(r"^match_(\w+)$", r"match[\1]", name): value for name, value in query.items()}
        return self.client.get(self.path + what, params=said)  # type: ignore[arg-type]

    def ids(self, what: str = "objects/", **query: object) -> list[str]:
        return [one["id"] for one in self.get(what, **query).json().get("objects", [])]


@pytest.fixture
def shelf(node: Running) -> Iterator[Shelf]:
    with node.client() as client:
        yield Shelf(client=client, uid=node.shelves[f"spare-{next(_SPARE)}"])


_SPARE = itertools.count()


def identity(number: int = 0, *, modified: str = "2024-01-01T00:00:00.000Z", **more: object) -> dict[str, object]:
    """An identity; each call without a number another one."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{number or next(_IDS):08x}-0000-4000-8000-000000000000",
        "created": "2024-01-01T00:00:00.000Z",
        "modified": modified,
        "name": "خلية التنسيق",
        **more,
    }


_IDS = itertools.count(1)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("node")
    made = subprocess.run(  # our own
        [sys.executable, "-m", "tests.exchange.make_node"], cwd=ROOT, env=at(data), check=True, capture_output=True
    )
    with listening(data) as base:
        yield Running(base=base, data=data, **json.loads(made.stdout))


def at(data: Path) -> dict[str, str]:
    """The environment of a process of the node in that folder."""
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "JISR_LANG"}}
    return env | {"JISR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "jisr.site.settings"}


@contextmanager
def listening(data: Path) -> Iterator[str]:
    """A server process of the node in that folder; its address."""
    port = free_port()
    words = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    words += ["--blocking-threads", "2", "--log-level", "warning", "jisr.site.wsgi:application"]
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, env=at(data)) as server:  # noqa: S603  # our own
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(base, server)
            yield base
        finally:
            server.terminate()
            server.wait(20)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as held:
        port: int = held.getsockname()[1]
    return port


def wait_for(base: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the node did not start"
        try:
            httpx.get(f"{base}/api/health")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the node does not answer")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    with django_db_blocker.unblock():
        return template(tmp_path_factory.mktemp("empty") / "node")


@pytest.fixture
def three(empty: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Node]]:
    with django_db_blocker.unblock():
        yield found(("north", "coast", "river"), empty=empty, folder=tmp_path)
