"""Settle a held delivery: a person's yes or no, bound to the very bytes they looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import orjson

from jisr import sharing
from jisr.errors import Conflict, NeedsSecond, NotFound, WrongUse
from jisr.node import act_faults, chain, clock, deliveries
from jisr.node.actions import after_ingest, partner_acts
from jisr.node.actions.ingest import Wanted, apply, loaded_of
from jisr.node.convert import marking_of, typed
from jisr.node.guards import Loaded
from jisr.node.log_records import FORMAT
from jisr.node.models import Batch
from jisr.node.prepared import prepare
from jisr.node.queries.batches import row_of
from jisr.node.queries.reader import visible_markings
from jisr.node.store import queue, write
from jisr.node.values import BatchRow
from jisr.sharing import Reader, Role


def approve(batch_id: int, *, reader: Reader, sha256: str, why: str) -> BatchRow:
    """Load the held delivery after all. `sha256` must be the one that was looked at.

    Acts of a partner's log stay held after the first person's yes: a second one has to agree.
    Raises `NotAllowed`, `NeedsSecond` (who entered it may not agree to it), `NotFound`, `WrongUse`, `Conflict` (settled
    meanwhile, another digest, or unreadable now).
    """
    sharing.require(reader, Role.SUPERVISOR)
    _said(why)
    held = _held(batch_id, sha256, reader)
    if held.format == FORMAT:
        return _agree(batch_id, reader=reader, sha256=sha256, why=why)
    if held.reason == "four-eyes":
        _by_another(held, reader)
    options = orjson.loads(held.options)
    files = [(file["name"], deliveries.read(file["sha256"])) for file in orjson.loads(held.files)]
    wanted = Wanted(
        source=options["source"],
        format=options["format"],
        marking=marking_of(held.marking),
        received=held.received,
        as_announced=options["as_announced"],
        snapshot=options["snapshot"],
    )
    prepared = act_faults.screened(prepare(files, wanted))
    if prepared.refused is not None or prepared.sha256 != held.sha256:
        message = f"delivery {batch_id} can no longer be read as it was"
        raise Conflict(message, batch=str(batch_id))
    with write():
        queue(f"source {held.source}")
        batch = _held(batch_id, sha256, reader)
        loaded = loaded_of(prepared)
        if act_faults.eases(prepared, loaded.versions):  # also where it was held for another reason
            _by_another(batch, reader)
        batch.received = _known(batch, loaded)
        apply(replace(prepared, received=batch.received), batch, loaded)
        _close(batch, reader, "loaded", why)
    after_ingest.catch_up()
    return row_of(batch)


def _agree(batch_id: int, *, reader: Reader, sha256: str, why: str) -> BatchRow:
    """One of the two persons that a partner's acts wait for."""
    with write():
        queue(f"source {_held(batch_id, sha256, reader).source}")
        batch = _held(batch_id, sha256, reader)
        if partner_acts.agree(batch, reader=reader, why=why):
            _close(batch, reader, "loaded", why)
    after_ingest.catch_up()
    return row_of(batch)


def reject(batch_id: int, *, reader: Reader, sha256: str, why: str) -> BatchRow:
    """Never load the held delivery; it stays on record. Raises as `approve`."""
    sharing.require(reader, Role.SUPERVISOR)
    _said(why)
    with write():
        queue(f"source {_held(batch_id, sha256, reader).source}")
        batch = _held(batch_id, sha256, reader)
        _close(batch, reader, "rejected", why)
    return row_of(batch)


def _said(why: str) -> None:
    if not why.strip():
        message = "to settle a delivery, say why"
        raise WrongUse(message, field="why")


def _by_another(batch: Batch, reader: Reader) -> None:
    if batch.by == reader.name:
        message = f"delivery {batch.pk} was entered by {reader.name}: somebody else has to agree"
        raise NeedsSecond(message, batch=str(batch.pk))


def _known(batch: Batch, loaded: Loaded) -> datetime:
    """When the node knows what it held: now. Of an archive: its day, unless the newest came before the others."""
    early = loaded.between is None and loaded.received is not None and batch.received < loaded.received
    return batch.received if orjson.loads(batch.options)["archive"] and not early else clock.now()


def _held(batch_id: int, sha256: str, reader: Reader) -> Batch:
    batch = Batch.objects.filter(pk=batch_id, marking__in=visible_markings(reader)).first()
    if batch is None:
        message = f"no delivery {batch_id}"
        raise NotFound(message, batch=str(batch_id))
    if batch.state != "held":
        message = f"delivery {batch_id} is {batch.state}, not held"
        raise Conflict(message, batch=str(batch_id), state=batch.state)
    if not sha256 or not batch.sha256.startswith(sha256.strip().lower()) or len(sha256.strip()) < _SHORTEST:
        message = f"delivery {batch_id} has another digest than the one approved"
        raise Conflict(message, batch=str(batch_id), sha256=batch.sha256)
    return batch


_SHORTEST = 12


def _close(batch: Batch, reader: Reader, state: str, why: str) -> None:
    batch.state, batch.settled_by, batch.settled_at = state, reader.name, clock.now()
    batch.settled_why = typed(why).strip()
    batch.save(update_fields=("state", "received", "settled_by", "settled_at", "settled_why"))
    chain.note(reader, f"delivery-{state}", str(batch.pk), sha256=batch.sha256, why=why)
