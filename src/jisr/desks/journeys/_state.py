"""Who is aboard a flight after all its messages, who no longer is, and is the list whole?

A pure function of the set of messages: it does not matter in which order they came, nor how often. Messages are put in
the order of their senders' clocks; at one minute a list comes before what changes it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import orjson

Row = Mapping[str, object]
_RANKS: Final = {
    "": 0,
    "update": 1,
    "CF": 1,
    "CP": 2,
    "RP": 3,
    "XR": 3,
    "CL": 4,
    "CLNB": 4,
    "CLOB": 4,
    "XF": 5,
    "XC": 5,
}
_TAKE_OFF: Final = frozenset({"XR", "RP", "CLNB"})
_CANCEL: Final = frozenset({"XF", "XC"})
_BOTH: Final = ("booked", "one_way", "itinerary", "payment", "card", "agency", "ticket", "frequent", "phone", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One person on one flight. `status`: aboard, booked (no list has come), off (was told of, and is not aboard).

    `said`: what the messages say, the list before the booking. `since`: the sender's clock of the last message that
    changed it. `person`: what names the person within the flight, the same in every message.
    """

    person: str
    status: str
    said: Row
    since: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A flight after all its messages. `parts`: (come, expected) of the newest passenger list; `digest`: of it all."""

    key: str
    journeys: tuple[Journey, ...]
    parts: tuple[int, int]
    declared: int | None
    cancelled: bool
    closed: bool
    digest: str

    @property
    def aboard(self) -> tuple[Journey, ...]:
        """Those who are aboard."""
        return tuple(one for one in self.journeys if one.status == "aboard")

    @property
    def whole(self) -> bool:
        """Every part of the newest list has come."""
        return self.parts[0] >= self.parts[1]


@dataclass(slots=True)
class _Board:
    """What is known while the messages are gone through."""

    aboard: dict[str, tuple[Row, str]]
    off: dict[str, tuple[Row, str]]
    parts: tuple[int, int] = (0, 0)
    declared: int | None = None
    cancelled: bool = False
    closed: bool = False
    listed: bool = False


def flight_state(key: str, messages: Iterable[Row], travellers: Mapping[str, Sequence[Row]]) -> Flight:
    """The state after all `messages` (rows of flight-message) of a flight; `travellers`: their rows, by message."""
    once = {str(row["message"]): row for row in sorted(messages, key=_clock, reverse=True)}
    lists = [row for row in once.values() if row["form"] == "api"]
    board = _Board({}, {})
    for group in _groups(lists):
        _apply(board, group, [one for row in group for one in travellers.get(str(row["message"]), ())])
    booked = _bookings([row for row in once.values() if row["form"] == "pnr"], travellers)
    journeys = _each_once(_joined(board, booked))
    return Flight(
        key=key,
        journeys=journeys,
        parts=board.parts,
        declared=board.declared,
        cancelled=board.cancelled,
        closed=board.closed,
        digest=_digest(key, journeys, board),
    )


def person_of(row: Row) -> str:
    """What names a person within a flight: the document, else name and birth date."""
    if row.get("doc_number"):
        return f"d:{row['doc_number']}/{row.get('doc_issuer') or ''}"
    return f"n:{row.get('surname') or ''}/{row.get('given') or ''}/{row.get('birth') or ''}"


def _each_once(found: Iterable[Journey]) -> tuple[Journey, ...]:
    """In order; who is aboard is not off as well, and two who are named alike stay two."""
    made: dict[str, Journey] = {}
    for one in sorted(found, key=lambda one: (one.status, one.person, str(one.said.get("reference") or ""), one.since)):
        if one.person not in made:
            made[one.person] = one
        elif one.status == made[one.person].status:
            number = 2 + sum(name.startswith(f"{one.person}#") for name in made)
            made[f"{one.person}#{number}"] = replace(one, person=f"{one.person}#{number}")
    return tuple(made[person] for person in sorted(made))


def _clock(row: Row) -> tuple[str, str]:
    return str(row.get("prepared") or ""), str(row["message"])


def _groups(lists: Sequence[Row]) -> list[list[Row]]:
    """The lists in order: the parts of one list together, each part as it was told last."""
    parts: defaultdict[tuple[object, ...], dict[int, Row]] = defaultdict(dict)
    single: list[list[Row]] = []
    for row in sorted(lists, key=_clock):
        if row.get("part") == 1 and row.get("last"):
            single.append([row])
        else:
            parts[row.get("list"), row.get("function") or "", row.get("common") or ""][int(str(row["part"]))] = row
    every = [*single, *([told[number] for number in sorted(told)] for told in parts.values())]
    return sorted(every, key=_when)


def _when(group: Sequence[Row]) -> tuple[str, int, str]:
    newest = max(group, key=_clock)
    function = str(newest.get("function") or "")
    return str(newest.get("prepared") or ""), _RANKS.get(function, 0), str(newest["message"])


def _apply(board: _Board, group: Sequence[Row], told: Sequence[Row]) -> None:
    function, since = str(group[0].get("function") or ""), _when(group)[0]
    status = group[0].get("list") == "status"
    now = {place: (one, since) for place, one in _placed(told)}
    if function in _CANCEL:
        board.cancelled = True
        board.off |= board.aboard
        board.aboard = {}
        return
    board.closed = board.closed or (status and function.startswith("CL"))
    if function in _TAKE_OFF or (status and function != "CLOB"):
        _take_off(board, now)
        return
    board.listed, board.cancelled = True, False
    kinds = {one.get("role") in _CREW for one in told} or {group[0].get("list") == "crew"}
    come, expected = _come(group)
    if come >= expected:
        for place, (one, when) in list(board.aboard.items()):
            if place not in now and (one.get("role") in _CREW) in kinds:
                board.off[place] = board.aboard.pop(place)[0], max(since, when)
    for place, (one, when) in now.items():
        before = board.aboard.get(place)
        board.aboard[place] = (one, before[1] if before and _same(before[0], one) else when)
        board.off.pop(place, None)
    if False in kinds:
        board.parts, board.declared = (come, expected), _declared(group)


_CREW: Final = frozenset({"crew", "transit-crew"})


def _same(one: Row, other: Row) -> bool:
    return all(one.get(name) == other.get(name) for name in one if name not in {"message", "place", "batch", "key"})


def _take_off(board: _Board, now: Mapping[str, tuple[Row, str]]) -> None:
    for place, told in now.items():
        if place in board.aboard:
            board.off[place] = board.aboard.pop(place)[0], told[1]
        else:
            board.off.setdefault(place, told)


def _placed(told: Sequence[Row]) -> Iterable[tuple[str, Row]]:
    """What names each traveller in every list of a flight: the sender's references where each is one's own."""
    references = [str(one.get("reference") or "") for one in told]
    if all(references) and len(set(references)) == len(references):
        return zip((f"r:{one}" for one in references), told, strict=True)
    seen: defaultdict[str, int] = defaultdict(int)
    made = []
    for one in told:
        seen[person_of(one)] += 1
        made.append((f"{person_of(one)}#{seen[person_of(one)]}", one))
    return made


def _come(group: Sequence[Row]) -> tuple[int, int]:
    numbers = {int(str(row["part"])) for row in group}
    last = max((int(str(row["part"])) for row in group if row.get("last")), default=max(numbers) + 1)
    if len(group) == 1 and group[0].get("last") and group[0].get("part") == 1:
        return 1, 1
    return len(numbers), max(last, len(numbers))


def _declared(group: Sequence[Row]) -> int | None:
    return next((int(str(row["declared"])) for row in reversed(group) if row.get("declared") is not None), None)


def _bookings(pushes: Sequence[Row], travellers: Mapping[str, Sequence[Row]]) -> list[tuple[Row, str, bool]]:
    """Who is booked after all pushes: (row, when, still): an update speaks of its bookings alone, a push of all."""
    found: dict[tuple[str, str], tuple[Row, str, bool]] = {}
    for push in sorted(pushes, key=lambda row: _when([row])):
        since, told = str(push.get("prepared") or ""), travellers.get(str(push["message"]), ())
        spoken = {str(one.get("locator") or "") for one in told}
        for place, (row, _, still) in list(found.items()):
            if still and (push.get("function") != "update" or place[0] in spoken):
                found[place] = (row, since, False)
        for one in told:
            found[str(one.get("locator") or ""), person_of(one)] = (one, since, True)
    return list(found.values())


def _joined(board: _Board, booked: Sequence[tuple[Row, str, bool]]) -> Iterable[Journey]:
    """Lists and bookings of the same people together."""
    by_document = {_document(row): number for number, (row, _, _) in enumerate(booked) if row.get("doc_number")}
    by_name = {_named(row): number for number, (row, _, _) in enumerate(booked)}
    used: set[int] = set()
    for status, people in (("aboard", board.aboard), ("off", board.off)):
        for row, since in people.values():
            number = by_document.get(_document(row)) if row.get("doc_number") else None
            number = by_name.get(_named(row)) if number is None else number
            forms: tuple[str, ...] = ("api",)
            if number is not None:
                used.add(number)
                row, forms = _with(row, booked[number][0]), ("api", "pnr")  # noqa: PLW2901
            yield Journey(person=person_of(row), status=status, said=row, since=since, forms=forms)
    waiting = "booked" if not board.listed or board.parts[0] < board.parts[1] else "off"
    for number, (row, since, still) in enumerate(booked):
        if number not in used:
            status = waiting if still and not board.cancelled else "off"
            yield Journey(person=person_of(row), status=status, said=row, since=since, forms=("pnr",))


def _document(row: Row) -> tuple[str, str]:
    return str(row.get("doc_number") or ""), str(row.get("locator") or "")


def _named(row: Row) -> tuple[str, str, str]:
    return str(row.get("locator") or ""), str(row.get("surname") or ""), str(row.get("given") or "")


def _with(row: Row, booking: Row) -> Row:
    """What the list says, and what only the booking knows."""
    return {**{name: booking.get(name) for name in _BOTH if booking.get(name) is not None}, **_told(row)}


def _told(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


def _digest(key: str, journeys: Sequence[Journey], board: _Board) -> str:
    """What makes two states the same."""
    kept = [
        [one.person, one.status, one.since, {name: one.said[name] for name in sorted(one.said) if name not in _PLACED}]
        for one in journeys
    ]
    body = orjson.dumps([key, kept, board.parts, board.declared, board.cancelled, board.closed])
    return hashlib.sha256(body).hexdigest()


_PLACED: Final = frozenset({"message", "place", "batch", "key", "at", "file", "line", "xpath"})
