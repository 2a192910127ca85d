"""Acts that come by a partner's log and end or ease something wait for two persons of this node.

They are a held delivery whose pieces show them. What stands in the log decides: an act that was taken back or told
otherwise meanwhile waits no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import orjson

from jisr import formats
from jisr.errors import Conflict, NeedsSecond
from jisr.node import act_faults, chain, clock, deliveries, log, partners
from jisr.node.actions import ingest
from jisr.node.convert import dumps
from jisr.node.log_records import FORMAT, Body, loaded, read
from jisr.node.models import Batch, LogEntry, Marking, Quarantined
from jisr.node.prepared import Prepared
from jisr.records import Record, version_of
from jisr.sharing import Reader

FIRST, SECOND, OVERTAKEN = "partner-acts", "partner-acts-second", "partner-acts-overtaken"
_WAITS = "act-waits"


def waiting(origin: str, puts: Mapping[str, Record]) -> dict[str, Record]:
    """Those of the records that came (by thing) which two persons have to agree to first."""
    if not any(record.schema == "Instrument" for record in puts.values()) or partners.acts_stand(origin):
        return {}
    told = {thing: (record, version_of(record)) for thing, record in puts.items()}
    return {thing: puts[thing] for thing in sorted(act_faults.easing(told, loaded(list(puts)).versions))}


def hold(acts: Mapping[str, Record], *, origin: str, title: str, by: str, marking: Marking) -> None:
    """Have them wait. Inside the write that takes the page."""
    if not acts:
        return
    now = clock.now()
    batch = Batch.objects.create(
        source=origin,
        format=FORMAT,
        title=title,
        sha256=_digest((record.thing, version_of(record)) for record in acts.values()),
        files="[]",
        options=dumps({"archive": False}),
        marking=marking,
        received=now,
        loaded_at=now,
        by=by,
        state="held",
        reason=FIRST,
        facts=dumps({"by": origin}),
        quarantined=len(acts),
    )
    Quarantined.objects.bulk_create(_piece(batch, record) for record in acts.values())
    chain.note(_node(by), "delivery-held", str(batch.pk), source=origin, sha256=batch.sha256, reason=FIRST)


def _piece(batch: Batch, record: Record) -> Quarantined:
    said = {name: list(values) for name, values in record.properties.items()}
    facts = dumps({"key": record.thing, "version": version_of(record)})
    return Quarantined(batch=batch, place=record.thing, reason=_WAITS, facts=facts, piece=dumps(said).encode())


def _digest(told: Iterable[tuple[str, str]]) -> str:
    """Of what is to be agreed to: which acts, in which words."""
    return deliveries.digest(dumps(sorted(map(list, told))).encode())


def overtake(origin: str, things: Iterable[str], *, by: str) -> None:
    """These were taken back or told anew: what waits of them waits no more. Inside a write."""
    gone = frozenset(things)
    for batch in Batch.objects.filter(source=origin, format=FORMAT, state="held"):
        pieces = list(batch.pieces.filter(reason=_WAITS))
        stay = [one for one in pieces if one.place not in gone]
        if len(stay) == len(pieces):
            continue
        batch.pieces.exclude(pk__in=[one.pk for one in stay]).delete()
        batch.quarantined, batch.facts, batch.reason = len(stay), dumps({"by": origin}), FIRST
        batch.sha256 = _digest(_told(stay))
        if not stay:
            batch.state, batch.reason, batch.settled_by, batch.settled_at = "rejected", OVERTAKEN, by, clock.now()
        batch.save()
        chain.note(_node(by), "delivery-overtaken", str(batch.pk), source=origin, left=str(len(stay)))


def _told(pieces: Iterable[Quarantined]) -> Iterable[tuple[str, str]]:
    return ((one.place, str(orjson.loads(one.facts)["version"])) for one in pieces)


def agree(batch: Batch, *, reader: Reader, why: str) -> bool:
    """One person's yes; True: it was the second, and the acts stand now. Inside a write. Raises `NeedsSecond`."""
    facts = orjson.loads(batch.facts)
    first = facts.get("first", "")
    if first == reader.name:
        raise NeedsSecond(f"{reader.name} agreed already: another person has to agree too", batch=str(batch.pk))
    if not first:
        batch.reason, batch.facts = SECOND, dumps(facts | {"first": reader.name})
        batch.save(update_fields=("reason", "facts"))
        chain.note(reader, "delivery-agreed", str(batch.pk), sha256=batch.sha256, why=why)
        return False
    _stand(batch)
    return True


def _stand(batch: Batch) -> None:
    pieces = list(batch.pieces.filter(reason=_WAITS))
    records = _current(batch.source, pieces)
    if _digest((one.thing, version_of(one)) for one in records) != batch.sha256:
        raise Conflict(f"delivery {batch.pk} is no longer what the log of {batch.source} says", batch=str(batch.pk))
    batch.received, batch.quarantined = clock.now(), 0
    header = formats.Header(format=FORMAT, source=batch.source, edition=None, snapshot=False)
    prepared = Prepared(
        header=header,
        sha256=batch.sha256,
        files=(),
        received=batch.received,
        as_announced=False,
        records={record.thing: (record, version_of(record)) for record in records},
        schemata=frozenset({"Instrument"}),
    )
    ingest.apply(prepared, batch, loaded([record.thing for record in records]))
    batch.pieces.all().delete()
    batch.save(update_fields=("received", "quarantined"))


def _current(origin: str, pieces: Sequence[Quarantined]) -> list[Record]:
    """The acts as the log has them now."""
    rids = [one.place.partition(":")[2] for one in pieces]
    live = {rid: held.seq for rid, held in log.held_of_log(origin, rids).items() if held.live}
    rows = LogEntry.objects.filter(origin=origin, seq__in=live.values(), kind="put").order_by("seq")
    bodies = [Body(row.rid, row.body.encode(), str(orjson.loads(row.text)["marking"])) for row in rows]
    items = read(origin, bodies, name=f"{origin}, acts").values()
    return [item for item in items if isinstance(item, Record)]


def _node(by: str) -> Reader:
    return Reader(name=by, member="", roles=frozenset())
