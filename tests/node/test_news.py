"""Folders and feeds watched, and stories told twice: what comes, what fails, what a person may take back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jisr.errors import Conflict, NotAllowed, NotFound, WrongUse
from jisr.exchange import feeds, news_job
from jisr.exchange.news import look_at
from jisr.node import clock, models
from jisr.node.actions import join_copies, news_sources
from jisr.node.queries import news
from jisr.node.queries.documents import document, documents
from jisr.node.values import NewsSourceRow
from jisr.records import TLP, Marking
from tests.node.conftest import Load
from tests.node.world import ADMINISTRATOR, ANALYST, LOW, STRANGER, SUPERVISOR, article

FIRST = (
    "Two ministries sign an agreement\n\n"
    "AMMAN, 16 November 2025 (Bridge News Agency) - The finance ministries of two countries signed an agreement on "
    "the exchange of 48 files about suspicious transfers.\n\n"
    "The minister said that the agreement allows both sides to ask for the data of a transfer within two days.\n\n"
    "He added that three exchange houses were closed last month because they kept no books at all.\n"
)
COPY = FIRST.replace("Two ministries sign an agreement", "Agreement on suspicious transfers").rpartition("He added")[0]
OTHER = FIRST.replace("finance", "health").split("\n\n", 1)[0] + (
    "\n\nThe weather in the valley was warm for the season and the farmers began to bring in the olives early, as they "
    "had done in the year before, when the rain came late and nobody had expected a harvest as good as that.\n"
)
FEED = """<rss version="2.0"><channel><title>The Paper</title><language>en</language>
<item><title>One</title><guid>1</guid>
<pubDate>Tue, 25 Nov 2025 10:00:00 GMT</pubDate><description>Words of it</description></item>
{more}</channel></rss>"""
MORE = "<item><title>Two</title><guid>2</guid><pubDate>gestern</pubDate><description>Other words</description></item>"


@pytest.fixture
def inbox(folder: Path, db: None) -> Path:
    place = folder / "inbox" / "press"
    place.mkdir(parents=True)
    return place


class Answers(BaseHTTPRequestHandler):
    """Answers as `served` says: body, ETag, status; remembers what was asked."""

    body: bytes = b""
    status = 200
    location = ""
    asked: list[str | None] = []  # noqa: RUF012  # a test's own

    def do_GET(self) -> None:
        cls = type(self)
        cls.asked.append(self.headers.get("If-None-Match"))
        etag = f'"{hash(cls.body)}"'
        self.send_response(304 if self.headers.get("If-None-Match") == etag else cls.status)
        self.send_header("ETag", etag)
        if cls.location:
            self.send_header("Location", cls.location)
        self.end_headers()
        if self.headers.get("If-None-Match") != etag:
            self.wfile.write(cls.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Says nothing."""


@pytest.fixture
def served(db: None) -> Iterator[tuple[type[Answers], str]]:
    Answers.body, Answers.status, Answers.location, Answers.asked = FEED.format(more="").encode(), 200, "", []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Answers, f"http://127.0.0.1:{server.server_port}/feed.xml"
    server.shutdown()
    server.server_close()


def watched(number: int) -> NewsSourceRow:
    return news.source(number, reader=SUPERVISOR)


def test_a_folder_is_read_once_until_a_file_changes(inbox: Path, acted: Callable[[], list[str]]) -> None:
    (inbox / "a.txt").write_text(FIRST)
    (inbox / ".hidden.txt").write_text(OTHER)
    (inbox / "b.part").write_text(OTHER)
    source = news_sources.add("press", reader=SUPERVISOR)
    assert source.address == str(inbox)
    assert look_at(source, reader=SUPERVISOR).came == 1
    assert look_at(source, reader=SUPERVISOR).came == 0
    (inbox / "a.txt").write_text(OTHER)
    assert look_at(source, reader=SUPERVISOR).came == 1
    row = watched(source.id)
    assert (row.came, row.total, row.error) == (1, 2, "")
    assert {"source-add", "source-read"} <= set(acted())


def test_what_cannot_be_read_is_said_and_the_rest_comes(inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(b"%PDF-1.4 torn")
    (inbox / "b.txt").write_text(FIRST)
    (inbox / "c.txt").write_bytes(b"")
    source = news_sources.add("press", reader=SUPERVISOR)
    look = look_at(source, reader=SUPERVISOR)
    assert (look.came, look.failed) == (1, 2)
    assert "a.pdf" in watched(source.id).error
    (inbox / "d.txt").symlink_to("/etc/hostname")
    assert look_at(source, reader=SUPERVISOR).came == 0


def test_a_folder_that_is_gone_is_said(inbox: Path) -> None:
    source = news_sources.add("press", reader=SUPERVISOR)
    inbox.rmdir()
    assert "not there" in look_at(source, reader=SUPERVISOR).error


def test_who_may_watch_what(tmp_path: Path, db: None) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    for reader, address in (
        (ANALYST, "press"),
        (SUPERVISOR, str(other)),
        (SUPERVISOR, "../elsewhere"),
        (SUPERVISOR, "https://localhost/feed"),
    ):
        with pytest.raises(NotAllowed):
            news_sources.add(address, reader=reader)
    assert news_sources.add(str(other), reader=ADMINISTRATOR).kind == "folder"
    for address in ("", "http://press.example/feed", "https://a:b@press.example/", "ftp://press.example/", "https://"):
        with pytest.raises(WrongUse):
            news_sources.add(address, reader=ADMINISTRATOR)
    with pytest.raises(WrongUse):
        news_sources.add("press", reader=SUPERVISOR, every=1)
    with pytest.raises(Conflict):
        news_sources.add(str(other), reader=ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        news.sources(reader=STRANGER)


def test_what_is_removed_is_looked_at_no_longer(inbox: Path) -> None:
    source = news_sources.add("press", reader=SUPERVISOR)
    with pytest.raises(NotAllowed):
        news_sources.remove(source.id, reader=ANALYST)
    news_sources.remove(source.id, reader=SUPERVISOR)
    assert (news.sources(reader=SUPERVISOR), news.due_sources()) == ((), ())
    with pytest.raises(NotFound):
        news_sources.remove(source.id, reader=SUPERVISOR)


def test_a_feed_is_asked_only_for_what_is_new(served: tuple[type[Answers], str]) -> None:
    answers, address = served
    source = news_sources.add(address, reader=ADMINISTRATOR)
    assert look_at(source, reader=SUPERVISOR).came == 1
    assert look_at(source, reader=SUPERVISOR).came == 0
    assert answers.asked[0] is None
    assert answers.asked[1] is not None
    answers.body = FEED.format(more=MORE).encode()
    assert look_at(source, reader=SUPERVISOR).came == 1
    one, two = sorted(documents(reader=ANALYST), key=lambda row: row.title)
    assert (one.title, one.published, two.title, two.published) == ("One", "2025-11-25", "Two", "")


@pytest.mark.parametrize("status", [500, 404, 403])
def test_a_feed_that_does_not_answer_leaves_all_as_it_was(served: tuple[type[Answers], str], status: int) -> None:
    answers, address = served
    answers.status = status
    source = news_sources.add(address, reader=ADMINISTRATOR)
    assert str(status) in look_at(source, reader=SUPERVISOR).error
    assert not models.Record.objects.exists()
    assert str(status) in watched(source.id).error


def test_an_endless_feed_is_refused_whole(served: tuple[type[Answers], str], monkeypatch: pytest.MonkeyPatch) -> None:
    _answers, address = served
    monkeypatch.setattr(feeds, "MOST_BYTES", 200)
    source = news_sources.add(address, reader=ADMINISTRATOR)
    assert "does not end" in look_at(source, reader=SUPERVISOR).error
    assert not models.Batch.objects.exists()


def test_a_feed_may_not_lead_elsewhere(served: tuple[type[Answers], str]) -> None:
    answers, address = served
    answers.status, answers.location = 302, "http://press.example/feed"
    source = news_sources.add(address, reader=ADMINISTRATOR)
    assert "only https" in look_at(source, reader=SUPERVISOR).error
    answers.location = address
    assert "redirections" in look_at(source, reader=SUPERVISOR).error


@pytest.mark.parametrize(
    "body", [b"", b"<rss><channel><item>", b"\x00\xff\x00\xfe", b"<html><body>Not found</body></html>"]
)
def test_a_feed_that_is_none_says_so_and_keeps_nothing(served: tuple[type[Answers], str], body: bytes) -> None:
    answers, address = served
    answers.body = body
    source = news_sources.add(address, reader=ADMINISTRATOR)
    assert look_at(source, reader=SUPERVISOR).error
    assert not models.Record.objects.filter(schema="Article").exists()
    answers.body = FEED.format(more="").encode()
    assert look_at(source, reader=SUPERVISOR).came == 1


def test_the_same_item_twice_is_one_article(served: tuple[type[Answers], str]) -> None:
    answers, address = served
    answers.body = FEED.format(more=MORE + MORE).encode()
    source = news_sources.add(address, reader=ADMINISTRATOR)
    assert look_at(source, reader=SUPERVISOR).came == 2  # articles
    assert look_at(source, reader=SUPERVISOR).came == 0
    assert len(documents(reader=ANALYST)) == 2


def test_what_is_too_old_to_be_copied_is_forgotten(load: Load) -> None:
    load(article(FIRST))
    load(article(COPY))
    assert models.Shingle.objects.exists()
    assert join_copies.prune() == 0
    models.Record.objects.filter(schema="Article").update(known_from=clock.now() - timedelta(days=31))
    stories = set(models.Reading.objects.values_list("story", flat=True))
    assert join_copies.prune() > 0
    assert not models.Shingle.objects.exists()
    assert set(models.Reading.objects.values_list("story", flat=True)) == stories


def test_the_job_looks_at_what_is_due(inbox: Path) -> None:
    (inbox / "a.txt").write_text(FIRST)
    source = news_sources.add("press", reader=SUPERVISOR)
    news_job.run.call()
    assert watched(source.id).total == 1
    assert news.due_sources() == ()
    assert watched(source.id).next_at > clock.now() + timedelta(minutes=50)
    news_sources.all_due(reader=SUPERVISOR)
    assert len(news.due_sources()) == 1
    assert news_job.plan()  # sooner than the one that waits
    assert not news_job.plan()


def test_a_story_told_twice_is_one(load: Load) -> None:
    load(article(FIRST))
    load(article(OTHER))
    load(article(COPY))
    ((copy, one),) = news.copies(reader=ANALYST)
    assert one.agency == "Bridge News Agency"
    assert one.contained > 0.9
    assert {row.also for row in documents(reader=ANALYST)} == {0, 1}
    assert document(copy, reader=ANALYST).also[0].thing == one.thing
    assert len(set(models.Reading.objects.values_list("story", flat=True))) == 2


def test_a_person_parts_them_and_they_stay_apart(load: Load) -> None:
    load(article(FIRST))
    load(article(COPY))
    number = models.StoryCopy.objects.get().pk
    with pytest.raises(NotAllowed):
        join_copies.part(number, reader=STRANGER)
    join_copies.part(number, reader=ANALYST)
    assert news.copies(reader=ANALYST) == ()
    with pytest.raises(Conflict):
        join_copies.part(number, reader=ANALYST)
    models.Reading.objects.update(story="")
    join_copies.catch_up()
    assert news.copies(reader=ANALYST) == ()
    assert len(set(models.Reading.objects.values_list("story", flat=True))) == 2


def test_a_copy_in_a_narrower_article_is_not_told(load: Load) -> None:
    load(article(FIRST))
    load(article(COPY), marking=Marking(tlp=TLP.AMBER_STRICT))
    assert len(news.copies(reader=ANALYST)) == 1
    assert news.copies(reader=LOW) == ()
    assert {row.also for row in documents(reader=LOW)} == {0}
    with pytest.raises(NotFound):
        join_copies.part(models.StoryCopy.objects.get().pk, reader=LOW)
