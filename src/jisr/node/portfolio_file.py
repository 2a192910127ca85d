"""Whom does a member's file of customers name?  Each row as a question; a bad one named and kept apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jisr import names, tables
from jisr.errors import Unreadable, WrongUse
from jisr.node import sheets
from jisr.node.convert import dumps, typed
from jisr.node.profiles import country
from jisr.records import When

FIELDS = ("name", "alias", "born", "country", "kind", "document", "reference")
_SCHEMATA = {"": "LegalEntity", "person": "Person", "organization": "Organization", "vessel": "Vessel"}
_LONGEST = 300
_SEPARATOR = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One row, counted from 1 below the heading. `said`: schema and properties; `problem`: why it is kept apart."""

    number: int
    name: str
    reference: str = ""
    schema: str = "LegalEntity"
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problem: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def identity(self) -> str:
        """The same for the same customer in the next file: by reference, else by all that is said."""
        what = ["ref", self.reference] if self.reference else ["said", self.schema, dict(self.said)]
        return hashlib.sha256(dumps([what, self.problem]).encode()).hexdigest()


def mapping_of(heading: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """Field -> column; `given`: field -> heading as the file writes it, over what the tables know.

    Raises `WrongUse` for a field nobody knows or a heading the file does not have.
    """
    known = {row["heading"]: row["field"] for table in ("check_columns", "watch_columns") for row in tables.rows(table)}
    plain = [_plain(cell) for cell in heading]
    found: dict[str, int] = {}
    for at, cell in enumerate(plain):
        if cell in known:
            found.setdefault(known[cell], at)
    for name, column in given.items():
        if name not in FIELDS or _plain(column) not in plain:
            message = f"no column {column!r} for {name!r}: fields are {', '.join(FIELDS)}"
            raise WrongUse(message, field=name, column=column)
        found[name] = plain.index(_plain(column))
    return found


def read(file: str, data: bytes, given: Mapping[str, str]) -> tuple[dict[str, str], tuple[Customer, ...]]:
    """The mapping used (field -> heading) and the customers. Raises `Unreadable`, `TooLarge`, `WrongUse`."""
    heading, *rows = sheets.read(file, data)
    columns = mapping_of(heading, given)
    if "name" not in columns:
        raise Unreadable(source=file, place="line 1", wanted='a column headed "name" (or "الاسم")')
    if not rows:
        raise Unreadable(source=file, place="line 2", wanted="at least one customer below the heading")
    seen: dict[str, int] = {}
    found = []
    for number, row in enumerate(rows, start=1):
        one = _customer(number, row, columns)
        if not one.problem and one.identity in seen:
            one = _apart(one, "duplicate", row=str(seen[one.identity]))
        elif not one.problem:
            seen[one.identity] = number
        found.append(one)
    return {name: heading[at] for name, at in columns.items()}, tuple(found)


def _customer(number: int, row: Sequence[str], columns: Mapping[str, int]) -> Customer:
    def cell(name: str) -> str:
        at = columns.get(name)
        return typed(row[at]).strip() if at is not None and at < len(row) else ""

    name, born, kind = cell("name"), cell("born"), cell("kind").lower()
    plain = Customer(number=number, name=name, reference=cell("reference")[:200])
    if not names.fold(name):
        return _apart(plain, "no-name", row=str(number))
    if len(name) > _LONGEST:
        return _apart(plain, "name-too-long", length=str(len(name)))
    if kind not in _SCHEMATA:
        return _apart(plain, "unknown-kind", value=kind)
    code = country(cell("country")) if cell("country") else ""
    if cell("country") and not code:
        return _apart(plain, "unknown-country", value=cell("country"))
    day = _day(born)
    if born and not day:
        return _apart(plain, "unreadable-date", value=born)
    schema = _SCHEMATA[kind] if kind or not day else "Person"
    said = {
        "name": (name,),
        "alias": tuple(part.strip() for part in cell("alias").split(_SEPARATOR) if part.strip()),
        "birthDate": (day,) if day and schema == "Person" else (),
        "country": (code,) if code else (),
        _number_field(schema): tuple(part.strip() for part in cell("document").split(_SEPARATOR) if part.strip()),
    }
    kept = {prop: values for prop, values in said.items() if values}
    return Customer(number=number, name=name, reference=plain.reference, schema=schema, said=kept)


def _number_field(schema: str) -> str:
    return "imoNumber" if schema == "Vessel" else "idNumber"


def _day(text: str) -> str:
    """A day or year as ISO 8601; 17/03/1970 is read as day, month, year; "" for what is neither."""
    plain = text.strip().replace(".", "/")
    parts = plain.split("/")
    if len(parts) == 3 and len(parts[2]) == 4:  # noqa: PLR2004  # day, month, year of four digits
        plain = f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    try:
        return When.read(plain).text[:10] if plain else ""
    except Unreadable:
        return ""


def _apart(one: Customer, problem: str, **facts: str) -> Customer:
    return Customer(
        number=one.number, name=one.name, reference=one.reference, problem=problem, facts=tuple(facts.items())
    )


def _plain(heading: str) -> str:
    return " ".join(heading.lower().replace("_", " ").split())


def headings(file: str, data: bytes) -> tuple[str, ...]:
    """The columns of the file, as it heads them. Raises `Unreadable`, `TooLarge`."""
    return tuple(sheets.read(file, data)[0])
