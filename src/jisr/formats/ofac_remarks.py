"""OFAC's Remarks: one cell of clauses such as `DOB 10 Dec 1948; POB Damascus, Syria; a.k.a. 'HTS'.`

What each clause means is a row of `tables/ofac_remarks.csv`. A clause nobody knows loses nothing: the whole remark is
kept as written in the party's notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from jisr import tables
from jisr.formats import _countries, _dates, _names

_LISTING = "Sanction."  # before a property that is the listing's, not the party's
KINDS = MappingProxyType({"Person": "P", "Organization": "O", "Vessel": "V", "Airplane": "A"})
Values = tuple[tuple[str, str], ...]
_NUMBER = re.compile(r"(?:#\s*)?([^\s(].*?)(?:\s\([^()]*\))?(?:\s(?:issued|expires)\b.*)?")
_BRACKET = re.compile(r"\([^()]*\):?\s*")
_CODE = re.compile(r"[A-Z0-9]{6,}")
_GENDERS = MappingProxyType({"Male": "male", "Female": "female"})


def parse(remarks: str, schema: str) -> tuple[Values, Values]:
    """What the remarks of a party of that schema say of it, and of its listing: (property, value), as ordered there."""
    text = remarks.strip()
    if text.endswith(".") and text[-3:-2] != ".":  # `S.A. DE C.V.` keeps its own
        text = text[:-1]
    of = KINDS[schema]
    party: list[tuple[str, str]] = []
    listing: list[tuple[str, str]] = []
    for clause in text.split("; "):
        about_listing, values = _clause(clause, of)
        if values:
            (listing if about_listing else party).extend(values)
    return tuple(party), tuple(listing)


@lru_cache(maxsize=65536)
def _clause(clause: str, of: str) -> tuple[bool, Values]:
    """Whether the clause is about the listing, and what it says."""
    plain = clause[5:] if clause[:5] in {"alt. ", "Alt. "} else clause
    for label, property_name, kind in _rules().get((of, plain.split(" ", 1)[0]), ()):
        if plain.startswith(label):
            rest = plain[len(label) :].strip()
            values = (plain,) if kind == "clause" else _KINDS[kind](rest)
            born = _country_of_birth(rest) if kind == "place" else ()
            name = property_name.removeprefix(_LISTING)
            return name != property_name, tuple((name, value) for value in values if value) + born
    return False, ()


@cache
def _rules() -> Mapping[tuple[str, str], tuple[tuple[str, str, str], ...]]:
    """By kind of party and first word of the label: (label, property, kind), the longest label first."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in tables.rows("ofac_remarks"):
        for of in row["of"]:
            rules = found.setdefault((of, row["label"].split(" ", 1)[0]), [])
            rules.append((row["label"], row["property"], row["kind"]))
    return MappingProxyType({key: tuple(sorted(rules, key=lambda rule: -len(rule[0]))) for key, rules in found.items()})


def _date(text: str) -> tuple[str, ...]:
    """`10 Dec 1948`, `circa 1962`, `1963 to 1965`, `01 Jan 1960 to 31 Dec 1960`; of what is not exact, the years.

    A range within one month is that month.
    """
    text = _BRACKET.sub("", text)
    plain = text.removeprefix("circa ")
    first, between, last = plain.partition(" to ")
    if not between and "-" in plain:
        first, between, last = plain.partition("-")
    if between:
        one, other = _dates.read(first), _dates.read(last)
        if one[:7] == other[:7] and len(one) == len(other) == len("2025-11-06"):
            return (one[:7],)
        return _dates.span(one[:4], other[:4])
    iso = _dates.read(plain)
    return (iso if plain == text else iso[:4],)


def _number(text: str) -> tuple[str, ...]:
    found = _NUMBER.fullmatch(text)
    number = found.group(1) if found else ""
    return (number,) if any(char.isdecimal() for char in number) or _CODE.fullmatch(number) else ()


def _name(text: str) -> tuple[str, ...]:
    plain = text[1:-1] if text[:1] == text[-1:] == "'" else text
    return (_names.natural(plain)[0],)


def _country_of_birth(place: str) -> Values:
    code = _countries.code_in(place)
    return (("birthCountry", code),) if code else ()


def _text(text: str) -> tuple[str, ...]:
    return (text,)


def _gender(text: str) -> tuple[str, ...]:
    return (_GENDERS.get(text, ""),)


def _country(text: str) -> tuple[str, ...]:
    return _countries.codes_of(text)[0]


_KINDS: Mapping[str, Callable[[str], tuple[str, ...]]] = MappingProxyType(
    {
        "date": _date,
        "place": _text,
        "country": _country,
        "gender": _gender,
        "number": _number,
        "name": _name,
        "text": _text,
    }
)


def day(text: str) -> str:
    """One date as OFAC writes it, ISO 8601; "" for none."""
    found = _date(text.strip()) if text.strip() else ()
    return found[0] if found else ""
