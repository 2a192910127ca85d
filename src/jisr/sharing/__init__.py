"""Who may have it?

One place that decides, and refuses by default: a forgotten or unknown marking hides.
"""

from jisr.sharing._reader import Reader, Role, covers, refusal, require
from jisr.sharing._release import RULES_VERSION, Copy, Quote, Recipient, Refused, Released, copy_of, release

__all__ = [
    "RULES_VERSION",
    "Copy",
    "Quote",
    "Reader",
    "Recipient",
    "Refused",
    "Released",
    "Role",
    "copy_of",
    "covers",
    "refusal",
    "release",
    "require",
]
