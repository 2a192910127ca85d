"""Is this party listed, since when, under which regime, and may we do this today?"""

from jisr.desks.compliance._course import Act
from jisr.desks.compliance._decide import ENGINE, Answer, Book, OnList, decide
from jisr.desks.compliance._explain import Cited, Line, cited, explain, laws, speaks_of, topics_in, topics_of
from jisr.desks.compliance._faults import Fault, faults, owners_in_a_circle
from jisr.desks.compliance._instrument import Instrument, Scope, read_instrument
from jisr.desks.compliance._lexis import activity_of, decides, measures_in, read_words
from jisr.desks.compliance._ownership import Holding, Law, Stake, holding, law_of
from jisr.desks.compliance._question import ASKED, Counterparty, Query, describe
from jisr.desks.compliance._standing import Listing, Seen, Standing, standings
from jisr.desks.compliance._weigh import SEVERITY, Found

__all__ = [
    "ASKED",
    "ENGINE",
    "SEVERITY",
    "Act",
    "Answer",
    "Book",
    "Cited",
    "Counterparty",
    "Fault",
    "Found",
    "Holding",
    "Instrument",
    "Law",
    "Line",
    "Listing",
    "OnList",
    "Query",
    "Scope",
    "Seen",
    "Stake",
    "Standing",
    "activity_of",
    "cited",
    "decide",
    "decides",
    "describe",
    "explain",
    "faults",
    "holding",
    "law_of",
    "laws",
    "measures_in",
    "owners_in_a_circle",
    "read_instrument",
    "read_words",
    "speaks_of",
    "standings",
    "topics_in",
    "topics_of",
]
