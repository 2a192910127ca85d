"""Flights and travellers as they stand: made from the observations of messages, found by their keys.

What a flight is after all its messages is worked out anew whenever one comes; only what changed is written.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from jisr import names
from jisr.desks import journeys
from jisr.node import chain, clock, observations
from jisr.node.convert import dumps
from jisr.node.models import Batch, JourneyFlight, JourneyKey, JourneyPerson, Marking, Observed
from jisr.node.observations import Wish
from jisr.node.store import insert
from jisr.sharing import Reader

MASKED_AFTER: Final = timedelta(days=183)
KEPT: Final = timedelta(days=5 * 366)
_CHUNK: Final = 400
_PLACED: Final = frozenset({"key", "at", "file", "line", "xpath", "batch", "message", "place", "flight", "form"})
_LONGEST: Final = 60
_KEYED: Final = ("locator", "doc_number", "card", "phone", "email")
Row = Mapping[str, object]


def person_key(name: str) -> str:
    """The digest kept for what names a person."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]


def touched(batches: Sequence[int]) -> dict[date, set[str]]:
    """The flights that these deliveries speak of, by day."""
    found: defaultdict[date, set[str]] = defaultdict(set)
    rows = Observed.objects.filter(batch__in=batches, kind="flight-message")
    for day, file in rows.values_list("day", "file"):
        table = observations.columns("flight-message", file, ("flight",))
        found[day].update(pc.unique(table.column("flight")).to_pylist())
    return dict(found)


def bring_up_to_date(day: date, wanted: set[str]) -> list[int]:
    """Work these flights of a day out; returns the people (ids) who are new or changed. Inside a write."""
    markings = list(Marking.objects.values_list("pk", flat=True))
    asked = {"known": clock.now(), "markings": markings, "since": day, "until": day + timedelta(days=1)}
    messages = _of(observations.read(Wish(kind="flight-message", **asked)), wanted)  # type: ignore[arg-type]
    people = _of(observations.read(Wish(kind="traveller", **asked)), wanted)  # type: ignore[arg-type]
    by_flight: defaultdict[str, list[Row]] = defaultdict(list)
    for row in messages:
        by_flight[str(row["flight"])].append(row)
    by_message: defaultdict[str, list[Row]] = defaultdict(list)
    for row in people:
        by_message[str(row["message"])].append({name: value for name, value in row.items() if value is not None})
    known = {row.key: row for row in JourneyFlight.objects.filter(key__in=wanted)}
    changed: list[int] = []
    oldest = masked_before(clock.now())
    for key, told in sorted(by_flight.items()):
        state = journeys.flight_state(key, told, by_message)
        before = known.get(key)
        if before is not None and before.received < oldest:
            continue  # masked, or to be: who is masked is not worked out again
        if before is None or before.digest != state.digest:
            changed += _write(state, told, before, day)
    return changed


def _of(table: pa.Table, wanted: set[str]) -> list[Row]:
    kept = table.filter(pc.is_in(table.column("flight"), value_set=pa.array(sorted(wanted))))
    rows: list[Row] = kept.to_pylist()
    return rows


def _write(state: journeys.Flight, told: Sequence[Row], before: JourneyFlight | None, day: date) -> list[int]:
    flight = _flight(state, told, before, day)
    kept = {row.person: row for row in flight.people.all()} if before else {}
    fresh: list[tuple[object, ...]] = []
    changed: list[str] = []
    for one in state.journeys:
        person, said = person_key(one.person), _said(one)
        row = kept.pop(person, None)
        if row is None:
            fresh.append(
                (flight.pk, person, identity_of(one.said), one.status, said, "", one.since, "+".join(one.forms), False)
            )
            changed.append(person)
        elif not row.masked and (row.said, row.status) != (said, one.status):
            JourneyPerson.objects.filter(pk=row.pk).update(
                status=one.status, said=said, since=one.since, forms="+".join(one.forms), identity=identity_of(one.said)
            )
            changed.append(person)
    insert(JourneyPerson, _COLUMNS, fresh)
    gone = [row.pk for row in kept.values() if not row.masked]  # named otherwise now
    JourneyPerson.objects.filter(pk__in=gone).update(status="off")
    ids = dict(JourneyPerson.objects.filter(flight=flight).values_list("person", "pk"))
    numbers = [ids[person] for person in changed]
    JourneyKey.objects.filter(person__in=numbers).delete()
    wanted = set(changed)
    insert(
        JourneyKey,
        ("key", "person"),
        [
            (key, ids[person_key(one.person)])
            for one in state.journeys
            if person_key(one.person) in wanted
            for key in keys_of(one.said)
        ],
    )
    return [*numbers, *gone]


_COLUMNS = ("flight", "person", "identity", "status", "said", "sealed", "since", "forms", "masked")


def _flight(state: journeys.Flight, told: Sequence[Row], before: JourneyFlight | None, day: date) -> JourneyFlight:
    newest = max(told, key=lambda row: (row["form"] == "api", str(row.get("prepared") or "")))
    parts = state.key.split("-")
    status = [one.status for one in state.journeys]
    values: dict[str, object] = {
        "flight": parts[0][:16],
        "origin": str(newest.get("origin") or "")[:8],
        "destination": str(newest.get("destination") or "")[:8],
        "departs": str(newest.get("departs") or ""),
        "arrives": str(newest.get("arrives") or ""),
        "day": day,
        "received": _first(told, before),
        "messages": len(told),
        "come": state.parts[0],
        "expected": state.parts[1],
        "declared": state.declared,
        "aboard": status.count("aboard"),
        "booked": status.count("booked"),
        "off": status.count("off"),
        "sensitive": sum(int(str(row.get("sensitive") or 0)) for row in told),
        "warnings": sum(len(orjson.loads(str(row.get("warnings") or "[]"))) for row in told),
        "cancelled": state.cancelled,
        "closed": state.closed,
        "digest": state.digest,
        "marking_id": _narrowest(told, before),
        "changed_at": clock.now(),
    }
    row, _ = JourneyFlight.objects.update_or_create(key=state.key, defaults=values)
    return row


def _first(told: Sequence[Row], before: JourneyFlight | None) -> datetime:
    batches = {int(str(row["batch"])) for row in told}
    found = list(Batch.objects.filter(pk__in=batches).values_list("received", flat=True))
    return min([*found, *([before.received] if before else [])])


def _narrowest(told: Sequence[Row], before: JourneyFlight | None) -> int:
    batches = {int(str(row["batch"])) for row in told}
    rows = Marking.objects.filter(pk__in=Batch.objects.filter(pk__in=batches).values("marking"))
    found = [*rows, *([before.marking] if before else [])]
    order = ("clear", "green", "amber", "amber+strict", "red")
    last = date.max
    return min(
        found, key=lambda row: (-order.index(row.tlp), not row.releasable_to, row.retain_until or last, row.pk)
    ).pk


def _said(one: journeys.Journey) -> str:
    return dumps({name: value for name, value in one.said.items() if name not in _PLACED and value not in {None, ""}})


def identity_of(said: Row) -> str:
    """What makes a traveller the same one on every flight: the document, else name and birth date."""
    return person_key(journeys.person_of(said))


def words_of(text: str) -> list[str]:
    """The words of a name as they are looked up."""
    return names.fold(text).split()


def keys_of(said: Row) -> set[str]:
    """By what a traveller is found, and by what two travellers are linked."""
    found = {
        f"n:{word[:_LONGEST]}"
        for part in ("surname", "given", "second")
        for word in words_of(str(said.get(part) or ""))
    }
    found |= {bearers_key(said)} - {""}
    found |= {f"{name[0]}:{str(said[name])[:_LONGEST]}" for name in _KEYED if said.get(name)}
    return found


def bearers_key(said: Row) -> str:
    """What all who bear this whole name share; "" where it is one word."""
    words = [word for part in ("given", "second", "surname") for word in words_of(str(said.get(part) or ""))]
    return f"x:{' '.join(words)[:_LONGEST]}" if len(words) > 1 else ""


def masked_before(now: datetime) -> datetime:
    """Travellers whose first message came before this instant are masked."""
    return now - MASKED_AFTER


def forget(ended: Iterable[int], reader: Reader) -> None:
    """Away with flights whose marking ended, or of more than five years ago, with all their travellers."""
    old = clock.now() - KEPT
    for rows in (JourneyFlight.objects.filter(marking__in=list(ended)), JourneyFlight.objects.filter(received__lt=old)):
        for flight in rows.order_by("pk"):
            chain.note(reader, "journeys-purged", flight.key, people=str(flight.people.count()))
            flight.delete()
