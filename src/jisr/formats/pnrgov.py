"""PNRGOV: the bookings of a flight, IATA PADIS 10.1 to 21.1.

A traveller is whoever a TIF names before check-in and history begin; a DOCS that names somebody else is somebody too,
so that nobody is lost. Remarks are not read; what may reveal health or belief is dropped and counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from jisr.formats._edifact import Message, plain
from jisr.formats._traveller import (
    Values,
    birth,
    content,
    country,
    expiry,
    flight_key,
    flight_number,
    is_sensitive,
    local_time,
    name_of,
    number,
    sex,
)

__all__ = ["read_bookings"]

_Draft = dict[str, Any]  # a traveller or a booking while it is read
_Step = Callable[["_Reading", list[str], int], None]
_INFANTS: Final = frozenset({"FI", "MI"})
_DOCS: Final = 9  # fields of a DOCS up to the given name
_MAIL: Final = re.compile(r"//")


class _Reading:
    """One push being read, booking by booking."""

    __slots__ = (
        *("booking", "bookings", "dropped", "fresh", "legs", "message", "now", "pushed", "said", "sep", "today"),
        *("travellers", "zone"),
    )

    def __init__(self, message: Message) -> None:
        self.message, self.sep = message, message.marks.component
        self.said: Values = {"form": "pnr", "list": "passengers", "sender": message.sender}
        self.travellers: list[_Draft] = []
        self.fresh: list[_Draft] = []  # of this booking
        self.booking: _Draft = {}
        self.legs: list[tuple[str, str, str, str]] = []  # flight, from, to, local departure
        self.pushed: tuple[str, str, str, str] = ("", "", "", "")
        self.now: _Draft | None = None
        self.zone = "head"  # head, booking, flight, check-in, history
        self.dropped = self.bookings = 0
        self.today = message.prepared[:10] or "2099-12-31"


def read_bookings(message: Message) -> tuple[Values, list[_Draft]]:
    """What a push says of its flight, and the travellers of its bookings. Faults are noted in `message.warned`."""
    reading = _Reading(message)
    element, steps = message.marks.element, _STEPS
    for at, segment in enumerate(message.segments):
        parts = segment.split(element)
        step = steps.get(parts[0])
        if step is not None:
            step(reading, parts, at)
        elif (len(parts[0]) != 3 or not parts[0].isalnum()) and segment.strip():  # noqa: PLR2004
            message.warn("edi-stray-segment", at, segment=segment[:40])
    _close(reading)
    _flight(reading)
    for one in reading.travellers:
        _settle(reading, one)
    if not message.complete and reading.travellers:
        reading.travellers[-1]["partial"] = 1
    return reading.said, reading.travellers


def _get(parts: list[str], place: int) -> str:
    return parts[place] if len(parts) > place else ""


def _msg(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone == "head" and _get(parts, 1).rpartition(reading.sep)[2] == "141":
        reading.said["function"] = "update"


def _eqn(reading: _Reading, parts: list[str], _at: int) -> None:
    told = _get(parts, 1).partition(reading.sep)[0]
    if reading.zone == "head" and told.isdigit():
        reading.said["declared"] = int(told)


def _src(reading: _Reading, _parts: list[str], at: int) -> None:
    _close(reading)
    reading.bookings += 1
    reading.booking, reading.fresh, reading.legs = {"at": at}, [], []
    reading.now, reading.zone = None, "booking"


def _rci(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone != "booking" or "locator" in reading.booking:
        return
    said = _get(parts, 1).split(reading.sep)
    reading.booking["locator"] = _get(said, 1)
    day, clock = _get(said, 3), _get(said, 4)
    when = local_time(f"{day[4:6]}{day[2:4]}{day[:2]}{clock[:4]}") if len(day) == 6 else ""  # noqa: PLR2004
    if when:
        reading.booking["booked"] = when


def _org(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone == "booking" and "agency" not in reading.booking:
        reading.booking["agency"] = _get(parts, 2).partition(reading.sep)[0]


def _add(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone != "booking":
        return
    said = (_get(parts, 3) or _get(parts, 2)).split(reading.sep)
    told = {"city": _get(said, 2), "country": _get(said, 5), "phone": _get(said, 7)}
    reading.booking |= {name: plain(value, reading.message.marks) for name, value in told.items() if value}


def _tif(reading: _Reading, parts: list[str], at: int) -> None:
    surname = plain(_get(parts, 1).partition(reading.sep)[0], reading.message.marks)
    said = _get(parts, 2).split(reading.sep)
    given, kind, reference = plain(said[0], reading.message.marks), _get(said, 1), _get(said, 2)
    if reading.zone in {"booking", "flight"}:
        if kind == "G" and not given:
            return
        role = "infant" if kind == "IN" else "passenger"
        now = next((one for one in reading.fresh if one["name"] == (surname, given) and not one["ref"]), None)
        if now is None:
            now = {"role": role, "name": (surname, given), "at": at}
            reading.fresh.append(now)
        now["ref"] = reference
        reading.now, reading.zone = now, "booking"
    elif reading.zone == "check-in":
        reading.now = _by_ref(reading, reference) or _by_name(reading, surname, given) or reading.now


def _by_ref(reading: _Reading, reference: str) -> _Draft | None:
    return next((one for one in reading.fresh if reference and one["ref"] == reference), None)


def _by_name(reading: _Reading, surname: str, given: str) -> _Draft | None:
    """Whoever of the booking has that name; a given name may carry a title or be cut."""
    for one in reading.fresh:
        mine = one["name"]
        if _tight(mine[0]) == _tight(surname) and (mine[1] == given or (given and str(mine[1]).startswith(given))):
            return one
    return None


def _tight(text: object) -> str:
    return str(text).replace(" ", "")


def _ssr(reading: _Reading, parts: list[str], at: int) -> None:
    said = _get(parts, 1).split(reading.sep)
    code = said[0]
    if is_sensitive(code):
        reading.dropped += 1
        return
    if reading.zone not in {"booking", "flight"}:
        return
    for each in parts[2:] or [""]:
        detail = each.split(reading.sep)
        if code == "DOCS":
            _docs(reading, reading.sep.join(said[8:]), _get(detail, 2), at)
        elif code in {"SEAT", "NSST", "RQST", "NSSA", "NSSW"}:
            _seat(reading, detail)
        elif code in {"CTCM", "CTCE", "FQTV"}:
            _contact(reading, code, reading.sep.join(said[8:]), _get(detail, 2))


def _docs(reading: _Reading, text: str, reference: str, at: int) -> None:
    """/type/issuer/number/nationality/born/sex/expiry/surname/given/second: the leading stroke may be missing."""
    told = plain(text, reading.message.marks)
    fields = told.split("/")
    if told.startswith("/"):
        fields = fields[1:]
    fields = [one.strip() for one in fields] + [""] * max(0, 10 - len(fields))
    if fields[-1][:1] == "-" and len(fields) > _DOCS:
        fields.pop()
    who = _whose(reading, fields, reference)
    if who is None:
        who = {
            "role": "infant" if fields[5] in _INFANTS else "passenger",
            "name": (fields[7], fields[8]),
            "ref": reference,
            "at": at,
        }
        reading.fresh.append(who)
    if who.get("doc_number") and fields[2]:
        if number(fields[2]) != who["doc_number"]:
            before = f"{who['other_docs']};" if who.get("other_docs") else ""
            who["other_docs"] = f"{before}{fields[0]} {number(fields[2])} {country(fields[1])[0]}"
        return
    who["doc_type"], who["doc_issuer"], who["doc_number"] = fields[0], country(fields[1])[0], number(fields[2])
    who["nationality"], who["birth"], who["sex"] = fields[3], fields[4], sex(fields[5])
    who["doc_expiry"] = expiry(fields[6], reading.today)
    who["docs"] = (fields[7], fields[8], fields[9])


def _whose(reading: _Reading, fields: list[str], reference: str) -> _Draft | None:
    """By its reference; an infant by its name; else whom it stands under, unless it names another of the booking."""
    named = _by_name(reading, fields[7], fields[8])
    found = _by_ref(reading, reference)
    if fields[5] in _INFANTS:
        if named is None or (named["role"] != "infant" and not fields[8]):
            return None
        return named
    if found is not None:
        return found
    now = reading.now if reading.zone == "booking" else None
    if named is not None and (now is None or now["name"][1] != named["name"][1]):
        return named
    if now is None and len(reading.fresh) == 1:
        return reading.fresh[0]
    return now


def _seat(reading: _Reading, detail: list[str]) -> None:
    who = _by_ref(reading, _get(detail, 2)) or reading.now
    ours = reading.zone == "booking" or (reading.legs and reading.legs[-1][1:3] == reading.pushed[1:3])
    if who is not None and detail[0] and ours:
        who["seat"] = detail[0].lstrip("0")


def _contact(reading: _Reading, code: str, text: str, reference: str) -> None:
    who = _by_ref(reading, reference) or reading.now
    told = plain(text, reading.message.marks).strip("/ ")
    where = who if who is not None else reading.booking
    if code == "CTCE":
        where["email"] = _MAIL.sub("@", told).replace("..", "_").lower()
    else:
        where["phone" if code == "CTCM" else "frequent"] = told.partition("/")[0]


def _fti(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone == "booking" and reading.now is not None:
        reading.now["frequent"] = _get(_get(parts, 1).split(reading.sep), 1)


def _tkt(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone == "booking" and reading.now is not None:
        reading.now["ticket"] = _get(parts, 1).partition(reading.sep)[0]


def _fop(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone != "booking":
        return
    said = _get(parts, 1).split(reading.sep)
    where = reading.now if reading.now is not None else reading.booking
    where["payment"] = {"CA": "cash", "CC": "card"}.get(said[0], "other")
    if said[0] == "CC":
        where["card"] = f"{_get(said, 3)}{_get(said, 4)[-4:]}"


def _tvl(reading: _Reading, parts: list[str], _at: int) -> None:
    when = _get(parts, 1).split(reading.sep)
    day, clock = _get(when, 0), _get(when, 1)
    departs = local_time(f"{day[4:6]}{day[2:4]}{day[:2]}{clock or '0000'}") if len(day) == 6 else ""  # noqa: PLR2004
    carriers = _get(parts, 4).split(reading.sep)
    flown = carriers[1] if len(carriers) > 1 and carriers[1] else carriers[0]
    numbered = _get(parts, 5).partition(reading.sep)[0]
    leg = (
        flight_number(numbered, flown),
        _get(parts, 2).partition(reading.sep)[0],
        _get(parts, 3).partition(reading.sep)[0],
        departs,
    )
    if reading.zone == "head":
        reading.pushed = leg
        late = _get(when, 2)
        reading.said["arrives"] = (
            local_time(f"{late[4:6]}{late[2:4]}{late[:2]}{_get(when, 3)}") if len(late) == 6 else ""  # noqa: PLR2004
        )
    elif reading.zone == "history":
        return
    elif not departs and not leg[1] and reading.legs:  # the number of who flies it
        before = reading.legs[-1]
        carrier = re.match(r"[A-Z0-9]{2}", before[0])
        operating = flight_number(numbered, flown or (carrier[0] if carrier else ""))
        reading.legs[-1] = (before[0], before[1], before[2], before[3])
        reading.booking["operating"] = operating
    elif departs:
        reading.legs.append(leg)
        reading.zone = "flight"


def _tri(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone in {"booking", "flight", "check-in"}:
        reading.zone = "check-in"
        reading.now = _by_ref(reading, _get(parts, 2).rpartition(reading.sep)[2])


def _ssd(reading: _Reading, parts: list[str], _at: int) -> None:
    if (
        reading.zone == "check-in"
        and reading.now is not None
        and reading.legs[-1:]
        and reading.legs[-1][1] == reading.pushed[1]
    ):
        reading.now["seat"] = _get(parts, 1).partition(reading.sep)[0].lstrip("0")


def _tbd(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.zone != "check-in" or reading.now is None:
        return
    said = _get(parts, 2).split(reading.sep)
    if said[0].isdigit():
        reading.now["bags"] = int(said[0])
        if _get(said, 1).isdigit():
            reading.now["weight"] = round(int(said[1]) * 0.45359237) if _get(said, 2) == "701" else int(said[1])


def _history(reading: _Reading, _parts: list[str], _at: int) -> None:
    reading.zone = "history" if reading.zone != "head" else "head"


def _dat(reading: _Reading, _parts: list[str], _at: int) -> None:
    if reading.zone == "flight" and reading.legs:
        reading.zone = "check-in"


_STEPS: Final[dict[str, _Step]] = dict(
    zip(
        "MSG EQN SRC RCI ORG ADD TIF SSR FTI TKT FOP TVL TRI SSD TBD ABI DAT".split(),  # noqa: SIM905
        (
            *(_msg, _eqn, _src, _rci, _org, _add, _tif, _ssr, _fti),
            *(_tkt, _fop, _tvl, _tri, _ssd, _tbd, _history, _dat),
        ),
        strict=True,
    )
)


def _close(reading: _Reading) -> None:
    """What a booking says is said of each of its travellers."""
    if not reading.bookings:
        return
    booking, legs = reading.booking, reading.legs
    at = int(booking.pop("at"))
    if not booking.get("locator"):
        reading.message.warn("edi-no-rci", at)
    if not any("docs" in one for one in reading.fresh):
        reading.message.warn("edi-no-docs", at)
    route = ";".join(" ".join(leg) for leg in legs)
    home = legs[0][1] if legs else ""
    one_way = int(bool(legs) and not any(leg[2] == home for leg in legs[1:]))
    if reading.pushed[2] == home and legs:
        one_way = 0
    operating = booking.pop("operating", "")
    if operating:
        reading.said["operating"] = operating
    phoned = booking.pop("phone", "")
    for one in reading.fresh:
        reading.travellers.append(booking | {"itinerary": route, "one_way": one_way} | one)
        if phoned and not one.get("phone"):
            reading.travellers[-1]["phone"] = phoned


def _flight(reading: _Reading) -> None:
    flight, origin, destination, departs = reading.pushed
    said, message = reading.said, reading.message
    said["origin"], said["destination"], said["departs"] = origin, destination, departs
    said["route"] = f"{origin}-{destination}"
    said["flight"] = flight_key(flight, departs, origin, destination)
    said["message"] = content(message, str(said["flight"]))
    said["prepared"], said["common"] = message.prepared, message.common
    said["part"], said["last"] = message.part, int(message.last)
    said["travellers"], said["complete"] = len(reading.travellers), int(message.complete)
    said["bookings"], said["sensitive"] = reading.bookings, reading.dropped


def _settle(reading: _Reading, one: _Draft) -> None:
    """Bring what was told to one form, and say what is missing."""
    at, surname_given = int(one.pop("at")), one.pop("name")
    one.pop("ref", "")
    surname, given = surname_given
    docs = one.pop("docs", None)
    codes = name_of(one, surname, given)
    if docs:
        if docs[1] and _tight(docs[0] + docs[1]) != _tight(f"{one['surname']}{one['given']}"):
            one["document_name"] = f"{docs[0]}/{docs[1]}"
        if docs[2]:
            one["second"] = docs[2]
        one["birth"], code = birth(str(one.get("birth", "")), reading.today)
        codes.append(code)
        received = str(one.get("nationality", ""))
        one["nationality"], code = country(received) if received else ("", "edi-nat-missing")
        codes.append(code)
    for each in codes:
        if each:
            reading.message.warn(each, at)
