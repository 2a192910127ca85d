"""What does a feature of OFAC's Advanced XML say of a party?  What a clause of the Remarks says, by the same table."""

from __future__ import annotations

from dataclasses import dataclass

from jisr.formats import ofac_remarks
from jisr.formats._dates import span
from jisr.formats._listed import Listed

# What a feature is called here and there (FeatureType -> the label of a clause, tables/ofac_remarks.csv).
_LABELS = {
    "Birthdate": "DOB",
    "Place of Birth": "POB",
    "Nationality Country": "nationality",
    "Citizenship Country": "citizen",
    "VESSEL TYPE": "Other Vessel Type",
    "Vessel Call Sign": "Other Vessel Call Sign",
    "VESSEL FLAG": "Vessel Flag",
    "Vessel Flag": "Vessel Flag",
    "Title": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One version of a feature: its type, its text, its days (ISO 8601), whether they are exact, and a country."""

    kind: str
    text: str = ""
    first: str = ""
    last: str = ""
    exact: bool = True
    country: str = ""


def add_feature(listed: Listed, told: Feature) -> None:
    """Adds what the feature says; what no property holds is kept, as written, in the notes."""
    if told.kind == "Birthdate" and told.first and listed.schema == "Person":
        _born(listed, told)
    elif told.kind == "Title":
        listed.party.add("position" if listed.schema == "Person" else "notes", told.text)
    elif told.kind in {"Nationality Country", "Citizenship Country"} and told.country:
        person = listed.schema == "Person"
        name = {"Nationality Country": "nationality", "Citizenship Country": "citizenship"}[told.kind]
        listed.party.add_country(name if person else "country", told.country, said=told.kind)
    else:
        label = _LABELS.get(told.kind, told.kind)
        of_party, of_listing = ofac_remarks.parse(f"{label} {told.text or told.first}".strip(), listed.schema)
        listed.party.add_pairs(of_party)
        listed.listing.add_pairs(of_listing)
        if not of_party and not of_listing:
            listed.party.add("notes", f"{told.kind}: {told.text or told.first}")


def _born(listed: Listed, told: Feature) -> None:
    years = span(told.first[:4], told.last[:4]) if told.last and told.last != told.first else ()
    whole_year = told.first.endswith("-01-01") and told.last.endswith("-12-31") and told.first[:4] == told.last[:4]
    if whole_year:
        listed.party.add("birthDate", told.first[:4])
    elif years and len(years) > 1:
        listed.party.add("birthDate", *years)
    else:
        listed.party.add("birthDate", told.first if told.exact else told.first[:4])
    if not told.exact:
        listed.party.add("notes", f"Birthdate: circa {told.first}")
