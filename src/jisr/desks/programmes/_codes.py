"""Is each code one of the list that the standard names for its place?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jisr import tables
from jisr.desks.programmes._xml import Element, found, held, holds, line_of, words
from jisr.tables.iati import codes

_EMBEDDED = frozenset(row["codelist"] for row in tables.rows("iati_codelists") if row["embedded"] == "y")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCode:
    """A code that its list does not hold. `must`: the list is the standard's own, of others only a state is kept."""

    code: str
    codelist: str
    line: int
    place: str
    must: bool


def unknown_codes(element: Element) -> tuple[UnknownCode, ...]:
    """Every code of an activity that is not in its list, in the order of the table of places."""
    top = held(element, "iati-organisations" if element.tag == "iati-organisation" else "iati-activities")
    return tuple(_unknown(top))


def _unknown(top: Element) -> Iterator[UnknownCode]:
    for row in tables.rows("iati_codelist_paths"):
        known = codes(row["codelist"])
        for one in found(row["path"], top) if known else ():
            owner = one.getparent() if hasattr(one, "getparent") else None
            code = words(one)
            if owner is None or code in known or (row["condition"] and not holds(row["condition"], owner)):
                continue
            place = str(owner.getroottree().getpath(owner))
            must = row["codelist"] in _EMBEDDED
            yield UnknownCode(code=code, codelist=row["codelist"], line=line_of(one, owner), place=place, must=must)
