"""How is it said where a party stands?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jisr import wording
from jisr.cli import _out
from jisr.cli._shell import Shell
from jisr.node.values import Clocks, Source, Standing
from jisr.records import Reason

SHOWN = 0.005  # a smaller weight would be shown as 0.00
_JURISDICTIONS = {"un", "us", "eu", "uk"}


def sentence(shell: Shell, standing: Standing) -> str:
    """`not listed by the UN since 2025-11-06`."""
    who = standing.jurisdiction
    short = who in _JURISDICTIONS
    named = shell.words(f"cli-by-{who}") if short else wording.jurisdiction_name(who, lang=shell.lang)
    dated = "" if standing.since else "-undated"
    return shell.words(f"cli-standing-{standing.state}{dated}", who=named, since=standing.since)


def short(shell: Shell, jurisdiction: str, state: str, since: str) -> str:
    """`United Nations: listed since 2013-07-24`."""
    who = wording.jurisdiction_name(jurisdiction, lang=shell.lang)
    return f"{who}: {wording.standing(f'{state} {since}'.strip(), lang=shell.lang)}"


def explained(shell: Shell, reason: Reason) -> str:
    """A reason as its sentence; its weight too where it counts."""
    said = shell.words(reason.code, **dict(reason.facts))
    return f"{said} ({reason.weight:+.2f})" if abs(reason.weight) >= SHOWN else said


def cited(shell: Shell, source: Source) -> str:
    """A record's number, who said it, and where that stands."""
    said = wording.source_name(source.source, lang=shell.lang, default=source.title)
    return shell.words("cli-source", source=said, place=source.place, number=source.record)


def show(shell: Shell, standing: Standing, *, indent: str = "  ") -> None:
    """The sentence, then why, then where that is written."""
    _out.line(f"{indent}{sentence(shell, standing)}")
    for reason in standing.reasons:
        _out.line(f"{indent}  {explained(shell, reason)}")
    for source in standing.sources:
        _out.line(f"{indent}  {cited(shell, source)}")


def as_json(clocks: Clocks) -> dict[str, Any]:
    """The two clocks, as a program reads them."""
    return {"on": clocks.on.isoformat(), "known": clocks.known.isoformat()}


def plain(standing: Standing, shell: Shell) -> dict[str, Any]:
    """A standing for a program, with its sentence."""
    return asdict(standing) | {"sentence": sentence(shell, standing)}
