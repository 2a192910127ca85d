"""What a delivery of travellers is marked at least: amber, and kept five years at most, whoever brings it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from jisr.node.prepared import Prepared, Wanted
from jisr.records import TLP

KINDS: Final = frozenset({"flight-message", "traveller", "carrier-answer"})
YEARS: Final = 5
_OPEN: Final = frozenset({TLP.CLEAR, TLP.GREEN})


def bound(prepared: Prepared, wanted: Wanted) -> Wanted:
    """The same wish, with a marking that travellers may have."""
    if not any(one.kind in KINDS for one in prepared.observed[:1]):
        return wanted
    last = _years_on(prepared.received.date(), YEARS)
    marking = wanted.marking
    until = min(marking.retain_until or last, last)
    tlp = TLP.AMBER if marking.tlp in _OPEN else marking.tlp
    return replace(wanted, marking=replace(marking, tlp=tlp, retain_until=until))


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
