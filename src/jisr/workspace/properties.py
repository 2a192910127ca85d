"""What is a property of a record called on a page, and its values?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr import wording
from jisr.workspace.words import Words

PROPERTIES: Mapping[str, Words] = MappingProxyType(
    {
        "name": _("Name"),
        "alias": _("Also known as"),
        "weakAlias": _("Also known as (weak)"),
        "previousName": _("Formerly"),
        "abbreviation": _("Abbreviation"),
        "firstName": _("First name"),
        "secondName": _("Second name"),
        "middleName": _("Middle name"),
        "lastName": _("Last name"),
        "fatherName": _("Father's name"),
        "motherName": _("Mother's name"),
        "title": _("Title"),
        "position": _("Position"),
        "gender": _("Gender"),
        "birthDate": _("Date of birth"),
        "birthPlace": _("Place of birth"),
        "birthCountry": _("Country of birth"),
        "deathDate": _("Date of death"),
        "nationality": _("Nationality"),
        "citizenship": _("Citizenship"),
        "country": _("Country"),
        "mainCountry": _("Country of origin"),
        "jurisdiction": _("Jurisdiction"),
        "passportNumber": _("Passport"),
        "idNumber": _("Identity document"),
        "taxNumber": _("Tax number"),
        "registrationNumber": _("Registration number"),
        "socialSecurityNumber": _("Social security number"),
        "leiCode": _("LEI"),
        "swiftBic": _("SWIFT/BIC"),
        "address": _("Address"),
        "addressEntity": _("Address"),
        "full": _("Full address"),
        "street": _("Street"),
        "city": _("City"),
        "region": _("Region"),
        "state": _("State or province"),
        "postalCode": _("Postal code"),
        "remarks": _("Remarks"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "website": _("Web site"),
        "notes": _("Notes"),
        "description": _("Description"),
        "summary": _("Summary"),
        "keywords": _("Keywords"),
        "topics": _("Topics"),
        "profession": _("Profession"),
        "legalForm": _("Legal form"),
        "incorporationDate": _("Founded"),
        "dissolutionDate": _("Dissolved"),
        "sector": _("Sector"),
        "classification": _("Classification"),
        "status": _("Status"),
        "type": _("Type"),
        "model": _("Model"),
        "owner": _("Owner"),
        "operator": _("Operator"),
        "flag": _("Flag"),
        "pastFlags": _("Past flags"),
        "imoNumber": _("IMO number"),
        "mmsi": _("MMSI"),
        "callSign": _("Call sign"),
        "tonnage": _("Tonnage"),
        "grossRegisteredTonnage": _("Gross registered tonnage"),
        "deadweightTonnage": _("Deadweight tonnage"),
        "buildDate": _("Built"),
        "registrationDate": _("Registered"),
        "serialNumber": _("Serial number"),
        "manufacturer": _("Manufacturer"),
        "entity": _("Party"),
        "holder": _("Holder"),
        "number": _("Number"),
        "authority": _("Authority"),
        "authorityId": _("Authority's number"),
        "unscId": _("UN number"),
        "program": _("Programme"),
        "programId": _("Programme id"),
        "programUrl": _("Programme address"),
        "provisions": _("Measures"),
        "reason": _("Reason"),
        "listingDate": _("Listed on"),
        "startDate": _("From"),
        "endDate": _("Until"),
        "date": _("Date"),
        "createdAt": _("Created"),
        "modifiedAt": _("Last changed by the source"),
        "retrievedAt": _("Fetched"),
        "publishedAt": _("Published"),
        "authoredAt": _("Written"),
        "author": _("Author"),
        "publisher": _("Publisher"),
        "publisherUrl": _("Publisher's address"),
        "sourceUrl": _("Address at the source"),
        "language": _("Language"),
        "bodyText": _("Text"),
        "fileName": _("File"),
        "mimeType": _("Kind of file"),
        "contentHash": _("Digest"),
        "recordId": _("Record number"),
        "wikidataId": _("Wikidata id"),
        "issuer": _("Issued by"),
        "action": _("Act"),
        "measure": _("Measure"),
        "subject": _("Concerns"),
        "subjectText": _("Concerns (as written)"),
        "scope": _("Scope"),
        "amends": _("Amends"),
        "legalBasis": _("Legal basis"),
        "confidence": _("Confidence"),
        "note": _("Note"),
    }
)
GENDERS: Mapping[str, Words] = MappingProxyType({"male": _("Male"), "female": _("Female"), "other": _("Other")})


def name(code: str, label: str = "") -> str:
    """What a property is called; the model's own label where we have no better."""
    return str(PROPERTIES.get(code, label or code))


def source(code: str, title: str = "") -> str:
    """What a source is called; its own title where we have no better."""
    return wording.source_name(code, lang=_language(), default=title)


def jurisdiction(code: str) -> str:
    """Whose law it is, in the language of the page."""
    return wording.jurisdiction_name(code, lang=_language())


def _language() -> str:
    return "ar" if (get_language() or "en").startswith("ar") else "en"


def value(text: str, type_: str) -> str:
    """A value of a closed set in the language of the page; any other as it was written."""
    return str(GENDERS.get(text, text)) if type_ == "gender" else text


def country(code: str) -> str:
    """A country's name by its ISO 3166-1 alpha-2 code (Unicode CLDR), else the code."""
    language = _language()
    return _territories(language).get(code.upper(), code.upper())


@cache
def _territories(language: str) -> Mapping[str, str]:
    names: Mapping[str, str] = Locale(language).territories
    return names


def language(code: str) -> str:
    """A language's name by its ISO 639 code (Unicode CLDR), else the code."""
    return _languages(_language()).get(language_tag(code), code)


def language_tag(code: str) -> str:
    """The tag a browser knows (BCP 47) for an ISO 639-1 or 639-3 code (CLDR's aliases); "" for one we do not know."""
    aliases: Mapping[str, str] = get_global("language_aliases")
    short = aliases.get(code.lower(), code.lower())
    return short if short in _languages("en") else ""


def type_of(name_: str) -> str:
    """How a property wants to be read, by its name: country, gender, date, identifier or string."""
    return _TYPES.get(name_, "string")


_TYPES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("country", "nationality", "citizenship", "birthCountry", "jurisdiction", "mainCountry", "flag"), "country"
        ),
        **dict.fromkeys(("pastFlags",), "country"),
        **dict.fromkeys(("birthDate", "deathDate", "listingDate", "startDate", "endDate", "modifiedAt"), "date"),
        **dict.fromkeys(("createdAt", "date", "publishedAt", "authoredAt", "retrievedAt"), "date"),
        **dict.fromkeys(("passportNumber", "idNumber", "registrationNumber", "imoNumber", "mmsi"), "identifier"),
        **dict.fromkeys(("authorityId", "unscId", "programId", "entity", "holder", "subject", "number"), "identifier"),
        **dict.fromkeys(("sourceUrl", "programUrl", "publisherUrl", "website"), "url"),
        "gender": "gender",
    }
)


@cache
def _languages(here: str) -> Mapping[str, str]:
    names: Mapping[str, str] = Locale(here).languages
    return names
