"""Let our log leave in a file, or come in one: who did it, and the seal over the file."""

from __future__ import annotations

import orjson

from jisr.errors import NotFound
from jisr.ledger import open_seal, seal
from jisr.node import chain, log, log_keys, partners
from jisr.node.models import Receipt
from jisr.node.own_name import node_name
from jisr.sharing import Reader, Role, require

_KIND = "application/vnd.jisr.file+json"


def begin(member: str, *, after: int | None, reader: Reader) -> int:
    """The number a file for `member` follows; writes down who lets it leave. Raises `NotFound`, `NotAllowed`."""
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    if partners.recipient(member) is None:
        raise NotFound(f"no member {member!r}", name=member)
    signed = Receipt.objects.filter(member=member).order_by("-through").values_list("through", flat=True).first()
    start = (signed or 0) if after is None else after
    chain.note(reader, "export", member, after=str(start), last=str(log.tip_of(node_name()).seq))
    return start


def seal_end(digest: str) -> bytes:
    """The last line of a file: its digest, signed by us."""
    payload = orjson.dumps({"from": node_name(), "sha256": digest})
    envelope = seal(payload, *log_keys.signing(log.tip_of(node_name()).seq), kind=_KIND)
    return orjson.dumps({"type": "x-jisr-file-end", "seal": envelope})


def read_end(envelope: object, *, origin: str) -> str:
    """The digest a file's end binds, signed by its origin. Raises `BadSignature`, `Unreadable`."""
    keys = {key.id: key.public for key in log_keys.keys_of(origin) if key.until is None and not key.revoked}
    said = orjson.loads(open_seal(envelope, kind=_KIND, keys=keys))
    return str(said.get("sha256")) if said.get("from") == origin else ""


def note_taken(origin: str, entries: str, *, reader: Reader) -> None:
    """Write down who brought a file in."""
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    chain.note(reader, "import", origin, entries=entries)
