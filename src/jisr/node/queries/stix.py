"""How do records read as STIX 2.1?  What came as STIX goes on as it came; the rest is written."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from jisr import formats
from jisr.errors import NotFound
from jisr.formats import Sending, Stamp
from jisr.node import chain, deliveries
from jisr.node.convert import place_of, record_of
from jisr.node.models import Record
from jisr.node.own_name import node_name
from jisr.node.queries.reader import visible_markings
from jisr.sharing import Reader, Role, require

_CHUNK = 400


def bundle(things: Iterable[str], *, reader: Reader) -> bytes:
    """The current records of these things, of what the reader may see, as one bundle. Audited. Raises `NotAllowed`."""
    require(reader, Role.EXCHANGE, Role.SUPERVISOR)
    rows = rows_of(things, reader=reader)
    as_it_came = originals(rows)
    written = [row for row in rows if row.thing not in as_it_came]
    stamps = {row.thing: Stamp(created=row.known_from, modified=row.known_from) for row in written}
    data = formats.write_stix(map(record_of, written), sending=Sending(member=node_name()), stamps=stamps)
    chain.note(reader, "write-stix", "", records=str(len(rows)), sha256=deliveries.digest(data))
    return formats.with_objects(data, as_it_came.values()) if as_it_came else data


def originals(rows: Iterable[Record]) -> dict[str, bytes]:
    """The very bytes records came in, by thing: of those that came as STIX and are still kept; `batch` joined."""
    found: dict[str, bytes] = {}
    by_file: dict[str, list[Record]] = {}
    for row in rows:
        kept = {file["name"]: file["sha256"] for file in orjson.loads(row.batch.files)}
        if row.batch.format == "stix21" and place_of(row).file in kept:
            by_file.setdefault(kept[place_of(row).file], []).append(row)
    for digest, some in by_file.items():
        try:
            data = deliveries.read(digest)
        except NotFound:
            continue
        pieces = formats.cuts(data, [place_of(row) for row in some], name=digest)
        found |= {row.thing: piece for row, piece in zip(some, pieces, strict=True)}
    return found


def rows_of(things: Iterable[str], *, reader: Reader) -> list[Record]:
    """The current rows of these things, of what the reader may see; `batch`, `marking` joined."""
    wanted = list(dict.fromkeys(things))
    visible = Record.objects.filter(known_to=None, marking__in=visible_markings(reader))
    found = visible.select_related("batch", "marking").order_by("pk")
    return [
        row for start in range(0, len(wanted), _CHUNK) for row in found.filter(thing__in=wanted[start : start + _CHUNK])
    ]
