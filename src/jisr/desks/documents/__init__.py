"""Whom and what does this text name, what does it tell, and who says so?

Countries, nationalities, bodies, places, persons, acts, dates and sums in Arabic and English text, each with
its characters in the raw text. Rules and tables only: nothing is learned, nothing is fetched. A person is never
linked to a party by the desk: it gives candidates with reasons, and a person decides.
"""

from jisr.desks.documents._added import READER, Added, Plugin, accepted
from jisr.desks.documents._annotate import annotate
from jisr.desks.documents._copies import Agency, Copy, Story, agency, compare_stories, copies, sketch, story_of
from jisr.desks.documents._furniture import Furniture, furniture, without_furniture
from jisr.desks.documents._lexicon import Lexicon, prepare
from jisr.desks.documents._modality import Modality
from jisr.desks.documents._parties import Shape
from jisr.desks.documents._plover import Coded, plover_code
from jisr.desks.documents._read import read_article
from jisr.desks.documents._same_event import Seen, key_of, same_events
from jisr.desks.documents._same_here import Here, same_here
from jisr.desks.documents._steps import bodies_of, members_of, steps
from jisr.desks.documents._support import supported
from jisr.desks.documents._told import Article, Claim, Factuality, Proposal, Told
from jisr.desks.documents._values import Candidate, Kind, Known, Mention

__all__ = [
    "READER",
    "Added",
    "Agency",
    "Article",
    "Candidate",
    "Claim",
    "Coded",
    "Copy",
    "Factuality",
    "Furniture",
    "Here",
    "Kind",
    "Known",
    "Lexicon",
    "Mention",
    "Modality",
    "Plugin",
    "Proposal",
    "Seen",
    "Shape",
    "Story",
    "Told",
    "accepted",
    "agency",
    "annotate",
    "bodies_of",
    "compare_stories",
    "copies",
    "furniture",
    "key_of",
    "members_of",
    "plover_code",
    "prepare",
    "read_article",
    "same_events",
    "same_here",
    "sketch",
    "steps",
    "story_of",
    "supported",
    "without_furniture",
]
