"""Passenger messages: PAXLST, PNRGOV and CUSRES, one or many in a file, one or many files in a delivery.

Each message gives an observation of itself and one of each traveller; its faults stand in the message's own row. What
breaks off, a remnant, and a message of another kind are set aside with their bytes; they cost no traveller.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jisr.errors import Unreadable
from jisr.formats import _edifact, cusres, paxlst, pnrgov
from jisr.formats._base import File, Format, Header, Item, Options, Reading, check_size, set_aside
from jisr.formats._edifact import Message
from jisr.formats._traveller import Values, content, flight_key, flight_number, instant, local_time, observed
from jisr.records import Observation, Place

NAME = "passengers"
TITLE = "Passenger lists and bookings, EDIFACT (PAXLST, PNRGOV, CUSRES)"
_APART: Final = frozenset({"edi-truncated", "edi-stray-segment"})
_PIECE: Final = 400  # bytes kept of a place that is set aside


def recognise(files: tuple[File, ...]) -> bool:
    """Every file begins as EDIFACT does."""
    return bool(files) and all(_edifact.looks_like(file.data) for file in files)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """The messages of all files. Raises `Unreadable` where none of them holds one."""
    for file in files:
        check_size(file, limit=options.limit)
    source = options.source or "passengers"
    return Reading(header=Header(format=NAME, source=source, title=TITLE), items=_items(files))


def _items(files: tuple[File, ...]) -> Iterator[Item]:
    seen: set[str] = set()
    broken: Unreadable | None = None
    for file in files:
        try:
            for message in _edifact.messages(file.data, name=file.name):
                yield from _once(_message(file, message), seen)
        except Unreadable as error:
            broken = error
            place = Place(file=file.name, start=0, end=len(file.data))
            yield set_aside(place, "edi-no-message", file.data)
    if broken is not None and len(files) == 1:
        raise broken


def _once(items: list[Item], seen: set[str]) -> Iterator[Item]:
    """The same message twice in a delivery is one."""
    first = items[0] if items else None
    if isinstance(first, Observation):
        if f"{first.kind} {first.key}" in seen:
            return
        seen.add(f"{first.kind} {first.key}")
    yield from items


def _message(file: File, message: Message) -> list[Item]:
    readers = {"PAXLST": paxlst.read_list, "PNRGOV": pnrgov.read_bookings}
    reader = readers.get(message.kind)
    if reader is not None:
        said, travellers = reader(message)
        return [*observed(file, message, said, travellers), *_apart(file, message)]
    if message.kind == "CUSRES":
        return [*_answers(file, message), *_apart(file, message)]
    place = Place(file=file.name, start=message.start, end=message.end)
    piece = file.data[message.start : message.end]
    return [set_aside(place, "edi-other-message", piece, kind=message.kind, version=message.version)]


def _apart(file: File, message: Message) -> Iterator[Item]:
    for one in message.warned:
        if one.code in _APART:
            end = min(one.at + _PIECE, len(file.data))
            place = Place(file=file.name, start=one.at, end=end)
            yield set_aside(place, one.code, file.data[one.at : end], entry=False, **dict(one.facts))


def _answers(file: File, message: Message) -> Iterator[Item]:
    reply = cusres.read_reply(message)
    departs = local_time(reply.departs)
    flight = flight_key(flight_number(reply.flight), departs, reply.origin, reply.destination)
    key, place = content(message, flight), Place(file=file.name, start=message.start, end=message.end)
    for order, one in enumerate(reply.answers):
        told = {"answer": one.code, "locator": one.locator, "reference": one.reference, "text": one.text}
        values: Values = {"message": key, "flight": flight, "kind": reply.kind, "level": one.level} | told  # type: ignore[assignment]
        kept = {name: value for name, value in values.items() if value != ""}
        at = instant(departs, message.prepared)
        yield Observation(kind="carrier-answer", key=f"{key}:{order}", at=at, values=kept, place=place)


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
