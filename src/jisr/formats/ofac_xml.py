"""OFAC's lists as SDN.XML and CONSOLIDATED.XML (`sdnEntry`; https://ofac.treasury.gov, "Standard XML").

The same things as in the CSV files: `uid` is the `ent_num`. Documents and addresses are records of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from lxml import etree

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats import _names, _xml, ofac_remarks
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._listed import Listed, american_day
from jisr.formats._text import damage
from jisr.formats._xml import Element
from jisr.formats.ofac_csv import AUTHORITY, NON_SDN, SDN, TITLES
from jisr.records import When

NAME = "ofac-xml"
TITLE = "OFAC lists, SDN.XML form"
_SCHEMATA = MappingProxyType(
    {"individual": "Person", "entity": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
)
_ALIASES = MappingProxyType({"a.k.a.": "alias", "f.k.a.": "previousName", "n.k.a.": "alias"})
_DOCUMENTS = frozenset({"passportNumber", "idNumber", "registrationNumber", "taxNumber", "licenseNumber"})
_ADDRESS = MappingProxyType(
    {
        "address1": "street",
        "address2": "street2",
        "address3": "remarks",
        "city": "city",
        "stateOrProvince": "state",
        "postalCode": "postalCode",
    }
)


def recognise(files: tuple[File, ...]) -> bool:
    """One XML file whose root is sdnList."""
    return len(files) == 1 and _xml.root_is(files[0], "sdnList")


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the list. Each sdnEntry gives a party, its Sanction, its documents and its addresses."""
    file = only_file(files, options)
    edition, programmes = _publication(file)
    tags = {row["tag"] for row in tables.rows("ofac_programmes")}
    marked = sum(programme in tags for programme in programmes)
    source = NON_SDN if marked * 3 > len(programmes) * 2 else SDN
    header = Header(
        format=NAME, source=options.source or source, edition=edition, snapshot=True, own=source, title=TITLES[source]
    )
    return Reading(header=header, items=_items(file, header, options))


def _publication(file: File) -> tuple[datetime, list[str]]:
    """When it was published, and the programmes of its first entries. Raises `Unreadable`."""
    published, programmes = "", []
    for number, element in enumerate(_xml.stream(file, root="sdnList", tags=("publshInformation", "sdnEntry"))):
        if _xml.local(element) == "publshInformation":
            published = american_day(_xml.text(element, "Publish_Date"))
        programmes += [_xml.text(one) for one in _xml.children(element, "programList", "program")]
        if number > _SAMPLE:
            break
    if not published:
        raise Unreadable(source=file.name, place="publshInformation", wanted="Publish_Date, as 03/28/2025")
    return When.read(published).first, programmes


_SAMPLE = 300


def _items(file: File, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    for number, element in enumerate(_xml.stream(file, root="sdnList", tags=("sdnEntry",))):
        if not number:
            continue  # the root
        key = _xml.text(element, "uid")
        place = _xml.place_of(file, element, f"/sdnList/sdnEntry[{number}]")
        reason, facts = _refusal(element, key, seen)
        if reason:
            piece = etree.tostring(element, encoding="utf-8", with_tail=False)
            yield set_aside(place, reason, piece, entry=True, **({"key": key} if key.isdecimal() else {}), **facts)
            continue
        seen.add(key)
        schema = _SCHEMATA[_xml.text(element, "sdnType").lower()]
        listed = _entry(element, Listed(source=header.source, key=key, schema=schema))
        yield from listed.records(header, options, place)
    if not seen:
        raise Unreadable(source=file.name, place="sdnList", wanted="at least one sdnEntry that can be read")


def _refusal(element: Element, key: str, seen: set[str]) -> tuple[str, dict[str, str]]:
    """Why an entry cannot be used, and the facts of it; "" when it can."""
    kind = _xml.text(element, "sdnType")
    if sign := damage("".join(map(str, element.itertext()))):
        return "damaged-characters", {"character": sign}
    if not key.isdecimal():
        return "no-reference", {"field": "uid"}
    if not _xml.text(element, "lastName"):
        return "no-name", {}
    if kind.lower() not in _SCHEMATA:
        return "unknown-type", {"value": kind}
    return ("duplicate-key" if key in seen else ""), {}


def _entry(element: Element, listed: Listed) -> Listed:
    party = listed.party
    _name(element, listed, "name")
    for alias in _xml.children(element, "akaList", "aka"):
        kind = _ALIASES.get(_xml.text(alias, "type"), "alias")
        _name(alias, listed, "weakAlias" if _xml.text(alias, "category") == "weak" else kind)
    party.add("position" if listed.schema == "Person" else "notes", _xml.text(element, "title"))
    for name in ("nationality", "citizenship"):
        for one in _xml.children(element, f"{name}List", name):
            party.add_country(name if listed.schema == "Person" else "country", _xml.text(one, "country"), said=name)
    for one in _xml.children(element, "dateOfBirthList", "dateOfBirthItem"):
        party.add_pairs(ofac_remarks.parse(f"DOB {_xml.text(one, 'dateOfBirth')}", "Person")[0])
    for one in _xml.children(element, "placeOfBirthList", "placeOfBirthItem"):
        party.add_pairs(ofac_remarks.parse(f"POB {_xml.text(one, 'placeOfBirth')}", "Person")[0])
    for one in _xml.children(element, "idList", "id"):
        _document(one, listed)
    for one in _xml.children(element, "addressList", "address"):
        lines = {name: _xml.text(one, tag) for tag, name in _ADDRESS.items()}
        listed.address(lines, _xml.text(one, "country"), key=_xml.text(one, "uid"))
    _vessel(_xml.child(element, "vesselInfo"), listed)
    _remarks(_xml.text(element, "remarks"), listed)
    listed.listing.add("program", *(_xml.text(one) for one in _xml.children(element, "programList", "program")))
    listed.listing.add("authority", AUTHORITY)
    listed.listing.add("country", "us")
    return listed


def _name(element: Element, listed: Listed, kind: str) -> None:
    first, last = _xml.text(element, "firstName"), _xml.text(element, "lastName")
    if listed.schema != "Person" or not first:
        listed.party.add(kind, " ".join(filter(None, (first, last))))
        return
    written = f"{last}, {first}"
    listed.party.add(kind, _names.natural(written)[0])
    listed.listing.add("namesMentioned", written)
    if kind == "name":
        listed.party.add("firstName", first)
        listed.party.add("lastName", last)


def _document(element: Element, listed: Listed) -> None:
    """One row of idList: OFAC puts there whatever the Remarks of its CSV hold, under the same labels."""
    kind, number, country = (_xml.text(element, name) for name in ("idType", "idNumber", "idCountry"))
    of_party, of_listing = ofac_remarks.parse(f"{kind} {number}", listed.schema)
    listed.listing.add_pairs(of_listing)
    if not _DOCUMENTS.isdisjoint(name for name, _ in of_party):
        draft = listed.document(kind, number, country, key=_xml.text(element, "uid"))
        draft.add("startDate", ofac_remarks.day(_xml.text(element, "issueDate")))
        draft.add("endDate", ofac_remarks.day(_xml.text(element, "expirationDate")))
    listed.party.add_pairs(of_party)
    if not of_party and not of_listing and (kind or number):
        listed.party.add("notes", f"{kind} {number}{f' ({country})' if country else ''}".strip())


def _vessel(element: Element | None, listed: Listed) -> None:
    if element is None:
        return
    listed.party.add_country("flag", _xml.text(element, "vesselFlag"), said="Flag")
    for tag, name in (("callSign", "callSign"), ("vesselType", "type"), ("tonnage", "tonnage")):
        listed.party.add(name if listed.schema == "Vessel" else "notes", _xml.text(element, tag).replace(",", ""))
    gross = _xml.text(element, "grossRegisteredTonnage").replace(",", "")
    listed.party.add("grossRegisteredTonnage" if listed.schema == "Vessel" else "notes", gross)
    owner = _xml.text(element, "vesselOwner")
    listed.party.add("notes", f"Owner: {owner}" if owner else "")


def _remarks(text: str, listed: Listed) -> None:
    if text:
        of_party, of_listing = ofac_remarks.parse(text, listed.schema)
        listed.party.add_pairs(of_party)
        listed.listing.add_pairs(of_listing)
        listed.party.add("notes", text)


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
