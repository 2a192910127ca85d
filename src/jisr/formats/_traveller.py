"""What passenger messages say of a traveller, brought to one form: names, dates, countries, documents.

A value is what was told, or absent. What had to be mended, and what is missing, is a code (`edi-…`); nobody is dropped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Final

import orjson

from jisr import tables
from jisr.formats._base import File, Item
from jisr.formats._edifact import Message, Warned
from jisr.records import Observation, Place

Values = dict[str, "str | int"]
_MONTHS: Final = {name: at for at, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}  # noqa: SIM905
_DOCS_DATE: Final = re.compile(r"(\d{1,2})([A-Z]{3})(\d{2}|\d{4})")
_TITLE: Final = re.compile(r"(?<=\w)\s?(?:MRS|MISS|MSTR|MR|MS|DR|CHD|INF)$")
_GLUED: Final = re.compile(r"(?<=[A-Z]{2})(?:MRS|MISS|MSTR|MR)$")
_NO_GIVEN: Final = frozenset({"FNU", "X" * 3, "NFN", "UNKNOWN"})
_NO_SURNAME: Final = frozenset({"LNU", "X" * 3, "NLN", "UNKNOWN"})
_LONG: Final = 30  # characters from which on a name may have been cut
_SEXES: Final = {"M": "M", "F": "F", "X": "X", "U": "U", "1": "M", "2": "F", "MI": "M", "FI": "F"}
_AHEAD: Final = 50  # years a document may still be valid
_FLIGHT: Final = re.compile(r"([A-Z0-9]{2}[A-Z]?)\s*0*(\d{1,4})([A-Z]?)")


@cache
def _countries() -> Mapping[str, tuple[str, str]]:
    """Code as received -> (what is kept, a code where the form is not alpha-3)."""
    rows = tables.rows("travel_countries")
    found = {row["alpha2"].upper(): (row["alpha3"], "edi-nat-form") for row in rows if row["form"] == "iso"}
    found |= {row["code"]: (row["alpha3"], "") for row in rows}
    return found


@lru_cache(maxsize=4096)
def country(text: str) -> tuple[str, str]:
    """(alpha-3 or a code of ICAO Doc 9303, "" or a warning): `TN` -> TUN, edi-nat-form. Unknown codes stay as told."""
    code = text.strip(" <").upper()
    return _countries().get(code, (code, "edi-nat-unknown" if code else ""))


@cache
def _two() -> Mapping[str, str]:
    return {row["alpha3"]: row["alpha2"] for row in tables.rows("travel_countries") if row["form"] == "iso"}


def two_letters(code: str) -> str:
    """ISO 3166-1 alpha-2 in lower case of an alpha-3; "" where it is no country's."""
    return _two().get(code, "")


@lru_cache(maxsize=65536)
def birth(text: str, as_of: str) -> tuple[str, str]:
    """A birth date as exactly as it is told, and "" or a warning. `as_of`: the day of the message, YYYY-MM-DD.

    Two digits of a year are of the last hundred years before that day.
    """
    digits = text.strip(" <")
    found = _DOCS_DATE.fullmatch(digits.upper())
    if found and found[2] in _MONTHS:
        year, month, day = found[3], _MONTHS[found[2]], int(found[1])
    elif digits.isdigit() and len(digits) in {6, 8}:
        year, month, day = digits[:-4], int(digits[-4:-2]), int(digits[-2:])
    else:
        return "", "edi-dob-form" if digits.strip("0") else "edi-dob-missing"
    if not digits.strip("0") or (year.strip("0") == "" and not month):
        return "", "edi-dob-missing"
    return _birth(year, month, day, as_of)


def _birth(year: str, month: int, day: int, as_of: str) -> tuple[str, str]:
    four = year if len(year) == 4 else f"20{year}"  # noqa: PLR2004  # digits of a year
    if len(year) == 2 and f"{four}-{month:02}-{day:02}" > as_of:  # noqa: PLR2004
        four = f"19{year}"
    if not month:
        return four, "edi-dob-partial"
    if not day:
        return f"{four}-{month:02}", "edi-dob-partial"
    return _calendar(int(four), month, day) or four, "" if _calendar(int(four), month, day) else "edi-dob-form"


def _calendar(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@lru_cache(maxsize=65536)
def expiry(text: str, as_of: str) -> str:
    """The last day of a document, at most fifty years ahead; "" where no day can be read."""
    found = _DOCS_DATE.fullmatch(text.upper())
    if found and found[2] in _MONTHS:
        year, month, day = found[3], _MONTHS[found[2]], int(found[1])
    elif text.isdigit() and len(text) in {6, 8}:
        year, month, day = text[:-4], int(text[-4:-2]), int(text[-2:])
    else:
        return ""
    four = int(year) if len(year) == 4 else 2000 + int(year)  # noqa: PLR2004
    if len(year) == 2 and four > int(as_of[:4] or 2000) + _AHEAD:  # noqa: PLR2004
        four -= 100
    return _calendar(four, month, day)


def number(text: str) -> str:
    """A document's number without filler and blanks."""
    return text.replace("<", "").replace(" ", "").upper()


def sex(text: str) -> str:
    """M, F, X or U; "" for another sign."""
    return _SEXES.get(text.strip().upper(), "")


@lru_cache(maxsize=8192)
def flight_number(text: str, carrier: str = "") -> str:
    """Carrier and number without leading zeros: `UA0989` -> UA989; as told where it is no flight number."""
    told = text.strip().upper()
    whole = told if not carrier or told.startswith(carrier) else carrier + told
    found = _FLIGHT.fullmatch(whole)
    return f"{found[1]}{found[2]}{found[3]}" if found else whole


def name_of(values: Values, surname: str, given: str) -> list[str]:
    """Put a name into `values`, cleaned for comparing; what was received is kept beside it. Returns warnings."""
    told = []
    clean, first = surname.replace("<", " ").strip(), given.replace("<", " ").strip()
    if first and first[-1] in "RSDFXB" and (found := _TITLE.search(first) or _GLUED.search(first)):
        first = first[: found.start()].strip() or first
    if first in _NO_GIVEN or (first and first == clean and clean in _NO_SURNAME):
        told.append("edi-name-fnu")
        first = ""
    if clean in _NO_SURNAME:
        told.append("edi-name-lnu")
        clean = ""
    if clean and not first and not told:
        told.append("edi-name-one-token")
    if len(clean) >= _LONG or len(first) >= _LONG:
        told.append("edi-name-truncated?")
    values["surname"] = clean
    values["given"] = first
    if (clean, first) != (surname, given):
        values["received"] = f"{surname}/{given}"
    return told


@lru_cache(maxsize=4096)
def is_sensitive(code: str) -> bool:
    """Whether a code of SSR may reveal health or belief: `tables/travel_sensitive.csv`."""
    return code in _dropped()[0] or code[:2] in _dropped()[1] or code[-2:] in _dropped()[2]


@cache
def _dropped() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Codes as a whole, their beginnings, their ends."""
    codes = [row["code"] for row in tables.rows("travel_sensitive")]
    begins = frozenset(code[:-1] for code in codes if code.endswith("*"))
    ends = frozenset(code[1:] for code in codes if code.startswith("*"))
    return frozenset(code for code in codes if "*" not in code), begins, ends


def content(message: Message, flight: str) -> str:
    """The digest that makes a message the same: what it says without its references, its sender and its flight."""
    marks = message.marks
    said = [one for one in message.segments if not (one[:3] == "RFF" and one[4:6] == "TN")]
    body = "\x1e".join(said).replace(marks.element, "\x1d").replace(marks.component, "\x1f")
    head = f"{message.kind}\x1e{message.part}\x1e{message.sender}\x1e{flight}\x1e"
    return hashlib.sha256((head + body).encode("utf-8", "replace")).hexdigest()[:32]


def local_time(text: str) -> str:
    """YYMMDDHHMM or YYMMDD -> ISO 8601, local; "" for another text."""
    if len(text) not in {6, 10, 12} or not text.isdigit():
        return ""
    if len(text) == 12:  # noqa: PLR2004  # CCYYMMDDHHMM
        text = text[2:]
    day = f"20{text[:2]}-{text[2:4]}-{text[4:6]}"
    return f"{day}T{text[6:8]}:{text[8:10]}" if len(text) == 10 else f"{day}T00:00"  # noqa: PLR2004


def flight_key(flight: str, departs: str, origin: str, destination: str) -> str:
    """`HY271-260301-TAS-AMM`."""
    flight, origin, destination = flight[:12], origin[:8], destination[:8]
    return f"{flight}-{departs[2:10].replace('-', '')}-{origin}-{destination}"


def instant(departs: str, prepared: str) -> datetime:
    """When it is kept under: the local departure, else when the message was made, else the beginning of time."""
    for text in (departs, prepared):
        try:
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        except ValueError:
            continue
    return datetime(1970, 1, 1, tzinfo=UTC)


def observed(file: File, message: Message, said: Values, travellers: list[Values]) -> list[Item]:
    """The observations of one message: the message itself, and each of its travellers."""
    key = str(said["message"])
    at = instant(str(said.get("departs", "")), message.prepared)
    place = Place(file=file.name, start=message.start, end=message.end)
    said["warnings"] = orjson.dumps([[one.code, one.at, dict(one.facts)] for one in message.warned]).decode()
    made: list[Item] = [Observation(kind="flight-message", key=key, at=at, values=said, place=place)]
    flight, form = said["flight"], said["form"]
    for order, one in enumerate(travellers):
        one["message"], one["flight"], one["form"], one["place"] = key, flight, form, order
        values = {name: value for name, value in one.items() if value != ""}
        made.append(Observation(kind="traveller", key=f"{key}:{order}", at=at, values=values, place=place))
    return made


def named(codes: list[str]) -> list[Warned]:
    """Warnings without a place of their own."""
    return [Warned(code=code, at=0) for code in codes]
