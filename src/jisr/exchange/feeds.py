"""A feed of news from its address: asked politely and only for what is new, measured, and taken in like any delivery.

Only https, but for a feed of this very machine. A request carries the ETag and Last-Modified of the last answer. Size,
time and redirections have limits: an endless feed is an error, and nothing of it is kept.
"""

from __future__ import annotations

import hashlib
from time import monotonic
from typing import ClassVar

import httpx

from jisr import __version__
from jisr.errors import JisrError
from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.news_sources import note_look, take
from jisr.node.queries.news import told_by
from jisr.node.values import NewsLook, NewsSourceRow
from jisr.sharing import Reader

MOST_BYTES = 8 * 1024 * 1024
MOST_SECONDS = 60.0
MOST_REDIRECTS = 4
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TIMEOUT = httpx.Timeout(connect=15, read=20, write=15, pool=15)
_HEADERS = {
    "User-Agent": f"jisr/{__version__} (one node of a coalition; reads a public feed)",
    "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8",
}


class FeedNotRead(JisrError):
    """The address did not give a feed: nothing was changed."""

    code: ClassVar[str] = "feed-not-read"
    hint: ClassVar[str] = "Open the address in a browser; then `jisr documents watch --now` tries again."


def read_feed(source: NewsSourceRow, *, reader: Reader) -> NewsLook:
    """Ask a watched feed, take in what is new. What went wrong stands on the source, not raised. Audited."""
    try:
        answer = _asked(source)
        look = answer if isinstance(answer, NewsLook) else _taken(source, answer, reader=reader)
    except FeedNotRead as error:
        look = NewsLook(failed=1, error=str(error))
    catch_up()
    note_look(source.id, look, reader=reader)
    return look


def _taken(source: NewsSourceRow, answer: tuple[bytes, httpx.Headers], *, reader: Reader) -> NewsLook:
    data, headers = answer
    digest = hashlib.sha256(data).hexdigest()
    told = {"etag": headers.get("etag", "")[:256], "modified": headers.get("last-modified", "")[:64], "sha256": digest}
    if digest == told_by(source.id)[2]:
        return NewsLook(**told)
    got = take(source.id, [(_name(source.address), data)], reader=reader)
    if got.error:  # asked in full again the next time
        return got
    return NewsLook(came=got.came, batch=got.batch, **told)


def _asked(source: NewsSourceRow) -> tuple[bytes, httpx.Headers] | NewsLook:
    """The feed; a look that found nothing new. Raises `FeedNotRead`."""
    etag, modified, _ = told_by(source.id)
    asked = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
    url = httpx.URL(source.address)
    local = url.host in _LOOPBACK
    with httpx.Client(timeout=_TIMEOUT, headers=_HEADERS, trust_env=False) as client:
        for _ in range(MOST_REDIRECTS + 1):
            _allowed(url, local=local)
            found = _once(client, url, asked)
            if not isinstance(found, httpx.URL):
                return found
            url = found
    message = f"{url.host}: more than {MOST_REDIRECTS} redirections"
    raise FeedNotRead(message, address=source.address)


def _allowed(url: httpx.URL, *, local: bool) -> None:
    """A redirection may not lead from the world into this machine, nor away from https."""
    if (url.scheme == "https" and url.host not in _LOOPBACK) or (local and url.host in _LOOPBACK):
        return
    message = f"{url}: only https is asked"
    raise FeedNotRead(message, address=str(url))


def _once(
    client: httpx.Client, url: httpx.URL, asked: dict[str, str]
) -> tuple[bytes, httpx.Headers] | NewsLook | httpx.URL:
    try:
        with client.stream("GET", url, headers=asked) as answer:
            if answer.is_redirect and answer.has_redirect_location:
                return url.join(answer.headers["location"])
            if answer.status_code == httpx.codes.NOT_MODIFIED and asked:
                return NewsLook()
            if answer.status_code != httpx.codes.OK:
                message = f"{url.host} answered {answer.status_code} {answer.reason_phrase}".strip()
                raise FeedNotRead(message, address=str(url))
            return _body(answer), answer.headers
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        message = f"{url.host}: {type(error).__name__} {error}".strip()
        raise FeedNotRead(message, address=str(url)) from error


def _body(answer: httpx.Response) -> bytes:
    """The whole body, as long as it keeps its limits: a feed without end is none."""
    out, ends = bytearray(), monotonic() + MOST_SECONDS
    for piece in answer.iter_bytes():
        out += piece
        if len(out) > MOST_BYTES:
            message = f"{answer.url.host}: the feed does not end: more than {MOST_BYTES} bytes"
            raise FeedNotRead(message, address=str(answer.url))
        if monotonic() > ends:
            message = f"{answer.url.host}: not done after {MOST_SECONDS:.0f} seconds"
            raise FeedNotRead(message, address=str(answer.url))
    return bytes(out)


def _name(address: str) -> str:
    """What the delivery's file is called: the address without what asks."""
    url = httpx.URL(address)
    return f"{url.host}{url.path}"[:200]
