"""Who may have it?

One place that decides, and refuses by default: a forgotten or unknown marking hides.
"""

from jisr.sharing._reader import Reader, Role, covers, refusal, require

__all__ = ["Reader", "Role", "covers", "refusal", "require"]
