"""Which day is asked about, and as known when?"""

from __future__ import annotations

from datetime import timedelta

from jisr.errors import Unreadable, WrongUse
from jisr.node import clock
from jisr.node.values import Clocks
from jisr.records import Precision, When

_LAST = timedelta(microseconds=1)


def clocks(on: str = "", known: str = "") -> Clocks:
    """From what a person typed: days or instants, ISO 8601; both default to now. A day `known` means its end (UTC)."""
    now = clock.now()
    day = _when(on, "on").first.date() if on.strip() else now.date()
    if not known.strip():
        return Clocks(on=day, known=now)
    moment = _when(known, "known")
    return Clocks(on=day, known=moment.first if moment.precision is Precision.INSTANT else moment.after - _LAST)


def _when(text: str, name: str) -> When:
    try:
        moment = When.read(text)
    except Unreadable as error:
        message = f"--{name} {text!r} is no day: write it as 2025-11-06"
        raise WrongUse(message, field=name, value=text) from error
    if moment.precision in {Precision.YEAR, Precision.MONTH}:
        message = f"--{name} {text!r} needs a day: write it as 2025-11-06"
        raise WrongUse(message, field=name, value=text)
    return moment
