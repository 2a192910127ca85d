"""Who on these flights needs a person's look, and how do flows change?"""

from jisr.desks.journeys._documents import Seen, broken, lost, reused
from jisr.desks.journeys._flows import LEAST, Cell, Flows, Strange, attack, count, flows, strange
from jisr.desks.journeys._rules import OPS, Clause, checked, clause, facts_of, fields, holds, reasons, whole
from jisr.desks.journeys._state import Flight, Journey, flight_state, person_of
from jisr.desks.journeys._weigh import BEARERS, HIT, REVIEW, may_fit, weigh

__all__ = [
    "BEARERS",
    "HIT",
    "LEAST",
    "OPS",
    "REVIEW",
    "Cell",
    "Clause",
    "Flight",
    "Flows",
    "Journey",
    "Seen",
    "Strange",
    "attack",
    "broken",
    "checked",
    "clause",
    "count",
    "facts_of",
    "fields",
    "flight_state",
    "flows",
    "holds",
    "lost",
    "may_fit",
    "person_of",
    "reasons",
    "reused",
    "strange",
    "weigh",
    "whole",
]
