"""An entry left a list, or came to it: is it one that went into another, or came back under a new number?

Evidence, never a verdict: a number of a document in common, or a whole name and a birth date. A person settles whether
two things are one party (judgements); the list's number alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from jisr import names
from jisr.node.models import Record

_DOCUMENTS = ("passportNumber", "idNumber", "imoNumber", "registrationNumber", "taxNumber", "socialSecurityNumber")
_NAMES = ("name", "alias", "previousName")
_SHORTEST = 5  # characters of a number that tells one from another
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What of an entry may be found in another: `marks`."""

    thing: str
    marks: frozenset[str]


def trace(thing: str, properties: Mapping[str, Iterable[str]]) -> Trace:
    """The marks of an entry: its documents' numbers, and each whole name with each birth date."""
    numbers = {
        f"no:{''.join(filter(str.isalnum, value)).casefold()}"
        for name in _DOCUMENTS
        for value in properties.get(name, ())
        if sum(map(str.isalnum, value)) >= _SHORTEST
    }
    said = {" ".join(sorted(names.fold(value).split())) for name in _NAMES for value in properties.get(name, ())}
    born = {f"born:{one}:{day}" for one in said if " " in one for day in properties.get("birthDate", ())}
    return Trace(thing=thing, marks=frozenset(numbers | born))


def matches(wanted: Iterable[Trace], among: Iterable[Trace]) -> dict[str, str]:
    """Of each wanted thing the one other that shares most with it, if one does."""
    by_mark: dict[str, list[str]] = {}
    for one in among:
        for mark in one.marks:
            by_mark.setdefault(mark, []).append(one.thing)
    found = {}
    for one in wanted:
        others = [thing for mark in one.marks for thing in by_mark.get(mark, ()) if thing != one.thing]
        if others:
            found[one.thing] = max(dict.fromkeys(others), key=others.count)
    return found


def traces(rows: Iterable[tuple[str, str]]) -> list[Trace]:
    """From things and their properties as kept (JSON)."""
    return [trace(thing, orjson.loads(text)) for thing, text in rows]


def gone_before(source: str, markings: list[int]) -> list[Trace]:
    """Every entry of a source that left its list."""
    rows = Record.objects.filter(source=source, closed_why="removed", about="", marking__in=markings)
    return traces(rows.values_list("thing", "properties"))
