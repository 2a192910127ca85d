"""Another node over TAXII: its log is the collection `log`, for nodes that joined; plain clients never see it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from jisr.errors import Unreadable
from jisr.exchange.taxii_client import Taxii, Tls
from jisr.formats.stix_envelope import pieces
from jisr.node import partner_keys

LOG = "taxii2/exchange/collections/log/objects/"


class TaxiiPeer:
    """A peer of `exchange.sync` at an address. `name`: the member's; `address`: https://… of its node."""

    def __init__(self, name: str, address: str, *, own: str, tls: Tls | None = None) -> None:
        self.name = name
        self._http = Taxii(address, user=own, secret=partner_keys.password_for(name), tls=tls)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def heads(self) -> bytes:
        """The signed heads it shows us."""
        return self._only(self._http.raw("GET", LOG, params={"match[type]": "x-jisr-heads"}))

    def page(self, origin: str, after: int, limit: int) -> bytes:
        """The page of a log after a number, as we may have it."""
        query = {"match[type]": "x-jisr-page", "next": f"{origin}:{after}", "limit": str(limit)}
        return self._only(self._http.raw("GET", LOG, params=query))

    def give(self, page: bytes) -> None:
        """Hand it a page of our log."""
        self._http.raw("POST", LOG, content=b'{"objects":[' + page + b"]}")

    def _only(self, envelope: bytes) -> bytes:
        found = pieces(envelope, source=self.name)
        if len(found) != 1:
            raise Unreadable(source=self.name, place="objects", wanted="one page")
        return found[0].raw
