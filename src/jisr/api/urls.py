"""Which question has which address?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI, Query, Schema
from ninja.security import HttpBearer

from jisr import __version__
from jisr.api._answers import answer, failure
from jisr.errors import JisrError
from jisr.node.actions.sign_in import by_token
from jisr.node.queries.batches import batches
from jisr.node.queries.check import check
from jisr.node.queries.clocks import clocks
from jisr.node.queries.documents import documents
from jisr.node.queries.may import may
from jisr.node.queries.party import find, party, standings
from jisr.node.queries.reading import reading
from jisr.node.queries.reliefs import calendar, reliefs
from jisr.node.queries.timeline import Wish, timeline
from jisr.node.values import MayOwner, MayQuestion, Question
from jisr.sharing import Reader


class Token(HttpBearer):
    """A program's key."""

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:  # noqa: ARG002  # the framework's signature
        """The reader the token was made for; None refuses."""
        return by_token(token)


class CheckBody(Schema):
    """A name to look for. `on`, `known`: ISO 8601, default now."""

    name: str
    born: str = ""
    country: str = ""
    kind: str = ""
    on: str = ""
    known: str = ""


class MayOwnerBody(Schema):
    """A share in the counterparty: a party's id, percent, whether it controls, whether it is listed."""

    party: str = ""
    share: str = ""
    control: bool = False
    listed: bool = False


class MayBody(Schema):
    """May somebody under that law do `kind` with `counterparty`? `on`, `known`: ISO 8601, default now."""

    jurisdiction: str
    kind: str
    counterparty: str
    on: str = ""
    known: str = ""
    origins: tuple[str, ...] = ()
    owners: tuple[MayOwnerBody, ...] = ()


class TimelineWish(Schema):
    """Which happenings. `country`, `other`: two letters; `since`, `until`, `known`: ISO 8601, "" open.

    `step`: visit, meeting, agreement, opening, promise, or any of them.
    """

    party: str = ""
    country: str = ""
    other: str = ""
    type: str = ""
    step: str = ""
    since: str = ""
    until: str = ""
    known: str = ""
    limit: int = 50


api = NinjaAPI(title="Jisr", version=__version__, docs_url=None, auth=Token(), urls_namespace="api")
api.exception_handler(JisrError)(failure)


def _reader(request: HttpRequest) -> Reader:
    reader: Reader = request.auth  # type: ignore[attr-defined]  # set by the key's check
    return reader


@api.get("/health", auth=None)
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # the framework's signature
    """Answers as long as the node serves; says nothing of what it holds."""
    return answer({"status": "ok", "version": __version__})


@api.post("/check")
def check_name(request: HttpRequest, body: CheckBody) -> HttpResponse:
    """Is anyone of this name known? Hits with their reasons, standings first the delisted."""
    question = Question(name=body.name, born=body.born, country=body.country, kind=body.kind)
    return answer(check(question, reader=_reader(request), clocks=clocks(body.on, body.known)))


@api.post("/may")
def may_somebody(request: HttpRequest, body: MayBody) -> HttpResponse:
    """May we do this? The answer with its reasons, acts, sources and next change. Not legal advice."""
    owners = tuple(MayOwner(**dict(one)) for one in body.owners)
    asked = {name: getattr(body, name) for name in ("jurisdiction", "kind", "counterparty", "on", "known")}
    question = MayQuestion(**asked, origins=body.origins, owners=owners)
    return answer(may(question, reader=_reader(request)))


@api.get("/calendar")
def relief_calendar(request: HttpRequest, on: str = "", known: str = "") -> HttpResponse:
    """What runs out when, and who relies on it. Nothing renews by itself."""
    return answer(calendar(reader=_reader(request), clocks=clocks(on, known)))


@api.get("/parties/{path:thing}/reliefs")
def party_reliefs(request: HttpRequest, thing: str, on: str = "", known: str = "") -> HttpResponse:
    """The acts that speak of a party: what they do, and how they stand that day."""
    return answer(reliefs(thing, reader=_reader(request), clocks=clocks(on, known)))


@api.get("/parties/{path:thing}/status")
def party_status(request: HttpRequest, thing: str, on: str = "", known: str = "") -> HttpResponse:
    """How does this party (a thing's id, or a name that fits one only) stand with each jurisdiction?"""
    reader, times = _reader(request), clocks(on, known)
    which = find(thing, reader=reader, clocks=times)
    return answer({"party": which, "clocks": times, "standings": standings(which, reader=reader, clocks=times)})


@api.get("/parties/{path:thing}")
def party_page(request: HttpRequest, thing: str, on: str = "", known: str = "") -> HttpResponse:
    """Everything you may see about a party."""
    return answer(party(thing, reader=_reader(request), clocks=clocks(on, known)))


@api.get("/documents")
def documents_held(request: HttpRequest, limit: int = 100) -> HttpResponse:
    """The articles you may see, the newest first."""
    return answer(documents(reader=_reader(request), limit=max(1, min(limit, 1000))))


@api.get("/documents/{path:thing}/reading")
def document_reading(request: HttpRequest, thing: str) -> HttpResponse:
    """Events, statements and proposed changes of status of one article, each with its characters, rule and score."""
    return answer(reading(thing, reader=_reader(request)))


@api.get("/timeline")
def happenings(request: HttpRequest, wish: Query[TimelineWish]) -> HttpResponse:
    """Each happening once, the newest first, with every source that told it and where they differ."""
    asked = Wish(
        party=wish.party,
        country=wish.country,
        other=wish.other,
        type=wish.type,
        step=wish.step,
        since=wish.since,
        until=wish.until,
        limit=max(1, min(wish.limit, 1000)),
    )
    return answer(timeline(asked, reader=_reader(request), clocks=clocks("", wish.known)))


@api.get("/deliveries")
def deliveries(request: HttpRequest, before: int = 0) -> HttpResponse:
    """What came in, the newest first; `before`: only those with a smaller id."""
    return answer(batches(reader=_reader(request), before=before))


urlpatterns = [path("", api.urls)]
