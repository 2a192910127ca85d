"""TAXII 2.1, the server (https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html)."""

from jisr.exchange.taxii._answer import MOST_BODY
from jisr.exchange.taxii._views import answer

__all__ = ["MOST_BODY", "answer"]
