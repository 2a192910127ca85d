"""Has it come, is it over, was it known?  Where the words of an act leave that open, it is a doubt, and is noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jisr.desks.compliance._instrument import Instrument
from jisr.records import Precision, When

TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_VAGUE = frozenset({Precision.YEAR, Precision.MONTH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A thing the acts leave open. `code`: what; `act`: of which one; `said`: the words that leave it open."""

    code: str
    act: Instrument
    said: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same doubt."""
        return self.code, self.act.id


@dataclass(slots=True, kw_only=True)
class Reading:
    """One way to read all that is open: the doubts in `taken` are yes, all others no. Notes what it met."""

    taken: frozenset[tuple[str, str]] = frozenset()
    met: dict[tuple[str, str], Doubt] = field(default_factory=dict)

    def yes(self, code: str, act: Instrument, said: str = "") -> bool:
        """Whether this reading resolves the doubt as yes."""
        doubt = Doubt(code=code, act=act, said=said)
        self.met.setdefault(doubt.key, doubt)
        return doubt.key in self.taken


def last_of(on: When) -> datetime:
    """The last instant asked about: an act that takes effect that day counts for it."""
    return on.after - TICK if on.after > on.first else on.first


def known(act: Instrument, at: datetime, reading: Reading) -> bool:
    """Whether the act was known at that instant. A day of announcement is over before it is surely known."""
    said = act.announced
    if said is None or (act.known_from is not None and act.known_from > said.first):
        return act.known_from is None or act.known_from <= at
    if at < said.first:
        return False
    if at >= (said.after - TICK if said.after > said.first else said.first):
        return True
    return said.precision in _VAGUE and reading.yes("announced-some-day", act, said.text)


def begun(act: Instrument, on: When, reading: Reading) -> bool:
    """Whether it has taken effect. What was only announced, or laid, has not, for all that is known."""
    if act.effective is None or act.decides == "announces":
        return reading.yes("announced-only", act, str(act.announced or ""))
    when = act.effective
    if last_of(on) < when.first:
        return False
    if when.precision in _VAGUE and on.first < when.after - _DAY:
        return reading.yes("begins-some-day", act, when.text)
    return True


def over(act: Instrument, on: When, reading: Reading, *, whole: bool) -> bool:
    """Whether its printed end has come. `whole`: it must last through all that is asked about, as a relief must."""
    when = act.ends
    if when is None:
        return False
    if when.precision is Precision.INSTANT:
        return when.first <= (last_of(on) if whole else on.first)
    if last_of(on) < when.first:
        return False
    if on.first >= when.after:
        return True
    code = "ends-some-day" if when.precision in _VAGUE else "ends-that-day"
    return reading.yes(code, act, when.text)


def boundaries(act: Instrument) -> tuple[tuple[When, str], ...]:
    """The points in time at which what the act does may change, each as the act prints it."""
    found: list[tuple[When, str]] = []
    if act.effective is not None:
        found.append((act.effective, act.effective.text))
    if act.ends is not None:
        found.append((act.ends, act.ends_as_printed or act.ends.text))
    return tuple(found)
