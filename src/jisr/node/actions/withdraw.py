"""Take a record of ours back, or let fewer have it: everyone who was ever sent it is told, in the same transaction."""

from __future__ import annotations

from dataclasses import replace

from jisr import formats, records
from jisr.errors import NotFound, WrongUse
from jisr.ledger import correction
from jisr.node import chain, clock, log
from jisr.node.actions import ingest
from jisr.node.actions.take_page import drop
from jisr.node.convert import dumps, marking_of, marking_row, record_of
from jisr.node.log_records import FORMAT, loaded
from jisr.node.models import Batch, Holding, Marking, Record, Sent
from jisr.node.outgoing import correct, correct_carriers
from jisr.node.own_name import node_name
from jisr.node.prepared import Prepared
from jisr.node.queries.reader import visible_markings
from jisr.node.store import write
from jisr.node.withdrawn import erase, forget_bodies
from jisr.records import version_of
from jisr.sharing import Reader, Role, covers, require


def withdraw(thing: str, why: str, *, reader: Reader) -> int:
    """Take a record of ours back for good: no desk uses it any more; returns how many are told. Raises `NotFound`.

    Its content is erased, here and there; it can never be shared again under this id.
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    with write():
        row = _own(thing, reader)
        members = tuple(Sent.objects.filter(origin=node_name(), rid=thing, live=True).values_list("member", flat=True))
        log.append(correction(thing, put=None, lost=members))
        Holding.objects.filter(origin=node_name(), rid=thing).update(final=True, live=False)
        _close(row, reader, f"withdrawn: {thing}")
        forget_bodies(node_name(), (thing,))
        correct_carriers((thing,))
        chain.note(reader, "withdraw", thing, why=why, members=str(len(members)), version=row.version)
    return len(members)


def take_away(thing: str, *, reader: Reader) -> None:
    """Take the content of a record of ours away that was withdrawn before this node was restored. Inside a write."""
    row = Record.objects.filter(known_to=None, thing=thing).select_related("marking", "batch").first()
    if row is not None:
        _close(row, reader, f"withdrawn: {thing}")
        forget_bodies(node_name(), (thing,))
        correct_carriers((thing,))


def narrow(thing: str, marking: records.Marking, *, reader: Reader) -> int:
    """Put a narrower marking on a record of ours; returns how many entries tell it. Raises `NotFound`, `WrongUse`.

    Whoever may still have it gets the new version, the others a word to drop it.
    """
    require(reader, Role.SUPERVISOR, Role.EXCHANGE)
    with write():
        row = _own(thing, reader)
        if not covers(marking_of(row.marking), marking):
            raise WrongUse(f"{marking} is not narrower than {row.marking.text}", field="marking")
        record = replace(record_of(row), marking=marking)
        before = log.tip_of(node_name()).seq
        batch = _batch(row.source, f"narrowed: {thing}", reader, marking_of(row.marking))
        prepared = _prepared(batch, records={thing: (record, version_of(record))})
        ingest.apply(prepared, batch, loaded([thing]))
        chain.note(reader, "narrow", thing, marking=str(marking), was=row.marking.text)
        return log.tip_of(node_name()).seq - before


def expire(*, reader: Reader) -> int:
    """Do what expired markings ask: tell those who have such a record of ours, drop such records of others."""
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.EXCHANGE)
    ended = list(Marking.objects.filter(expires__lte=clock.now()).values_list("pk", flat=True))
    if not ended:
        return 0
    with write():
        rows = list(Record.objects.filter(marking__in=ended, known_to=None).select_related("batch"))
        others = [row for row in rows if row.batch.format == FORMAT and row.source != node_name()]
        ours = {row.thing for row in rows} - {row.thing for row in others}
        sent = Sent.objects.filter(origin=node_name(), rid__in=sorted(ours), live=True)
        told = correct(sorted(set(sent.values_list("rid", flat=True))), ())
        for source in sorted({row.source for row in others}):
            rids = [row.thing.partition(":")[2] for row in others if row.source == source]
            Holding.objects.filter(origin=source, rid__in=rids).update(live=False)
            drop(source, rids, title=f"{source}: expired", by=reader.name)
            forget_bodies(source, rids)
        told += correct_carriers(ours)
        if told or others:
            chain.note(reader, "expire", "", told=str(told), dropped=str(len(others)))
        return told + len(others)


def _own(thing: str, reader: Reader) -> Record:
    rows = Record.objects.filter(known_to=None, marking__in=visible_markings(reader), thing=thing)
    row = rows.select_related("marking", "batch").first()
    if row is None:
        raise NotFound(f"no record {thing!r}", thing=thing)
    if row.batch.format == FORMAT and row.source != node_name():
        raise WrongUse(f"{thing} is {row.source}'s: propose a correction to them", field="thing")
    return row


def _close(row: Record, reader: Reader, title: str) -> None:
    batch = _batch(row.source, title, reader, marking_of(row.marking))
    now = clock.now()
    ingest.apply(_prepared(batch, withdrawn=frozenset({row.thing})), batch, loaded([row.thing]))
    erase((row.thing,), batch=batch, at=now)


def _batch(source: str, title: str, reader: Reader, marking: records.Marking) -> Batch:
    now = clock.now()
    return Batch.objects.create(
        source=source,
        format="correction",
        title=title,
        sha256="",
        files="[]",
        options=dumps({"archive": False}),
        marking=marking_row(marking),
        received=now,
        loaded_at=now,
        by=reader.name,
        state="loaded",
    )


def _prepared(batch: Batch, **said: object) -> Prepared:
    header = formats.Header(format=batch.format, source=batch.source, edition=None, snapshot=False)
    base = Prepared(header=header, sha256="", files=(), received=batch.received, as_announced=False)
    return replace(base, **said)  # type: ignore[arg-type]  # its own fields
