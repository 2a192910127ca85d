"""A node of its own, and a server of lists on this machine that answers as a test arranges."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@dataclass(kw_only=True)
class Answer:
    """What the server says of one path. `cut`: bytes it promises but never sends; `wait`: seconds before the body."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    wait: float = 0.0


@dataclass(kw_only=True)
class Server:
    """Answers by path, and the requests that came."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    server: _Threads

    def do_GET(self) -> None:
        told = self.server.told
        told.asked.append((self.path, dict(self.headers)))
        answer = told.answers.get(self.path, Answer(status=404))
        etag = answer.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            answer = Answer(status=304)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + answer.cut))
        self.end_headers()
        time.sleep(answer.wait)
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name it has above
        """Nothing is said."""


class _Threads(ThreadingHTTPServer):
    told: Server
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


@pytest.fixture
def lists(db: None, settings: Settings, tmp_path: Path) -> Iterator[Server]:
    """The server, set as the mirror of an empty node."""
    http = _Threads(("127.0.0.1", 0), _Handler)
    http.told = Server(address=f"http://127.0.0.1:{http.server_address[1]}")
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    settings.JISR_DATA = tmp_path
    settings.JISR_MIRROR = http.told.address
    yield http.told
    http.shutdown()
    http.server_close()
    thread.join()
