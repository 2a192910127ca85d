"""What a travel document says beyond its holder: lost or stolen, carried by two, carried on broken travel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Final

from jisr import names
from jisr.desks.journeys._state import Journey, Row
from jisr.records import Reason

_REUSED_WITHIN: Final = timedelta(days=183)
_STAY: Final = timedelta(hours=72)
_ALIKE: Final = 0.6  # names from here on may be one person's
_DAY: Final = 10  # characters of an ISO date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A journey with its flight and local departure and arrival; `key` is what the caller calls it."""

    key: int
    flight: str
    departs: str
    arrives: str
    journey: Journey

    @property
    def document(self) -> tuple[str, str]:
        """(number, issuer); ("", "") without one."""
        said = self.journey.said
        return str(said.get("doc_number") or ""), str(said.get("doc_issuer") or "")

    @property
    def name(self) -> str:
        """Given names and surname."""
        said = self.journey.said
        return " ".join(filter(None, (str(said.get(part) or "") for part in ("given", "second", "surname"))))

    @property
    def born(self) -> str:
        """As exactly as told."""
        return str(self.journey.said.get("birth") or "")

    @property
    def locator(self) -> str:
        """Of the booking."""
        return str(self.journey.said.get("locator") or "")


def lost(one: Seen, reported: Mapping[tuple[str, str], str]) -> tuple[Reason, ...]:
    """Why: a document that was reported lost or stolen before the flight: number and issuer exactly. () else."""
    number, issuer = one.document
    day = reported.get((number, issuer)) if number else None
    if day is None or (day and day > one.departs[:_DAY]):
        return ()
    return (Reason(code="journey-lost", weight=1.0, facts=(("number", number), ("issuer", issuer), ("reported", day))),)


def reused(people: Iterable[Seen]) -> Iterator[tuple[Seen, Seen, tuple[Reason, ...]]]:
    """Pairs who carry one document within half a year and are not one person by name and birth date."""
    carried: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in people:
        if one.document[0]:
            carried[one.document].append(one)
    for document, carriers in carried.items():
        if len(carriers) > 1:
            yield from _pairs(document, sorted(carriers, key=lambda one: (one.departs, one.key)))


def _pairs(document: tuple[str, str], carriers: Sequence[Seen]) -> Iterator[tuple[Seen, Seen, tuple[Reason, ...]]]:
    first: dict[tuple[str, str], Seen] = {}
    for one in carriers:
        first.setdefault((one.name, one.born), one)
    for left, right in combinations(first.values(), 2):
        apart = _apart(left, right)
        if apart and _between(left, right) <= _REUSED_WITHIN:
            facts = (("number", document[0]), ("issuer", document[1]), ("one", left.name), ("other", right.name))
            yield left, right, (Reason(code="journey-reused", weight=0.8, facts=facts), *apart)


def _apart(left: Seen, right: Seen) -> tuple[Reason, ...]:
    """Why these are not one person: other birth dates, or names that are not alike."""
    score = names.score(left.name, right.name, kind=names.Kind.PERSON)
    dates = left.born and right.born and left.born != right.born and not _one_slip(left.born, right.born)
    if score >= _ALIKE and not dates:
        return ()
    found = []
    if dates:
        found.append(Reason(code="journey-other-birth", weight=0.1, facts=(("one", left.born), ("other", right.born))))
    if score < _ALIKE:
        found.append(Reason(code="journey-other-name", weight=0.1, facts=(("one", left.name), ("other", right.name))))
    return tuple(found)


def _one_slip(one: str, other: str) -> bool:
    """One digit, or day and month changed places: a clerk's slip."""
    if len(one) != _DAY or len(other) != _DAY:
        return one[:4] == other[:4]
    swapped = f"{one[:4]}-{one[8:]}-{one[5:7]}" == other
    return swapped or sum(left != right for left, right in zip(one, other, strict=True)) <= 1


def _between(left: Seen, right: Seen) -> timedelta:
    return abs(_time(left.departs) - _time(right.departs))


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime(1970, 1, 1)  # noqa: DTZ001  # local clocks of airports throughout


def broken(people: Iterable[Seen]) -> Iterator[tuple[Seen, Seen, tuple[Reason, ...]]]:
    """One person's two bookings that neither shows whole: arrives, stays under 72 hours, goes on elsewhere.

    A ticket that shows both is a connection, and going back is a visit: neither is broken travel. It needs a second
    reason: paid in cash, or one way.
    """
    trips: defaultdict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for one in people:
        key = one.document if one.document[0] else (one.name, one.born)
        if all(key):
            trips[key].append(one)
    for mine in trips.values():
        ordered = sorted(mine, key=lambda one: (one.departs, one.key))
        yield from (found for pair in pairwise(ordered) if (found := _onward(*pair)))


def _onward(first: Seen, then: Seen) -> tuple[Seen, Seen, tuple[Reason, ...]] | None:
    whence, hub = first.flight.split("-")[2:4]
    left, onward = then.flight.split("-")[2:4]
    stay = _time(then.departs) - _time(first.arrives or first.departs)
    if hub != left or onward == whence or not timedelta() <= stay <= _STAY or _one_ticket(first, then):
        return None
    second = tuple(_second(one) for one in (first, then))
    told = tuple(reason for reasons in second for reason in reasons)
    if not told:
        return None
    hours = f"{stay.total_seconds() / 3600:.0f}"
    facts = (("from", whence), ("hub", hub), ("onward", onward), ("hours", hours))
    places = (("one", first.locator), ("other", then.locator))
    return (
        first,
        then,
        (
            Reason(code="journey-broken", weight=0.5, facts=facts),
            Reason(code="journey-two-bookings", weight=0.1, facts=places),
            *told[:2],
        ),
    )


def _one_ticket(first: Seen, then: Seen) -> bool:
    if first.locator and first.locator == then.locator:
        return True
    number, day = then.flight.split("-")[0], then.departs[:_DAY]
    legs = str(first.journey.said.get("itinerary") or "")
    tickets = {str(one.journey.said.get("ticket") or "") for one in (first, then)}
    return any(leg.startswith(f"{number} ") and day in leg for leg in legs.split(";")) or (
        len(tickets) == 1 and "" not in tickets
    )


def _second(one: Seen) -> tuple[Reason, ...]:
    said: Row = one.journey.said
    found = []
    if said.get("payment") == "cash":
        found.append(Reason(code="journey-cash", weight=0.1, facts=(("flight", one.flight),)))
    if said.get("one_way"):
        found.append(Reason(code="journey-one-way", weight=0.1, facts=(("flight", one.flight),)))
    return tuple(found)
