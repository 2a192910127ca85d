"""Our own client against our own server, and against one that fails as servers do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pytest_django.fixtures import Settings

from jisr.errors import NotAllowed, NotFound, Unreachable, Unreadable, WrongUse
from jisr.exchange.following import follow_all
from jisr.exchange.taxii_client import Taxii
from jisr.node.actions import feeds
from jisr.node.models import Record, TaxiiFeed
from jisr.sharing import Reader, Role
from tests.exchange.conftest import Running, Shelf, identity

READER = Reader(name="huda", member="here", roles=frozenset({Role.EXCHANGE}))


def client(node: Running, shelf: Shelf, **said: str) -> Taxii:
    known = {"user": "north", "secret": node.secrets["north"]} | said
    return Taxii(node.base + shelf.path, **known, rest=lambda _: None)  # type: ignore[arg-type]


def test_it_pulls_and_resumes(node: Running, shelf: Shelf) -> None:
    every = [identity() for _ in range(10)]
    shelf.post(*every)
    with client(node, shelf) as ours:
        pages = ours.pages(limit=4)
        first = next(pages)
        rest = [one for page in ours.pages(after=first.last, limit=4) for one in page.objects]
    assert [json.loads(one) for one in (*first.objects, *rest)] == every


def test_it_pushes_and_says_what_was_refused(node: Running, shelf: Shelf) -> None:
    with client(node, shelf) as ours:
        sent = ours.push([json.dumps(identity()).encode(), b'{"id":"x"}'])
        assert (sent.total, sent.failed, len(sent.failures)) == (2, 1, 1)


def test_it_finds_the_collections(node: Running, shelf: Shelf) -> None:
    with Taxii(f"{node.base}/taxii2/", user="north", secret=node.secrets["north"]) as ours:
        assert shelf.uid in {one.uid for one in ours.collections()}


def test_refusals_have_names(node: Running, shelf: Shelf) -> None:
    with client(node, shelf, secret="wrong") as ours, pytest.raises(NotAllowed):
        ours.get("")
    with client(node, shelf, user="", secret=node.secrets["south"]) as ours, pytest.raises(NotFound):
        ours.get("")
    with pytest.raises(WrongUse):
        Taxii("http://partner.example/taxii2/")
    with Taxii("http://127.0.0.1:9/", rest=lambda _: None) as ours, pytest.raises(Unreachable):
        ours.get("")


Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A server that answers these, one after another, the last again and again."""
    running: list[HTTPServer] = []

    def start(*answers: tuple[int, bytes]) -> str:
        left = list(answers)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = left.pop(0) if len(left) > 1 else left[0]
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Silent."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        running.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def test_what_passes_is_tried_again(serve: Serve) -> None:
    waits: list[float] = []
    with Taxii(serve((503, b""), (429, b""), (200, b'{"title":"x"}')), rest=waits.append) as ours:
        assert ours.get("") == {"title": "x"}
    assert waits == [0.5, 1.0]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((503, b""), Unreachable),
        ((500, b""), Unreachable),
        ((302, b""), Unreachable),
        ((200, b"<html>"), Unreadable),
        ((200, b"[]"), Unreadable),
        ((200, b'{"objects":[{"a":1,"a":2}]}'), Unreadable),
        ((200, b'{"objects":{}}'), Unreadable),
    ],
)
def test_an_answer_that_is_none_has_a_name(serve: Serve, answer: tuple[int, bytes], error: type[Exception]) -> None:
    with Taxii(serve(answer), rest=lambda _: None) as ours, pytest.raises(error):
        list(ours.pages())


@pytest.mark.django_db
def test_a_feed_is_followed_and_goes_on_where_it_was(
    node: Running, shelf: Shelf, settings: Settings, tmp_path: Path
) -> None:
    settings.JISR_DATA = tmp_path
    feed = feeds.Feed(name="cert", url=node.base + shelf.path, partner="north", user="north", marking="TLP:GREEN")
    feeds.add(feed, node.secrets["north"], reader=READER)
    shelf.post(identity(name="Munir Saffar", identity_class="individual"))
    assert [(one.taken, one.trouble) for one in follow_all(reader=READER)] == [(1, "")]
    assert [(one.taken, one.trouble) for one in follow_all(reader=READER)] == [(0, "")]
    assert list(Record.objects.filter(source="north").values_list("caption", flat=True)) == ["Munir Saffar"]
    assert (tmp_path / "keys" / "feed-cert").stat().st_mode & 0o777 == 0o600
    assert node.secrets["north"] not in str(TaxiiFeed.objects.values())
    feeds.add(feed, "wrong", reader=READER)
    assert "refuses our secret" in follow_all(reader=READER)[0].trouble
    feeds.remove("cert", reader=READER)
    assert follow_all(reader=READER) == ()
