"""One designation of the UK sanctions list, from either of its forms: fields under the headings of the CSV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from jisr.formats._listed import Listed, day_of

SOURCE = "uk"
TITLE = "UK sanctions list"
AUTHORITY = "Foreign, Commonwealth & Development Office"
_SCHEMATA = MappingProxyType({"individual": "Person", "entity": "Organization", "ship": "Vessel"})
_GENDERS = MappingProxyType({"male": "male", "female": "female"})
_LINES = (("address line 1", "street"), ("address line 2", "street2"), ("address line 3", "remarks"))
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T.*")

Row = Mapping[str, str]


def schema_of(kind: str) -> str:
    """The schema of Individual, Entity or Ship; "" for another word."""
    return _SCHEMATA.get(kind.lower(), "")


def add_name(listed: Listed, row: Row) -> None:
    """One name: Name 1 to 5 are given names, Name 6 is the family or whole name; what it is, its type and strength."""
    given = [row.get(f"name {number}", "") for number in range(1, 6)]
    last = row.get("name 6", "")
    kind = row.get("name type", "").lower()
    weak = "low" in row.get("alias strength", "").lower()
    name = "name" if kind.startswith("primary") and "variation" not in kind else "alias"
    listed.party.add("weakAlias" if weak else name, " ".join(filter(None, (*given, last))))
    if listed.schema == "Person" and name == "name":
        listed.party.add("firstName", given[0])
        listed.party.add("lastName", last)
        listed.party.add("title", row.get("title", ""))
    listed.party.add("name" if name == "name" else "alias", row.get("name non-latin script", ""))


def add_address(listed: Listed, row: Row) -> None:
    """One address."""
    lines = {name: row.get(tag, "") for tag, name in _LINES}
    rest = [row.get(f"address line {number}", "") for number in range(4, 7)]
    lines["city"] = ", ".join(filter(None, rest))
    lines["postalCode"] = row.get("address postal code", "")
    listed.address(lines, row.get("address country", ""))


def add_rest(listed: Listed, row: Row) -> None:
    """Everything but names and addresses; said again by another row it is kept once."""
    person = listed.schema == "Person"
    for each in _several(row.get("d.o.b", "")):
        listed.born(each)
    for each in _several(row.get("nationality(/ies)", "") or row.get("nationality", "")):
        listed.party.add_country("nationality" if person else "country", each, said="Nationality")
    _documents(listed, row)
    for heading, name in (("position", "position"), ("email address", "email"), ("phone number", "phone")):
        target = name if person or name != "position" else "notes"
        listed.party.add(target, row.get(heading, ""))
    listed.party.add("website", row.get("website", ""))
    if person:
        listed.party.add("gender", _GENDERS.get(row.get("gender", "").lower(), ""))
        town, country = row.get("town of birth", ""), row.get("country of birth", "")
        listed.party.add("birthPlace", ", ".join(filter(None, (town, country))))
        listed.party.add_country("birthCountry", country, said="Country of birth")
    if listed.schema == "Vessel":
        listed.party.add("imoNumber", re.sub(r"\D", "", row.get("imo number", "")))
        listed.party.add("type", row.get("type of ship", ""))
        listed.party.add_country("flag", row.get("current believed flag of ship", ""), said="Flag")
    told = (
        ("parent company", "Parent company"),
        ("subsidiaries", "Subsidiaries"),
        ("type of entity", "Type of entity"),
    )
    for heading, label in (*told, ("current owner/operator (s)", "Owner or operator")):
        listed.party.add("notes", f"{label}: {row[heading]}" if row.get(heading) else "")
    listed.party.add("notes", row.get("other information", ""))
    _listing(listed, row)


def _several(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|]|\(\d+\)", text) if part.strip()]


def _documents(listed: Listed, row: Row) -> None:
    passport, person_id = row.get("passport number", ""), row.get("national identifier number", "")
    if passport:
        draft = listed.document("Passport", passport)
        draft.add("description", row.get("passport additional information", ""))
    if person_id:
        draft = listed.document("National identifier", person_id)
        draft.add("description", row.get("national identifier additional information", ""))
    if number := row.get("business registration number (s)", ""):
        listed.document("Business registration number", number)


def _listing(listed: Listed, row: Row) -> None:
    listed.begins = min(filter(None, (listed.begins, day(row.get("date designated", "")))), default="")
    listed.listing.add("program", row.get("regime name", ""))
    listed.listing.add("provisions", *_several(row.get("sanctions imposed", "")))
    listed.listing.add("unscId", row.get("un reference number", ""))
    listed.listing.add("reason", row.get("uk statement of reasons", ""))
    listed.listing.add("authority", AUTHORITY)
    source = row.get("designation source", "")
    listed.listing.add("summary", f"Designation source: {source}" if source else "")
    listed.listing.add("recordId", row.get("ofsi group id", ""))
    listed.listing.add("modifiedAt", day(row.get("last updated", "")))


def day(written: str) -> str:
    """`01/02/2003`, `01-Feb-2003`, `2003-02-01T00:00:00` -> ISO; "" for none."""
    found = _ISO_DAY.fullmatch(written)
    return found.group(1) if found else day_of(written) or day_of(written.replace("-", " "))
