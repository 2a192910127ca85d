"""Who does what where, is it funded, and was what was promised kept?"""

from jisr.desks.programmes._activity import Activity, Outcome, Paper, Partner, Spot, activity_of, doubt_of
from jisr.desks.programmes._bodies import Bodies, Meant
from jisr.desks.programmes._check import Remark, remarks
from jisr.desks.programmes._codes import UnknownCode, unknown_codes
from jisr.desks.programmes._money import STAGES, Budget, Chain, Sum, chain_of, flows_together, together
from jisr.desks.programmes._places import Area, Found, Places
from jisr.desks.programmes._presence import Cell, Presence, presence
from jisr.desks.programmes._rules import Breach, Rule, breaches, rules
from jisr.desks.programmes._twice import Told, Verdict, twice
from jisr.desks.programmes._xml import parsed

__all__ = [
    "STAGES",
    "Activity",
    "Area",
    "Bodies",
    "Breach",
    "Budget",
    "Cell",
    "Chain",
    "Found",
    "Meant",
    "Outcome",
    "Paper",
    "Partner",
    "Places",
    "Presence",
    "Remark",
    "Rule",
    "Spot",
    "Sum",
    "Told",
    "UnknownCode",
    "Verdict",
    "activity_of",
    "breaches",
    "chain_of",
    "doubt_of",
    "flows_together",
    "parsed",
    "presence",
    "remarks",
    "rules",
    "together",
    "twice",
    "unknown_codes",
]
