"""What follows from it?

A desk reads records, texts or columns and gives findings with their reasons. Desks are pure and do not know one
another.
"""

from typing import Final

__all__ = ["DESKS"]

DESKS: Final = ("compliance", "documents", "journeys", "money", "narratives", "programmes")
"""The desks, by the name of their package here; each package's docstring is the desk's question."""
