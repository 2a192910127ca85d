"""What is wrong with an activity?  The ruleset, the code lists and plain sense, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jisr.desks.programmes._activity import doubt_of
from jisr.desks.programmes._codes import unknown_codes
from jisr.desks.programmes._rules import Breach, breaches
from jisr.desks.programmes._xml import Element, line_of

_EARLIEST, _LATEST = 1945, 2100  # years that an activity may speak of


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to look at. `code`: of `sentences_programmes.csv`; `severity`: error, warning, advice.

    `line`: in the text that the element was read from; `rule`: the standard's number for it, "" for plain sense.
    """

    code: str
    severity: str
    line: int
    place: str
    facts: tuple[tuple[str, str], ...]
    rule: str = ""


def remarks(element: Element, *, as_of: date) -> tuple[Remark, ...]:
    """Everything to look at in an activity or an organisation, by line."""
    found = [*map(_of_breach, breaches(element, as_of=as_of)), *_of_codes(element), *_of_sense(element)]
    return tuple(sorted(found, key=lambda one: (one.line, one.place, one.code)))


def _of_breach(one: Breach) -> Remark:
    return Remark(
        code=f"programmes-rule-{one.kind.replace('_', '-')}",
        severity=one.severity or "advice",
        line=one.line,
        place=one.place,
        facts=(("rule", one.rule), ("paths", one.paths), ("message", one.message)),
        rule=one.rule,
    )


def _of_codes(element: Element) -> list[Remark]:
    return [
        Remark(
            code="programmes-code",
            severity="error" if one.must else "advice",
            line=one.line,
            place=one.place,
            facts=(("code", one.code), ("codelist", one.codelist)),
        )
        for one in unknown_codes(element)
    ]


def _of_sense(element: Element) -> list[Remark]:
    """What no rule of the standard says: points that cannot be, days of another century, money without a currency."""
    found = []
    for pos in element.iter("pos"):
        doubt = doubt_of(" ".join("".join(map(str, pos.itertext())).split()))
        if doubt:
            found.append(_remark(f"programmes-{doubt}", pos, point=pos.text or ""))
    for one in element.iter("activity-date", "transaction-date", "period-start", "period-end"):
        year = one.get("iso-date", "")[:4]
        if year.isdecimal() and not _EARLIEST <= int(year) <= _LATEST:
            found.append(_remark("programmes-far-day", one, day=one.get("iso-date", "")))
    return found


def _remark(code: str, at: Element, **facts: str) -> Remark:
    place = str(at.getroottree().getpath(at))
    return Remark(code=code, severity="warning", line=line_of(at, at), place=place, facts=tuple(facts.items()))
