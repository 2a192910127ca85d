"""Who asks, when a program speaks to the match API?  A key in any of the ways its clients send one.

`Authorization: Bearer KEY`, `Authorization: ApiKey KEY`, the password of Basic, or `?api_key=KEY` for programs that can
only be given an address (OpenRefine). Where a setting opens a data set to everybody, who brings no key reads of it what
is marked TLP:CLEAR, and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from jisr.api._asked import Misshapen
from jisr.errors import JisrError, NotAllowed, NotFound, WrongUse
from jisr.node.actions.sign_in import by_token
from jisr.node.queries.entities import Moved
from jisr.node.queries.reader import public
from jisr.sharing import Reader

View = Callable[..., HttpResponse]
LONGEST_ADDRESS = 60_000  # bytes of path and query
_STATUS: tuple[tuple[type[JisrError], int], ...] = ((NotFound, 404), (NotAllowed, 403), (WrongUse, 400))


def asks(*methods: str) -> Callable[[View], View]:
    """A view of the match API: these methods alone, a reader as its second argument, errors in its clients' shape."""

    def wrap(view: View) -> View:
        @login_not_required
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **path: Any) -> HttpResponse:
            response = _open(_checked(request, view, methods, path))
            if request.method == "HEAD":
                response.content = b""
            return response

        return answer

    return wrap


def _checked(request: HttpRequest, view: View, methods: tuple[str, ...], path: dict[str, Any]) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight(methods)
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        response = detail("Method Not Allowed", 405)
        response.headers["Allow"] = ", ".join(methods)
        return response
    if len(request.get_full_path().encode()) > LONGEST_ADDRESS:
        return detail("Request URI too long", 414)
    reader = reader_of(request, str(path.get("dataset", "")))
    if reader is None:
        response = detail("This needs a key: Authorization: Bearer KEY", 401)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    return _answered(request, reader, view, path)


def _answered(request: HttpRequest, reader: Reader, view: View, path: dict[str, Any]) -> HttpResponse:
    try:
        return view(request, reader, **path)
    except Misshapen as error:
        return plain({"detail": error.errors}, status=422)
    except JisrError as error:
        status = next((number for kind, number in _STATUS if isinstance(error, kind)), 400)
        return detail(str(error), status)


def reader_of(request: HttpRequest, dataset: str) -> Reader | None:
    """Whom the key stands for; without one, everybody, where a data set is open to them. None refuses."""
    key = _key(request)
    if key:
        return by_token(key)
    opened = settings.JISR_PUBLIC_DATASET
    return public() if opened and dataset in {"", opened} else None


def _key(request: HttpRequest) -> str:
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in {"bearer", "apikey"}:
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest, validate=True).decode().rpartition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return "unreadable"
    return request.GET.get("api_key", "")


def plain(value: object, *, status: int = 200) -> HttpResponse:
    """JSON."""
    return HttpResponse(orjson.dumps(value), content_type="application/json", status=status)


def detail(text: str, status: int) -> HttpResponse:
    """An error as the clients read it."""
    return plain({"detail": text}, status=status)


def kept(request: HttpRequest, value: object, *, seconds: int) -> HttpResponse:
    """JSON that a client may keep a while, and ask for again by its digest (RFC 9110, 8.8.3)."""
    response = plain(value)
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = f"private, max-age={seconds}"
    response.headers["Vary"] = "Authorization"
    asked = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if response.headers["ETag"] in asked or "*" in asked:
        response.status_code, response.content = 304, b""
    return response


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    response = HttpResponse(status=200)
    response.headers["Access-Control-Allow-Methods"] = ", ".join((*methods, "OPTIONS"))
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response.headers["Access-Control-Max-Age"] = "600"
    return response


def _open(response: HttpResponse) -> HttpResponse:
    """Pages of other origins may ask: only a key opens anything here, never a cookie."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, x-batch-size"
    return response


__all__ = ["Moved", "asks", "detail", "kept", "plain", "reader_of"]
