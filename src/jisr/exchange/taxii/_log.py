"""The collection `log`: how nodes that joined follow one another's logs. To everybody else it does not exist."""

from __future__ import annotations

from http import HTTPStatus

from jisr.errors import BadSignature, Conflict, JisrError, NotFound, Unreadable
from jisr.exchange._http import Answer, Ask, values_of
from jisr.exchange.taxii._answer import MOST_BODY, TYPE, Refused, not_found, said
from jisr.formats.stix_envelope import pieces
from jisr.node import partners
from jisr.node.actions import serve, take_page
from jisr.node.values import Caller

NAME = "log"
_LIMIT = 1000
_DIGITS = 18


def answer(ask: Ask, caller: Caller) -> Answer:
    """Heads, a page of a log, or a page taken. Refused whole where anything of it is wrong: nothing is applied."""
    if partners.recipient(caller.partner) is None:
        raise not_found()
    try:
        if ask.method == "POST":
            return _take(ask, caller)
        return Answer(status=200, body=b'{"objects":[' + _asked(ask, caller) + b"]}", kind=TYPE)
    except NotFound as error:
        raise not_found() from error
    except Conflict as error:
        raise Refused(HTTPStatus.CONFLICT, "Conflict", _told(error)) from error
    except (Unreadable, BadSignature) as error:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Not taken", _told(error)) from error


def _asked(ask: Ask, caller: Caller) -> bytes:
    if values_of(ask, "match[type]") == ("x-jisr-heads",):
        return serve.heads(caller.partner)
    origin, _, after = "".join(values_of(ask, "next")).rpartition(":")
    limit = "".join(values_of(ask, "limit"))
    numbers = all(one.isascii() and one.isdigit() and len(one) <= _DIGITS for one in (after, limit or "1"))
    if not origin or not numbers:
        raise Refused(HTTPStatus.BAD_REQUEST, "Bad request", "next: expected ORIGIN:NUMBER")
    return serve.page(caller.partner, origin, after=int(after), limit=min(int(limit or _LIMIT) or 1, _LIMIT))


def _take(ask: Ask, caller: Caller) -> Answer:
    if ask.body is None:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large", f"At most {MOST_BODY} bytes.")
    found = pieces(ask.body)
    if len(found) != 1:
        raise Refused(HTTPStatus.BAD_REQUEST, "Bad envelope", "one page")
    take_page.take(found[0].raw, via=caller.partner)
    return said({"status": "complete"}, status=HTTPStatus.ACCEPTED)


def _told(error: JisrError) -> str:
    return str(error).encode("utf-8", "replace").decode()
