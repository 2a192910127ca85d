"""OFAC's lists as Advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML; the UN 1267/1988 Advanced Sanctions Data Model).

The same things as in the CSV files: FixedRef of a DistinctParty is the `ent_num`. Beside them the days of listing, and
documents, addresses and relationships as records of their own. Read twice as a stream: what the parties point at stands
before and after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import MappingProxyType

from lxml import etree

from jisr import tables
from jisr.errors import Unreadable
from jisr.formats import _dates, _xml
from jisr.formats._base import File, Format, Header, Item, Options, Reading, only_file, set_aside
from jisr.formats._listed import Listed, Part
from jisr.formats._ofac_features import Feature, add_feature
from jisr.formats._text import damage
from jisr.formats._xml import Element
from jisr.formats.ofac_csv import AUTHORITY, NON_SDN, SDN, TITLES
from jisr.records import When

NAME = "ofac-advanced"
TITLE = "OFAC lists, Advanced XML form"
_ROOT = "Sanctions"
_VALUES = (
    *("AliasType", "Country", "DetailReference", "FeatureType", "IDRegDocType", "List", "NamePartType", "LocPartType"),
    *("PartySubType", "PartyType", "RelationType", "LegalBasis", "IDRegDocDateType", "AreaCode"),
)
_BESIDE = ("Location", "IDRegDocument", "ProfileRelationship", "SanctionsEntry", "DateOfIssue")
_SCHEMATA = MappingProxyType(
    {"Individual": "Person", "Entity": "Organization", "Vessel": "Vessel", "Aircraft": "Airplane"}
)
_ALIASES = MappingProxyType({"F.K.A.": "previousName"})
_PLACE_PARTS = MappingProxyType(
    {
        "ADDRESS1": "street",
        "ADDRESS2": "street2",
        "ADDRESS3": "remarks",
        "CITY": "city",
        "STATE/PROVINCE": "state",
        "POSTAL CODE": "postalCode",
        "REGION": "region",
    }
)


@dataclass(slots=True, kw_only=True)
class _Beside:
    """What the parties point at, by the ids they use."""

    values: dict[tuple[str, str], Element] = field(default_factory=dict)
    places: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    documents: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    links: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)
    entries: dict[str, list[Element]] = field(default_factory=dict)
    issued: datetime | None = None

    def word(self, kind: str, number: str | None) -> str:
        """What an id of a reference value means."""
        found = self.values.get((kind, number or ""))
        return _xml.text(found) if found is not None else ""


def recognise(files: tuple[File, ...]) -> bool:
    """One XML file whose root is Sanctions, with DistinctParties or their reference values."""
    if len(files) != 1 or not _xml.root_is(files[0], _ROOT):
        return False
    head = files[0].data[:65536]
    return b"ReferenceValueSets" in head or b"DistinctPart" in head


def read(files: tuple[File, ...], options: Options) -> Reading:
    """A snapshot of the list. Each DistinctParty gives a party, its Sanction, documents, addresses and links."""
    file = only_file(files, options)
    beside = _gather(file)
    if beside.issued is None:
        raise Unreadable(source=file.name, place="DateOfIssue", wanted="the day the list was issued")
    lists = {beside.word("List", entry.get("ListID")) for found in beside.entries.values() for entry in found}
    source = SDN if not lists or any("SDN" in name and "non" not in name.lower() for name in lists) else NON_SDN
    header = Header(
        format=NAME,
        source=options.source or source,
        edition=beside.issued,
        snapshot=True,
        own=source,
        title=TITLES[source],
    )
    return Reading(header=header, items=_items(file, beside, header, options))


def _gather(file: File) -> _Beside:
    found = _Beside()
    for element in _xml.stream(file, root=_ROOT, tags=(*_VALUES, *_BESIDE)):
        kind = _xml.local(element)
        number = element.get("ID") or ""
        if kind in _VALUES:
            found.values[kind, number] = _copy(element)
        elif kind == "DateOfIssue":
            iso = _day(element)
            found.issued = When.read(iso).first if iso else None
        elif kind == "Location":
            found.places[number] = _location(element, found)
        elif kind == "IDRegDocument":
            found.documents.setdefault(element.get("IdentityID") or "", []).append(_document(element, found))
        elif kind == "ProfileRelationship":
            former = "former" if element.get("Former") == "true" else ""
            link = (number, element.get("To-ProfileID") or "", element.get("RelationTypeID") or "", former)
            found.links.setdefault(element.get("From-ProfileID") or "", []).append(link)
        elif kind == "SanctionsEntry":
            found.entries.setdefault(element.get("ProfileID") or "", []).append(_copy(element))
    return found


def _copy(element: Element) -> Element:
    """The element, kept: the stream empties its own."""
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _day(element: Element | None) -> str:
    """Year, Month, Day below an element -> ISO 8601; "" for none."""
    if element is None:
        return ""
    parts = [_xml.text(element, name) for name in ("Year", "Month", "Day")]
    return _dates.iso_day(*(int(part) for part in parts if part.isdecimal())) if parts[0].isdecimal() else ""


def _location(element: Element, found: _Beside) -> tuple[dict[str, str], str]:
    lines: dict[str, str] = {}
    for part in _xml.children(element, "LocationPart"):
        name = _PLACE_PARTS.get(found.word("LocPartType", part.get("LocPartTypeID")).upper(), "remarks")
        value = _xml.text(part, "LocationPartValue", "Value")
        lines[name] = f"{lines[name]}, {value}" if name in lines else value
    country = _xml.child(element, "LocationCountry")
    area = _xml.child(element, "LocationAreaCode")
    told = found.word("Country", country.get("CountryID")) if country is not None else ""
    if not told and area is not None:
        code = found.values.get(("AreaCode", area.get("AreaCodeID") or ""))
        told = (code.get("Description") or "") if code is not None else ""
    return lines, told


def _document(element: Element, found: _Beside) -> dict[str, str]:
    said = {
        "id": element.get("ID") or "",
        "kind": found.word("IDRegDocType", element.get("IDRegDocTypeID")),
        "country": found.word("Country", element.get("IssuedBy-CountryID")),
        "number": _xml.text(element, "IDRegistrationNo"),
        "authority": _xml.text(element, "IssuingAuthority"),
    }
    for one in _xml.children(element, "DocumentDate"):
        name = "expires" if "Expir" in found.word("IDRegDocDateType", one.get("IDRegDocDateTypeID")) else "issued"
        said[name] = _day(_xml.child(one, "DatePeriod", "Start", "From"))
    return said


def _items(file: File, beside: _Beside, header: Header, options: Options) -> Iterator[Item]:
    seen: set[str] = set()
    for number, element in enumerate(_xml.stream(file, root=_ROOT, tags=("DistinctParty",))):
        if not number:
            continue  # the root
        key = element.get("FixedRef") or ""
        place = _xml.place_of(file, element, f"/{_ROOT}/DistinctParties/DistinctParty[{number}]")
        schema, word = _schema_of(element, beside)
        reason, facts = _refusal(element, key, seen)
        if not reason and not schema:
            reason, facts = "unknown-type", {"value": word}
        listed = None if reason else _party(element, Listed(source=header.source, key=key, schema=schema), beside)
        if listed is not None and not listed.party.has("name"):
            reason, facts = "no-name", {}
        if listed is None or reason:
            piece = etree.tostring(element, encoding="utf-8", with_tail=False)
            yield set_aside(place, reason, piece, entry=True, **({"key": key} if key else {}), **facts)
            continue
        seen.add(key)
        yield from listed.records(header, options, place)
    if not seen:
        raise Unreadable(source=file.name, place=_ROOT, wanted="at least one DistinctParty that can be read")


def _refusal(element: Element, key: str, seen: set[str]) -> tuple[str, dict[str, str]]:
    if sign := damage("".join(map(str, element.itertext()))):
        return "damaged-characters", {"character": sign}
    if not key.isdecimal():
        return "no-reference", {"field": "FixedRef"}
    return ("duplicate-key" if key in seen else ""), {}


def _schema_of(element: Element, beside: _Beside) -> tuple[str, str]:
    """The schema of a party, "" for a type nobody knows; and the type's words."""
    profile = _xml.child(element, "Profile")
    kind = (profile.get("PartySubTypeID") or "") if profile is not None else ""
    sub = beside.values.get(("PartySubType", kind))
    parent = beside.word("PartyType", sub.get("PartyTypeID") if sub is not None else "")
    words = (beside.word("PartySubType", kind), parent)
    return next((_SCHEMATA[word] for word in words if word in _SCHEMATA), ""), " / ".join(words)


def _party(element: Element, listed: Listed, beside: _Beside) -> Listed:
    profile = _xml.child(element, "Profile")
    listed.listing.add("authority", AUTHORITY)
    listed.listing.add("country", "us")
    for identity in _xml.children(profile, "Identity"):
        _identity(identity, listed, beside)
    for feature in _xml.children(profile, "Feature"):
        for version in _xml.children(feature, "FeatureVersion"):
            _feature(beside.word("FeatureType", feature.get("FeatureTypeID")), version, listed, beside)
    number = (profile.get("ID") or listed.key) if profile is not None else listed.key
    for entry in beside.entries.get(number, ()):
        _listing(entry, listed, beside)
    for link in beside.links.get(number, ()):
        _link(link, listed, beside)
    comment = _xml.text(element, "Comment")
    listed.party.add("notes", comment)
    return listed


def _identity(identity: Element, listed: Listed, beside: _Beside) -> None:
    groups = {
        group.get("ID") or "": beside.word("NamePartType", group.get("NamePartTypeID"))
        for group in _xml.children(identity, "NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
    }
    for alias in _xml.children(identity, "Alias"):
        kind = _ALIASES.get(beside.word("AliasType", alias.get("AliasTypeID")), "alias")
        kind = "name" if alias.get("Primary") == "true" else kind
        kind = "weakAlias" if alias.get("LowQuality") == "true" else kind
        for name in _xml.children(alias, "DocumentedName"):
            parts = [
                (groups.get(value.get("NamePartGroupID") or "", ""), _xml.text(value))
                for value in _xml.children(name, "DocumentedNamePart", "NamePartValue")
            ]
            _name(parts, kind, listed)
    for said in beside.documents.get(identity.get("ID") or "", ()):
        draft = listed.document(said["kind"], said["number"], said["country"], key=said["id"])
        draft.add("authority", said["authority"])
        draft.add("startDate", said.get("issued", ""))
        draft.add("endDate", said.get("expires", ""))


def _name(parts: list[tuple[str, str]], kind: str, listed: Listed) -> None:
    """Natural order: the last name stands last."""
    last = " ".join(text for part, text in parts if part == "Last Name")
    rest = " ".join(text for part, text in parts if part != "Last Name")
    listed.party.add(kind, " ".join(filter(None, (rest, last))))
    if listed.schema == "Person" and kind == "name" and last and rest:
        listed.party.add("firstName", rest)
        listed.party.add("lastName", last)
    if last and rest:
        listed.listing.add("namesMentioned", f"{last}, {rest}")


def _feature(kind: str, version: Element, listed: Listed, beside: _Beside) -> None:
    details = [
        _xml.text(one) or beside.word("DetailReference", one.get("DetailReferenceID"))
        for one in _xml.children(version, "VersionDetail")
    ]
    comment = _xml.text(version, "Comment")
    text = "; ".join(filter(None, (*details, comment)))
    for one in _xml.children(version, "VersionLocation"):
        lines, country = beside.places.get(one.get("LocationID") or "", ({}, ""))
        if kind == "Location":
            listed.address(lines, country, key=one.get("LocationID") or "")
        else:
            add_feature(
                listed, Feature(kind=kind, text=", ".join((*lines.values(), country)).strip(", "), country=country)
            )
    first, last = (
        _day(_xml.child(version, "DatePeriod", "Start", "From")),
        _day(_xml.child(version, "DatePeriod", "End", "To")),
    )
    if text or first:
        approximate = next((one.get("Approximate") for one in _xml.children(version, "DatePeriod", "Start")), "")
        told = Feature(kind=kind, text=text, first=first, last=last, exact=approximate != "true")
        add_feature(listed, told)


def _listing(entry: Element, listed: Listed, beside: _Beside) -> None:
    for event in _xml.children(entry, "EntryEvent"):
        day = _day(_xml.child(event, "Date"))
        listed.begins = min(filter(None, (listed.begins, day)), default="")
        basis = beside.values.get(("LegalBasis", event.get("LegalBasisID") or ""))
        if basis is not None:
            listed.listing.add("reason", basis.get("LegalBasisShortRef") or _xml.text(basis))
        listed.listing.add("summary", _xml.text(event, "Comment"))
    for measure in _xml.children(entry, "SanctionsMeasure"):
        listed.listing.add("program", _xml.text(measure, "Comment"))


def _link(link: tuple[str, str, str, str], listed: Listed, beside: _Beside) -> None:
    """A relationship, told as what it is: Family, Ownership, Directorship, Employment or a link of unknown kind."""
    number, other, kind, former = link
    word = beside.word("RelationType", kind)
    schema, own, theirs, label = _relations().get(word, ("UnknownLink", "subject", "object", "role"))
    if schema == "Family" and listed.schema != "Person":
        schema, own, theirs, label = "UnknownLink", "subject", "object", "role"
    part = Part(kind="link", key=number, schema=schema)
    part.draft.add(own, listed.thing)
    part.draft.add(theirs, f"{listed.source}:{other}")
    part.draft.add(label, f"{word} ({former})" if former else word)
    listed.parts.append(part)


@cache
def _relations() -> Mapping[str, tuple[str, str, str, str]]:
    rows = tables.rows("ofac_relations")
    return {row["relation"]: (row["schema"], row["own"], row["theirs"], row["label"]) for row in rows}


FORMAT = Format(name=NAME, title=TITLE, recognise=recognise, read=read)
