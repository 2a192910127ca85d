"""Is it the same one?

What two records say about a person, an organisation or a vessel is weighed feature by feature; each feature says why.
The score is a reason to look, never a verdict: a person decides.
"""

from jisr.identity._compare import THRESHOLD, compare, least_name, may_be_hit, to_review
from jisr.identity._different import RULES, surely_different
from jisr.identity._features import FEATURES
from jisr.identity._profile import Comparison, Profile, kind_of
from jisr.identity._same import propose

__all__ = [
    "FEATURES",
    "RULES",
    "THRESHOLD",
    "Comparison",
    "Profile",
    "compare",
    "kind_of",
    "least_name",
    "may_be_hit",
    "propose",
    "surely_different",
    "to_review",
]
