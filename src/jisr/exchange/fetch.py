"""A public list from its official address: asked politely, measured, and taken in like any other delivery.

Only https, but for a mirror the administrator set (`JISR_MIRROR`): then every list comes from there. A request carries
the ETag and Last-Modified of what is loaded. Size, time and redirections have limits; what breaks off is an error,
never a short list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic
from typing import ClassVar

import httpx
from django.conf import settings

from jisr import __version__
from jisr.errors import JisrError, NotFound
from jisr.node import deliveries
from jisr.node.actions.take_fetched import kept_bytes, note_failure, take_fetched
from jisr.node.queries.slots import slot as slot_of
from jisr.node.values import Address, BatchRow, Download, Slot
from jisr.sharing import Reader

MOST_BYTES = 256 * 1024 * 1024
MOST_SECONDS = 300.0
MOST_REDIRECTS = 4
_TIMEOUT = httpx.Timeout(connect=15, read=30, write=15, pool=15)
_AGENT = f"jisr/{__version__} (one node of a coalition; fetches a public list)"


class NotFetched(JisrError):
    """The address did not give the list: nothing was changed."""

    code: ClassVar[str] = "not-fetched"
    hint: ClassVar[str] = "Try again later, or read a copy you have: `jisr read FILE`."


def fetch(name: str, *, reader: Reader, anew: bool = False) -> BatchRow | None:
    """Fetch the list of that slot and take it in; None: it has not changed. `anew`: ask without conditions.

    Raises `NotFetched` (noted on the slot, and in the audit), `NotFound`, `NotAllowed`.
    """
    slot = slot_of(name, reader=reader)
    try:
        with _client() as client:
            downloads = [_download(client, address, slot, anew=anew) for address in slot.addresses]
    except NotFetched as error:
        note_failure(slot, reader=reader, why=str(error))
        raise
    if any(not one.same for one in downloads):
        downloads = [_whole(one, slot, reader) if one.same and not one.data else one for one in downloads]
    return take_fetched(slot, downloads, reader=reader)


def _whole(one: Download, slot: Slot, reader: Reader) -> Download:
    """An unchanged file of a set of which another changed: its bytes as they were loaded, else fetched again."""
    try:
        return replace(one, data=kept_bytes(one.address.sha256, reader=reader))
    except NotFound:
        try:
            with _client() as client:
                return _download(client, one.address, slot, anew=True)
        except NotFetched as error:
            note_failure(slot, reader=reader, why=str(error))
            raise


@contextmanager
def _client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": _AGENT}, trust_env=False) as client:
        yield client


def _download(client: httpx.Client, address: Address, slot: Slot, *, anew: bool) -> Download:
    mirror = settings.JISR_MIRROR.rstrip("/")
    url = httpx.URL(f"{mirror}/{slot.name}/{address.file}" if mirror else address.url)
    asked = {} if anew else _conditions(address)
    for _ in range(MOST_REDIRECTS + 1):
        _allowed(url, mirror)
        found = _asked(client, url, asked, address)
        if isinstance(found, Download):
            return found
        url = found
    message = f"{url.host}: more than {MOST_REDIRECTS} redirections"
    raise NotFetched(message, file=address.file)


def _asked(client: httpx.Client, url: httpx.URL, asked: dict[str, str], address: Address) -> Download | httpx.URL:
    """The file, or where to ask instead."""
    try:
        with client.stream("GET", url, headers=asked) as answer:
            if answer.is_redirect and answer.has_redirect_location:
                return url.join(answer.headers["location"])
            return _taken(answer, address)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        message = f"{url.host}: {type(error).__name__} {error}".strip()
        raise NotFetched(message, file=address.file) from error


def _conditions(address: Address) -> dict[str, str]:
    told = {"If-None-Match": address.etag, "If-Modified-Since": address.modified}
    return {name: value for name, value in told.items() if value}


def _allowed(url: httpx.URL, mirror: str) -> None:
    if url.scheme == "https" or (mirror and httpx.URL(mirror).host == url.host and url.scheme == "http"):
        return
    message = f"{url}: only https is asked, or the mirror of this node"
    raise NotFetched(message, url=str(url))


def _taken(answer: httpx.Response, address: Address) -> Download:
    if answer.status_code == httpx.codes.NOT_MODIFIED and (address.etag or address.modified):
        return Download(address=address, same=True)
    if answer.status_code != httpx.codes.OK:
        message = f"{answer.url.host} answered {answer.status_code} {answer.reason_phrase}".strip()
        raise NotFetched(message, file=address.file, status=str(answer.status_code))
    data = b"".join(_limited(answer, address))
    told = replace(address, etag=answer.headers.get("etag", ""), modified=answer.headers.get("last-modified", "")[:64])
    return Download(address=told, data=data, same=bool(address.sha256) and deliveries.digest(data) == address.sha256)


def _limited(answer: httpx.Response, address: Address) -> Iterator[bytes]:
    """The body, piece by piece, as long as it keeps its limits."""
    size, ends = 0, monotonic() + MOST_SECONDS
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > MOST_BYTES:
            message = f"{answer.url.host}: more than {MOST_BYTES} bytes"
            raise NotFetched(message, file=address.file)
        if monotonic() > ends:
            message = f"{answer.url.host}: not done after {MOST_SECONDS:.0f} seconds"
            raise NotFetched(message, file=address.file)
        yield piece
