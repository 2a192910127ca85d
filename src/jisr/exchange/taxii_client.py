"""A client of TAXII 2.1: of other nodes, and of OpenCTI, MISP and whatever else speaks it.

It tries again after what passes (no connection, 429, 502, 503, 504), follows no redirection, and reads no answer
without end. Sending twice does no harm: an object that lies there already is no error.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import httpx
import orjson

from jisr.errors import NotAllowed, NotFound, TooLarge, Unreachable, Unreadable, WrongUse
from jisr.formats.stix_envelope import pieces

TYPE = "application/taxii+json;version=2.1"
MOST_ANSWER = 128 * 1024 * 1024
_AGAIN = frozenset({429, 502, 503, 504})
_TRIES = 5
_LONGEST = 30.0  # seconds between two tries
_LAST = "x-taxii-date-added-last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """How TLS is spoken. `ca`: a file of certificates to trust instead of the machine's; `certificate`, `key`: ours."""

    ca: str = ""
    certificate: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection of a server. `url` ends in a slash."""

    url: str
    uid: str
    title: str
    can_read: bool
    can_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One page: the objects as their bytes came; `last`: date added of the last one ("" on an empty page)."""

    objects: tuple[bytes, ...]
    last: str
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of an envelope that was sent; `failures`: what the server said of each object it refused."""

    total: int
    failed: int
    failures: tuple[str, ...]


class Taxii:
    """A server. `base`: the address of its discovery, API root or collection. Close it, or use it in a `with`."""

    def __init__(
        self,
        base: str,
        *,
        user: str = "",
        secret: str = "",
        tls: Tls | None = None,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        if not base.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
            raise WrongUse(f"{base}: TAXII is spoken over https", address=base)
        self._base = httpx.URL(base if base.endswith("/") else base + "/")
        self._rest = rest
        headers = {"Accept": TYPE, "User-Agent": "jisr"}
        if secret and not user:
            headers["Authorization"] = f"Bearer {secret}"
        auth = (user, secret) if user else None
        self._http = httpx.Client(auth=auth, headers=headers, timeout=60, verify=_context(tls or Tls()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of its connections."""
        self._http.close()

    def collections(self) -> tuple[Collection, ...]:
        """Every collection of every API root that `base`, a discovery, names. Raises as `get`."""
        said = self.get("")
        roots = said.get("api_roots", [])
        found: list[Collection] = []
        for root in roots if isinstance(roots, list) else []:
            url = self._base.join(str(root))
            if url.host != self._base.host:
                continue  # our secret is for one host
            rows = self.get(str(url.join("collections/"))).get("collections", [])
            found += [_collection(url, row) for row in rows if isinstance(row, dict)]
        return tuple(found)

    def pages(self, *, after: str = "", limit: int = 1000, **match: str) -> Iterator[Fetched]:
        """The pages of the collection `base`, from `after` (date added, exclusive) on; each goes on from its last.

        To resume, keep `last` of the page that was dealt with. Raises as `get`.
        """
        query = {f"match[{name}]": value for name, value in match.items()}
        following = ""
        while True:
            words = {"added_after": after, "next": following, "limit": str(limit)}
            page, following = self._page({**query, **{name: value for name, value in words.items() if value}})
            yield page
            if not page.more or not (following or page.last):
                return
            after = page.last or after

    def _page(self, query: Mapping[str, str]) -> tuple[Fetched, str]:
        answer = self._ask("GET", "objects/", params=query)
        body = _read(answer, self._base)
        if not isinstance(body.get("objects", []), list):
            raise Unreadable(source=str(self._base), place="objects", wanted="a list")
        objects = (
            tuple(one.raw for one in pieces(answer.content, source=str(self._base))) if body.get("objects") else ()
        )
        following = body.get("next", "")
        page = Fetched(objects=objects, last=answer.headers.get(_LAST, ""), more=body.get("more") is True)
        return page, following if isinstance(following, str) else ""

    def push(self, bodies: Sequence[bytes], *, patience: float = 60.0) -> Sent:
        """Put objects into the collection `base`, and wait until the server has dealt with them. Raises as `get`."""
        content = b'{"objects":[' + b",".join(bodies) + b"]}"
        said = _read(self._ask("POST", "objects/", content=content), self._base)
        waited, pause = 0.0, 0.5
        while said.get("status") == "pending" and waited < patience:
            self._rest(pause)
            waited, pause = waited + pause, min(2 * pause, _LONGEST)
            said = self.get(str(self._base.join(f"../../status/{said.get('id')}/")))
        if said.get("status") != "complete":
            raise Unreachable(f"{self._base} has not dealt with what it was sent", address=str(self._base))
        failures = said.get("failures", [])
        told = [str(one.get("message", "")) for one in failures if isinstance(one, dict)]
        return Sent(
            total=int(said.get("total_count", len(bodies))),
            failed=int(said.get("failure_count", 0)),
            failures=tuple(told),
        )

    def get(self, path: str) -> Mapping[str, Any]:
        """A resource. Raises `NotFound`, `NotAllowed`, `TooLarge`, `Unreadable`, `Unreachable`."""
        return _read(self._ask("GET", path), self._base)

    def raw(self, method: str, path: str, **options: Any) -> bytes:
        """The bytes of an answer, for what travels inside TAXII and is no STIX. Raises as `get`."""
        return self._ask(method, path, **options).content

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        if method == "POST":
            options["headers"] = {"Content-Type": TYPE}
        url = self._base.join(path)
        for attempt in range(_TRIES):
            pause = min(0.5 * 2**attempt, _LONGEST)
            try:
                answer = self._once(method, url, options)
            except httpx.TransportError as error:
                if attempt + 1 == _TRIES:
                    raise Unreachable(f"{url}: {error}", address=str(url)) from error
            else:
                if answer.status_code not in _AGAIN:
                    return _checked(answer, url)
                asked = answer.headers.get("retry-after", "")
                pause = min(float(asked), _LONGEST) if asked.isdigit() else pause
            self._rest(pause)
        raise Unreachable(f"{url} is busy", address=str(url))

    def _once(self, method: str, url: httpx.URL, options: Mapping[str, Any]) -> httpx.Response:
        """One try; an answer is read as far as anybody could mean it to go."""
        with self._http.stream(method, url, **options) as answer:
            parts, size = [], 0
            for part in answer.iter_bytes():
                size += len(part)
                if size > MOST_ANSWER:
                    raise TooLarge(source=str(url), place="the answer", wanted=f"at most {MOST_ANSWER} bytes")
                parts.append(part)
            kept = {name: value for name, value in answer.headers.items() if name.lower() != "content-encoding"}
            return httpx.Response(answer.status_code, headers=kept, content=b"".join(parts))


def _context(tls: Tls) -> ssl.SSLContext:
    """TLS 1.2 or later, certificates checked; a client certificate where there is one (mTLS)."""
    context = ssl.create_default_context(cafile=tls.ca or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if tls.certificate:
        context.load_cert_chain(tls.certificate, tls.key or None)
    return context


def _checked(answer: httpx.Response, url: httpx.URL) -> httpx.Response:
    status = answer.status_code
    if status in {401, 403}:
        raise NotAllowed(f"{url} refuses our secret ({status})", address=str(url))
    if status == httpx.codes.NOT_FOUND:
        raise NotFound(f"{url} is not there, or not for us", address=str(url))
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        raise TooLarge(source=str(url), place="what we sent", wanted="less at once")
    if not answer.is_success:
        raise Unreachable(f"{url} answers {status}: {answer.text[:200]}", address=str(url))
    return answer


def _read(answer: httpx.Response, url: httpx.URL) -> Mapping[str, Any]:
    try:
        body = orjson.loads(answer.content or b"{}")
    except orjson.JSONDecodeError as error:
        raise Unreadable(source=str(url), place="the answer", wanted="JSON") from error
    if not isinstance(body, dict):
        raise Unreadable(source=str(url), place="the answer", wanted="a JSON object")
    return body


def _collection(root: httpx.URL, row: Mapping[str, Any]) -> Collection:
    uid = str(row.get("id", ""))
    return Collection(
        url=str(root.join(f"collections/{uid}/")),
        uid=uid,
        title=str(row.get("title", "")),
        can_read=row.get("can_read") is True,
        can_write=row.get("can_write") is True,
    )
