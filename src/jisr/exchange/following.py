"""A round with a plain TAXII server: take what is new there, give what is new here; how far it came is kept."""

from __future__ import annotations

from dataclasses import dataclass

from jisr.errors import JisrError, NotAllowed, NotFound, Unreachable, Unreadable
from jisr.exchange.taxii_client import Taxii, Tls
from jisr.node.actions import feeds
from jisr.node.actions.feeds import Feed
from jisr.sharing import Reader

_FAILS: tuple[type[JisrError], ...] = (Unreachable, Unreadable, NotAllowed, NotFound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a round with a feed moved; `trouble`: why it stopped, "" where it did not. What was taken stays taken."""

    name: str
    taken: int
    held: int
    given: int
    refused: int
    trouble: str = ""


def follow_all(*, reader: Reader, only: str = "", push: bool = False) -> tuple[Followed, ...]:
    """A round with every feed, or one of that name. Raises `NotAllowed`."""
    every = [(feed, after) for feed, after, _ in feeds.feeds(reader=reader) if only in ("", feed.name)]
    return tuple(_follow(feed, after, reader=reader, push=push) for feed, after in every)


def _follow(feed: Feed, after: str, *, reader: Reader, push: bool) -> Followed:
    taken = held = given = refused = 0
    tls = Tls(ca=feed.ca, certificate=feed.certificate, key=feed.key)
    try:
        secret = feeds.secret_of(feed.name, reader=reader)
        with Taxii(feed.url, user=feed.user, secret=secret, tls=tls) as server:
            for page in server.pages(after=after):
                batch = feeds.took(feed.name, page.objects, page.last, reader=reader)
                taken += len(page.objects)
                held += batch is not None and batch.state != "loaded"
            while push and (news := feeds.outgoing(feed.name, reader=reader))[0]:
                done = server.push(news[0])
                feeds.sent(feed.name, news[1], reader=reader)
                given, refused = given + done.total - done.failed, refused + done.failed
    except _FAILS as error:
        feeds.failed(feed.name, str(error), reader=reader)
        return Followed(name=feed.name, taken=taken, held=held, given=given, refused=refused, trouble=str(error))
    return Followed(name=feed.name, taken=taken, held=held, given=given, refused=refused)
