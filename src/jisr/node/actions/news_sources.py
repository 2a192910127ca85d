"""Say which folders and feeds are watched for news, and take in what a look at one of them gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from jisr.errors import Conflict, NotAllowed, NotFound, WrongUse
from jisr.node import chain, clock
from jisr.node.actions.ingest import Wanted, take_in
from jisr.node.convert import marking_of, marking_row, typed
from jisr.node.models import NewsSource
from jisr.node.queries.news import row_of
from jisr.node.store import write
from jisr.node.values import NewsLook, NewsSourceRow
from jisr.records import CLEAR, Marking
from jisr.sharing import Reader, Role, require

INBOX = "inbox"
LEAST_EVERY, MOST_EVERY = 5, 7 * 24 * 60  # minutes
_LONGEST = 2000
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def inbox() -> Path:
    """The folder in the node's own that anybody who may add a source may have watched."""
    return Path(settings.JISR_DATA) / INBOX


def add(address: str, *, reader: Reader, every: int = 60, marking: Marking = CLEAR) -> NewsSourceRow:
    """Watch a folder, or a feed by its https address. Audited.

    Raises `NotAllowed`, `WrongUse`, `Conflict`. A supervisor may add feeds and folders within the node's inbox; another
    folder of the machine, or a feed of the machine itself, only an administrator.
    """
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    if not LEAST_EVERY <= every <= MOST_EVERY:
        message = f"every {every} minutes: from {LEAST_EVERY} to {MOST_EVERY}"
        raise WrongUse(message, field="every")
    kind, place = _place(typed(address).strip(), reader)
    with write():
        if NewsSource.objects.filter(address=place, removed_at=None).exists():
            message = f"{place} is watched already"
            raise Conflict(message, address=place)
        now = clock.now()
        row = NewsSource.objects.create(
            kind=kind,
            address=place,
            marking=marking_row(marking),
            every=every,
            added_by=reader.name,
            added_at=now,
            next_at=now,
        )
        chain.note(reader, "source-add", place, kind=kind, every=str(every), marking=str(marking))
    return row_of(row)


def remove(number: int, *, reader: Reader) -> None:
    """Watch it no longer; what came stays. Raises `NotAllowed`, `NotFound`. Audited."""
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    with write():
        row = _row(number)
        row.removed_at = clock.now()
        row.save(update_fields=("removed_at",))
        chain.note(reader, "source-remove", row.address)


def all_due(*, reader: Reader) -> None:
    """Every source is to be looked at now. Raises `NotAllowed`. Audited."""
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    with write():
        NewsSource.objects.filter(removed_at=None).update(next_at=clock.now())
        chain.note(reader, "source-look")


def take(number: int, files: Sequence[tuple[str, bytes]], *, reader: Reader) -> NewsLook:
    """Take in what a source gave, each file a delivery of its own; how many articles are new or changed."""
    marking = marking_of(_row(number).marking)
    came = failed = batch = 0
    error = ""
    for name, data in files:
        got = take_in([(name, data)], reader=reader, wanted=Wanted(marking=marking))
        batch = got.id
        came += 0 if got.again else got.added + got.changed
        if got.state != "loaded":
            failed += 1
            error = error or f"{name}: {dict(got.facts).get('message', '') or got.reason}"
    return NewsLook(came=came, failed=failed, error=error, batch=batch)


def note_look(number: int, look: NewsLook, *, reader: Reader) -> None:
    """Write down what a look gave, and when to look again: later each time a source fails. Audited."""
    with write():
        row = _row(number)
        now = clock.now()
        row.looked_at, row.error = now, look.error
        row.next_at = now + timedelta(minutes=row.every)
        row.etag, row.modified = look.etag or row.etag, look.modified or row.modified
        row.sha256 = look.sha256 or row.sha256
        if look.came:
            row.came, row.total = look.came, row.total + look.came
        row.batch_id = look.batch or row.batch_id
        row.save()
        act = "source-failed" if look.error else "source-read"
        facts = {"came": str(look.came), "failed": str(look.failed)}
        chain.note(reader, act, row.address, **facts, **({"error": look.error[:300]} if look.error else {}))


def _row(number: int) -> NewsSource:
    row = NewsSource.objects.filter(pk=number, removed_at=None).select_related("marking").first()
    if row is None:
        message = f"no source {number}"
        raise NotFound(message, source=str(number))
    return row


def _place(address: str, reader: Reader) -> tuple[str, str]:
    """("feed" or "folder", its address made whole). Raises `WrongUse`, `NotAllowed`."""
    if not address or len(address) > _LONGEST:
        message = "an address of a feed (https://…) or the path of a folder"
        raise WrongUse(message, field="address")
    if "://" in address:
        return "feed", _feed(address, reader)
    folder = Path(address) if Path(address).is_absolute() else inbox() / address
    folder = folder.resolve()
    inside = folder.is_relative_to(inbox().resolve())
    if not inside and not reader.has(Role.ADMINISTRATOR):
        message = f"only a folder within {inbox()}: another one an administrator adds"
        raise NotAllowed(message, field="address")
    if inside:
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        message = f"{folder} is no folder"
        raise WrongUse(message, field="address")
    return "folder", str(folder)


def _feed(address: str, reader: Reader) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError as error:
        message = f"{address!r} is no address"
        raise WrongUse(message, field="address") from error
    local = host in _LOOPBACK and reader.has(Role.ADMINISTRATOR)
    if not host or parts.username or (parts.scheme != "https" and not (local and parts.scheme == "http")):
        message = f"{address}: a feed is asked by https, without a name and password in its address"
        raise WrongUse(message, field="address")
    if host in _LOOPBACK and not local:
        message = "a feed of this very machine an administrator adds"
        raise NotAllowed(message, field="address")
    return address
