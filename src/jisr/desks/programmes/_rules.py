"""What does the ruleset of the standard say against an activity?  Its rules are a table; here is how each kind decides.

The kinds are those of IATI/IATI-Rulesets SPEC: a rule has a context (a path), paths below it, and often a condition.
A loop's `$1` is each value found; it is put in wherever it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from jisr import tables
from jisr.desks.programmes._xml import Element, found, held, holds, line_of, words
from jisr.tables.iati import codes

NOW = "NOW"
_LINKS = "ORG-ID-PREFIX"
_EVERY = {"lang": ".//narrative", "currency": ".//value | .//forecast | .//loan-status", "sector": "transaction"}
_HAS = {"lang": "@xml:lang", "currency": "@currency", "sector": "sector"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule broken: its id and severity (error, warning, "" unsaid), where, and the standard's own words.

    `kind`: how it decides; its sentence is `programmes-rule-KIND`. `paths`: looked at. `line`: in what was given.
    """

    rule: str
    number: int
    severity: str
    kind: str
    line: int
    place: str
    paths: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of `tables/iati_rules.csv`. `body`: what the kind needs."""

    number: int
    id: str
    severity: str
    context: str
    kind: str
    body: Mapping[str, Any]
    message: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in order."""
    return tuple(
        Rule(
            number=int(row["number"]),
            id=row["id"],
            severity=row["severity"],
            context=row["context"],
            kind=row["kind"],
            body=json.loads(row["body"]),
            message=row["message"],
        )
        for row in tables.rows("iati_rules")
    )


def breaches(element: Element, *, as_of: date) -> tuple[Breach, ...]:
    """The rules that an activity or an organisation breaks on a day, in the order of the table."""
    root = "iati-organisations" if element.tag == "iati-organisation" else "iati-activities"
    top = held(element, root)
    return tuple(breach for rule in rules() for breach in _of_rule(rule, top, as_of))


def _of_rule(rule: Rule, top: Element, as_of: date) -> Iterator[Breach]:
    for context in found(rule.context, top):
        if isinstance(context, str):
            continue
        for body in _looped(rule.body, context):
            at = _broken(rule.kind, body, context, as_of)
            if at is not None:
                yield _breach(rule, body, context, at)


def _breach(rule: Rule, body: Mapping[str, Any], context: Element, at: Element | str) -> Breach:
    owner = at if not isinstance(at, str) else context
    return Breach(
        rule=rule.id,
        number=rule.number,
        severity=rule.severity,
        kind=rule.kind,
        line=line_of(at, context),
        place=str(owner.getroottree().getpath(owner)),
        paths=_looked_at(body),
        message=rule.message,
    )


def _looked_at(body: Mapping[str, Any]) -> str:
    named = [body[name] for name in ("less", "more", "date", "start", "end", "one") if name in body]
    return ", ".join(dict.fromkeys([*body.get("paths", ()), *named]))


def _looped(body: Mapping[str, Any], context: Element) -> Iterator[Mapping[str, Any]]:
    if "foreach" not in body:
        yield body
        return
    text = json.dumps({name: value for name, value in body.items() if name != "foreach"})
    for value in dict.fromkeys(words(one) for one in found(body["foreach"], context)):
        if re.fullmatch(r"[\w.-]+", value):
            yield json.loads(text.replace("$1", value))


def _broken(kind: str, body: Mapping[str, Any], context: Element, as_of: date) -> Element | str | None:
    """Where it is broken; None where it holds or does not apply."""
    if "condition" in body and not holds(body["condition"], context):
        return None
    return KINDS[kind](body, context, as_of)


def _all(body: Mapping[str, Any], context: Element) -> list[Element | str]:
    return [one for expression in body["paths"] for one in found(expression, context)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _days(expression: str, context: Element, as_of: date) -> list[tuple[date, Element | str]]:
    if expression == NOW:
        return [(as_of, context)]
    return [(day, one) for one in found(expression, context) if (day := _day(words(one))) is not None]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def _atleast_one(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    return None if _all(body, context) else context


def _no_more_than_one(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    several = _all(body, context)
    return several[1] if len(several) > 1 else None


def _one_or_all(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    """The one for all; else each of all its own. Of sectors: where one transaction names one, each must."""
    if found(body["one"], context):
        return None
    every = [one for one in found(_EVERY[body["all"]], context) if not isinstance(one, str)]
    without = [one for one in every if not found(_HAS[body["all"]], one)]
    if body["all"] == "sector" and len(without) == len(every):
        return None
    return without[0] if without else None


def _date_order(body: Mapping[str, Any], context: Element, as_of: date) -> Element | str | None:
    latest = _days(body["more"], context, as_of)
    for day, one in _days(body["less"], context, as_of):
        if any(day > after for after, _ in latest):
            return one
    return None


def _date_now(body: Mapping[str, Any], context: Element, as_of: date) -> Element | str | None:
    return next((one for day, one in _days(body["date"], context, as_of) if day > as_of), None)


def _time_limit(body: Mapping[str, Any], context: Element, as_of: date) -> Element | str | None:
    ends = _days(body["end"], context, as_of)
    for start, one in _days(body["start"], context, as_of):
        if any(end > _year_after(start) for end, _ in ends):
            return one
    return None


def _year_after(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if leap else day.replace(year=day.year + 1)


def _between_dates(body: Mapping[str, Any], context: Element, as_of: date) -> Element | str | None:
    starts, ends = (_days(body[name], context, as_of) for name in ("start", "end"))
    for day, one in _days(body["date"], context, as_of):
        if any(day < start for start, _ in starts) or any(day > end for end, _ in ends):
            return one
    return None


def _regex_matches(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    wanted = re.compile(body["regex"])
    return next((one for one in _all(body, context) if not wanted.search(words(one))), None)


def _no_spaces(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    return next((one for one in _all(body, context) if words(one) != words(one).strip()), None)


def _startswith(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    prefixes: list[str] = []
    for expression in body["prefix"]:
        if expression == _LINKS:
            prefixes += codes("OrganisationRegistrationAgency")
        else:
            prefixes += [words(one) for one in found(expression, context)]
    wanted = tuple(f"{prefix}{body.get('separator', '-')}" for prefix in prefixes if prefix)
    return next((one for one in _all(body, context) if not words(one).strip().startswith(wanted)), None)


def _unique(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    seen: set[str] = set()
    for one in _all(body, context):
        if words(one).strip() in seen:
            return one
        seen.add(words(one).strip())
    return None


def _strict_sum(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    told = _all(body, context)
    numbers = [_number(words(one)) for one in told]
    if not told or None in numbers:  # without one it is another rule's, unreadable the schema's
        return None
    return None if sum(one for one in numbers if one is not None) == Decimal(body["sum"]) else told[0]


def _range(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    for one in _all(body, context):
        number = _number(words(one))
        if number is not None and not Decimal(body["min"]) <= number <= Decimal(body["max"]):
            return one
    return None


def _if_then(body: Mapping[str, Any], context: Element, _as_of: date) -> Element | str | None:
    if holds(body["if"], context) and not holds(body["then"], context):
        return next(iter(_all(body, context)), context)
    return None


KINDS: Mapping[str, Callable[[Mapping[str, Any], Element, date], Element | str | None]] = {
    "atleast_one": _atleast_one,
    "between_dates": _between_dates,
    "date_now": _date_now,
    "date_order": _date_order,
    "if_then": _if_then,
    "no_more_than_one": _no_more_than_one,
    "no_spaces": _no_spaces,
    "one_or_all": _one_or_all,
    "range": _range,
    "regex_matches": _regex_matches,
    "startswith": _startswith,
    "strict_sum": _strict_sum,
    "time_limit": _time_limit,
    "unique": _unique,
}
