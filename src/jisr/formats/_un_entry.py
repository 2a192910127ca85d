"""One entry of the UN list: its elements, and what each says in FollowTheMoney's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jisr.formats import _countries, _dates, _names
from jisr.formats._draft import Draft
from jisr.formats._text import tidy
from jisr.formats._xml import Element

_NAME_PARTS = MappingProxyType(
    {"FIRST_NAME": "firstName", "SECOND_NAME": "secondName", "THIRD_NAME": "middleName", "FOURTH_NAME": "lastName"}
)
_GENDERS = MappingProxyType({"male": "male", "female": "female"})
_ALIAS_KINDS = MappingProxyType({"": "alias", "good": "alias", "a.k.a.": "alias", "f.k.a.": "previousName"})
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_DOCUMENT_SAYS = ("TYPE_OF_DOCUMENT2", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", "CITY_OF_ISSUE", "DATE_OF_ISSUE", "NOTE")
_SAYS_NOTHING = frozenset({("VERSIONNUM", "1"), ("LIST_TYPE", "UN List")})
_EARLIER = re.compile(r"\b(?:previously|formerly) listed as\b", re.IGNORECASE)
_SEX = re.compile(r"\bGender\s*:\s*(male|female)\b", re.IGNORECASE)
_PASSPORT = re.compile(r"\b(?:passe?port|pasaporte)\b", re.IGNORECASE)
_VESSEL = re.compile(r"M/?[VT]\b|(?:type of )?vessel\s*[:(]|IMO\b", re.IGNORECASE)
_IMO = re.compile(r"\bIMO\b[^\d;.]{0,12}(\d{7})\b", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Entry:
    """One entry as read: what it says of its subject and of the listing; dates nobody could read as (tag, text)."""

    schema: str
    reference: str = ""
    listed_on: str = ""
    subject: Draft = field(default_factory=Draft)
    listing: Draft = field(default_factory=Draft)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def date(self, element: Element, text: str) -> str:
        """The date in ISO 8601; one that no calendar has is noted as unread and left out."""
        iso = _dates.read(text) if text else ""
        if text and not iso:
            self.unread.append((str(element.tag), text))
        return iso


def read_entry(element: Element) -> Entry:
    """What an INDIVIDUAL or ENTITY says."""
    entry = Entry(schema="Person" if element.tag == "INDIVIDUAL" else "Organization")
    parts = {tag: tidy(element.findtext(tag)) for tag in _NAME_PARTS}
    entry.subject.add("name", " ".join(filter(None, parts.values())))
    if entry.schema == "Person":
        for tag, name in _NAME_PARTS.items():
            entry.subject.add(name, parts[tag])
    for child in element:
        tag = str(child.tag)
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(entry, child)
        elif tag not in _NAME_PARTS:
            _other(entry, child)
    entry.subject.drop_known_names()
    return entry


def _other(entry: Entry, element: Element) -> None:
    """What the guide does not know is kept in the listing, in its own words."""
    text = _all_text(element)
    if text and (str(element.tag), text) not in _SAYS_NOTHING:
        entry.listing.add("summary", f"{element.tag}: {text}")


def _all_text(element: Element) -> str:
    return tidy(" ".join(str(text) for text in element.itertext()) if len(element) else element.text)


def _cells(element: Element) -> dict[str, str]:
    """Its children that say something; of two of one name both, joined."""
    found: dict[str, str] = {}
    for child in element:
        text = _all_text(child)
        if text:
            tag = str(child.tag)
            found[tag] = f"{found[tag]}; {text}" if tag in found else text
    return found


def _reference(entry: Entry, element: Element) -> None:
    entry.reference = tidy(element.text)
    entry.listing.add("unscId", entry.reference)


def _listed_on(entry: Entry, element: Element) -> None:
    entry.listed_on = entry.date(element, tidy(element.text))
    entry.listing.add("listingDate", entry.listed_on)


def _updated(entry: Entry, element: Element) -> None:
    for value in element:
        entry.listing.add("modifiedAt", entry.date(element, tidy(value.text)))


def _original_script(entry: Entry, element: Element) -> None:
    names, short = _names.split(tidy(element.text))
    entry.subject.add("name", *names)
    entry.subject.add("weakAlias", *short)


def _comment(entry: Entry, element: Element) -> None:
    text = tidy(element.text)
    entry.subject.add("notes", text)
    if entry.schema == "Person":
        sex = _SEX.search(text)
        entry.subject.add("gender", _GENDERS[sex.group(1).lower()] if sex else "")
    elif _VESSEL.match(text) or _VESSEL.match(next(iter(entry.subject.properties.get("name", ())), "")):
        entry.schema = "Vessel"
        entry.subject.add("imoNumber", *_IMO.findall(text))


def _gender(entry: Entry, element: Element) -> None:
    text = tidy(element.text)
    entry.subject.add("gender", _GENDERS.get(text.lower(), ""))
    if text and text.lower() not in _GENDERS:
        entry.subject.add("notes", f"Gender: {text}")


def _values(name: str) -> Callable[[Entry, Element], None]:
    def handler(entry: Entry, element: Element) -> None:
        for value in element:
            if entry.schema == "Person":
                entry.subject.add(name, tidy(value.text))
            else:
                entry.subject.add("notes", tidy(value.text))

    return handler


def _nationality(entry: Entry, element: Element) -> None:
    name = "nationality" if entry.schema == "Person" else "country"
    for value in element:
        entry.subject.add_country(name, tidy(value.text), said="Nationality")


def _alias(entry: Entry, element: Element) -> None:
    cells = _cells(element)
    written = cells.pop("ALIAS_NAME", "")
    quality = cells.pop("QUALITY", "")
    note = cells.get("NOTE", "")
    names, short = _names.split(written)
    kind = "previousName" if _EARLIER.search(note) else _ALIAS_KINDS.get(quality.lower(), "weakAlias")
    entry.subject.add(kind, *names)
    entry.subject.add("alias" if kind == "previousName" else kind, *(_names.in_note(note, written) if note else ()))
    entry.subject.add("weakAlias", *short)
    if cells:
        entry.subject.add("notes", f"{written or 'Alias'}: {', '.join(cells.values())}")


def _address(entry: Entry, element: Element) -> None:
    cells = _cells(element)
    note = cells.pop("NOTE", "")
    country = cells.get("COUNTRY", "")
    lines = [cells.pop(tag) for tag in _ADDRESS if tag in cells] + list(cells.values())
    if country and lines == [country] and not note:
        entry.subject.add_country("country", country, said="Address")
    elif lines:
        entry.subject.add("address", ", ".join(lines) + (f" ({note})" if note else ""))
        entry.subject.add_country("country", country, said="Address")
    elif note:
        entry.subject.add("notes", f"Address: {note}")


def _birth_date(entry: Entry, element: Element) -> None:
    cells = _cells(element)
    kind = cells.pop("TYPE_OF_DATE", "").upper()
    if not cells:
        return
    said = " ".join(cells.values())
    years = _dates.span(cells.get("FROM_YEAR", ""), cells.get("TO_YEAR", ""))
    written = cells.get("DATE") or cells.get("YEAR") or ("" if years else _dates.read(cells.get("NOTE", "")))
    exact = entry.date(element, written)
    entry.subject.add("birthDate", exact if kind == "EXACT" else exact[:4], *years)
    if kind != "EXACT" or not exact or "NOTE" in cells:
        entry.subject.add("notes", f"Date of birth: {kind} {said}".replace("  ", " "))


def _birth_place(entry: Entry, element: Element) -> None:
    cells = _cells(element)
    if cells:
        note = cells.pop("NOTE", "")
        country = cells.get("COUNTRY", "")
        lines = [cells.pop(tag) for tag in _ADDRESS if tag in cells] + list(cells.values())
        entry.subject.add("birthPlace", ", ".join(lines) + (f" ({note})" if note else ""))
        entry.subject.add_country("birthCountry", country, said="Place of birth")


def _document(entry: Entry, element: Element) -> None:
    cells = _cells(element)
    if not cells:
        return
    kind = cells.get("TYPE_OF_DOCUMENT", "Document")
    number = cells.get("NUMBER", "")
    entry.subject.add("passportNumber" if _PASSPORT.search(kind) else "idNumber", _without_country(number))
    rest = [cells[tag] for tag in _DOCUMENT_SAYS if tag in cells and cells[tag] != kind]
    entry.subject.add("notes", ", ".join(dict.fromkeys([f"{kind} {number}".strip(), *rest])))


def _without_country(number: str) -> str:
    """`Jordan 286062` -> 286062."""
    first, _, rest = number.partition(" ")
    return rest if rest and _countries.code_of(first) else number


def _record_id(entry: Entry, element: Element) -> None:
    entry.listing.add("recordId", tidy(element.text))


def _program(entry: Entry, element: Element) -> None:
    entry.listing.add("program", tidy(element.text))


_HANDLERS: Mapping[str, Callable[[Entry, Element], None]] = MappingProxyType(
    {
        "DATAID": _record_id,
        "REFERENCE_NUMBER": _reference,
        "LISTED_ON": _listed_on,
        "LAST_DAY_UPDATED": _updated,
        "UN_LIST_TYPE": _program,
        "NAME_ORIGINAL_SCRIPT": _original_script,
        "COMMENTS1": _comment,
        "GENDER": _gender,
        "TITLE": _values("title"),
        "DESIGNATION": _values("position"),
        "NATIONALITY": _nationality,
        **{f"{prefix}_ALIAS": _alias for prefix in ("INDIVIDUAL", "ENTITY")},
        **{f"{prefix}_ADDRESS": _address for prefix in ("INDIVIDUAL", "ENTITY")},
        "INDIVIDUAL_DATE_OF_BIRTH": _birth_date,
        "INDIVIDUAL_PLACE_OF_BIRTH": _birth_place,
        "INDIVIDUAL_DOCUMENT": _document,
    }
)
