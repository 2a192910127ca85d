"""Which program's request goes where?  A WSGI application in front of the pages: the lean way for TAXII and MISP."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import close_old_connections, connection

from jisr.exchange import misp, taxii
from jisr.exchange._http import Answer, Ask, ask_of, headers_of, line_of

Start = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[..., Iterable[bytes]]
Room = Callable[[Ask], Answer]

ROOMS: tuple[tuple[str, Room], ...] = (("/taxii2", taxii.answer), ("/misp", misp.answer))
_LOG = logging.getLogger("jisr.exchange")
MOST_BODY = taxii.MOST_BODY


def in_front_of(pages: Wsgi) -> Wsgi:
    """The same application, with the exchange's paths answered before it is asked."""

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        room = next((room for prefix, room in ROOMS if path == prefix or path.startswith(prefix + "/")), None)
        if room is None:
            return pages(environ, start)
        ask = ask_of(environ, most=MOST_BODY)
        if connection.vendor != "sqlite":
            close_old_connections()
        answer = room(ask)
        if answer.status >= 500:  # noqa: PLR2004  # a fault of ours
            _LOG.error("%s %s: %s", ask.method, ask.path, answer.status)
        body, headers = headers_of(answer, ask)
        start(line_of(answer.status), headers)
        return [b"" if ask.method == "HEAD" else body]

    return application
