"""PAXLST: the passenger list of a flight (API), UN/EDIFACT D.02B to D.15B, as the WCO/IATA/ICAO guide shapes it.

Segments of a traveller are read by their tag, not by their order. A traveller with a fault is read as far as it goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from jisr.formats._edifact import Message, plain
from jisr.formats._traveller import (
    Values,
    birth,
    content,
    country,
    expiry,
    flight_key,
    flight_number,
    local_time,
    name_of,
    number,
    sex,
)

__all__ = ["read_list"]

_ROLES: Final = {"FL": "passenger", "FM": "crew", "DDU": "transit", "DDT": "transit-crew", "GR": "gate-pass"}
_LISTS: Final = {"745": "passengers", "250": "crew", "266": "status", "336": "crew", "655": "gate-pass"}
_FUNCTIONS: Final = frozenset({"CP", "XR", "RP", "CL", "CLNB", "CLOB", "XF", "CF", "XC"})
_POUND: Final = 0.45359237
_Step = Callable[["_Reading", list[str], int], None]


class _Reading:
    """One list being read: what is said of the flight, its travellers, and of whom it speaks now."""

    __slots__ = (
        "codes",
        "declared",
        "document",
        "flight",
        "legs",
        "message",
        "said",
        "sep",
        "stops",
        "today",
        "traveller",
        "travellers",
    )

    def __init__(self, message: Message) -> None:
        self.message, self.sep = message, message.marks.component
        self.said: Values = {"form": "api", "list": "passengers", "sender": message.sender}
        self.travellers: list[Values] = []
        self.traveller: Values | None = None
        self.document = ""
        self.flight = ""
        self.stops: list[tuple[str, str, str]] = []  # qualifier, airport, local time
        self.legs: list[int] = []
        self.declared = ""
        self.codes: list[tuple[str, int]] = []
        self.today = message.prepared[:10] or "2099-12-31"


def read_list(message: Message) -> tuple[Values, list[Values]]:
    """What a list says of its flight, and its travellers. Faults are noted in `message.warned`."""
    reading = _Reading(message)
    element, steps = message.marks.element, _STEPS
    for at, segment in enumerate(message.segments):
        parts = segment.split(element)
        step = steps.get(parts[0])
        if step is not None and len(parts) > 1:
            step(reading, parts, at)
        elif step is None:
            _odd(message, parts[0], segment, at)
    _flight(reading)
    if not message.prepared:
        reading.today = str(reading.said["departs"])[:10] or reading.today
    for one in reading.travellers:
        _settle(reading, one)
    _count(reading)
    if not message.complete and reading.travellers:
        reading.travellers[-1]["partial"] = 1
    return reading.said, reading.travellers


def _odd(message: Message, tag: str, segment: str, at: int) -> None:
    """A tag in small letters, one this reader does not need, or a remnant."""
    upper = tag.upper()
    if upper in _STEPS or (len(tag) == 3 and tag.isalnum()):  # noqa: PLR2004
        return
    if segment.strip():
        message.warn("edi-stray-segment", at, segment=segment[:40])


def _bgm(reading: _Reading, parts: list[str], _at: int) -> None:
    reading.said["list"] = _LISTS.get(parts[1].partition(reading.sep)[0], "passengers")
    told = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004
    if told in _FUNCTIONS:
        reading.said["function"] = told


def _tdt(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.traveller is None and parts[1] in {"20", "34", ""}:
        carrier = parts[5].partition(reading.sep)[0] if len(parts) > 5 else ""  # noqa: PLR2004
        reading.flight = reading.flight or flight_number(parts[2] if len(parts) > 2 else "", carrier)  # noqa: PLR2004
        reading.legs.append(len(reading.stops))


def _loc(reading: _Reading, parts: list[str], _at: int) -> None:
    place = parts[2].partition(reading.sep)[0] if len(parts) > 2 else ""  # noqa: PLR2004
    now = reading.traveller
    if now is None:
        if parts[1] in {"125", "87", "92", "130"}:
            reading.stops.append((parts[1], place, ""))
    elif parts[1] == "178":
        now["begins"] = place
    elif parts[1] == "179":
        now["ends"] = place
    elif parts[1] == "174":
        now["residence"] = country(place)[0]
    elif parts[1] == "91":
        _issuer(reading, now, place)


def _issuer(reading: _Reading, now: Values, place: str) -> None:
    if reading.document == "first":
        now["doc_issuer"] = country(place)[0]
    elif reading.document == "other":
        now["other_docs"] = f"{now['other_docs']} {country(place)[0]}"


def _dtm(reading: _Reading, parts: list[str], _at: int) -> None:
    said = parts[1].split(reading.sep)
    now = reading.traveller
    if len(said) < 2:  # noqa: PLR2004
        return
    if now is None:
        if said[0] in {"189", "232"} and reading.stops:
            kind, place, _ = reading.stops[-1]
            reading.stops[-1] = (kind, place, local_time(said[1]))
    elif said[0] == "329":
        now["birth"] = said[1]
    elif said[0] == "36" and reading.document == "first":
        now["doc_expiry"] = expiry(said[1], reading.today)


def _nad(reading: _Reading, parts: list[str], at: int) -> None:
    role = parts[1]
    if role not in _ROLES:
        if role == "MS":
            told = (parts[2] if len(parts) > 2 else "") or (parts[4] if len(parts) > 4 else "")  # noqa: PLR2004
            reading.said["reporting"] = plain(told, reading.message.marks)
            reading.traveller = None
        return
    now: Values = {"role": _ROLES[role], "at": at}
    reading.travellers.append(now)
    reading.traveller, reading.document = now, ""
    if len(parts) > 4:  # noqa: PLR2004
        now["name"] = parts[4]
    if len(parts) > 6:  # noqa: PLR2004  # an address follows
        now["city"] = plain(parts[6], reading.message.marks)
        now["country"] = country(parts[9])[0] if len(parts) > 9 else ""  # noqa: PLR2004


def _att(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.traveller is not None and parts[1] == "2":
        reading.traveller["sex"] = sex(parts[3].partition(reading.sep)[0] if len(parts) > 3 else "")  # noqa: PLR2004


def _mea(reading: _Reading, parts: list[str], _at: int) -> None:
    unit, _, value = parts[3].partition(reading.sep) if len(parts) > 3 else ("", "", "")  # noqa: PLR2004
    if reading.traveller is not None and value.isdigit():
        if parts[1] == "CT":
            reading.traveller["bags"] = int(value)
        elif parts[1] == "WT":
            reading.traveller["weight"] = round(int(value) * _POUND) if unit == "LBR" else int(value)


def _nat(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.traveller is not None and len(parts) > 2:  # noqa: PLR2004
        reading.traveller["nationality"] = parts[2].partition(reading.sep)[0]


_REFERENCES: Final = {"AVF": "locator", "SEA": "seat", "ABO": "reference", "CR": "frequent"}


def _rff(reading: _Reading, parts: list[str], _at: int) -> None:
    kind, _, told = parts[1].partition(reading.sep)
    if reading.traveller is None:
        return
    column = _REFERENCES.get(kind)
    if column:
        reading.traveller[column] = told.partition(reading.sep)[0]


def _doc(reading: _Reading, parts: list[str], _at: int) -> None:
    now = reading.traveller
    if now is None:
        return
    kind = parts[1].partition(reading.sep)[0]
    told = number(parts[2].partition(reading.sep)[0]) if len(parts) > 2 else ""  # noqa: PLR2004
    if "doc_number" in now:
        reading.document = "other"
        before = f"{now['other_docs']};" if now.get("other_docs") else ""
        now["other_docs"] = f"{before}{kind} {told}"
        return
    reading.document = "first"
    now["doc_type"], now["doc_number"] = kind, told


def _cnt(reading: _Reading, parts: list[str], at: int) -> None:
    kind, _, told = parts[1].partition(reading.sep)
    if not told and len(parts) > 2:  # noqa: PLR2004  # 42+1 for 42:1
        reading.message.warn("edi-cnt-form", at)
        told = parts[2]
    if kind in {"41", "42"}:
        reading.declared = told
        if told.isdigit():
            reading.said["declared"] = int(told)


def _com(reading: _Reading, parts: list[str], _at: int) -> None:
    if reading.traveller is not None:
        told, _, kind = parts[1].rpartition(reading.sep)
        column = {"TE": "phone", "AL": "phone", "EM": "email"}.get(kind)
        if column:
            reading.traveller[column] = plain(told, reading.message.marks)


def _skip(_reading: _Reading, _parts: list[str], _at: int) -> None:
    """A segment that tells nothing that is kept."""


_UPPER: Final[dict[str, _Step]] = {
    **dict.fromkeys(("FTX", "GEI", "EMP", "CPI", "QTY", "AUT", "UNS", "CNI", "CTA"), _skip),
    "BGM": _bgm,
    "TDT": _tdt,
    "LOC": _loc,
    "DTM": _dtm,
    "NAD": _nad,
    "ATT": _att,
    "MEA": _mea,
    "NAT": _nat,
    "RFF": _rff,
    "DOC": _doc,
    "CNT": _cnt,
    "COM": _com,
}
_STEPS: Final[dict[str, _Step]] = {**_UPPER, **{tag.lower(): step for tag, step in _UPPER.items()}}


def _flight(reading: _Reading) -> None:
    """Whence and whither: the leg that crosses the border, else from the first stop to the last."""
    stops, said = reading.stops, reading.said
    start = next((one for one in stops if one[0] == "125"), stops[0] if stops else ("", "", ""))
    end = next((one for one in stops if one[0] == "87"), stops[-1] if len(stops) > 1 else ("", "", ""))
    pairs = [stops[at : at + 2] for at in range(0, len(stops) - 1, 2)]
    said["origin"], said["destination"] = start[1], end[1]
    said["departs"], said["arrives"] = start[2], end[2]
    said["route"] = " ".join(f"{one[0][1]}-{one[1][1]}" for one in pairs)
    said["flight"] = flight_key(reading.flight, start[2], start[1], end[1])
    said["message"] = content(reading.message, str(said["flight"]))
    said["prepared"], said["common"] = reading.message.prepared, reading.message.common
    said["part"], said["last"] = reading.message.part, int(reading.message.last)
    said["travellers"], said["complete"] = len(reading.travellers), int(reading.message.complete)


def _settle(reading: _Reading, one: Values) -> None:
    """Bring what was told to one form, and say what is missing."""
    at = int(one.pop("at"))
    told = str(one.pop("name", ""))
    if "\ue000" in told:
        names = [plain(part, reading.message.marks) for part in told.split(reading.sep)]
    else:
        names = told.split(reading.sep)
    codes = name_of(one, names[0], names[1] if len(names) > 1 else "")
    if len(names) > 2:  # noqa: PLR2004
        one["second"] = names[2]
    one["birth"], code = birth(str(one.get("birth", "")), reading.today)
    codes.append(code)
    received = str(one.get("nationality", ""))
    kept, code = country(received) if received else ("", "edi-nat-missing")
    codes.append(code)
    one["nationality"] = kept
    if kept != received:
        one["nationality_received"] = received
    if not one.get("doc_type") and "doc_number" in one:
        codes.append("edi-doc-type-missing")
    for each in codes:
        if each:
            reading.message.warn(each, at)


def _count(reading: _Reading) -> None:
    message, told = reading.message, reading.declared
    if not told:
        message.warn("edi-no-cnt")
    elif message.last and message.part == 1 and told.isdigit() and int(told) != len(reading.travellers):
        message.warn("edi-cnt", len(message.segments), declared=told, read=str(len(reading.travellers)))
