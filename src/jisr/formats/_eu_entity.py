"""One entity of the EU's list, from either of its forms: rows by kind, under the attribute names of the XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from jisr.formats import _dates
from jisr.formats._listed import Listed, country_of, day_of

SOURCE = "eu"
TITLE = "EU consolidated list of financial sanctions"
AUTHORITY = "Council of the European Union"
_SCHEMATA = MappingProxyType({"person": "Person", "p": "Person", "enterprise": "Organization", "e": "Organization"})
_GENDERS = MappingProxyType({"M": "male", "F": "female"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ADDRESS = MappingProxyType(
    {
        "street": "street",
        "poBox": "postOfficeBox",
        "city": "city",
        "zipCode": "postalCode",
        "region": "region",
        "place": "state",
    }
)

Row = Mapping[str, str]


def build(key: str, source: str, rows: Mapping[str, list[Row]]) -> Listed:
    """What the rows say of the entity."""
    head = next(iter(rows.get("entity", ())), {})
    listed = Listed(source=source, key=key, schema=_SCHEMATA.get(head.get("type", "").lower(), "LegalEntity"))
    for row in rows.get("nameAlias", ()):
        _name(listed, row)
    for row in rows.get("birthdate", ()):
        _born(listed, row)
    for row in rows.get("citizenship", ()):
        name = "citizenship" if listed.schema == "Person" else "country"
        listed.party.add(name, country_of(row.get("countryIso2Code", "")))
        listed.party.add("notes", row.get("remark", ""))
    for row in rows.get("address", ()):
        lines = {name: row.get(tag, "") for tag, name in _ADDRESS.items()}
        country = row.get("countryDescription", "")
        listed.address(lines, "" if country == "UNKNOWN" else country, key=row.get("logicalId", ""))
        listed.party.add("notes", row.get("contactInfo", ""), row.get("remark", ""))
    for row in rows.get("identification", ()):
        _document(listed, row)
    for row in rows.get("regulation", ()):
        _regulation(listed, row)
    _head(listed, head)
    return listed


def _name(listed: Listed, row: Row) -> None:
    parts = [row.get(name, "") for name in ("firstName", "middleName", "lastName")]
    whole = row.get("wholeName") or " ".join(filter(None, parts))
    weak = row.get("strong", "").lower() == "false"
    listed.party.add("weakAlias" if weak else "alias" if listed.party.has("name") else "name", whole)
    if listed.schema == "Person":
        listed.party.add("position", row.get("function", ""))
        listed.party.add("gender", _GENDERS.get(row.get("gender", ""), ""))
        listed.party.add("title", row.get("title", ""))
    listed.party.add("notes", row.get("remark", ""))


def _born(listed: Listed, row: Row) -> None:
    circa = row.get("circa", "").lower() == "true"
    iso = row.get("birthdate", "")[:10] if _DATE.match(row.get("birthdate", "")) else ""
    numbers = [int(row.get(name) or 0) if (row.get(name) or "0").isdecimal() else 0 for name in _PARTS]
    iso = iso or (_dates.iso_day(*numbers) if numbers[0] else "")
    years = _dates.span(row.get("yearRangeFrom", ""), row.get("yearRangeTo", ""))
    gregorian = row.get("calendarType", "GREGORIAN") in {"GREGORIAN", ""}
    if listed.schema == "Person":
        if gregorian:
            listed.party.add("birthDate", iso[:4] if circa else iso, *years)
        else:
            listed.party.add("notes", f"Date of birth ({row['calendarType']}): {iso}")
        place = ", ".join(filter(None, (row.get(name, "") for name in ("place", "city", "region"))))
        country = row.get("countryDescription", "")
        told = ", ".join(filter(None, (place, "" if country == "UNKNOWN" else country)))
        listed.party.add("birthPlace", told)
        listed.party.add("birthCountry", country_of(row.get("countryIso2Code", "")))
    listed.party.add("notes", row.get("remark", ""))


_PARTS = ("year", "monthOfYear", "dayOfMonth")


def _document(listed: Listed, row: Row) -> None:
    kind = row.get("identificationTypeDescription") or row.get("identificationTypeCode") or "Document"
    number = row.get("number") or row.get("latinNumber", "")
    if not number:
        listed.party.add("notes", row.get("remark", ""))
        return
    country = row.get("countryDescription", "")
    draft = listed.document(kind, number, "" if country == "UNKNOWN" else country, key=row.get("logicalId", ""))
    draft.add("authority", row.get("issuedBy", ""))
    draft.add("startDate", day_of(row.get("issuedDate", "") or row.get("validFrom", "")))
    draft.add("endDate", day_of(row.get("validTo", "")))
    flags = ("diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer")
    draft.add("summary", *(name for name in flags if row.get(name, "").lower() == "true"))
    draft.add("description", row.get("remark", ""))


def _regulation(listed: Listed, row: Row) -> None:
    listed.listing.add("program", row.get("programme", ""))
    listed.listing.add("reason", row.get("numberTitle", ""))
    listed.listing.add("sourceUrl", row.get("publicationUrl", ""))
    day = day_of(row.get("entryIntoForceDate", "") or row.get("publicationDate", ""))
    listed.listing.add("startDate", day)


def _head(listed: Listed, head: Row) -> None:
    listed.begins = day_of(head.get("designationDate", ""))
    listed.listing.add("authority", AUTHORITY)
    listed.listing.add("unscId", head.get("unitedNationId", ""))
    listed.listing.add("provisions", head.get("designationDetails", ""))
    listed.party.add("notes", head.get("remark", ""))
