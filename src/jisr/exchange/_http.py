"""One request and one answer, without pages, sessions or languages: what programs of partners need, and no more."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

_MOST_FIELDS = 200
SMALL = 2048  # bytes: not worth compressing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a program asks. `query`: its parameters in order, each as often as it stands; None: far too many.

    `headers`: by names in small letters. `body`: None: longer than is taken.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] | None
    headers: Mapping[str, str]
    remote: str
    body: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What it gets back."""

    status: int
    body: bytes
    kind: str
    headers: Mapping[str, str] = field(default_factory=dict)


def ask_of(environ: Mapping[str, Any], *, most: int) -> Ask:
    """From WSGI's environment (PEP 3333). Of a body, at most `most` bytes are read."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers["content-type"] = environ.get("CONTENT_TYPE") or ""
    path = environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace")
    return Ask(
        method=environ.get("REQUEST_METHOD", "GET"),
        path=path,
        query=_query(environ.get("QUERY_STRING", "")),
        headers=headers,
        remote=environ.get("REMOTE_ADDR", ""),
        body=_body(environ, most),
    )


def _query(text: str) -> tuple[tuple[str, str], ...] | None:
    if text.count("&") > _MOST_FIELDS:
        return None
    return tuple(parse_qsl(text, keep_blank_values=True)) if text else ()


def _body(environ: Mapping[str, Any], most: int) -> bytes | None:
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) > most:
        return None
    if environ.get("REQUEST_METHOD") in {"GET", "HEAD", "DELETE"} and not length:
        return b""
    data: bytes = environ["wsgi.input"].read(int(length) if length.isdigit() else most + 1)
    return data if len(data) <= most else None


def headers_of(answer: Answer, ask: Ask) -> tuple[bytes, list[tuple[str, str]]]:
    """The body as it is sent, compressed where the program takes that, and every header."""
    body = answer.body
    headers = [
        ("Content-Type", answer.kind),
        ("Cache-Control", "no-store, private"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        *answer.headers.items(),
    ]
    if len(body) > SMALL and "gzip" in ask.headers.get("accept-encoding", ""):
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        body = packer.compress(body) + packer.flush()
        headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    return body, [*headers, ("Content-Length", str(len(body)))]


def line_of(status: int) -> str:
    """The status line: `404 Not Found`."""
    return f"{status} {HTTPStatus(status).phrase}"


def values_of(ask: Ask, name: str) -> tuple[str, ...]:
    """Every value of one parameter, in order."""
    return tuple(value for key, value in ask.query or () if key == name)
