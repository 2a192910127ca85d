"""What every answer of the TAXII server looks like, and what it says when it refuses."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http import HTTPStatus

import orjson

from jisr.exchange._http import Answer

TYPE = "application/taxii+json;version=2.1"
MOST_BODY = 16 * 1024 * 1024


class Refused(Exception):
    """A request that is answered with TAXII's error object (3.6.1)."""

    def __init__(self, status: int, title: str, told: str = "", **headers: str) -> None:
        super().__init__(title)
        self.status, self.title, self.told = status, title, told
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def said(body: Mapping[str, object], *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A resource; keys whose value is an empty list or None are left out, as the standard wants."""
    shown = {name: value for name, value in body.items() if value not in (None, [], ())}
    return Answer(status=status, body=orjson.dumps(shown), kind=TYPE, headers=headers or {})


def refusal(error: Refused) -> Answer:
    """The error object. `error_id` finds it again in the node's log."""
    body = {
        "title": error.title,
        "description": error.told or HTTPStatus(error.status).description or None,
        "error_id": secrets.token_hex(8),
        "error_code": HTTPStatus(error.status).name.lower().replace("_", "-"),
        "http_status": str(error.status),
    }
    return said(body, status=error.status, headers=error.headers)


def not_found() -> Refused:
    """One and the same for what is not there and for what the caller may not know of."""
    return Refused(HTTPStatus.NOT_FOUND, "Not found", "There is no such thing for you here.")


def takes(accept: str) -> bool:
    """Whether an Accept header takes TAXII 2.1 (3.1: the type without a version, in any case, with a quality)."""
    if not accept.strip():
        return True
    return any(_range(one) for one in accept.lower().split(","))


def _range(one: str) -> bool:
    kind, *words = [part.strip() for part in one.split(";")]
    said_ = dict(word.partition("=")[::2] for word in words)
    named = {name.strip(): value.strip().strip('"') for name, value in said_.items()}
    if named.get("q", "1").rstrip("0") in {"0.", "", "0"}:
        return False
    if kind == "application/taxii+json":
        return named.get("version", "2.1") == "2.1"
    return kind in {"*/*", "application/*"}


def is_taxii(content_type: str) -> bool:
    """Whether a body says it is TAXII 2.1."""
    return content_type.partition(";")[0].strip().lower() == "application/taxii+json" and takes(content_type)
