"""Whom and what does this text name, what does it tell, and who says so?

Countries, nationalities, bodies, places, persons, acts, dates and sums in Arabic and English text, each with
its characters in the raw text. Rules and tables only: nothing is learned, nothing is fetched. A person is never
linked to a party by the desk: it gives candidates with reasons, and a person decides.
"""

from jisr.desks.documents._annotate import annotate
from jisr.desks.documents._lexicon import Lexicon, prepare
from jisr.desks.documents._read import read_article
from jisr.desks.documents._told import Article, Claim, Factuality, Proposal, Told
from jisr.desks.documents._values import Candidate, Kind, Known, Mention

__all__ = [
    "Article",
    "Candidate",
    "Claim",
    "Factuality",
    "Kind",
    "Known",
    "Lexicon",
    "Mention",
    "Proposal",
    "Told",
    "annotate",
    "prepare",
    "read_article",
]
