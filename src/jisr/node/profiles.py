"""What does comparing two parties need of a record, or of what a program or a file says of somebody?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from jisr import names, tables
from jisr.identity import Profile
from jisr.node.name_index import NAMES, WEAK
from jisr.records import schema
from jisr.tables import cldr

_WHOLE = ("firstName", "secondName", "middleName", "fatherName", "lastName")
_COUNTRIES = frozenset({"country", "nationality", "citizenship", "jurisdiction", "flag", "birthCountry", "mainCountry"})
_LONGEST = 200
_CODE = re.compile(r"[a-z]{2}(-[a-z0-9]{1,4})?")


@cache
def of_type(schema_name: str, type_name: str) -> tuple[str, ...]:
    """The properties of a schema that hold values of a FollowTheMoney type."""
    return tuple(name for name, one in schema(schema_name).properties.items() if one.type == type_name)


def profile(thing: str, schema_name: str, said: Mapping[str, Iterable[str]]) -> Profile:
    """The profile of a record, or of a question in its form; numbers of every kind a schema knows."""

    def every(props: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for prop in props for value in said.get(prop, ())))

    named = every(NAMES) or _put_together(said)
    return Profile(
        id=thing,
        schema=schema_name,
        names=named,
        weak_names=every(WEAK),
        birth_dates=every(("birthDate",)),
        countries=frozenset(every(one for one in of_type(schema_name, "country") if one in _COUNTRIES)),
        documents=frozenset(every(of_type(schema_name, "identifier"))),
        genders=frozenset(every(("gender",))),
    )


def _put_together(said: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A name from its parts, where no whole one is given."""
    parts = [next(iter(said.get(prop, ())), "") for prop in _WHOLE]
    return (" ".join(filter(None, parts)),) if any(parts) else ()


def numbers(said: Mapping[str, Iterable[str]], schema_name: str) -> frozenset[str]:
    """The keys under which the numbers of a record are looked up: folded, without spaces and signs."""
    values = (value for prop in of_type(schema_name, "identifier") for value in said.get(prop, ()))
    return frozenset(f"id:{folded[:_LONGEST]}" for value in values if (folded := number(value)))


def number(text: str) -> str:
    """A number as two clerks write it alike."""
    return "".join(char for char in names.fold(text) if char.isalnum())


@cache
def _codes() -> Mapping[str, str]:
    """Folded names of countries in both languages -> code."""
    found = {names.fold(row["name"]): row["code"] for row in tables.rows("countries_alias")}
    for language in ("en", "ar"):
        found.update({names.fold(name): code for code, name in cldr.territories(language).items()})
    return found


def country(text: str) -> str:
    """ISO 3166-1 alpha-2 in lower case of a code or a country's name in English or Arabic; "" when nobody knows it."""
    plain = text.strip().lower()
    return plain if _CODE.fullmatch(plain) else _codes().get(names.fold(text), "")
