"""Who pushes the same thing together, what is the story, and how sure are we?"""

from jisr.desks.narratives._chance import Chance, Told, Trial, against_chance
from jisr.desks.narratives._compat import (
    AccountStats,
    Edges,
    Pairs,
    Setting,
    account_stats,
    edges,
    fast_pairs,
    object_stats,
    pairs,
    stacked,
)
from jisr.desks.narratives._copies import Likeness, copies
from jisr.desks.narratives._groups import groups
from jisr.desks.narratives._shares import Shares, numbered, shares
from jisr.desks.narratives._stories import Story, stories
from jisr.desks.narratives._toolkit import Links, toolkit, toolkit_text

__all__ = [
    "AccountStats",
    "Chance",
    "Edges",
    "Likeness",
    "Links",
    "Pairs",
    "Setting",
    "Shares",
    "Story",
    "Told",
    "Trial",
    "account_stats",
    "against_chance",
    "copies",
    "edges",
    "fast_pairs",
    "groups",
    "numbered",
    "object_stats",
    "pairs",
    "shares",
    "stacked",
    "stories",
    "toolkit",
    "toolkit_text",
]
