"""What is being gathered about one listed party: itself, its listing, and its documents, addresses and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jisr.formats import _countries, _dates
from jisr.formats._base import Header, Item, Options
from jisr.formats._draft import Draft
from jisr.formats._text import tidy
from jisr.records import Place, Record, Validity, When

_NOT_KEY = re.compile(r"[^\w.-]+")
_PASSPORT = re.compile(r"passe?port|travel document", re.IGNORECASE)
_TAX = re.compile(r"\btax|fiscal|\bvat\b", re.IGNORECASE)
_REGISTRATION = re.compile(r"regist|company number|\bimo\b", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2}|dd)[./-](\d{1,2}|mm)[./-](\d{4})", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Part:
    """A record of its own that belongs to a party: `kind` id, address or link."""

    kind: str
    key: str
    schema: str
    draft: Draft = field(default_factory=Draft)


@dataclass(slots=True, kw_only=True)
class Listed:
    """Grows while one entry is read, then gives its records. `begins`: the day of listing, ISO 8601."""

    source: str
    key: str
    schema: str
    begins: str = ""
    party: Draft = field(default_factory=Draft)
    listing: Draft = field(default_factory=Draft)
    parts: list[Part] = field(default_factory=list)

    @property
    def thing(self) -> str:
        """The id of the party."""
        return f"{self.source}:{self.key}"

    def document(self, kind: str, number: str, country: str = "", key: str = "") -> Draft:
        """A passport, an identity document or a registration: a record of its own, and a number of the party."""
        number = tidy(number)
        passport, person = bool(_PASSPORT.search(kind)), self.schema == "Person"
        name = "idNumber" if person else "registrationNumber" if _REGISTRATION.search(kind) else "idNumber"
        self.party.add("passportNumber" if passport and person else "taxNumber" if _TAX.search(kind) else name, number)
        part = Part(
            kind="id",
            key=_NOT_KEY.sub("-", key or f"{kind} {number}").strip("-")[:80],
            schema="Passport" if passport else "Identification",
        )
        part.draft.add("holder", self.thing)
        part.draft.add("number", number)
        part.draft.add("type", tidy(kind))
        part.draft.add_country("country", tidy(country), said="Country")
        self.parts.append(part)
        return part.draft

    def address(self, lines: dict[str, str], country: str, key: str = "") -> None:
        """An address: `lines` by the properties of Address. Of a country alone only the country is kept."""
        said = {name: tidy(value) for name, value in lines.items() if tidy(value)}
        self.party.add_country("country", tidy(country), said="Address")
        if not said:
            return
        full = ", ".join((*said.values(), *((tidy(country),) if tidy(country) else ())))
        self.party.add("address", full)
        part = Part(kind="address", key=_NOT_KEY.sub("-", key or full).strip("-")[:80], schema="Address")
        part.draft.add("full", full)
        for name, value in said.items():
            part.draft.add(name, value)
        part.draft.add_country("country", tidy(country), said="Country")
        self.party.add("addressEntity", f"{self.thing}/address/{part.key}")
        self.parts.append(part)

    def born(self, written: str) -> None:
        """A date of birth as lists write it; what cannot be read is kept in the notes."""
        iso = day_of(written)
        self.party.add("birthDate", iso)
        if written and not iso:
            self.party.add("notes", f"Date of birth: {tidy(written)}")

    def records(self, header: Header, options: Options, place: Place) -> Iterator[Item]:
        """The party, its listing, then its parts, each once."""
        self.party.drop_known_names()
        self.party.add("topics", "sanction")
        self.listing.add("entity", self.thing)
        begins = When.read(self.begins) if self.begins else None
        self.listing.add("listingDate", self.begins)
        rows: dict[str, tuple[str, Draft, Validity]] = {
            self.key: (self.schema, self.party, Validity()),
            f"{self.key}/listing": ("Sanction", self.listing, Validity(begins=begins)),
        }
        for part in self.parts:
            rows.setdefault(f"{self.key}/{part.kind}/{part.key}", (part.schema, part.draft, Validity()))
        for key, (schema, draft, validity) in rows.items():
            yield Record(
                source=header.source,
                key=key,
                schema=schema,
                properties=draft.properties,
                place=place,
                validity=validity,
                marking=options.marking,
            )


def day_of(written: str) -> str:
    """`10 Dec 1948`, `23/09/1970`, `dd/mm/1970`, `1970-09-23` -> ISO, no more exact than written; else "".

    Day before month, as the UK and the EU write; OFAC's own files are read by `american_day`.
    """
    text = tidy(written)
    found = _SLASHED.fullmatch(text)
    if not found:
        return _dates.read(text)
    day, month, year = found.groups()
    return _dates.iso_day(int(year), _number(month), _number(day))


def american_day(written: str) -> str:
    """`03/28/2025` -> 2025-03-28; else ""."""
    found = _SLASHED.fullmatch(tidy(written))
    return _dates.iso_day(int(found.group(3)), _number(found.group(1)), _number(found.group(2))) if found else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def country_of(text: str) -> str:
    """ISO 3166-1 alpha-2 of a two-letter code or a name; "" for none."""
    plain = tidy(text)
    return plain.lower() if re.fullmatch(r"[A-Z]{2}", plain) and plain != "00" else _countries.code_of(plain)
