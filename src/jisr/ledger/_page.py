"""What travels?  A stretch of one log for one reader, closed by its origin's signed head."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jisr.errors import Unreadable
from jisr.ledger import _dsse
from jisr.ledger._entry import Entry, Link, Tip, commitment_of, entry_of, hash_of
from jisr.ledger._wire import dumps, strict

MOST_PAGE = 16 * 1024 * 1024
MOST_LINKS = 10_000
HEAD_TYPE = "application/vnd.jisr.head+json"
_HASH = 32
_ID = uuid.UUID("5d1f9a52-7c0e-5b1e-9a0b-6a6973720001")
_MOST_HEADS = 500
_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far its origin says, over its signature, that a log is."""

    origin: str
    tip: Tip
    envelope: bytes  # JSON of the DSSE envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The links of `origin` after `before`, to `head`. Whole in itself; who signed it is not yet asked."""

    origin: str
    before: Tip
    links: tuple[Link, ...]
    head: Head


def sign_head(origin: str, tip: Tip, *privates: bytes) -> Head:
    """The head of a log, signed by the keys of its origin that count for it."""
    payload = dumps({"origin": origin, "seq": tip.seq, "hash": base64.b64encode(tip.hash).decode()})
    envelope = dumps(_dsse.seal(payload, *privates, kind=HEAD_TYPE))
    return Head(origin=origin, tip=tip, envelope=envelope)


def read_head(envelope: object) -> Head:
    """A head from its envelope (as JSON gives it), not yet verified. Raises `Unreadable`."""
    said = strict(_dsse.opened(envelope, kind=HEAD_TYPE), source="head", most=2048)
    origin, seq = said.get("origin"), said.get("seq")
    if not isinstance(origin, str) or not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq < 2**63:
        raise Unreadable(source="head", place="origin, seq", wanted="a name and a number")
    tip = Tip(seq=seq, hash=_dsse.unbase64(said.get("hash"), place="hash", size=_HASH))
    return Head(origin=origin, tip=tip, envelope=dumps(envelope))


def write_page(before: Tip, links: Sequence[Link], head: Head) -> bytes:
    """A page as it travels: an entry where its reader may have it, else the bare commitment."""
    written = [_told(link.entry) if link.entry else base64.b64encode(link.commitment).decode() for link in links]
    body = {
        "type": "x-jisr-page",
        "spec_version": "2.1",
        "id": f"x-jisr-page--{uuid.uuid5(_ID, f'{head.origin} {before.seq} {head.tip.seq}')}",
        "origin": head.origin,
        "after": before.seq,
        "prev": base64.b64encode(before.hash).decode(),
        "links": written,
        "head": strict(head.envelope, source="head", most=4096),
    }
    return dumps(body)


def _told(entry: Entry) -> dict[str, str]:
    said = {
        "text": entry.text.decode(),
        "salt": base64.b64encode(entry.salt).decode(),
        "audience": base64.b64encode(entry.audience).decode(),
    }
    return {**said, "body": entry.body.decode()} if entry.body else said


def read_page(data: bytes) -> Page:
    """A page from the bytes that came: its links lead from `prev` to its head. Raises `TooLarge`, `Unreadable`."""
    said = strict(data, source="page", most=MOST_PAGE)
    origin, after, items = said.get("origin"), said.get("after"), said.get("links")
    if said.get("type") != "x-jisr-page" or not isinstance(origin, str) or not isinstance(items, list):
        raise Unreadable(source="page", place="type, origin, links", wanted="a page of a log")
    if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after < 2**62 or len(items) > MOST_LINKS:
        raise Unreadable(source="page", place="after, links", wanted=f"a number, and at most {MOST_LINKS} links")
    head = read_head(said.get("head"))
    before = tip = Tip(seq=after, hash=_dsse.unbase64(said.get("prev"), place="prev", size=_HASH))
    links = []
    for item in items:
        entry = _entry(item) if isinstance(item, dict) else None
        commitment = commitment_of(entry) if entry else _dsse.unbase64(item, place="link", size=_HASH)
        tip = Tip(seq=tip.seq + 1, hash=hash_of(tip, commitment))
        links.append(Link(seq=tip.seq, hash=tip.hash, commitment=commitment, entry=entry))
    if head.origin != origin or head.tip != tip:
        raise Unreadable(
            source="page", place="head", wanted="the head that its links lead to: cut, or changed on the way"
        )
    return Page(origin=origin, before=before, links=tuple(links), head=head)


def _entry(item: dict[str, object]) -> Entry:
    text, body = item.get("text"), item.get("body", "")
    if item.keys() - {"body"} != {"text", "salt", "audience"}:
        raise Unreadable(source="page", place="link", wanted="text, salt, audience and body")
    if not isinstance(text, str) or not isinstance(body, str):
        raise Unreadable(source="page", place="link", wanted="an entry with its text")
    entry = entry_of(
        text=text.encode(),
        salt=_dsse.unbase64(item.get("salt"), place="salt", size=_HASH),
        audience=_dsse.unbase64(item.get("audience"), place="audience", size=_HASH),
        body=body.encode(),
    )
    if entry.bound and not entry.body:
        raise Unreadable(source="page", place=entry.rid, wanted="the body it was written with")
    return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a member shows before anything else; nothing of it is verified yet.

    `heads`: of logs both may know of. `taken`: how far it has the other's log from the other itself, without a gap.
    `forks`: pairs of pages that prove one each. `since`: by origin, from where on it has more to pass on than before.
    """

    heads: tuple[Head, ...]
    taken: int = 0
    forks: tuple[tuple[bytes, bytes], ...] = ()
    since: Mapping[str, int] = field(default_factory=dict)


def write_heads(shown: Shown) -> bytes:
    """What two members show each other before anything else."""
    name = uuid.uuid5(_ID, " ".join(sorted(f"{head.origin} {head.tip.seq}" for head in shown.heads)))
    said: dict[str, object] = {
        "type": "x-jisr-heads",
        "spec_version": "2.1",
        "id": f"x-jisr-heads--{name}",
        "heads": [strict(head.envelope, source="head", most=4096) for head in shown.heads],
        "taken": shown.taken,
    }
    pairs = [[strict(page, source="fork", most=MOST_PAGE) for page in pair] for pair in shown.forks]
    more: dict[str, object] = {"forks": pairs} if pairs else {}
    return dumps(said | more | ({"since": dict(shown.since)} if shown.since else {}))


def read_heads(data: bytes) -> Shown:
    """What another shows, from the bytes that came, not yet verified. Raises `TooLarge`, `Unreadable`."""
    said = strict(data, source="heads", most=MOST_PAGE)
    envelopes, taken, pairs = said.get("heads"), said.get("taken", 0), said.get("forks", [])
    if said.get("type") != "x-jisr-heads" or not isinstance(envelopes, list) or len(envelopes) > _MOST_HEADS:
        raise Unreadable(source="heads", place="type, heads", wanted=f"at most {_MOST_HEADS} signed heads")
    if not isinstance(taken, int) or isinstance(taken, bool) or not 0 <= taken < 2**63:
        raise Unreadable(source="heads", place="taken", wanted="a number")
    if not isinstance(pairs, list) or len(pairs) > _MOST_HEADS or not all(map(_is_pair, pairs)):
        raise Unreadable(source="heads", place="forks", wanted="pairs of pages")
    forks = tuple((dumps(one), dumps(other)) for one, other in pairs)
    return Shown(heads=tuple(map(read_head, envelopes)), taken=taken, forks=forks, since=_since(said.get("since", {})))


def _since(value: object) -> dict[str, int]:
    found = value if isinstance(value, dict) else {"": -1}
    if not all(isinstance(seq, int) and not isinstance(seq, bool) and seq >= 0 for seq in found.values()):
        raise Unreadable(source="heads", place="since", wanted="a number for each log")
    return found


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == _PAIR
