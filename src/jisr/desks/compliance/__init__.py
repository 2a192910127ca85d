"""Is this party listed, since when, and under which regime?"""

from jisr.desks.compliance._standing import Act, Listing, Seen, Standing, standings

__all__ = ["Act", "Listing", "Seen", "Standing", "standings"]
