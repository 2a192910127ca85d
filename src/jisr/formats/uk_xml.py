"""The UK sanctions list as XML (FCDO: `Designations/Designation`). The same things as in the CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from lxml import etree

from jisr.errors import Unreadable
from jisr.formats import _uk_entry, _xml
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._listed import Listed
from jisr.formats._text import damage
from jisr.formats._xml import Element
from jisr.records import When

NAME = "uk-xml"
TITLE = "UK sanctions list, XML"
_ROOT = "Designations"
_NAME = {f"Name{n}": f"name {n}" for n in range(1, 7)} | {
    "NameType": "name type",
    "AliasStrength": "alias strength",
    "NameTitle": "title",
}
_ADDRESS = {f"AddressLine{n}": f"address line {n}" for n in range(1, 7)} | {
    "AddressPostalCode": "address postal code",
    "AddressCountry": "address country",
}
# Elements that say one thing wherever they stand -> the CSV's heading.
_FIELDS = MappingProxyType(
    {
        "DOB": "d.o.b",
        "Nationality": "nationality",
        "PassportNumber": "passport number",
        "NationalIdentifierNumber": "national identifier number",
        "BusinessRegistrationNumber": "business registration number (s)",
        "Position": "position",
        "EmailAddress": "email address",
        "PhoneNumber": "phone number",
        "Website": "website",
        "Gender": "gender",
        "IMONumber": "imo number",
        "TypeOfShip": "type of ship",
        "CurrentBelievedFlagOfShip": "current believed flag of ship",
        "TypeOfEntity": "type of entity",
        "ParentCompany": "parent company",
        "Subsidiary": "subsidiaries",
    }
)
_HEAD = MappingProxyType(
    {
        "LastUpdated": "last updated",
        "DateDesignated": "date designated",
        "OFSIGroupID": "ofsi group id",
        "UNReferenceNumber": "un reference number",
        "RegimeName": "regime name",
        "DesignationSource": "designation source",
        "SanctionsImposed": "sanctions imposed",
        "OtherInformation": "other information",
        "UKStatementofReasons": "uk statement of reasons",
    }
)


def recognise(files: tuple[File, ...]) -> bool:
    """One XML file whose root is Designations."""
    return len(files) == 1 and _xml.root_is(files[0], _ROOT)


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the list, as from the CSV."""
    file = only_file(files, options)
    header = Header(
        format=NAME,
        source=options.source or _uk_entry.SOURCE,
        edition=_edition(file),
        snapshot=True,
        own=_uk_entry.SOURCE,
        title=_uk_entry.TITLE,
    )
    return Reading(header=header, items=_items(file, header, options))


def _edition(file: File) -> datetime:
    for number, element in enumerate(_xml.stream(file, root=_ROOT, tags=("DateGenerated", "Designation"))):
        iso = _uk_entry.day(_xml.text(element)) if number == 1 and _xml.local(element) == "DateGenerated" else ""
        if iso:
            return When.read(iso).first
        if number:
            break
    raise Unreadable(source=file.name, place=_ROOT, wanted="DateGenerated, the day the list was made")


def _items(file: File, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    for number, element in enumerate(_xml.stream(file, root=_ROOT, tags=("Designation",))):
        if not number:
            continue  # the root
        key = _xml.text(element, "UniqueID")
        kind = _xml.text(element, "IndividualEntityShip")
        place = _xml.place_of(file, element, f"/{_ROOT}/Designation[{number}]")
        reason, facts = "", {}
        if sign := damage("".join(map(str, element.itertext()))):
            reason, facts = "damaged-characters", {"character": sign}
        elif not key:
            reason, facts = "no-reference", {"field": "UniqueID"}
        elif key in seen:
            reason = "duplicate-key"
        elif not _uk_entry.schema_of(kind):
            reason, facts = "unknown-party", {"value": kind}
        listed = _entry(
            element, Listed(source=header.source, key=key, schema=_uk_entry.schema_of(kind) or "LegalEntity")
        )
        if not reason and not listed.party.has("name"):
            reason = "no-name"
        if reason:
            piece = etree.tostring(element, encoding="utf-8", with_tail=False)
            yield set_aside(place, reason, piece, entry=True, **({"key": key} if key else {}), **facts)
            continue
        seen.add(key)
        yield from listed.records(header, options, place)
    if not seen:
        raise Unreadable(source=file.name, place=_ROOT, wanted="at least one Designation that can be read")


def _entry(element: Element, listed: Listed) -> Listed:
    for name in _xml.children(element, "Names", "Name"):
        _uk_entry.add_name(listed, {heading: _xml.text(name, tag) for tag, heading in _NAME.items()})
    for name in _xml.children(element, "NonLatinNames", "NonLatinName"):
        listed.party.add("name", _xml.text(name, "NameNonLatinScript"))
    for address in _xml.children(element, "Addresses", "Address"):
        _uk_entry.add_address(listed, {heading: _xml.text(address, tag) for tag, heading in _ADDRESS.items()})
    for one in element.iter():
        heading = _FIELDS.get(_xml.local(one), "")
        if heading and not len(one):
            _uk_entry.add_rest(listed, {heading: _xml.text(one)})
        elif _xml.local(one) == "Location":
            town, country = _xml.text(one, "TownOfBirth"), _xml.text(one, "CountryOfBirth")
            _uk_entry.add_rest(listed, {"town of birth": town, "country of birth": country})
    indicators = _xml.child(element, "SanctionsImposedIndicators")
    imposed = [_xml.local(one) for one in indicators if _xml.text(one) == "true"] if indicators is not None else []
    listed.listing.add("provisions", *(() if _xml.text(element, "SanctionsImposed") else imposed))
    _uk_entry.add_rest(listed, {heading: _xml.text(element, tag) for tag, heading in _HEAD.items()})
    return listed


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
