"""What do the bodies of a log's entries say?  Records, or pieces that are none; read as everything else is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jisr import formats
from jisr.node import clock
from jisr.node.guards import Loaded
from jisr.node.models import Record
from jisr.node.store import some
from jisr.records import Record as Said

FORMAT = "jisr-log"


class Body(NamedTuple):
    """A body, the record's id in its log, and the marking its entry says."""

    rid: str
    data: bytes
    marking: str


def read(origin: str, bodies: Iterable[Body], *, name: str) -> dict[str, formats.Item]:
    """What each body says, by record id: a record, or the piece that is none. `name`: of the file they stand for."""
    puts = [one for one in bodies if one.data and b"\n" not in one.data]
    if not puts:
        return {}
    file = formats.File(name=name, data=b"\n".join(one.data for one in puts) + b"\n")
    options = formats.Options(source=origin, received=clock.now())
    found: dict[str, formats.Item] = {}
    for item in formats.read((file,), options=options, name="ftm-json").items:
        if isinstance(item, Said) and item.place.line is not None:
            one = puts[item.place.line - 1]
            fits = item.thing == f"{origin}:{one.rid}" and str(item.marking) == one.marking
            found[one.rid] = item if fits else _piece(item, one)
        elif isinstance(item, formats.Quarantined):
            rid = dict(item.facts).get("key", "").removeprefix(f"{origin}:")
            found.setdefault(rid, item)
    return found


def _piece(item: Said, body: Body) -> formats.Quarantined:
    return formats.Quarantined(
        place=item.place,
        reason="bad-value",
        facts=(("key", body.rid), ("property", "id")),
        piece=body.data,
        entry=True,
    )


def loaded(things: list[str]) -> Loaded:
    """What the node keeps of these things now."""
    current = some(Record, ("thing", "pk", "version"), ("thing", things), known_to=None)
    return Loaded(
        things={thing: (pk, version) for thing, pk, version in current},
        edition=None,
        received=None,
        overtaken=frozenset(),
    )
