"""How do we say it?

A code and its facts become a sentence in Arabic or English; the sentences are in `tables/sentences*.csv`.
"""

from jisr.wording._activities import activities, activity_name, laws
from jisr.wording._aid import code_name, common_choice, common_status, kind_name
from jisr.wording._isolate import isolated
from jisr.wording._plural import plural
from jisr.wording._say import LANGUAGES, codes, say
from jisr.wording._sources import jurisdiction_name, source_name
from jisr.wording._typed import countries, expected, refusal, standing, state_word

__all__ = [
    "LANGUAGES",
    "activities",
    "activity_name",
    "code_name",
    "codes",
    "common_choice",
    "common_status",
    "countries",
    "expected",
    "isolated",
    "jurisdiction_name",
    "kind_name",
    "laws",
    "plural",
    "refusal",
    "say",
    "source_name",
    "standing",
    "state_word",
]
