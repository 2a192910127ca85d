"""The EU's consolidated list of financial sanctions, FSF CSV 1.1: semicolons, a heading row, several rows an entity.

The same things as in the XML: `Entity_EU_ReferenceNumber`. A row carries one name, address, birth, document,
citizenship or regulation of its entity; columns are told by their names, in whatever order they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from jisr.errors import Unreadable
from jisr.formats import _eu_entity
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._listed import day_of
from jisr.formats._rows import rows
from jisr.formats._text import damage, decode, lines_of, tidy
from jisr.records import Place, When

NAME = "eu-csv"
TITLE = "EU consolidated financial sanctions, FSF CSV"
_KEY = "entity_eu_referencenumber"
_GENERATED = "filegenerationdate"
# Heads of columns -> kind of row; the rest of a column's name is the attribute of the XML, but for those below.
_GROUPS = MappingProxyType(
    {
        "entity_regulation_": "regulation",
        "entity_": "entity",
        "namealias_": "nameAlias",
        "address_": "address",
        "birthdate_": "birthdate",
        "identification_": "identification",
        "citizenship_": "citizenship",
    }
)
_NAMES = MappingProxyType(
    {
        "entity": {
            "subjecttype": "type",
            "unitednationid": "unitedNationId",
            "designationdate": "designationDate",
            "designationdetails": "designationDetails",
        },
        "birthdate": {"day": "dayOfMonth", "month": "monthOfYear", "calendartype": "calendarType"},
        "identification": {
            "typecode": "identificationTypeCode",
            "typedescription": "identificationTypeDescription",
            "latinnumber": "latinNumber",
            "issueddate": "issuedDate",
            "issuedby": "issuedBy",
        },
    }
)
_CAMEL = (
    *("lastName", "firstName", "middleName", "wholeName", "logicalId", "numberTitle", "publicationUrl"),
    *("publicationDate", "entryIntoForceDate", "countryIso2Code", "countryDescription", "zipCode", "poBox"),
    *("contactInfo", "yearRangeFrom", "yearRangeTo", "validFrom", "validTo", "knownExpired", "knownFalse"),
    *("reportedLost", "revokedByIssuer"),
)
_BY_LOWER = MappingProxyType({name.lower(): name for name in _CAMEL})


def recognise(files: tuple[File, ...]) -> bool:
    """One CSV whose heading names Entity_EU_ReferenceNumber."""
    return len(files) == 1 and _KEY.encode() in files[0].data[:8192].lower()


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the list, as from the XML."""
    file = only_file(files, options)
    lines = lines_of(decode(file.data, source=file.name))
    head = [name.strip().lstrip("\ufeff").lower() for name in lines[0].split(";")]
    if _KEY not in head:
        raise Unreadable(source=file.name, place="line 1", wanted="a heading row with Entity_EU_ReferenceNumber")
    header = Header(
        format=NAME,
        source=options.source or _eu_entity.SOURCE,
        edition=_edition(head, lines),
        snapshot=True,
        own=_eu_entity.SOURCE,
        title=_eu_entity.TITLE,
    )
    return Reading(header=header, items=_items(file, (head, lines), header, options))


def _edition(head: list[str], lines: list[str]) -> datetime | None:
    """The day the file says it was made; None where it does not."""
    at = head.index(_GENERATED) if _GENERATED in head else -1
    cells = next((cells for _, cells, problem in rows(lines[1:], delimiter=";") if not problem), [])
    iso = day_of(cells[at]) if 0 <= at < len(cells) else ""
    return When.read(iso).first if iso else None


def _items(file: File, table: tuple[list[str], list[str]], header: Header, options: Options) -> Iterator[Item]:
    head, lines = table
    found: dict[str, dict[str, list[Mapping[str, str]]]] = {}
    places: dict[str, Place] = {}
    at = head.index(_KEY)
    for line, cells, problem in rows(lines[1:], delimiter=";"):
        place = Place(file=file.name, line=line + 1)
        reason, facts = _refusal(head, cells, problem, at)
        if reason:
            entry = reason != "no-data"
            yield set_aside(place, reason, lines[line], entry=entry, **facts)
            continue
        key = tidy(cells[at])
        places.setdefault(key, place)
        rows_of = found.setdefault(key, {})
        for kind, row in _split(head, cells).items():
            if any(row.values()) and row not in rows_of.setdefault(kind, []):
                rows_of[kind].append(row)
    for key, rows_of in found.items():
        listed = _eu_entity.build(key, header.source, rows_of)
        if listed.party.has("name"):
            yield from listed.records(header, options, places[key])
        else:
            yield set_aside(places[key], "no-name", key, key=key)
    if not found:
        raise Unreadable(source=file.name, place="line 2", wanted="at least one entity that can be read")


def _refusal(head: list[str], cells: list[str], problem: str, at: int) -> tuple[str, dict[str, str]]:
    if problem:
        return problem, {}
    if not any(char.isalnum() for char in "".join(cells)):
        return "no-data", {"value": ";".join(cells)}
    if len(cells) != len(head):
        return "wrong-columns", {"found": str(len(cells)), "wanted": str(len(head))}
    if sign := damage("".join(cells)):
        return "damaged-characters", {"character": sign}
    return ("", {}) if cells[at].strip() else ("no-reference", {"field": "Entity_EU_ReferenceNumber"})


def _split(head: list[str], cells: list[str]) -> dict[str, dict[str, str]]:
    """The cells of a row by what they are about, under the attribute names of the XML."""
    found: dict[str, dict[str, str]] = {}
    for name, cell in zip(head, cells, strict=True):
        for start, kind in _GROUPS.items():
            if name.startswith(start):
                rest = name.removeprefix(start)
                own = _NAMES.get(kind, {}).get(rest) or _BY_LOWER.get(rest, rest)
                found.setdefault(kind, {})[own] = tidy(cell)
                break
    return found


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
