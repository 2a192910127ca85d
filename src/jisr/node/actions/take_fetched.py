"""Take in what was fetched from an official address, as any delivery; and note what to ask next time."""

from __future__ import annotations

from collections.abc import Iterable

from jisr.node import chain, clock, deliveries
from jisr.node.actions.ingest import Wanted, ingest
from jisr.node.models import Fetched
from jisr.node.store import write
from jisr.node.values import BatchRow, Download, Slot
from jisr.sharing import Reader, Role, require


def take_fetched(slot: Slot, downloads: Iterable[Download], *, reader: Reader) -> BatchRow | None:
    """The delivery that the files make; None: none of them changed since they were loaded. Raises `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.EXCHANGE)
    files = list(downloads)
    if all(one.same for one in files):
        with write():
            _note(slot, files, problem="")
            chain.note(reader, "fetch-same", slot.name, source=slot.source)
        return None
    named = [(one.address.file, one.data) for one in files]
    wanted = Wanted(source=slot.source, format=slot.format, snapshot=slot.whole)
    row = ingest(named, reader=reader, wanted=wanted)
    with write():
        loaded = row.state == "loaded"
        _note(slot, files if loaded else [], problem="" if loaded else row.reason)
        chain.note(reader, "fetch-taken", slot.name, source=slot.source, batch=str(row.id), state=row.state)
    return row


def note_failure(slot: Slot, *, reader: Reader, why: str) -> None:
    """A try that brought nothing: a failed source must not look like a quiet one. Raises `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.EXCHANGE)
    with write():
        _note(slot, [], problem=why)
        chain.note(reader, "fetch-failed", slot.name, source=slot.source, why=why)


def _note(slot: Slot, files: list[Download], *, problem: str) -> None:
    now = clock.now()
    for address in slot.addresses:
        told: dict[str, object] = {"tried_at": now, "problem": problem, "url": address.url}
        done = next((one for one in files if one.address.file == address.file), None)
        if done is not None:
            told |= {"etag": done.address.etag, "modified": done.address.modified, "loaded_at": now}
            told["sha256"] = deliveries.digest(done.data) if done.data else done.address.sha256
        Fetched.objects.update_or_create(slot=slot.name, file=address.file, defaults=told)


def kept_bytes(sha256: str, *, reader: Reader) -> bytes:
    """The bytes of a file that has not changed, as loaded. Raises `NotFound` when they are gone, `NotAllowed`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR, Role.EXCHANGE)
    return deliveries.read(sha256)
