"""Is this party listed, since when, and under which regime?"""

from jisr.desks.compliance._course import Act
from jisr.desks.compliance._standing import Listing, Seen, Standing, standings

__all__ = ["Act", "Listing", "Seen", "Standing", "standings"]
