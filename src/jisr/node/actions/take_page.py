"""Take a page of a member's log: all it changes and the cursor in one transaction, so each entry takes effect once.

What is not whole, not signed by a key we trust, or not what its origin signed before, changes nothing; it is audited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from jisr import formats
from jisr.errors import BadSignature, Forked, Gap, Unreadable
from jisr.ledger import (
    Effect,
    Fork,
    Kind,
    Page,
    Plan,
    View,
    plan,
    promises_after,
    read_page,
    read_receipt,
    receipt,
    stretch,
)
from jisr.node import chain, clock, deliveries, feedback, forks, log, log_keys, relayed, withdrawn
from jisr.node.actions import ingest, partner_acts
from jisr.node.convert import dumps, marking_row
from jisr.node.log_records import FORMAT, Body, loaded, read
from jisr.node.models import Batch, Claim, Cursor, Holding, LogEntry, Receipt, Stopped
from jisr.node.outgoing import answer_late, correct_carriers
from jisr.node.own_name import node_name
from jisr.node.prepared import Prepared
from jisr.node.store import bulk, queue, write
from jisr.node.values import Came, Taken
from jisr.records import TLP, Marking, version_of
from jisr.records import Record as Said
from jisr.sharing import Reader, Role

_STRICTNESS = tuple(TLP)


@bulk()
def take(data: bytes, *, via: str) -> Taken:
    """Apply a page that `via` gave. Raises `Unreadable`, `BadSignature`, `Gap`, `Forked`: then nothing of it was."""
    reader = Reader(name=f"member:{via}", member="", roles=frozenset({Role.EXCHANGE}))
    origin = ""
    try:
        whole = read_page(data)
        origin = whole.origin
        page, denied = relayed.checked(whole, via=via)
        came = _read(page)
        with write():
            queue(f"source {origin}")
            done = _apply(page, came, via=via, reader=reader, sha256=deliveries.digest(data))
            if denied and done.new:
                chain.note(reader, "relay-refused", origin, via=via, entries=str(denied), end=str(done.end))
            return replace(done, refused=denied)
    except Forked as error:
        at = int(error.facts["seq"])
        other = forks.ours(origin, at)
        stop(origin, at, proof=Fork(one=stretch(page, at), other=other) if other else None, via=via, reader=reader)
        raise
    except (BadSignature, Unreadable, Gap) as error:
        chain.note(
            reader, "page-refused", origin, reason=error.code, sha256=deliveries.digest(data), why=str(error)[:200]
        )
        raise


def _apply(page: Page, came: Mapping[str, formats.Item], *, via: str, reader: Reader, sha256: str) -> Taken:
    me = node_name()
    made = plan(page, _view(page, via=via, me=me))
    log.keep(page.origin, made.links, head=page.head)
    log.fill(page.origin, made.filled)
    Cursor.objects.update_or_create(origin=page.origin, via=via, defaults={"seq": made.cursor})
    if made.keys != log_keys.keys_of(page.origin):
        log_keys.keep_keys(page.origin, made.keys)
    if page.origin == me:
        log.recovered([link for link in page.links if link.entry], via=via)
    puts, drops, pieces = _changes(page.origin, made, came)
    partner_acts.overtake(page.origin, (*puts, *drops), by=reader.name)
    waits = partner_acts.waiting(page.origin, puts)
    _hold(page, waits, by=reader.name)
    puts = {thing: record for thing, record in puts.items() if thing not in waits}
    batch = _batch(page, puts, drops, pieces, sha256=sha256, by=reader.name) if puts or drops or pieces else None
    _note_holdings(page.origin, made, via=via)
    for effect in made.effects:
        _other(page.origin, effect, me)
    word = receipt(page.origin, made, direct=via == page.origin)
    if word is not None and log.may_grow():
        log.append([word])
    elif word is not None:
        Cursor.objects.filter(origin=page.origin, via=via).update(owed=word.body.decode())
    done = Taken(
        origin=page.origin,
        via=via,
        cursor=made.cursor,
        end=page.head.tip.seq,
        new=len(made.links),
        records=len(puts),
        dropped=len(drops),
        other=sum(effect.entry.kind not in {Kind.PUT, Kind.RETRACT} for effect in made.effects),
        quarantined=len(pieces),
    )
    if made.links or made.effects:
        facts = {"via": via, "cursor": str(done.cursor), "records": str(done.records), "dropped": str(done.dropped)}
        chain.note(reader, "page-taken", page.origin, batch=str(batch.pk) if batch else "", **facts)
    return done


def _view(page: Page, *, via: str, me: str) -> View:
    first, last = page.before.seq, page.head.tip.seq
    rows = LogEntry.objects.filter(origin=page.origin, seq__gte=first, seq__lte=last)
    found = list(rows.values_list("seq", "hash", "text"))
    rids = sorted({link.entry.rid for link in page.links if link.entry})
    claims = Claim.objects.filter(origin=page.origin, seq__gte=first, seq__lte=last).values_list("seq", "hash")
    stopped = Stopped.objects.filter(origin=page.origin).values_list("seq", flat=True).first()
    cursor = Cursor.objects.filter(origin=page.origin, via=via).values_list("seq", flat=True).first()
    return View(
        me=me,
        cursor=cursor or 0,
        known={seq: bytes(digest) for seq, digest, _ in found},
        full=frozenset(seq for seq, _, text in found if text),
        held=log.held_of_log(page.origin, rids),
        keys=log_keys.keys_of(page.origin),
        claims={seq: bytes(digest) for seq, digest in claims},
        stopped=stopped,
    )


def _read(page: Page) -> dict[str, formats.Item]:
    """What the newest put of each record in the page says, by record id: a record, or the piece that is none."""
    newest = {link.entry.rid: link.entry for link in page.links if link.entry and link.entry.kind is Kind.PUT}
    bodies = (Body(entry.rid, entry.body, entry.marking) for entry in newest.values())
    return read(page.origin, bodies, name=f"{page.origin} after {page.before.seq}")


def _changes(
    origin: str, made: Plan, came: Mapping[str, formats.Item]
) -> tuple[dict[str, Said], list[str], list[formats.Quarantined]]:
    """The records that stand now, the things that no longer do, and the pieces that could not be read."""
    puts: dict[str, Said] = {}
    pieces = []
    standing = {effect.entry.rid for effect in made.effects if not effect.stale and effect.entry.rid in made.held}
    for rid in standing:
        item = came.get(rid)
        if made.held[rid].live and isinstance(item, Said):
            puts[item.thing] = item
        elif made.held[rid].live and isinstance(item, formats.Quarantined):
            pieces.append(item)
    drops = [f"{origin}:{rid}" for rid in sorted(standing) if not made.held[rid].live]
    return puts, drops, pieces


def _batch(
    page: Page,
    puts: Mapping[str, Said],
    drops: Iterable[str],
    pieces: list[formats.Quarantined],
    **said: str,
) -> Batch:
    """The delivery a page is: the one mechanism writes it, and opens again what relied on what it closes."""
    things = [*puts, *drops]
    now = clock.now()
    header = formats.Header(format=FORMAT, source=page.origin, edition=None, snapshot=False)
    prepared = Prepared(
        header=header,
        sha256=said["sha256"],
        files=(),
        received=now,
        as_announced=False,
        records={thing: (record, version_of(record)) for thing, record in puts.items()},
        pieces=tuple(pieces),
        withdrawn=frozenset(drops),
    )
    batch = Batch.objects.create(
        source=page.origin,
        format=FORMAT,
        title=f"{page.origin} {page.before.seq + 1}-{page.head.tip.seq}",
        sha256=said["sha256"],
        files="[]",
        options=dumps({"archive": False}),
        marking=marking_row(_narrowest(record.marking for record in puts.values())),
        received=now,
        loaded_at=now,
        by=said["by"],
        state="loaded",
        quarantined=len(pieces),
    )
    ingest.apply(prepared, batch, loaded(things))
    ingest.keep_pieces(prepared, batch)
    withdrawn.erase(drops, batch=batch, at=now)
    withdrawn.forget_bodies(page.origin, [thing.partition(":")[2] for thing in drops])
    correct_carriers(drops)
    return batch


def _hold(page: Page, acts: Mapping[str, Said], *, by: str) -> None:
    """Have acts wait that two persons have to agree to."""
    title = f"{page.origin} {page.before.seq + 1}-{page.head.tip.seq}"
    marking = marking_row(_narrowest(record.marking for record in acts.values()))
    partner_acts.hold(acts, origin=page.origin, title=title, by=by, marking=marking)


def _narrowest(markings: Iterable[Marking]) -> Marking:
    found = max(markings, key=lambda one: _STRICTNESS.index(one.tlp), default=None)
    return Marking(tlp=TLP.AMBER_STRICT if found is None else min(found.tlp, TLP.AMBER_STRICT, key=_STRICTNESS.index))


def _note_holdings(origin: str, made: Plan, *, via: str) -> None:
    log.keep_holdings(origin, made.held)
    known = log.promises_of(origin, made.held)
    log.keep_promises(origin, promises_after(made.held, known, origin=origin, via=via))


def _other(origin: str, effect: Effect, me: str) -> None:
    """What is no record: an acknowledgement, a proposal, an answer."""
    entry = effect.entry
    if entry.kind is Kind.ACK:
        acked = read_receipt(entry, me=me)
        if acked is None:
            return
        now = clock.now()
        if acked.through:
            Receipt.objects.create(member=origin, entry=effect.seq, through=acked.through, at=now)
        Receipt.objects.bulk_create(Receipt(member=origin, entry=effect.seq, seq=seq, at=now) for seq in acked.seqs)
        if acked.seqs:
            answer_late(origin, acked.seqs)
    elif entry.kind in {Kind.PROPOSE, Kind.ANSWER}:
        feedback.received(
            Came(
                origin=origin,
                seq=effect.seq,
                kind=entry.kind.value,
                rid=entry.rid,
                marking=entry.marking,
                body=entry.body,
            )
        )


def stop(origin: str, seq: int, *, proof: Fork | None, via: str, reader: Reader) -> None:
    """Take nothing of a log any more: its origin signed two histories. What came from `seq` on is not used."""
    with write():
        known = Stopped.objects.filter(origin=origin).first()
        if known is not None and known.seq <= seq:
            return
        said = {"seq": seq, "at": clock.now(), "evidence": forks.written(proof), "via": via}
        Stopped.objects.update_or_create(origin=origin, defaults=said)
        rids = list(Holding.objects.filter(origin=origin, seq__gte=seq, live=True).values_list("rid", flat=True))
        if origin != node_name():
            Holding.objects.filter(origin=origin, seq__gte=seq).update(live=False)
        if rids and origin != node_name():
            drop(origin, rids, title=f"{origin}: forked at {seq}", by=reader.name)
        chain.note(reader, "log-forked", origin, seq=str(seq), via=via, dropped=str(len(rids)))


def drop(origin: str, rids: Iterable[str], *, title: str, by: str) -> Batch:
    """Make records of a log unusable and tell what relied on them. Inside a write."""
    things = [f"{origin}:{rid}" for rid in rids]
    partner_acts.overtake(origin, things, by=by)
    now = clock.now()
    batch = Batch.objects.create(
        source=origin,
        format=FORMAT,
        title=title,
        sha256=deliveries.digest(title.encode()),
        files="[]",
        options=dumps({"archive": False}),
        marking=marking_row(Marking(tlp=TLP.AMBER_STRICT)),
        received=now,
        loaded_at=now,
        by=by,
        state="loaded",
    )
    header = formats.Header(format=FORMAT, source=origin, edition=None, snapshot=False)
    prepared = Prepared(
        header=header,
        sha256=batch.sha256,
        files=(),
        received=now,
        as_announced=False,
        withdrawn=frozenset(things),
    )
    ingest.apply(prepared, batch, loaded(things))
    withdrawn.erase(things, batch=batch, at=now)
    correct_carriers(things)
    return batch
