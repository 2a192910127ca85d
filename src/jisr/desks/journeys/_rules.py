"""Rules as data: clauses over fields, all of which must hold. What may not be asked about cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from jisr import tables
from jisr.desks.journeys._state import Journey
from jisr.errors import WrongUse
from jisr.records import Reason

Fact = str | float | bool | None
OPS: Final = ("is", "is-not", "in", "at-least", "at-most", "known", "unknown")
_FORBIDDEN: Final = "a field a rule may not ask about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition. `value`: a number as text, a word, words with commas for `in`, "" for known and unknown."""

    field: str
    op: str
    value: str = ""

    def __str__(self) -> str:
        """As it is typed: `booked-hours at-most 24`."""
        return f"{self.field} {self.op} {self.value}".strip()


@cache
def fields() -> Mapping[str, Mapping[str, str]]:
    """The fields a rule may ask about: `tables/journey_fields.csv`."""
    return {row["field"]: row for row in tables.rows("journey_fields")}


def clause(text: str) -> Clause:
    """From `field op value`. Raises `WrongUse` for a field, a comparison or a value that has no meaning."""
    parts = text.split(None, 2)
    if len(parts) < 2:  # noqa: PLR2004  # field and comparison
        raise WrongUse(f"{text!r} is no clause: write field, comparison, value", field="clause")
    return checked(Clause(field=parts[0], op=parts[1], value=parts[2].strip() if parts[2:] else ""))


def checked(one: Clause) -> Clause:
    """The same clause. Raises `WrongUse`."""
    row = fields().get(one.field)
    if row is None:
        raise WrongUse(f"{one.field!r} is {_FORBIDDEN}; there are {', '.join(fields())}", field=one.field)
    if one.op not in OPS:
        raise WrongUse(f"no comparison {one.op!r}: one of {', '.join(OPS)}", field="op")
    if one.op in {"known", "unknown"}:
        return one
    if row["type"] == "number" and not one.value.lstrip("-").replace(".", "", 1).isdigit():
        raise WrongUse(f"{one.field} needs a number, not {one.value!r}", field=one.field)
    if not one.value:
        raise WrongUse(f"{one.field} {one.op} needs a value", field=one.field)
    return one


def whole(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses of a rule. Raises `WrongUse` for none, or where nationality or the like would stand alone."""
    made = tuple(checked(one) for one in clauses)
    if not made:
        raise WrongUse("a rule needs a clause", field="clauses")
    if sum(fields()[one.field]["alone"] == "yes" for one in made) < 2 and any(  # noqa: PLR2004
        fields()[one.field]["alone"] != "yes" for one in made
    ):
        names = ", ".join(name for name, row in fields().items() if row["alone"] != "yes")
        raise WrongUse(f"{names} may only stand beside two clauses of another kind", field="clauses")
    return made


def holds(clauses: Iterable[Clause], facts: Mapping[str, Fact]) -> bool:
    """Whether every clause holds. What is not told fulfils no clause but `unknown` (and `bags at-most`: none told)."""
    return all(_holds(one, facts.get(one.field)) for one in clauses)


def _holds(one: Clause, fact: Fact) -> bool:
    if one.op in {"known", "unknown"}:
        return (fact is not None) is (one.op == "known")
    if fact is None:
        return False
    return _COMPARE[one.op](fact, one.value)


def _is(fact: Fact, value: str) -> bool:
    if isinstance(fact, bool):
        return fact is (value.lower() in {"yes", "true", "1"})
    if isinstance(fact, str):
        return fact.casefold() == value.casefold()
    return fact == float(value)


_COMPARE: Final[Mapping[str, Callable[[Fact, str], bool]]] = {
    "is": _is,
    "is-not": lambda fact, value: not _is(fact, value),
    "in": lambda fact, value: any(_is(fact, one.strip()) for one in value.split(",")),
    "at-least": lambda fact, value: isinstance(fact, (int, float)) and fact >= float(value),
    "at-most": lambda fact, value: isinstance(fact, (int, float)) and fact <= float(value),
}


def reasons(clauses: Iterable[Clause], facts: Mapping[str, Fact]) -> tuple[Reason, ...]:
    """Every clause with what was told."""
    return tuple(
        Reason(code="journey-clause", weight=0.0, facts=(("clause", str(one)), ("value", _told(facts.get(one.field)))))
        for one in clauses
    )


def _told(fact: Fact) -> str:
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return f"{fact:g}" if isinstance(fact, float) else str(fact if fact is not None else "-")


def facts_of(one: Journey, flight: str, departs: str, *, party: int = 0) -> dict[str, Fact]:
    """What a rule may ask about of one traveller on one flight. `party`: people on the booking, 0 not known."""
    said = one.said
    origin, destination = [*flight.split("-"), "", "", ""][2:4]
    leaves = _time(departs)
    booked = _time(str(said.get("booked") or ""))
    text = {name: str(said.get(column) or "") or None for name, column in _TEXTS.items()}
    mail, phone = str(said.get("email") or ""), str(said.get("phone") or "")
    pnr = "pnr" in one.forms
    return {
        **text,
        "one-way": bool(said["one_way"]) if said.get("one_way") is not None else None,
        "booked-hours": (leaves - booked).total_seconds() / 3600 if leaves and booked else None,
        "bags": float(str(said.get("bags") or 0)) if pnr or said.get("bags") is not None else None,
        "age": _years(str(said.get("birth") or ""), departs),
        "origin": origin or None,
        "destination": destination or None,
        "carrier": flight[:2] or None,
        "weekday": float(leaves.isoweekday()) if leaves else None,
        "hour": float(leaves.hour) if leaves else None,
        "document-days": _days(str(said.get("doc_expiry") or ""), departs),
        "party": float(party) if party else None,
        "legs": float(len(str(said["itinerary"]).split(";"))) if said.get("itinerary") else None,
        "mail-domain": mail.rpartition("@")[2] or None,
        "phone-prefix": "".join(filter(str.isdigit, phone))[:4] or None,
        "frequent": bool(said.get("frequent")) if pnr else None,
    }


_TEXTS: Final = {
    "payment": "payment",
    "begins": "begins",
    "ends": "ends",
    "document-type": "doc_type",
    "document-issuer": "doc_issuer",
    "nationality": "nationality",
    "residence": "residence",
    "agency": "agency",
}


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _years(born: str, day: str) -> float | None:
    if len(born) < 4 or len(day) < 10:  # noqa: PLR2004  # a year; a day
        return None
    return float(int(day[:4]) - int(born[:4]) - (len(born) == 10 and day[5:10] < born[5:10]))  # noqa: PLR2004


def _days(last: str, day: str) -> float | None:
    try:
        return float((date.fromisoformat(last) - date.fromisoformat(day[:10])).days)
    except ValueError:
        return None
