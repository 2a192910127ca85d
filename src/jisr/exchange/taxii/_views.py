"""Which path answers with what?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from jisr.errors import TooLarge, Unreadable
from jisr.exchange import _callers
from jisr.exchange._http import Answer, Ask, values_of
from jisr.exchange.taxii import _log
from jisr.exchange.taxii._answer import MOST_BODY, TYPE, Refused, is_taxii, not_found, refusal, said, takes
from jisr.exchange.taxii._wish import wish_of
from jisr.formats.stix_envelope import pieces, stamp
from jisr.node.actions import taxii_serve
from jisr.node.actions.taxii_add import add
from jisr.node.actions.taxii_delete import delete
from jisr.node.queries import taxii as asked
from jisr.node.values import Caller, Kept, Page, Posted, Shelf, Wish

_LOG = logging.getLogger("jisr.exchange.taxii")
_STIX = "application/stix+json;version="
_TITLE = "Jisr exchange"
_MISP = "misp"  # its shelves hold events, no STIX: they are read by the calls of MISP


def answer(ask: Ask) -> Answer:
    """Any request below `/taxii2/`; every refusal is an error object and a line in the log."""
    try:
        return _answer(ask)
    except Refused as error:
        _LOG.info("refused %s %s from %s: %s %s", ask.method, ask.path, ask.remote, error.status, error.told)
        return refusal(error)


def _answer(ask: Ask) -> Answer:
    if _callers.guesses(ask):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", "Wait a minute.", Retry_After="60")
    caller = _callers.caller(ask)
    if caller is None:
        _callers.guessed_wrong(ask)
        challenge = 'Basic realm="jisr", charset="UTF-8"'
        raise Refused(HTTPStatus.UNAUTHORIZED, "Unauthorized", "Show who you are.", WWW_Authenticate=challenge)
    if _callers.too_often(caller):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", "Ask less often.", Retry_After="1")
    if not takes(ask.headers.get("accept", "")):
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, "Not acceptable", f"This server speaks {TYPE}.")
    steps = [step for step in ask.path.removeprefix("/taxii2").split("/") if step]
    method = "GET" if ask.method == "HEAD" else ask.method
    view, methods = _view(steps)
    if method not in methods:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed", Allow=", ".join(methods))
    return view(ask, steps, caller)


View = Callable[[Ask, list[str], Caller], Answer]


def _view(steps: list[str]) -> tuple[View, tuple[str, ...]]:
    """By the shape of a path; a `*` stands for any word."""
    for shape, view, methods in _PATHS:
        if len(shape) == len(steps) and all(word in ("*", step) for word, step in zip(shape, steps, strict=True)):
            return view, methods
    raise not_found()


def _discovery(_ask: Ask, _steps: list[str], caller: Caller) -> Answer:
    roots = [f"/taxii2/{root}/" for root in _roots(caller)]
    default = roots[0] if roots else None
    return said({"title": _TITLE, "description": "One member's node.", "default": default, "api_roots": roots})


def _roots(caller: Caller) -> list[str]:
    return list(dict.fromkeys(shelf.root for shelf in asked.shelves(caller=caller) if shelf.root != _MISP))


def _root(_ask: Ask, steps: list[str], caller: Caller) -> Answer:
    _root_of(steps, caller)
    return said({"title": f"{_TITLE}: {steps[0]}", "versions": [TYPE], "max_content_length": MOST_BODY})


def _root_of(steps: list[str], caller: Caller) -> list[Shelf]:
    found = [shelf for shelf in asked.shelves(caller=caller) if shelf.root == steps[0] != _MISP]
    if not found:
        raise not_found()
    return found


def _collections(_ask: Ask, steps: list[str], caller: Caller) -> Answer:
    return said({"collections": [_told(shelf) for shelf in _root_of(steps, caller)]})


def _collection(_ask: Ask, steps: list[str], caller: Caller) -> Answer:
    return said(_told(_shelf(steps, caller)))


def _told(shelf: Shelf) -> dict[str, object]:
    body: dict[str, object] = {"id": shelf.uid, "title": shelf.title}
    body |= {name: value for name, value in (("description", shelf.description), ("alias", shelf.alias)) if value}
    return body | {"can_read": shelf.can_read, "can_write": shelf.can_write, "media_types": [f"{_STIX}2.1"]}


def _shelf(steps: list[str], caller: Caller) -> Shelf:
    found = asked.shelf(steps[0], steps[2], caller=caller) if steps[0] != _MISP else None
    if found is None:
        raise not_found()
    return found


def _readable(steps: list[str], caller: Caller) -> Shelf:
    shelf = _shelf(steps, caller)
    if not shelf.can_read:
        raise Refused(HTTPStatus.FORBIDDEN, "Forbidden", "You may write here, not read.")
    return shelf


def _objects(ask: Ask, steps: list[str], caller: Caller) -> Answer:
    if steps[2] == _log.NAME:
        return _log.answer(ask, caller)
    if ask.method == "POST":
        return _post(ask, steps, caller)
    page = taxii_serve.page(_readable(steps, caller), wish_of(ask), caller=caller)
    return _envelope(page)


def _envelope(page: Page) -> Answer:
    """The bytes as they were received, side by side: nothing is written anew."""
    parts = []
    if page.more:
        parts.append(b'"more":true,"next":"%d"' % page.kept[-1].added)
    if page.kept:
        parts.append(b'"objects":[' + b",".join([one.body for one in page.kept]) + b"]")
    return Answer(status=200, body=b"{" + b",".join(parts) + b"}", kind=TYPE, headers=_dated(page.kept))


def _dated(kept: tuple[Kept, ...]) -> dict[str, str]:
    if not kept:
        return {}
    return {
        "X-TAXII-Date-Added-First": stamp(kept[0].added),
        "X-TAXII-Date-Added-Last": stamp(kept[-1].added),
    }


def _manifest(ask: Ask, steps: list[str], caller: Caller) -> Answer:
    page = taxii_serve.page(_readable(steps, caller), wish_of(ask), caller=caller, bodies=False)
    records = [
        {
            "id": one.stix_id,
            "date_added": stamp(one.added),
            "version": stamp(one.version),
            "media_type": f"{_STIX}{one.spec}",
        }
        for one in page.kept
    ]
    return said(_paged(page, "objects", records), headers=_dated(page.kept))


def _paged(page: Page, name: str, rows: list[object] | list[dict[str, str]]) -> dict[str, object]:
    following: dict[str, object] = {"more": True, "next": str(page.kept[-1].added)} if page.more else {}
    return {**following, name: rows}


def _object(ask: Ask, steps: list[str], caller: Caller) -> Answer:
    if ask.method == "DELETE":
        return _delete(ask, steps, caller)
    return _envelope(_one(ask, steps, caller, bodies=True))


def _one(ask: Ask, steps: list[str], caller: Caller, *, bodies: bool) -> Page:
    """The versions of one object that fit; 404 where the caller knows no version of it at all."""
    shelf = _readable(steps, caller)
    wish = _about(wish_of(ask), steps[4], every=not bodies)
    page = taxii_serve.page(shelf, wish, caller=caller, bodies=bodies)
    if not page.kept and not asked.known(shelf, steps[4], caller=caller):
        raise not_found()
    return page


def _about(wish: Wish, stix_id: str, *, every: bool) -> Wish:
    versions = ("all",) if every else wish.versions
    return Wish(after=wish.after, limit=wish.limit, ids=(stix_id,), specs=wish.specs, versions=versions)


def _object_versions(ask: Ask, steps: list[str], caller: Caller) -> Answer:
    page = _one(ask, steps, caller, bodies=False)
    rows: list[object] = [stamp(one.version) for one in page.kept]
    return said(_paged(page, "versions", rows), headers=_dated(page.kept))


def _delete(ask: Ask, steps: list[str], caller: Caller) -> Answer:
    shelf = _shelf(steps, caller)
    if not (shelf.can_read and shelf.can_write):
        raise Refused(HTTPStatus.FORBIDDEN, "Forbidden", "Deleting takes the right to read and to write.")
    wish = wish_of(ask)
    chosen = bool(values_of(ask, "match[version]"))
    wish = Wish(specs=wish.specs, versions=wish.versions if chosen else ("all",))
    problem = delete(shelf, steps[4], wish, caller=caller)
    if problem == "unknown":
        raise not_found()
    if problem:
        raise Refused(HTTPStatus.FORBIDDEN, "Forbidden", "Only who put it here may take it away.")
    return said({})


def _status(_ask: Ask, steps: list[str], caller: Caller) -> Answer:
    found = asked.status(steps[2].lower(), caller=caller, root=steps[0])
    if found is None:
        raise not_found()
    return said(_resource(found))


def _post(ask: Ask, steps: list[str], caller: Caller) -> Answer:
    shelf = _shelf(steps, caller)
    if not shelf.can_write:
        raise Refused(HTTPStatus.FORBIDDEN, "Forbidden", "You may read here, not write.")
    if not is_taxii(ask.headers["content-type"]):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", f"Send {TYPE}.")
    if ask.body is None:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large", f"At most {MOST_BODY} bytes.")
    try:
        given = pieces(ask.body)
    except TooLarge as error:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large", str(error)) from error
    except Unreadable as error:
        asked_told = str(error).encode("utf-8", "replace").decode()
        raise Refused(HTTPStatus.BAD_REQUEST, "Bad envelope", asked_told) from error
    return said(_resource(add(shelf, given, caller=caller)), status=HTTPStatus.ACCEPTED)


def _resource(posted: Posted) -> dict[str, object]:
    """The status of an envelope (4.3.1). The node is done with it when it answers: nothing is ever pending."""
    return {
        "id": posted.uid,
        "status": "complete",
        "request_timestamp": f"{posted.at:%Y-%m-%dT%H:%M:%S.%f}Z",
        "total_count": posted.total,
        "success_count": posted.total - posted.failed,
        "successes": [{"id": stix_id, "version": stamp(version)} for stix_id, version in posted.successes],
        "failure_count": posted.failed,
        "failures": [
            {"id": stix_id or "unknown", "version": stamp(version), "message": message}
            for stix_id, version, message in posted.failures
        ],
        "pending_count": 0,
    }


_PATHS: tuple[tuple[tuple[str, ...], View, tuple[str, ...]], ...] = (
    ((), _discovery, ("GET",)),
    (("*",), _root, ("GET",)),
    (("*", "collections"), _collections, ("GET",)),
    (("*", "collections", "*"), _collection, ("GET",)),
    (("*", "collections", "*", "objects"), _objects, ("GET", "POST")),
    (("*", "collections", "*", "manifest"), _manifest, ("GET",)),
    (("*", "collections", "*", "objects", "*"), _object, ("GET", "DELETE")),
    (("*", "collections", "*", "objects", "*", "versions"), _object_versions, ("GET",)),
    (("*", "status", "*"), _status, ("GET",)),
)
