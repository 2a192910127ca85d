"""Where did the money come from, where did it go, and which shapes does it make?"""

from jisr.desks.money._columns import Hops, Payments, hops, payments
from jisr.desks.money._shapes import SHAPES, Match, Setting, find, matches, set_to, settings, warm
from jisr.desks.money._trace import METHODS, Piece, Sums, Trace, most_that_came, parts, trace, turned
from jisr.desks.money._travel import Duty, duties, lacking, limit_of

__all__ = [
    "METHODS",
    "SHAPES",
    "Duty",
    "Hops",
    "Match",
    "Payments",
    "Piece",
    "Setting",
    "Sums",
    "Trace",
    "duties",
    "find",
    "hops",
    "lacking",
    "limit_of",
    "matches",
    "most_that_came",
    "parts",
    "payments",
    "set_to",
    "settings",
    "trace",
    "turned",
    "warm",
]
