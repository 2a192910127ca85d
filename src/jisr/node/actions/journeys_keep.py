"""Masking after half a year, and unmasking by two named people with a reason. Both go by the node's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import orjson

from jisr.errors import Conflict, NeedsSecond, NotFound, WrongUse
from jisr.node import chain, clock, journeys_book, journeys_seal, observations
from jisr.node.convert import dumps, typed
from jisr.node.models import Batch, Finding, JourneyHit, JourneyKey, JourneyPerson, JourneyUnmask, Observed
from jisr.node.queries.reader import visible_markings
from jisr.node.store import queue, write
from jisr.node.uploads import let_go
from jisr.sharing import Reader, Role, require

STAYS: Final = ("role", "sex", "nationality", "residence", "begins", "ends", "bags", "weight", "payment", "one_way")
OPEN_FOR: Final = timedelta(days=1)  # an unmasking ends by itself
_CHUNK: Final = 500
_MASKED: Final = '[{"name":"masked","sha256":"","size":0}]'  # the row stays: the purge finds it


def mask(*, reader: Reader) -> int:
    """Hide who they were on every flight of 183 days ago and before; returns how many. In short transactions.

    What names a person is enciphered in the store and gone from the keys, the columns, the findings that nobody
    confirmed, and the delivered bytes.
    """
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    before, done = journeys_book.masked_before(clock.now()), 0
    while True:
        with write():
            queue("journeys")
            rows = list(JourneyPerson.objects.filter(masked=False, flight__received__lt=before).order_by("pk")[:_CHUNK])
            if not rows:
                break
            _hide(rows)
            done += len(rows)
            chain.note(reader, "journeys-masked", before.date().isoformat(), people=str(len(rows)))
    _columns(before)
    return done


def _hide(rows: list[JourneyPerson]) -> None:
    ids = [row.pk for row in rows]
    cipher = journeys_seal.cipher()
    for row in rows:
        said = orjson.loads(row.said)
        row.sealed = cipher.encrypt(row.said.encode()).decode()
        kept = {name: said[name] for name in STAYS if name in said}
        year = str(said.get("birth") or "")[:4]
        row.said = dumps(kept | ({"birth": year} if year else {}))
        row.masked, row.identity = True, ""
    JourneyPerson.objects.bulk_update(rows, ("said", "sealed", "masked", "identity"))
    JourneyKey.objects.filter(person__in=ids).delete()
    hits = JourneyHit.objects.filter(person__in=ids).exclude(finding__state="confirmed")
    found = list(hits.values_list("finding_id", flat=True))
    for start in range(0, len(found), _CHUNK):
        some = Finding.objects.filter(pk__in=found[start : start + _CHUNK])
        some.filter(state="open").update(state="withdrawn")
        some.update(title="", reasons="[]", quote="", about="")


def _columns(before: datetime) -> None:
    """Away with the columns that name a person, and with the bytes of the deliveries they came in."""
    held = Observed.objects.filter(kind="traveller", batch__received__lt=before).exclude(batch__files=_MASKED)
    for batch in Batch.objects.filter(pk__in=held.values("batch")):
        rows = list(Observed.objects.filter(batch=batch, kind="traveller"))
        bare = {row.pk: observations.without("traveller", row.file, keep=_KEPT) for row in rows}
        digests = {file["sha256"] for file in orjson.loads(batch.files)}
        with write():
            for number, file in bare.items():
                Observed.objects.filter(pk=number).update(file=file)
            Batch.objects.filter(pk=batch.pk).update(files=_MASKED)
            batch.pieces.all().delete()
        observations.forget(row.file for row in rows if row.file != bare[row.pk])
        for digest in digests:
            let_go(digest)


_KEPT: Final = ("message", "form", "flight", "place", *STAYS)


def ask(person: int, *, reader: Reader, why: str) -> int:
    """Ask that a masked traveller be shown again; the request's id. Raises `NotAllowed`, `NotFound`, `WrongUse`."""
    require(reader, Role.ANALYST, Role.SUPERVISOR)
    if not why.strip():
        message = "to unmask a traveller, say why"
        raise WrongUse(message, field="why")
    with write():
        row = _visible(person, reader)
        made = JourneyUnmask.objects.create(
            person=row, why=typed(why).strip(), asked_by=reader.name, asked_at=clock.now()
        )
        chain.note(reader, "unmask-asked", str(person), why=typed(why).strip())
    return made.pk


def grant(number: int, *, reader: Reader) -> int:
    """Grant a request that somebody else made, for a day; the traveller's id.

    Raises `NotAllowed`, `NeedsSecond`, `NotFound`, `Conflict`.
    """
    require(reader, Role.SUPERVISOR)
    with write():
        row = JourneyUnmask.objects.filter(pk=number).first()
        if row is None:
            message = f"no request {number}"
            raise NotFound(message, request=str(number))
        _visible(row.person_id, reader)
        if row.asked_by == reader.name:
            message = "who asked for it may not grant it"
            raise NeedsSecond(message, request=str(number))
        if row.granted_at is not None:
            message = f"request {number} is granted already"
            raise Conflict(message, request=str(number))
        row.granted_by, row.granted_at = reader.name, clock.now()
        row.ends_at = clock.now() + OPEN_FOR
        row.save()
        chain.note(reader, "unmask-granted", str(row.person_id), asked_by=row.asked_by, why=row.why)
    return row.person_id


def _visible(person: int, reader: Reader) -> JourneyPerson:
    row = JourneyPerson.objects.filter(pk=person, flight__marking__in=visible_markings(reader)).first()
    if row is None:
        message = f"no traveller {person}"
        raise NotFound(message, traveller=str(person))
    return row
